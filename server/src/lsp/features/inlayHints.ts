/** Escape verdicts at the end of their lines. A request reads what is known; it never starts a compiler. */
import type { InlayHint } from 'vscode-languageserver';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { lineLabel } from '../../analysis/escape/lineLabel.ts';
import { toPosition, toSpan } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { folding, shownEscapes } from '../shownHints.ts';

export const inlayHintFeature: Feature = {
	capabilities: () => ({ inlayHintProvider: true }),
	register: registerInlayHints,
};

function registerInlayHints(session: Session): void {
	const { connection, documents, workspace, logger, encoding } = session;
	connection.languages.inlayHint.on((params, token) =>
		withSignal(token, logger, [], () => {
			const document = documents.get(params.textDocument.uri);
			const settings = session.settings();
			if (!document || !settings.escape.inlayHints) return [];
			const { lines } = document;
			const wanted = toSpan(lines, params.range, encoding);
			const { hints, state } = shownEscapes(session, document.path);
			const profiled = workspace.profiledHints(document.path);
			const folded = folding(session, document.path);
			const byLine = new Map<number, EscapeHint[]>();
			for (const hint of hints) {
				if (hint.span.start > wanted.end || hint.span.end < wanted.start) continue;
				const { line } = lines.position(hint.span.start);
				const onLine = byLine.get(line);
				if (onLine) onLine.push(hint);
				else byLine.set(line, [hint]);
			}
			const { start, end } = params.range;
			const details = new Map<number, readonly string[]>();
			for (const [number, texts] of workspace.details(document.path)) {
				const line = number - 1;
				if (line >= start.line && line <= end.line) details.set(line, texts);
			}
			return [...new Set([...byLine.keys(), ...details.keys()])].flatMap((line): InlayHint[] => {
				const onLine = byLine.get(line) ?? [];
				const unfolded = onLine.filter((hint) => !folded(hint));
				const stays = details.get(line) ?? [];
				if (unfolded.length === 0 && stays.length === 0) return [];
				const share = unfolded[0] === undefined ? 0 : (profiled?.share(unfolded[0]) ?? 0);
				return [
					{
						position: toPosition(lines, lines.lineSpan(line).end, encoding),
						label: lineLabel({
							hints: unfolded,
							details: stays,
							stale: state === 'stale',
							extras: share >= 0.01 ? [`${Math.round(share * 100)} %`] : [],
						}),
						paddingLeft: true,
						tooltip: [...onLine.map((hint) => hint.message), ...stays].join('\n'),
					},
				];
			});
		}),
	);
}
