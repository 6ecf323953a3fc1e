/** One Go parser for all tests of a file, from the WASM that the build ships. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type GoParser, createGoParser } from '../../server/src/analysis/syntax/goParser.ts';

const require = createRequire(import.meta.url);
let parser: Promise<GoParser> | undefined;

export function goParser(): Promise<GoParser> {
	parser ??= load();
	return parser;
}

async function load(): Promise<GoParser> {
	const [runtime, grammar] = await Promise.all([
		readFile(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
		readFile(require.resolve('tree-sitter-go/tree-sitter-go.wasm')),
	]);
	return createGoParser(runtime, grammar);
}
