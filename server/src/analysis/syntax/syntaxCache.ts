/** Keeps the syntax tables of files whose text did not change: after an edit only one file of a package is parsed. */
import type { GoParser } from './goParser.ts';
import type { SyntaxTable } from './syntaxTable.ts';

export interface SyntaxCache {
	/** The table of `text`, which is what the file at `path` holds now. */
	table(path: string, text: string): SyntaxTable;
	forget(path: string): void;
}

/** Holds one table per path, about 25 bytes for each byte of source. */
export function createSyntaxCache(parser: GoParser): SyntaxCache {
	const tables = new Map<string, SyntaxTable>();
	return {
		table(path, text) {
			const known = tables.get(path);
			if (known?.text === text) return known;
			const table = parseTable(parser, text);
			tables.set(path, table);
			return table;
		},
		forget: (path) => void tables.delete(path),
	};
}

/** Parses once and keeps nothing outside JavaScript's reach. */
export function parseTable(parser: GoParser, text: string): SyntaxTable {
	const tree = parser.parse(text);
	try {
		return tree.table;
	} finally {
		tree.dispose();
	}
}
