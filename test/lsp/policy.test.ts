/** Policies, ignore comments and contracts as an editor meets them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { afterEach, expect, test } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const goMod = 'module example.com/m\n\ngo 1.21\n';
const pull =
	'package m\n\nimport _ "unsafe"\n\n//go:linkname now runtime.nanotime\nfunc now() int64\n\nvar Now = now()\n';
const broken = 'package m\n\n// go:noescape\nfunc f()\n';

/** No Go: the recorded data answers. */
const environment = { PATH: '/nonexistent', HOME: '/nonexistent' };

let pair: LspPair;
afterEach(() => pair.stop());

const rulesOf = (list: readonly Diagnostic[]) => list.map(({ code, severity }) => `${code} ${severity}`);
const has = (rule: string) => (list: readonly Diagnostic[]) => list.some(({ code }) => code === rule);

test('severities of the policy count, and what is typed in it counts at once', async () => {
	pair = await lspPair(
		{ 'go.mod': goMod, 'a.go': broken, 'linkscape.json': '{"rules": {"directive-ignored": "error"}}' },
		{ environment },
	);
	await pair.open('a.go', broken);
	expect(rulesOf(await pair.diagnostics('a.go', has('directive-ignored')))).toContain('directive-ignored 1');
	await pair.open('linkscape.json', '{"rules": {"directive-ignored": "hint"}}');
	expect(rulesOf(await pair.diagnostics('a.go', (list) => list.some(({ severity }) => severity === 4)))).toContain(
		'directive-ignored 4',
	);
	await pair.change('linkscape.json', 2, undefined, '{"rules": {"directive-ignored": "off"}}');
	await pair.diagnostics('a.go', (list) => !has('directive-ignored')(list));
});

test('what is not understood stands in the policy file', async () => {
	pair = await lspPair({ 'go.mod': goMod }, { environment });
	await pair.open('linkscape.json', '{\n\t"ruls": {}\n}');
	const [first] = await pair.diagnostics('linkscape.json', (list) => list.length > 0);
	expect(first).toMatchObject({
		code: 'policy-usage',
		severity: 1,
		message: 'There is no key ruls; did you mean rules?',
		range: { start: { line: 1, character: 1 }, end: { line: 1, character: 7 } },
	});
	await pair.change('linkscape.json', 2, undefined, '{}');
	await pair.diagnostics('linkscape.json', (list) => list.length === 0);
});

test('an allowed target is silent until its day has passed', async () => {
	const allowed = (until: string) =>
		JSON.stringify({ allow: [{ target: 'runtime.nanotime', reason: 'time.Now is slow', until }] });
	pair = await lspPair({ 'go.mod': goMod, 'a.go': pull, 'linkscape.json': allowed('9999-12-31') }, { environment });
	await pair.open('a.go', `${pull}\n// go:noinline\nfunc g() {}\n`);
	const found = await pair.diagnostics('a.go', has('directive-ignored'));
	expect(rulesOf(found)).toEqual(['directive-ignored 2']);
	await writeFile(join(pair.folder, 'linkscape.json'), allowed('2020-01-01'));
	await pair.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pair.uri('linkscape.json'), type: 2 }] });
	const expired = await pair.diagnostics('a.go', (list) => list.length > 1);
	expect(JSON.stringify(expired)).toContain('(allowed until 2020-01-01: time.Now is slow)');
});

test('the quick fix writes the comment that silences a finding', async () => {
	pair = await lspPair({ 'go.mod': goMod, 'a.go': broken }, { environment });
	await pair.open('a.go', broken);
	await pair.diagnostics('a.go', has('directive-ignored'));
	const at = { line: 2, character: 3 };
	const actions = await pair.request<CodeAction[]>('textDocument/codeAction', {
		textDocument: { uri: pair.uri('a.go') },
		range: { start: at, end: at },
		context: { diagnostics: [] },
	});
	const ignore = actions.find(({ title }) => title === 'Ignore directive-ignored here');
	const [edit] = ignore?.edit?.changes?.[pair.uri('a.go')] ?? [];
	expect(edit?.newText).toBe('//linkscape:ignore directive-ignored TODO: say why\n');
	const text = broken.replace('// go:noescape', '//linkscape:ignore directive-ignored cgo writes it\n// go:noescape');
	await pair.change('a.go', 2, undefined, text);
	const after = await pair.diagnostics('a.go', (list) => !has('directive-ignored')(list));
	expect(rulesOf(after).filter((rule) => rule.startsWith('ignore-'))).toEqual([]);
	await pair.change('a.go', 3, undefined, text.replace('// go:noescape\n', ''));
	expect(rulesOf(await pair.diagnostics('a.go', has('ignore-unused')))).toContain('ignore-unused 2');
});

goTest('a broken contract is a diagnostic as soon as the compiler has spoken, and goes with its cause', async () => {
	const text = 'package m\n\ntype T struct{ X int }\n\n//linkscape:noalloc\nfunc New() *T { return &T{} }\n';
	pair = await lspPair({ 'go.mod': goMod, 'a.go': text }, { explain: createExplain(goParser) });
	await pair.open('a.go', text);
	const [found] = await pair.diagnostics('a.go', has('contract-broken'));
	expect(found).toMatchObject({ severity: 1, range: { start: { line: 5, character: 23 } } });
	const good = text.replace('*T {', 'T {').replace('&T{}', 'T{}');
	await pair.change('a.go', 2, undefined, good);
	await pair.diagnostics('a.go', (list) => !has('contract-broken')(list));
	expect(await readFile(join(pair.folder, 'a.go'), 'utf8')).toBe(text);
});
