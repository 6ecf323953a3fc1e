/** Whether gofmt leaves lines alone in which names have become longer or shorter. */
import type { SyntaxNode, SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import { lineAfter, lineAt, lineBefore } from '../lineEdits.ts';
import type { Span } from '../../text/span.ts';

/** go/printer (nodes.go, funcBody, Go 1.26): a longer function does not stay on one line. */
const longestFunction = 100;

/** False when a function on one line grows too long for it, or comments below each other no longer do. */
export function keepsLayout(
	table: SyntaxTable,
	text: string,
	sites: readonly SyntaxNode[],
	edits: readonly TextEdit[],
): boolean {
	return sites.every((node) => {
		for (let at = table.parent(node); at > 0; at = table.parent(at)) {
			if (functions.has(table.kind(at)) && growsTooLong(table, at, text, edits)) return false;
		}
		return !hasAlignedComment(text, table.start(node));
	});
}

const functions = new Set(['function_declaration', 'method_declaration', 'func_literal']);

function growsTooLong(table: SyntaxTable, node: SyntaxNode, text: string, edits: readonly TextEdit[]): boolean {
	const [start, end] = [table.start(node), table.end(node)];
	if (text.slice(start, end).includes('\n')) return false;
	const inside = edits.filter(({ span }) => start <= span.start && span.end <= end);
	const growth = inside.reduce((sum, { span, newText }) => sum + newText.length - (span.end - span.start), 0);
	return growth > 0 && end - start + growth > longestFunction;
}

/** The line ends in a comment, as does the one above or below: gofmt puts the two in one column. */
function hasAlignedComment(text: string, offset: number): boolean {
	const line = lineAt(text, offset);
	const ends = (one: Span | undefined) =>
		one !== undefined && /.\/[/*]/.test(text.slice(one.start, one.end).trimStart());
	return ends(line) && (ends(lineBefore(text, line)) || ends(lineAfter(text, line)));
}
