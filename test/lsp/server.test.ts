import type { CodeAction, Diagnostic, Hover, RegistrationParams } from 'vscode-languageserver';
import { afterEach, describe, expect, test } from 'vitest';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const goMod = 'module example.com/m\n\ngo 1.21\n';
const noUnsafe = 'package m\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n';
const clean = 'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n';

let pair: LspPair;
afterEach(() => pair.stop());

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map((one) => String(one.code));
const parseOnly = { trusted: false };

describe('findings', () => {
	test('are published when a file is opened, and follow each edit', async () => {
		const capabilities = { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } };
		pair = await lspPair({ 'go.mod': goMod, 'a.go': noUnsafe }, { capabilities, initializationOptions: parseOnly });
		await pair.open('a.go', noUnsafe);
		const [first] = await pair.diagnostics('a.go');
		expect(first).toMatchObject({
			code: 'linkname-needs-unsafe',
			source: 'linkscape',
			severity: 1,
			range: { start: { line: 2 } },
		});
		expect(first?.codeDescription?.href).toMatch(/docs\/rules\/linkname-needs-unsafe\.md$/);

		const at = { line: 1, character: 0 };
		await pair.change('a.go', 2, { start: at, end: at }, '\nimport _ "unsafe"\n');
		expect(await pair.diagnostics('a.go', (list) => list.length === 0)).toEqual([]);
	});

	test('of a sibling change when a declaration moves', async () => {
		const user = 'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\n';
		const declares = 'package m\n\nfunc nanotime() int64\n';
		pair = await lspPair({ 'go.mod': goMod, 'a.go': user, 'b.go': declares }, { initializationOptions: parseOnly });
		await pair.open('a.go', user);
		expect(codes(await pair.diagnostics('a.go'))).not.toContain('linkname-local');
		await pair.open('b.go', declares);
		await pair.change('b.go', 2, undefined, 'package m\n');
		expect(codes(await pair.diagnostics('a.go', (list) => list.length > 0))).toContain('linkname-local');
	});

	test('are pulled by clients that can', async () => {
		const capabilities = { textDocument: { diagnostic: {} } };
		pair = await lspPair({ 'go.mod': goMod, 'a.go': noUnsafe }, { capabilities, initializationOptions: parseOnly });
		await pair.open('a.go', noUnsafe);
		const report = await pair.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
			textDocument: { uri: pair.uri('a.go') },
		});
		expect(codes(report.items)).toEqual(['linkname-needs-unsafe']);
		expect(pair.received('textDocument/publishDiagnostics')).toEqual([]);
	});

	test('are not asked for again after each keystroke of a client that pulls', async () => {
		const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
		const text = 'package m\n';
		pair = await lspPair({ 'go.mod': goMod, 'a.go': text }, { capabilities, initializationOptions: parseOnly });
		await pair.open('a.go', text);
		const at = { line: 1, character: 0 };
		for (let version = 2; version < 6; version++) {
			await pair.change('a.go', version, { start: at, end: at }, '\n');
			await pair.request('textDocument/diagnostic', { textDocument: { uri: pair.uri('a.go') } });
		}
		expect(pair.received('workspace/diagnostic/refresh')).toEqual([]);
	});

	test('are off when the user says so', async () => {
		const initializationOptions = { ...parseOnly, settings: { linkname: { enabled: false } } };
		pair = await lspPair({ 'go.mod': goMod, 'a.go': noUnsafe }, { initializationOptions });
		await pair.open('a.go', noUnsafe);
		expect(await pair.diagnostics('a.go')).toEqual([]);
	});
});

describe('settings that a client starts the server with', () => {
	const capabilities = { workspace: { configuration: true } };
	const initializationOptions = { ...parseOnly, settings: { linkname: { enabled: false } } };
	test.each([
		['hold when it says nothing else', null, 0],
		['give way to what it answers', { linkname: { enabled: true } }, 1],
	])('%s', async (_, configuration, findings) => {
		const files = { 'go.mod': goMod, 'a.go': noUnsafe };
		pair = await lspPair(files, { capabilities, initializationOptions, configuration });
		// Once this is answered the server has asked, too, and hears of the settings before it hears of the file.
		await pair.request('textDocument/hover', {
			textDocument: { uri: pair.uri('a.go') },
			position: { line: 0, character: 0 },
		});
		expect(pair.received('workspace/configuration')).toHaveLength(1);
		await pair.open('a.go', noUnsafe);
		expect(await pair.diagnostics('a.go', (list) => list.length === findings)).toHaveLength(findings);
	});
});

describe('position encodings', () => {
	const text = 'package m\n\nvar s = "世界😀é" //go:linkname nanotime runtime.nanotime\nfunc nanotime() int64 {}\n';
	test.each([
		['utf-16', 16],
		['utf-8', 23],
		['utf-32', 15],
	])('%s', async (encoding, column) => {
		const capabilities = { general: { positionEncodings: [encoding] } };
		pair = await lspPair({ 'go.mod': goMod, 'a.go': text }, { capabilities, initializationOptions: parseOnly });
		expect(pair.initialized.capabilities.positionEncoding).toBe(encoding);
		await pair.open('a.go', text);
		const [misplaced] = (await pair.diagnostics('a.go')).filter((one) => one.code === 'directive-misplaced');
		expect(misplaced?.range.start).toEqual({ line: 2, character: column });
		// The same position, sent by the client: the directive goes away, the rest of the line stays.
		const end = { line: 2, character: column + '//go:linkname nanotime runtime.nanotime'.length };
		await pair.change('a.go', 2, { start: { line: 2, character: column }, end }, '');
		expect(codes(await pair.diagnostics('a.go', (list) => list.length === 0))).toEqual([]);
	});
});

