/** Findings about other modules as an editor sees them come, stay and go. */
import { setTimeout } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver';
import { afterEach, describe, expect } from 'vitest';
import { goTest, writeFiles } from '../../support/go.ts';
import { type LspPair, lspPair } from '../../support/lspPair.ts';
import { until } from '../../support/until.ts';

const goMod = `module example.com/m

go 1.22

require example.com/dep v1.0.0

replace example.com/dep => ./dep
`;
const dep = {
	'dep/go.mod': 'module example.com/dep\n\ngo 1.22\n',
	'dep/dep.go':
		'package dep\n\nimport _ "unsafe"\n\n//go:linkname stop runtime.gcStart\nfunc stop(a, b, c uintptr)\n\nfunc Stop() { stop(0, 0, 0) }\n',
};
const main = `package main

import (
	_ "unsafe"

	"example.com/dep"
)

//go:linkname gone example.com/dep.gone
func gone()

func main() {
	dep.Stop()
	gone()
}
`;
const both = ['linkname-dependency-refused', 'linkname-undefined'];

let pair: LspPair;
afterEach(() => pair.stop());

const rules = (list: readonly Diagnostic[]) => list.map(({ code }) => String(code)).sort();
const isBoth = (list: readonly Diagnostic[]) => both.every((rule) => rules(list).includes(rule));

/** The rules of all diagnostics that were published for the file, in order. */
function published(file: string): string[][] {
	return pair
		.received('textDocument/publishDiagnostics')
		.map((params) => params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] })
		.filter(({ uri }) => uri === pair.uri(file))
		.map(({ diagnostics }) => rules(diagnostics));
}

async function start(): Promise<void> {
	pair = await lspPair({ 'go.mod': goMod, ...dep, 'main.go': main });
	await pair.open('main.go', main);
	await pair.diagnostics('main.go', isBoth);
}

describe('findings about other modules', () => {
	goTest(
		'survive keystrokes and saves without blinking, and move along',
		async () => {
			await start();
			const before = published('main.go').length;
			let text = main;
			for (let version = 2; version < 9; version++) {
				text = text.replace('\n\nimport', `\n// ${version}\n\nimport`);
				await pair.change('main.go', version, undefined, text);
				if (version === 5) {
					const changes = [{ uri: pair.uri('dep/dep.go'), type: 2 }];
					await pair.notify('workspace/didChangeWatchedFiles', { changes });
				}
				const line = text.split('\n').findIndex((one) => one.includes('"example.com/dep"'));
				await pair.diagnostics('main.go', (list) => {
					const found = list.find(({ code }) => code === 'linkname-dependency-refused');
					return found?.range.start.line === line;
				});
			}
			await setTimeout(500);
			const since = published('main.go').slice(before);
			expect(since.length).toBeGreaterThan(6);
			for (const said of since) expect(said).toEqual(expect.arrayContaining(both));
		},
		60_000,
	);

	goTest(
		'go with the import, and the target that comes with it',
		async () => {
			await start();
			await pair.change(
				'main.go',
				2,
				undefined,
				main.replace('\n\t"example.com/dep"', '').replace('\tdep.Stop()\n', ''),
			);
			const left = await pair.diagnostics('main.go', (list) => !isBoth(list));
			expect(rules(left)).not.toContain('linkname-dependency-refused');
		},
		60_000,
	);

	goTest(
		'go when the dependency changes on disk',
		async () => {
			await start();
			writeFiles(pair.folder, { 'dep/dep.go': 'package dep\n\nfunc Stop() {}\n\nfunc gone() {}\n' });
			await pair.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pair.uri('dep/dep.go'), type: 2 }] });
			const left = await pair.diagnostics('main.go', (list) => !both.some((rule) => rules(list).includes(rule)));
			expect(rules(left).filter((rule) => both.includes(rule))).toEqual([]);
		},
		60_000,
	);

	goTest(
		'stand in an open go.mod at the line of the module, and move along',
		async () => {
			const capabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };
			pair = await lspPair({ 'go.mod': goMod, ...dep, 'main.go': main }, { capabilities });
			await pair.open('go.mod', goMod);
			const isThere = (list: readonly Diagnostic[]) => rules(list).includes('linkname-dependency-refused');
			const [found] = await pair.diagnostics('go.mod', isThere);
			const line = goMod.split('\n').findIndex((text) => text.startsWith('require'));
			const end = 'require example.com/dep v1.0.0'.length;
			expect(found?.range).toEqual({ start: { line, character: 8 }, end: { line, character: end } });
			expect(found?.message).toMatch(/^example\.com\/dep pulls runtime\.gcStart, which the go1\.\d+ linker refuses\.$/);
			const places = found?.relatedInformation?.map(({ location }) => location.uri);
			expect(places).toEqual([pair.uri('dep/dep.go'), pair.uri('main.go')]);

			await pair.change('go.mod', 2, undefined, `// A comment.\n${goMod}`);
			await pair.diagnostics('go.mod', (list) => list.some(({ range }) => range.start.line === line + 1));
			writeFiles(pair.folder, { 'dep/dep.go': 'package dep\n\nfunc Stop() {}\n' });
			await pair.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: pair.uri('dep/dep.go'), type: 2 }] });
			await pair.diagnostics('go.mod', (list) => list.length === 0);
		},
		60_000,
	);

	goTest(
		'are pulled for go.mod as well',
		async () => {
			const capabilities = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };
			pair = await lspPair({ 'go.mod': goMod, ...dep, 'main.go': main }, { capabilities });
			await pair.open('go.mod', goMod);
			await until(async () => {
				const textDocument = { uri: pair.uri('go.mod') };
				const { items } = await pair.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
				return rules(items).join() === 'linkname-dependency-refused';
			});
		},
		60_000,
	);

	goTest(
		'leave all other questions about go.mod without an answer',
		async () => {
			pair = await lspPair({ 'go.mod': goMod, ...dep, 'main.go': main });
			await pair.open('go.mod', goMod);
			const textDocument = { uri: pair.uri('go.mod') };
			const position = { line: 4, character: 10 };
			const range = { start: { line: 0, character: 0 }, end: { line: 6, character: 0 } };
			const asked = ['hover', 'definition', 'references', 'documentLink', 'codeLens', 'inlayHint', 'codeAction'];
			const context = { includeDeclaration: true, diagnostics: [] };
			const answers = asked.map((method) => {
				return pair.request(`textDocument/${method}`, { textDocument, position, range, context });
			});
			for (const answer of await Promise.all(answers)) expect(answer ?? []).toEqual([]);
		},
		60_000,
	);
});
