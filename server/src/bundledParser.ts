/** The Go parser whose WASM lies beside the bundle: one server for every platform. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import goGrammar from 'tree-sitter-go/tree-sitter-go.wasm';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import { createGoParser, type GoParser } from './analysis/syntax/goParser.ts';

let parser: Promise<GoParser> | undefined;

/** Loaded at the first use; it takes some 30 ms, which the first findings need not wait for. Rejects with a sentence. */
export function bundledParser(): Promise<GoParser> {
	parser ??= Promise.all([bytesOf(runtime), bytesOf(goGrammar)]).then((both) => createGoParser(...both));
	return parser;
}

/** `path` is relative to the bundle. */
async function bytesOf(path: string): Promise<Uint8Array> {
	const file = fileURLToPath(new URL(path, import.meta.url));
	try {
		return await readFile(file);
	} catch (cause) {
		const sentence = `${file} is missing: this installation of Linkscape is incomplete; please install it again.`;
		throw new Error(sentence, { cause });
	}
}
