/** The bytes at the end of a line. */
import type { InlayHint } from 'vscode-languageserver';
import { afterEach, expect } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const text = `package m

type Six struct{ words [6]uint64 }

var one, two *Six
var slice []int

func single() { one = &Six{} }

func both() { one, two = &Six{}, new(Six) }

func unknown(n int) { one, slice = &Six{}, make([]int, n) }

func grows() { slice = append(slice, 1) }

func sure() { one, slice = &Six{}, append(slice, 1) }
`;

let pair: LspPair;
afterEach(() => pair.stop());

/** By function: what stands behind its line. */
async function labels(): Promise<Record<string, unknown>> {
	const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
	const hints = await pair.request<InlayHint[]>('textDocument/inlayHint', {
		textDocument: { uri: pair.uri('a.go') },
		range,
	});
	const lines = (pair.workspace.knownText(`${pair.folder}/a.go`) ?? '').split('\n');
	return Object.fromEntries(
		hints.map(({ position, label }) => [/^func (\w+)/.exec(lines[position.line] ?? '')?.[1], label]),
	);
}

goTest('are those of all that the line allocates for sure, and stay while the text moves', async () => {
	pair = await lspPair(
		{ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': text },
		{ explain: createExplain(goParser) },
	);
	const state = () => pair.workspace.escapes(`${pair.folder}/a.go`).state;
	await pair.open('a.go', text);
	await until(() => state() === 'fresh');
	await until(async () => (await labels())['single'] === '↑ heap: stored (48 B)');
	expect(await labels()).toMatchObject({
		both: '↑ heap: stored ×2 (96 B)',
		unknown: expect.not.stringContaining(' B'),
		grows: '↑ heap when it grows',
		sure: '↑ heap: stored (48 B) · heap when it grows',
	});

	const top = { line: 0, character: 0 };
	await pair.change('a.go', 2, { start: top, end: top }, '// A line more.\n');
	expect(await labels()).toMatchObject({
		single: '~ heap: stored (48 B) · old',
		both: '~ heap: stored ×2 (96 B) · old',
	});

	const wider = { start: { line: 3, character: 24 }, end: { line: 3, character: 25 } };
	await pair.change('a.go', 3, wider, '8');
	await until(async () => (await labels())['single'] === '↑ heap: stored (64 B)');
});
