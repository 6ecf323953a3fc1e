/** A package of one file, for questions about its types. */
import { type PackageDeclarations, declarationsOf } from '../../server/src/analysis/syntax/declarations.ts';
import { parseTable } from '../../server/src/analysis/syntax/syntaxCache.ts';
import type { SyntaxNode, SyntaxTable } from '../../server/src/analysis/syntax/syntaxTable.ts';
import { goParser } from './goParser.ts';

export interface ParsedPackage {
	readonly table: SyntaxTable;
	readonly declarations: PackageDeclarations;
	/** The largest node that begins with the last occurrence of a text and is of a kind. */
	readonly node: (text: string, kind?: string) => SyntaxNode;
}

export async function parsedPackage(source: string): Promise<ParsedPackage> {
	const table = parseTable(await goParser(), source);
	return {
		table,
		declarations: declarationsOf([table]),
		node(text, kind) {
			const offset = source.lastIndexOf(text);
			for (let node = 0; node < table.count; node++) {
				if (
					table.start(node) === offset &&
					(kind === undefined ? table.textOf(node) === text : table.kind(node) === kind)
				)
					return node;
			}
			throw new Error(`There is no ${kind ?? 'node'} ${text}`);
		},
	};
}
