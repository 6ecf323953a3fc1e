/** Keeps the syntax tables of the files of a package: after an edit only the declarations it touched are parsed. */
import type { GoParser } from './goParser.ts';
import type { SyntaxTable } from './syntaxTable.ts';

export interface SyntaxCache {
	/** The table of `text`, which is what the file at `path` holds now. Yields between pieces of its work. */
	table(path: string, text: string): Generator<void, SyntaxTable>;
	/** Forgets the files that are not among these. */
	keepOnly(paths: ReadonlySet<string>): void;
}

/** Holds one table per path, about 12 bytes for each byte of source. */
export function createSyntaxCache(parser: GoParser): SyntaxCache {
	const tables = new Map<string, SyntaxTable>();
	return {
		*table(path, text) {
			const known = tables.get(path);
			if (known?.text === text) return known;
			const table = yield* parser.tableOf(text, known);
			tables.set(path, table);
			return table;
		},
		keepOnly(paths) {
			for (const path of tables.keys()) if (!paths.has(path)) tables.delete(path);
		},
	};
}

/** The table of a text by itself. */
export function parseTable(parser: GoParser, text: string): SyntaxTable {
	return runToEnd(parser.tableOf(text));
}

/** For those who have nothing else to do meanwhile. */
export function runToEnd<T>(work: Generator<void, T>): T {
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}
