import type { SyntaxTable } from './syntaxTable.ts';

/**
 * Asks once for each table and remembers the answer for as long as the table lives: the tables of files that were not
 * edited live from run to run.
 */
export function perTable<T>(read: (table: SyntaxTable) => T): (table: SyntaxTable) => T {
	const known = new WeakMap<SyntaxTable, { readonly answer: T }>();
	return (table) => {
		let entry = known.get(table);
		if (!entry) known.set(table, (entry = { answer: read(table) }));
		return entry.answer;
	};
}
