/** Fixes that read syntax trees, with the parser of the bundle. */
import { targetFixes } from './analysis/linkname/fixes/targetFixes.ts';
import type { MoreFixes } from './analysis/linkname/targets/checkTarget.ts';
import type { GoFile } from './analysis/source/goFile.ts';
import type { GoParser } from './analysis/syntax/goParser.ts';
import { parseTable } from './analysis/syntax/syntaxCache.ts';
import type { SyntaxTable } from './analysis/syntax/syntaxTable.ts';
import { bundledParser } from './bundledParser.ts';

/** Until the parser is loaded there are none that rewrite calls. */
export function bundledFixes(): MoreFixes {
	// A file is a new value after each edit, so a tree never outlives its text.
	const tables = new WeakMap<GoFile, SyntaxTable>();
	let parser: GoParser | undefined;
	let loading: Promise<void> | undefined;
	return targetFixes(({ file }) => {
		loading ??= bundledParser().then((loaded) => void (parser = loaded));
		if (!parser) return undefined;
		const table = tables.get(file) ?? parseTable(parser, file.text);
		tables.set(file, table);
		return table;
	});
}
