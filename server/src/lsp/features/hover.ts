/** Hovers: what a directive does, and why a value goes to the heap. */
import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { touches } from '../../analysis/text/span.ts';
import { toUri } from '../convert.ts';
import { toOffset, toRange } from '../encoding.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { shownHints } from '../shownHints.ts';

export function registerHover(session: Session): void {
	const { connection, documents, workspace, logger, encoding } = session;
	connection.onHover((params, token) =>
		withSignal(token, logger, null, async (): Promise<Hover | null> => {
			const document = documents.get(params.textDocument.uri);
			if (!document) return null;
			const settings = session.settings();
			const offset = toOffset(document.lines, params.position, encoding);
			const described = settings.linkname.enabled ? await workspace.describe(document.path, offset) : undefined;
			if (described) {
				return {
					contents: { kind: MarkupKind.Markdown, value: described.markdown },
					range: toRange(document.lines, described.span, encoding),
				};
			}
			const { hints, state } = workspace.escapes(document.path);
			const here = shownHints(hints, settings).filter((hint) => touches(hint.span, offset));
			const innermost = here.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
			if (!innermost) return null;
			const together = here.filter(
				(hint) => hint.span.start === innermost.span.start && hint.span.end === innermost.span.end,
			);
			return {
				contents: {
					kind: MarkupKind.Markdown,
					value: together.map((hint) => explain(hint, state === 'stale')).join('\n\n---\n\n'),
				},
				range: toRange(document.lines, innermost.span, encoding),
			};
		}),
	);
}

function explain(hint: EscapeHint, stale: boolean): string {
	const level = hint.level > 0 ? `, L${hint.level}` : '';
	const lines = [`**\`${code(hint.subject)}\`** ${hint.message} (${hint.class}${level})`];
	if (stale) lines[0] += ' · *from the last build*';
	const steps = hint.flow.map((step) => {
		const place = `${step.file.slice(step.file.lastIndexOf('/') + 1)}:${step.line}`;
		const link =
			step.file === ''
				? ''
				: ` [${place}](${toUri(step.file)}#L${step.line}${step.column > 0 ? `,${step.column}` : ''})`;
		return `1. \`${code(step.text)}\` ${step.why}${link}`;
	});
	if (steps.length > 0) lines.push(steps.join('\n'));
	if (hint.instances && hint.instances.length > 0)
		lines.push(`For ${hint.instances.map((one) => `\`${code(one)}\``).join(', ')}.`);
	if (hint.advice !== '') lines.push(hint.advice);
	return lines.join('\n\n');
}

/** Text for a Markdown code span. */
function code(text: string): string {
	return text.replaceAll('`', "'");
}
