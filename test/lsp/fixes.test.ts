/** Fixes as an editor gets them: files to create, versions, annotations, and what is left for clients that can do less. */
import type { CodeAction, Hover, MarkupContent, TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, expect, test } from 'vitest';
import { targetFixes } from '../../server/src/analysis/linkname/fixes/targetFixes.ts';
import { parseTable } from '../../server/src/analysis/syntax/syntaxCache.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const goMod = 'module example.com/m\n\ngo 1.20\n';
const draw =
	'package m\n\nimport _ "unsafe"\n\n//go:linkname fastrand runtime.fastrand\nfunc fastrand() uint32\n\nfunc Draw() uint32 { return fastrand() }\n';
const compare =
	'package m\n\nimport _ "unsafe"\n\n//go:linkname compare runtime.cmpstring\nfunc compare(a, b string) int\n';
const user = 'package m\n\nvar Less = compare("a", "b") < 0\n';

const everything = {
	workspace: {
		workspaceEdit: {
			documentChanges: true,
			resourceOperations: ['create', 'delete'],
			changeAnnotationSupport: {},
		},
	},
};

let pair: LspPair;
afterEach(() => pair.stop());

async function start(files: Readonly<Record<string, string>>, capabilities: object): Promise<void> {
	const parser = await goParser();
	const moreFixes = targetFixes(({ file }) => parseTable(parser, file.text));
	pair = await lspPair({ 'go.mod': goMod, ...files }, { capabilities, moreFixes });
	await pair.open('a.go', files['a.go'] ?? '');
	await pair.diagnostics('a.go', (list) => list.length > 0);
}

function actions(line = 4): Promise<CodeAction[]> {
	const at = { line, character: 20 };
	return pair.request('textDocument/codeAction', {
		textDocument: { uri: pair.uri('a.go') },
		range: { start: at, end: at },
		context: { diagnostics: [] },
	});
}

test('two new files and the rest of the old one, in one annotated edit', async () => {
	await start({ 'a.go': draw }, everything);
	const gate = (await actions()).find(({ title }) =>
		title.startsWith('Split by Go version: keep the pull before go1.22'),
	);
	const annotationId = 'linkscape';
	expect(gate?.edit?.changeAnnotations).toEqual({ [annotationId]: { label: gate?.title } });
	const [change, ...created] = gate?.edit?.documentChanges ?? [];
	expect(change).toMatchObject({ textDocument: { uri: pair.uri('a.go'), version: 1 }, edits: [{ annotationId }] });
	expect(created).toMatchObject([
		{ kind: 'create', uri: pair.uri('a_pre_go122.go'), options: { ignoreIfExists: false } },
		{ textDocument: { uri: pair.uri('a_pre_go122.go'), version: null }, edits: [{ annotationId }] },
		{ kind: 'create', uri: pair.uri('a_go122.go') },
		{ textDocument: { uri: pair.uri('a_go122.go') } },
	]);
});

test('every file of the package, open or not', async () => {
	await start({ 'a.go': compare, 'b.go': user, 'stub.s': '' }, everything);
	await pair.open('b.go', user);
	const call = (await actions()).find(({ title }) => title.startsWith('Call strings.Compare instead'));
	expect(call?.edit?.documentChanges).toMatchObject([
		{ textDocument: { uri: pair.uri('a.go'), version: 1 } },
		{ textDocument: { uri: pair.uri('b.go'), version: 1 } },
		{ kind: 'delete', uri: pair.uri('a.go') },
		{ kind: 'delete', uri: pair.uri('stub.s') },
	]);
});

test('a file that becomes empty is deleted by who can', async () => {
	const files = {
		'a.go': 'package m\n\nimport _ "unsafe"\n\n//go:linkname compare runtime.cmpstring\n',
		'b.go': `package m\n\nfunc compare(a, b string) int\n\n${user.replace('package m\n\n', '')}`,
	};
	const changes = async (capabilities: object) => {
		await start(files, capabilities);
		return (await actions()).find(({ title }) => title.startsWith('Call strings.Compare'))?.edit;
	};
	const both = [
		{ textDocument: { uri: expect.stringMatching(/a\.go$/) } },
		{ textDocument: { uri: expect.stringMatching(/b\.go$/) } },
	];
	expect((await changes(everything))?.documentChanges).toMatchObject([
		...both,
		{ kind: 'delete', uri: expect.stringMatching(/a\.go$/) },
	]);
	await pair.stop();
	expect(Object.values((await changes({}))?.changes ?? {}).length).toBe(2);
});

