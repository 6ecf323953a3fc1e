/** Explains compiler output with the Go parser whose WASM lies in the bundle: one server for every platform. */
import goGrammar from 'tree-sitter-go/tree-sitter-go.wasm';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import { explainPackage } from './analysis/escape/explainPackage.ts';
import { createGoParser, type GoParser } from './analysis/syntax/goParser.ts';
import type { Explain } from './workspace/escapes/explain.ts';

/** The parser is loaded at the first use; it takes some 30 ms, which the first findings need not wait for. */
export function bundledExplain(): Explain {
	let parser: Promise<GoParser> | undefined;
	return async (output, sources, run) => {
		parser ??= createGoParser(runtime, goGrammar);
		return explainPackage(output, sources, { ...run, parser: await parser });
	};
}
