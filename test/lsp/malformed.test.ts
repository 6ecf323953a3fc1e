/** Notifications of our own that no client should send: each is refused as a whole, and everything goes on as before. */
import { afterEach, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const text = 'package p\n\nimport _ "unsafe"\n\n//go:linkname a runtime.nanotime\nfunc a() int64\n';
const files = { 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': text };

let pair: LspPair;
afterEach(() => pair.stop());

const malformed: readonly (readonly [method: string, params: unknown])[] = [
	['linkscape/environment', {}],
	['linkscape/environment', null],
	['linkscape/environment', { trusted: 'no', goExtension: {} }],
	['linkscape/environment', { trusted: true }],
	['linkscape/environment', { trusted: true, goExtension: { toolsEnvVars: { PATH: 1 } } }],
	['linkscape/environment', { trusted: true, goExtension: { buildFlags: '-race' } }],
	['linkscape/environment', { trusted: true, goExtension: {}, folders: {} }],
	['linkscape/environment', { trusted: true, goExtension: {}, folders: [{ uri: 1 }] }],
	['linkscape/filter', null],
	['linkscape/filter', { classes: 'stored' }],
	['linkscape/filter', { verdicts: [1] }],
	['linkscape/filter', { onlyChanges: 'yes' }],
	['linkscape/chosenProfile', null],
	['linkscape/chosenProfile', { path: 1 }],
];

test.each(malformed)('%s with %j', async (method, params) => {
	pair = await lspPair(files, { initializationOptions: { trusted: false } });
	await pair.open('a.go', text);
	await pair.notify(method, params);
	const hover = await pair.request<Hover>('textDocument/hover', {
		textDocument: { uri: pair.uri('a.go') },
		position: { line: 4, character: 6 },
	});
	expect(JSON.stringify(hover.contents)).toContain('runtime.nanotime');
	expect(JSON.stringify(pair.received('window/logMessage'))).toContain(`A malformed ${method} was refused.`);
	expect(await pair.request('linkscape/escapeTree', {})).toBeDefined();
});

test('only what says so is trusted', async () => {
	pair = await lspPair(files, { initializationOptions: { trusted: 'false' } });
	await pair.open('a.go', text);
	await pair.request('linkscape/escapeTree', {});
	expect(JSON.stringify(pair.received('window/logMessage'))).toContain('restricted mode');
});
