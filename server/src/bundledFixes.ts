/** Fixes that read syntax trees, with the parser of the bundle. */
import { targetFixes } from './analysis/linkname/fixes/targetFixes.ts';
import type { MoreFixes } from './analysis/linkname/targets/checkTarget.ts';
import type { GoFile } from './analysis/source/goFile.ts';
import type { GoParser } from './analysis/syntax/goParser.ts';
import { parseTable } from './analysis/syntax/syntaxCache.ts';
import type { SyntaxTable } from './analysis/syntax/syntaxTable.ts';
import { bundledParser } from './bundledParser.ts';

export interface BundledFixes {
	/** Until the parser is loaded there are none that rewrite calls. */
	readonly moreFixes: MoreFixes;
	/** Loads the parser; the first question for a tree does so, too, without waiting. */
	ready(): Promise<void>;
}

export function bundledFixes(): BundledFixes {
	// A file is a new value after each edit, so a tree never outlives its text.
	const tables = new WeakMap<GoFile, SyntaxTable>();
	let parser: GoParser | undefined;
	let loading: Promise<void> | undefined;
	const ready = () => (loading ??= bundledParser().then((loaded) => void (parser = loaded)));
	const moreFixes = targetFixes(({ file }) => {
		// Who waits for it is told why there is no parser.
		ready().catch(() => {});
		if (!parser) return undefined;
		const table = tables.get(file) ?? parseTable(parser, file.text);
		tables.set(file, table);
		return table;
	});
	return { moreFixes, ready };
}
