/** Places in other files that a finding names. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

let pair: LspPair;
afterEach(() => pair.stop());

const pull =
	'package a\n\nimport (\n\t_ "unsafe"\n\n\t_ "example.com/m/b"\n)\n\n//go:linkname f example.com/m/b.f\nfunc f(s string)\n';
const target = 'package b\n\nfunc f(n int) {}\n';

goTest('move with the text of a file that nobody has open', async () => {
	const capabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };
	pair = await lspPair(
		{ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a/a.go': pull, 'a/a.s': '', 'b/b.go': target },
		{ capabilities },
	);
	const lines = (list: readonly { relatedInformation?: { location: { range: { start: { line: number } } } }[] }[]) =>
		list.flatMap(({ relatedInformation = [] }) => relatedInformation.map(({ location }) => location.range.start.line));
	await pair.open('a/a.go', pull);
	expect(lines(await pair.diagnostics('a/a.go', (list) => lines(list).length > 0))).toEqual([2]);
	await writeFile(join(pair.folder, 'b/b.go'), target.replace('func', '\n\n\nfunc'));
	await pair.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pair.uri('b/b.go'), type: 2 }] });
	await pair.diagnostics('a/a.go', (list) => lines(list).includes(5));
});