describe('fixes', () => {
	test('come with the version they were computed for', async () => {
		const capabilities = { workspace: { workspaceEdit: { documentChanges: true } } };
		pair = await lspPair({ 'go.mod': goMod, 'a.go': noUnsafe }, { capabilities, initializationOptions: parseOnly });
		await pair.open('a.go', noUnsafe);
		const [diagnostic] = await pair.diagnostics('a.go');
		const actions = await pair.request<CodeAction[]>('textDocument/codeAction', {
			textDocument: { uri: pair.uri('a.go') },
			range: diagnostic?.range,
			context: { diagnostics: [diagnostic] },
		});
		const fix = actions.find((one) => one.title.includes('unsafe'));
		expect(fix?.edit?.documentChanges).toEqual([
			{
				textDocument: { uri: pair.uri('a.go'), version: 1 },
				edits: [expect.objectContaining({ newText: expect.stringContaining('import _ "unsafe"') })],
			},
		]);
	});

	test('none without a choice where a program writes the file', async () => {
		const generated = `// Code generated by somebody. DO NOT EDIT.\n\n${noUnsafe}`;
		pair = await lspPair({ 'go.mod': goMod, 'a.go': generated }, { initializationOptions: parseOnly });
		await pair.open('a.go', generated);
		const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
		const titles = async (...only: string[]) => {
			const params = { textDocument: { uri: pair.uri('a.go') }, range, context: { diagnostics: [], only } };
			return (await pair.request<CodeAction[]>('textDocument/codeAction', params)).map(({ title }) => title);
		};
		expect(await titles('quickfix')).toContainEqual(expect.stringContaining('unsafe'));
		expect(await titles('source.fixAll')).toEqual([]);
	});

	test('all safe ones at once', async () => {
		pair = await lspPair({ 'go.mod': goMod, 'a.go': noUnsafe }, { initializationOptions: parseOnly });
		await pair.open('a.go', noUnsafe);
		const start = { line: 0, character: 0 };
		const actions = await pair.request<CodeAction[]>('textDocument/codeAction', {
			textDocument: { uri: pair.uri('a.go') },
			range: { start, end: start },
			context: { diagnostics: [], only: ['source.fixAll'] },
		});
		expect(actions.map((one) => one.kind)).toEqual(['source.fixAll.linkscape']);
		expect(Object.keys(actions[0]?.edit?.changes ?? {})).toEqual([pair.uri('a.go')]);
	});
});

test('a hover says what a directive does', async () => {
	pair = await lspPair({ 'go.mod': goMod, 'a.go': clean }, { initializationOptions: parseOnly });
	await pair.open('a.go', clean);
	const hover = await pair.request<Hover>('textDocument/hover', {
		textDocument: { uri: pair.uri('a.go') },
		position: { line: 4, character: 30 },
	});
	expect(JSON.stringify(hover.contents)).toContain('pull');
	expect(JSON.stringify(hover.contents)).toContain('whole package');
	expect(hover.range?.start).toEqual({ line: 4, character: 0 });
});

describe('bad input leaves the server standing', () => {
	const inputs: Record<string, string> = {
		'an empty file': '',
		'no package clause': '//go:linkname a b.c\nfunc a()\n',
		'binary data': '\0\u0001\uFFFF\uD800package',
		'200 kB on one line': `package m\nvar s = "${'x'.repeat(200_000)}"\n`,
		'5 MB': `package m\n${'func f() { println("x") }\n'.repeat(200_000)}`,
		'a directive of 100 kB': `package m\n\n//go:linkname ${'a'.repeat(50_000)} ${'b'.repeat(50_000)}\n`,
		'10,000 open brackets': `package m\nvar x = ${'('.repeat(10_000)}`,
	};
	test.each(Object.entries(inputs))('%s', async (_, text) => {
		pair = await lspPair({ 'go.mod': goMod, 'a.go': text }, { initializationOptions: parseOnly });
		await pair.open('a.go', text);
		await pair.diagnostics('a.go');
		await pair.open('b.go', noUnsafe);
		expect(codes(await pair.diagnostics('b.go'))).toContain('linkname-needs-unsafe');
	});
});

test.each([
	['a client that registers features later', true, ['textDocument/hover', 'textDocument/codeLens']],
	['a client that does not', false, []],
])('hovers and lenses of a late selector, for %s', async (_, dynamicRegistration, late) => {
	const capabilities = { textDocument: { hover: { dynamicRegistration }, codeLens: { dynamicRegistration } } };
	const initializationOptions = { ...parseOnly, lateSelector: [{ language: '*' }] };
	pair = await lspPair({ 'go.mod': goMod, 'a.go': noUnsafe }, { capabilities, initializationOptions });
	await pair.open('a.go', noUnsafe);
	await pair.diagnostics('a.go', (list) => list.length > 0);
	const registered = pair.received('client/registerCapability') as readonly RegistrationParams[];
	expect(registered.flatMap(({ registrations }) => registrations)).toEqual(
		late.map((method) => ({
			id: expect.any(String),
			method,
			registerOptions: { documentSelector: [{ language: '*' }] },
		})),
	);
	expect(pair.initialized.capabilities.hoverProvider).toBe(!dynamicRegistration);
	expect(pair.initialized.capabilities.codeLensProvider === undefined).toBe(dynamicRegistration);
	const position = { line: 2, character: 20 };
	const hover = await pair.request<Hover>('textDocument/hover', { textDocument: { uri: pair.uri('a.go') }, position });
	expect(JSON.stringify(hover)).toContain('pull');
});
