/** The whole module, on request: what the Escapes view is told about packages that nobody has opened. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InlayHint } from 'vscode-languageserver';
import { afterEach, expect } from 'vitest';
import type { EscapeExplanation, EscapeTree, ModuleAnalysis } from '../../server/src/protocol/requests.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const item = `package lib

type Item struct{ name string }

func New(name string) *Item { return &Item{name} }
`;
const main = `package main

import "example.com/m/lib"

func main() { println(lib.New("x"), twice(1)) }

func twice(n int) []int { return []int{n, n} }
`;
const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'main.go': main,
	'lib/item.go': item,
	'broken/broken.go': 'package broken\n\nvar count int = "text"\n',
	'quiet/quiet.go': 'package quiet\n\nfunc Add(a, b int) int { return a + b }\n',
};

let pair: LspPair;
afterEach(() => pair.stop());

const start = async (more: object = {}) => {
	pair = await lspPair(
		{ ...files, ...more },
		{ explain: createExplain(goParser), initializationOptions: { ownCommands: true } },
	);
};
const analyse = (file = 'main.go') =>
	pair.request<ModuleAnalysis>('linkscape/analyseModule', { uri: pair.uri(file), workDoneToken: 'module' });
const tree = (known = {}) => pair.request<EscapeTree>('linkscape/escapeTree', { known });
const names = ({ packages }: EscapeTree) => packages.map(({ name }) => name).sort();

goTest('every package is compiled and listed, with progress; one that does not compile says why', async () => {
	await start();
	expect(await analyse()).toEqual({ compiled: 3, failed: 1, problem: '' });
	const found = await tree();
	expect(names(found)).toEqual(['example.com/m', 'example.com/m/broken', 'example.com/m/lib']);
	const of = (name: string) => found.packages.find((one) => one.name === `example.com/m${name}`);
	expect(of('/lib')).toMatchObject({
		problem: '',
		outdated: false,
		functions: [{ name: 'New', uri: pair.uri('lib/item.go'), hints: [{ subject: '&Item{...}', class: 'returned' }] }],
	});
	expect(of('/broken')).toMatchObject({ functions: [], problem: expect.stringMatching(/^broken\/broken\.go:3: /) });
	const values = pair.received('$/progress').map((params) => (params as { token: string; value: object }).value);
	expect(values).toEqual([
		{ kind: 'begin', title: 'Linkscape', percentage: 0 },
		{ kind: 'report', message: '0 of 4 packages, example.com/m', percentage: 0 },
		{ kind: 'end' },
	]);
});

goTest('a client is sent again only what changed, and of a closed package that changed, that it did', async () => {
	await start();
	await analyse();
	const first = await tree();
	const known = Object.fromEntries(first.packages.map(({ uri, version }) => [uri, version]));
	const again = await tree(known);
	expect(again.packages.map(({ unchanged, functions }) => [unchanged, functions])).toEqual([
		[true, []],
		[true, []],
		[true, []],
	]);

	await pair.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pair.uri('lib/item.go'), type: 2 }] });
	await until(async () => (await tree(known)).packages.some(({ unchanged }) => !unchanged));
	const changed = (await tree(known)).packages.filter(({ unchanged }) => !unchanged);
	expect(changed).toMatchObject([{ name: 'example.com/m/lib', outdated: true, functions: [{ name: 'New' }] }]);
	await analyse();
	expect((await tree()).packages.map(({ outdated }) => outdated)).toEqual([false, false, false]);
});

goTest(
	'a file of such a package has its hints at once when it is opened, and its own compiler from then on',
	async () => {
		await start();
		await analyse('.');
		const textDocument = { uri: pair.uri('lib/item.go') };
		const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
		await pair.open('lib/item.go', item);
		const hints = await pair.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
		expect(hints.map(({ label }) => label)).toEqual(['↑ heap: returned']);
		await pair.change('lib/item.go', 2, undefined, item.replace('*Item', 'Item').replace('&Item', 'Item'));
		await until(async () => !names(await tree()).includes('example.com/m/lib'));
	},
);

goTest('an open file keeps the hints of its unsaved text', async () => {
	await start();
	await pair.open('lib/item.go', item.replace('package lib', 'package lib\n\nfunc Added() *int { return new(int) }'));
	await analyse();
	await until(async () => JSON.stringify(await tree()).includes('"Added"'));
});

goTest('bytes and the hover of hints are known without their file', async () => {
	await start();
	await analyse();
	const [uri, range] = [
		pair.uri('lib/item.go'),
		{ start: { line: 4, character: 37 }, end: { line: 4, character: 48 } },
	];
	const hints = [
		{ uri, range, class: 'returned' },
		{ uri, range, class: 'stored' },
	];
	expect(await pair.request('linkscape/allocationSizes', { hints })).toEqual([
		expect.stringMatching(/^16 B, size class 16/),
		'',
	]);
	const described = (commands: boolean) => pair.request<string>('linkscape/describeHint', { ...hints[0], commands });
	expect(await described(true)).toMatch(/^\*\*`&Item\{…\}` goes to the heap\*\*[^]*command:linkscape\.showOnlyClass/);
	expect(await described(false)).not.toContain('command:');
});

goTest('each step of a path has its words', async () => {
	const kept = 'package lib\n\nvar kept *int\n\nfunc Keep() {\n\tcount := new(int)\n\tkept = count\n}\n';
	await start({ 'lib/item.go': kept });
	await pair.open('lib/item.go', kept);
	await until(() => pair.workspace.escapes(join(pair.folder, 'lib/item.go')).state === 'fresh');
	const at = { uri: pair.uri('lib/item.go'), position: { line: 5, character: 12 } };
	const found = await pair.request<EscapeExplanation>('linkscape/explain', at);
	expect(found.steps.map(({ range, words }) => [range.start.line + 1, words])).toEqual([
		[6, 'is allocated here'],
		[7, 'assigns it'],
	]);
});

goTest('a run that is cancelled ends, and what was not compiled is not listed', async () => {
	const many = Array.from({ length: 40 }, (_, at) => [`p${at}/p.go`, item.replace('lib', `p${at}`)]);
	await start(Object.fromEntries(many));
	const controller = new AbortController();
	const run = pair.workspace.analyseModule(
		join(pair.folder, 'main.go'),
		(done) => {
			if (done > 0) controller.abort();
		},
		controller.signal,
	);
	await expect(run).rejects.toThrow(/abort/i);
	expect(names(await tree()).length).toBeLessThan(many.length);
	expect(names(await tree()).length).toBeGreaterThan(0);
});

goTest('without a go.mod one sentence says why there is nothing', async () => {
	pair = await lspPair({ 'main.go': 'package main\n\nfunc main() {}\n' }, { explain: createExplain(goParser) });
	expect(await analyse()).toEqual({ compiled: 0, failed: 0, problem: 'There is no go.mod here.' });
	await writeFile(join(pair.folder, 'go.mod'), files['go.mod']);
	expect(await analyse()).toEqual({ compiled: 1, failed: 0, problem: '' });
});
