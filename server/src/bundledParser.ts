/** The Go parser whose WASM lies in the bundle: one server for every platform. */
import goGrammar from 'tree-sitter-go/tree-sitter-go.wasm';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import { createGoParser, type GoParser } from './analysis/syntax/goParser.ts';

let parser: Promise<GoParser> | undefined;

/** Loaded at the first use; it takes some 30 ms, which the first findings need not wait for. */
export function bundledParser(): Promise<GoParser> {
	parser ??= createGoParser(runtime, goGrammar);
	return parser;
}
