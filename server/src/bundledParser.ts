/** The Go parser with its WASM out of the bundle: one server for every platform. */
import goGrammar from 'tree-sitter-go/tree-sitter-go.wasm';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import { createGoParser, type GoParser } from './analysis/syntax/goParser.ts';

/** Loads the parser at the first call; it takes some 30 ms, which the first findings need not wait for. */
export function bundledParser(): () => Promise<GoParser> {
	let parser: Promise<GoParser> | undefined;
	return () => {
		parser ??= createGoParser(runtime, goGrammar);
		return parser;
	};
}
