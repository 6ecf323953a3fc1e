/** Edits of a file together with the imports that they need or leave idle. */
import { type Qualifier, qualifierFor, withImports, withoutIdleImports } from '../../linkname/fixes/fileImports.ts';
import { edited, fileWith } from '../../linkname/fixes/editedFile.ts';
import { meaningAt } from '../../syntax/declarations.ts';
import type { SyntaxNode } from '../../syntax/syntaxTable.ts';
import { editsBetween } from '../../text/editsBetween.ts';
import type { Span } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { FixContext } from './fixCandidate.ts';

export interface RewrittenFile {
	/** Whole lines. */
	readonly edits: readonly TextEdit[];
	/** Where the new texts stand afterwards, in the order of the edits that were asked for. */
	readonly places: readonly Span[];
}

/** How a package of the standard library is named at a node, now or once the file imports it. */
export function qualifierAt({ hint, table, declarations }: FixContext, node: SyntaxNode, path: string): Qualifier {
	const isTaken = (name: string) => {
		const meaning = meaningAt(declarations, { table, node }, name);
		return meaning !== undefined && meaning.kind !== 'package';
	};
	return qualifierFor(fileWith(hint.file, table.text), path, isTaken, (name) => declarations.names.has(name));
}

/** @param edits below the imports, in order; they do not overlap */
export function rewriteFile(
	{ hint, table }: FixContext,
	edits: readonly TextEdit[],
	qualifiers: readonly Qualifier[] = [],
): RewrittenFile {
	const before = fileWith(hint.file, table.text);
	const after = withoutIdleImports(before, withImports(edited(before, edits), qualifiers)).file.text;
	const places: Span[] = [];
	// Imports stand above all edits: places are counted from the end.
	let behind = 0;
	let from = table.text.length;
	for (const { span, newText } of edits.toReversed()) {
		behind += from - span.end;
		from = span.start;
		const end = after.length - behind;
		places.unshift({ start: end - newText.length, end });
		behind += newText.length;
	}
	return { edits: editsBetween(table.text, after), places };
}
