/** Escape verdicts at the end of their lines. A request reads what is known; it never starts a compiler. */
import type { InlayHint } from 'vscode-languageserver';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { toPosition, toSpan } from '../encoding.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { shownEscapes } from '../shownHints.ts';

export function registerInlayHints(session: Session): void {
	const { connection, documents, workspace, logger, encoding } = session;
	connection.languages.inlayHint.on((params, token) =>
		withSignal(token, logger, [], () => {
			const document = documents.get(params.textDocument.uri);
			const settings = session.settings();
			if (!document || !settings.escape.inlayHints) return [];
			const { lines } = document;
			const wanted = toSpan(lines, params.range, encoding);
			const { hints, state } = shownEscapes(session, document.path);
			const byLine = new Map<number, EscapeHint[]>();
			for (const hint of hints) {
				if (hint.span.start > wanted.end || hint.span.end < wanted.start) continue;
				const { line } = lines.position(hint.span.start);
				byLine.set(line, [...(byLine.get(line) ?? []), hint]);
			}
			const shown = [...byLine].map(([line, onLine]): InlayHint => {
				const text = labelOf(onLine.map((hint) => hint.label));
				return {
					position: toPosition(lines, lines.lineSpan(line).end, encoding),
					label: state === 'stale' ? `↑ ${text} …` : `↑ ${text}`,
					paddingLeft: true,
					tooltip: onLine.map((hint) => hint.message).join('\n'),
				};
			});
			const details = [...workspace.details(document.path)].map(
				([line, texts]): InlayHint => ({
					position: toPosition(lines, lines.lineSpan(line - 1).end, encoding),
					label: `· ${labelOf(texts)}`,
					paddingLeft: true,
				}),
			);
			const [first, last] = [params.range.start.line, params.range.end.line];
			return [...shown, ...details.filter(({ position: { line } }) => line >= first && line <= last)];
		}),
	);
}

/** One short text for a line: the same label once, with its count; different ones side by side. */
function labelOf(labels: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
	return [...counts].map(([label, count]) => (count > 1 ? `${label} ×${count}` : label)).join(' · ');
}
