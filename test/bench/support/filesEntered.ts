/**
 * How far a letter travels: which of our source files are entered by one keystroke with the compile that it starts, by a hover and
 * by a save, as V8 counts calls. Runs in a bundle that is not minified, whose comments say where each file begins.
 */
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { bundledExplain } from '../../../server/src/bundledExplain.ts';
import { bundledFixes } from '../../../server/src/bundledFixes.ts';
import { lspPair } from '../../support/lspPair.ts';
import { until } from '../../support/until.ts';

const text = `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname fastrand runtime.fastrand
func fastrand() uint32

type point struct{ x, y int }

func newPoint(x int) *point {
	return &point{x: x, y: 1}
}

func main() {
	p := newPoint(2)
	fmt.Println(p.x, nanotime(), fastrand())
}
`;

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

const self = fileURLToPath(import.meta.url);
const bundle = readFileSync(self, 'utf8');
/** Where each source file begins in the bundle, in order: UTF-16 offsets. */
const starts = [...bundle.matchAll(/^\/\/ (\S+\.(?:ts|js|mjs|cjs))$/gm)].map(({ index, 1: file = '' }) => ({
	index,
	file,
}));

/** Our files that were entered since this was asked last, with the functions and calls of all of them. */
async function entered() {
	const { result } = await session.post('Profiler.takePreciseCoverage');
	const files = new Set<string>();
	let functions = 0;
	let calls = 0;
	const own = result.find(({ url }) => url.endsWith('filesEntered.mjs'));
	for (const { functionName, ranges } of own?.functions ?? []) {
		const [range] = ranges;
		if (!range || range.count === 0 || functionName === '') continue;
		const file = starts.findLast(({ index }) => index <= range.startOffset)?.file;
		if (!file?.startsWith('server/src/')) continue;
		files.add(file);
		functions++;
		calls += range.count;
	}
	return { files: [...files].sort(), functions, calls };
}

const pair = await lspPair(
	{ 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'main.go': text },
	{ explain: bundledExplain(), moreFixes: bundledFixes().moreFixes },
);
const document = { uri: pair.uri('main.go') };
const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const hints = async () =>
	(await pair.request<readonly { readonly label: unknown }[]>('textDocument/inlayHint', {
		textDocument: document,
		range,
	})) ?? [];
/** Until the compiler has said the same for this text as for the one before. */
const settle = () => until(async () => (await hints()).some(({ label }) => !JSON.stringify(label).includes('…')));

await pair.open('main.go', text);
await pair.diagnostics('main.go');
await settle();
await new Promise((resolve) => setTimeout(resolve, 1500));
await entered();

const report: Record<string, Awaited<ReturnType<typeof entered>>> = {};
const at = { line: 16, character: 25 };
await pair.change('main.go', 2, { start: at, end: at }, '0');
await pair.diagnostics('main.go');
await settle();
report['keystroke'] = await entered();

await pair.request('textDocument/hover', { textDocument: document, position: { line: 7, character: 14 } });
await entered();
await pair.request('textDocument/hover', { textDocument: document, position: { line: 7, character: 14 } });
report['hover'] = await entered();

await pair.request('textDocument/definition', { textDocument: document, position: { line: 7, character: 30 } });
report['definition'] = await entered();

await pair.notify('textDocument/didSave', { textDocument: document });
await settle();
report['save'] = await entered();

for (const [what, { files, functions, calls }] of Object.entries(report)) {
	console.log(`${what.padEnd(11)} ${files.length} files, ${functions} functions, ${calls} calls`);
	if (process.argv.includes('--list')) for (const file of files) console.log(`  ${file}`);
}
await pair.stop();
process.exit(0);
