/** One short line above each directive and each function that allocates. */
import type { CodeLens } from 'vscode-languageserver';
import type { EscapeHint, FunctionReport } from '../../analysis/escape/escapeHint.ts';
import { contains } from '../../analysis/text/span.ts';
import { toRange } from '../encoding.ts';
import { withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';
import { shownHints } from '../shownHints.ts';

export function registerCodeLenses(session: Session): void {
	const { connection, documents, workspace, logger, encoding } = session;
	connection.onCodeLens((params, token) =>
		withSignal(token, logger, [], async () => {
			const document = documents.get(params.textDocument.uri);
			if (!document) return [];
			const settings = session.settings();
			const { lines, path } = document;
			const lenses: CodeLens[] = [];
			if (settings.linkname.enabled && settings.linkname.codeLens) {
				for (const { span, title } of await workspace.directiveSummaries(path)) {
					lenses.push({ range: toRange(lines, span, encoding), command: { title, command: '' } });
				}
			}
			if (settings.escape.enabled && settings.escape.codeLens) {
				const { functions, hints } = workspace.escapes(path);
				const shown = shownHints(hints, settings);
				for (const report of functions) {
					const title = summaryOf(report, shown);
					if (title !== '')
						lenses.push({ range: toRange(lines, report.span, encoding), command: { title, command: '' } });
				}
			}
			return lenses;
		}),
	);
}

/** `2 heap · leaks p · not inlinable (cost 112 of 80)`; empty when there is nothing worth a line. */
function summaryOf(report: FunctionReport, hints: readonly EscapeHint[]): string {
	const own = hints.filter((hint) => hint.function === report.name && contains(report.extent, hint.span));
	const heap = own.filter((hint) => hint.verdict === 'heap').length;
	const maybe = own.filter((hint) => hint.verdict === 'maybe-heap').length;
	const parts: string[] = [];
	if (heap > 0) parts.push(`${heap} heap`);
	if (maybe > 0) parts.push(`${maybe} maybe heap`);
	if (report.leaks.length > 0) parts.push(`leaks ${report.leaks.join(', ')}`);
	if (parts.length === 0 && report.inline.can) return '';
	parts.push(inlineText(report));
	return parts.join(' · ');
}

function inlineText({ inline }: FunctionReport): string {
	if (inline.can) return inline.cost === undefined ? 'inlinable' : `inlinable (cost ${inline.cost})`;
	// cmd/compile/internal/inline, "function too complex: cost 83 exceeds budget 80"
	const tooComplex = /cost (\d+) exceeds budget (\d+)/.exec(inline.reason ?? '');
	if (tooComplex) return `not inlinable (cost ${tooComplex[1]} of ${tooComplex[2]})`;
	return inline.reason === undefined ? 'not inlinable' : `not inlinable: ${inline.reason}`;
}
