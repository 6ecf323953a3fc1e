/** The Go parser whose WASM lies beside the bundle: one server for every platform. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import goGrammar from 'tree-sitter-go/tree-sitter-go.wasm';
import runtime from 'web-tree-sitter/web-tree-sitter.wasm';
import { createGoParser, type GoParser } from './analysis/syntax/goParser.ts';
import { Unusable } from './toolchain/unusable.ts';

/** The part of Node's global that is used; TypeScript knows it only with the types of browsers. */
declare const WebAssembly: { validate(bytes: Uint8Array): boolean };

let parser: Promise<GoParser> | undefined;

/**
 * Loaded at the first use; it takes some 30 ms, which the first findings need not wait for.
 *
 * @throws Unusable when a file is missing or damaged
 */
export function bundledParser(): Promise<GoParser> {
	parser ??= Promise.all([bytesOf(runtime), bytesOf(goGrammar)]).then((both) => createGoParser(...both));
	return parser;
}

/** `path` is relative to the bundle. */
async function bytesOf(path: string): Promise<Uint8Array> {
	const file = fileURLToPath(new URL(path, import.meta.url));
	const bytes = await readFile(file).catch(() => undefined);
	if (bytes && WebAssembly.validate(bytes)) return bytes;
	const state = bytes ? 'damaged' : 'missing';
	throw new Unusable(`${file} is ${state}: this installation of Linkscape is incomplete; please install it again`);
}