test('clients that cannot delete keep the idle file, those that cannot create get no gate', async () => {
	await start({ 'a.go': compare, 'b.go': user, 'stub.s': '' }, {});
	const titles = (await actions()).map(({ title }) => title);
	expect(titles).toContainEqual(expect.stringMatching(/^Replace by strings\.Compare/));
	await pair.stop();
	await start({ 'a.go': draw }, {});
	expect((await actions()).map(({ title }) => title)).not.toContainEqual(expect.stringMatching(/^Keep the pull/));
});

test('a fix carries the version of the text that it fits', async () => {
	await start({ 'a.go': compare }, everything);
	const texts = [compare];
	const asked = [actions()];
	for (const version of [2, 3, 4]) {
		texts.push(`// Line.\n${texts.at(-1)}`);
		await pair.change('a.go', version, undefined, texts.at(-1) ?? '');
		asked.push(actions(version + 3));
	}
	const answers = await Promise.all(asked);
	for (const { edit } of answers.flat().filter(({ title }) => title.startsWith('Replace by'))) {
		const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
		const version = change?.textDocument.version ?? 0;
		const document = TextDocument.create('file:///a.go', 'go', version, texts[version - 1] ?? '');
		const after = TextDocument.applyEdits(document, (change?.edits ?? []) as TextEdit[]);
		expect(after).toContain('func compare(a, b string) int {\n\treturn strings.Compare(a, b)\n}\n');
		expect(after).not.toContain('linkname');
	}
	expect(answers.at(-1)?.length).toBeGreaterThan(0);
});

test('a directive for a name that is not declared yet', async () => {
	const text = 'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\n';
	await start({ 'a.go': text }, everything);
	for (let attempt = 0; ; attempt++) {
		const declare = (await actions()).find(
			({ title }) => title === 'Declare nanotime with the signature of runtime.nanotime',
		);
		if (!declare && attempt < 100) {
			await new Promise((resolve) => setTimeout(resolve, 50));
			continue;
		}
		expect(declare?.edit?.documentChanges).toMatchObject([{ edits: [{ newText: 'func nanotime() int64\n' }] }]);
		return;
	}
});

test.each([
	['after a rename', '//go:linkname nanotime runtime.nanotime\nfunc nano2() int64\n', 'Change to nano2'],
	[
		'after a rename, away from its directive',
		'//go:linkname nanotime runtime.nanotime\n\nvar x int\n\nfunc nano2() int64\n',
		'Change to nano2',
	],
	[
		'above something that needs no directive',
		'//go:linkname nanotime runtime.nanotime\nfunc F() {}\n',
		'Declare nanotime with the signature of runtime.nanotime',
	],
])('one fix is preferred: %s', async (_, below, preferred) => {
	await start({ 'a.go': `package m\n\nimport _ "unsafe"\n\n${below}` }, everything);
	await until(async () => (await actions()).some(({ title }) => title.startsWith('Declare ')));
	const offered = (await actions()).filter(({ isPreferred }) => isPreferred);
	expect(offered.map(({ title }) => title)).toEqual([preferred]);
});

test('a hover says the verdict, then the way out and its fix, then what other versions do', async () => {
	await start({ 'a.go': compare, 'b.go': user }, everything);
	await until(async () => (await actions()).length > 0);
	const position = { line: 4, character: 30 };
	const hover = await pair.request<Hover>('textDocument/hover', { textDocument: { uri: pair.uri('a.go') }, position });
	const { value } = hover.contents as MarkupContent;
	expect(value.split('\n\n').slice(0, 4)).toEqual([
		'**`runtime.cmpstring`** · pull',
		expect.stringMatching(/^\*\*go1\..*\*\*: /),
		expect.stringMatching(/^Public API: `strings\.Compare` \(go1\.\d+\)\. Quick fix: Replace by strings\.Compare/),
		expect.stringMatching(/^In this whole package/),
	]);
	expect(value).toMatch(/^Go 1\.18-1\.\d+ links · /m);
	expect(value).not.toContain('|');
});
