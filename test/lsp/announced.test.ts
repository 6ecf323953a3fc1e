/** What a client did not announce is not sent to it: neither requests and registrations nor notifications of our own. */
import { join } from 'node:path';
import {
	type CodeAction,
	type Diagnostic,
	DiagnosticTag,
	type Hover,
	type RegistrationParams,
	type TextDocumentClientCapabilities,
} from 'vscode-languageserver';
import { afterEach, describe, expect, test } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { clientFeatures } from '../../server/src/lsp/clientFeatures.ts';
import { announcedParts } from '../../server/src/lsp/convert.ts';
import { goParser } from '../support/goParser.ts';
import { goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const heap = 'package m\n\nfunc New() *int { return new(int) }\n';
const noUnsafe = 'package bad\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n';
const files = { 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': heap, 'bad/b.go': noUnsafe };

let pair: LspPair;
afterEach(() => pair.stop());

/** Opens, compiles, and changes settings: all that makes the server speak by itself. */
async function session(capabilities: object, initializationOptions: object): Promise<void> {
	pair = await lspPair(files, { capabilities, initializationOptions, explain: createExplain(goParser) });
	await pair.open('a.go', heap);
	await until(() => pair.workspace.escapes(join(pair.folder, 'a.go')).state === 'fresh');
	await pair.notify('workspace/didChangeConfiguration', { settings: { linkscape: { profile: 'none.pprof' } } });
	await hoverAt(0);
	await hoverAt(2);
}

function hoverAt(line: number): Promise<Hover | null> {
	const position = { line, character: 25 };
	return pair.request('textDocument/hover', { textDocument: { uri: pair.uri('a.go') }, position });
}

const always = ['textDocument/publishDiagnostics', 'window/logMessage'];
const dynamicRegistration = true;
const refreshSupport = true;
const ours = ['linkscape/status', 'linkscape/profile', 'linkscape/escapesChanged'];

const clients: readonly [name: string, capabilities: object, options: object, sent: readonly string[]][] = [
	['nothing', {}, {}, always],
	['settings alone', {}, { settings: {} }, always],
	['workspace/configuration', { workspace: { configuration: true } }, {}, [...always, 'workspace/configuration']],
	['changes of settings', { workspace: { didChangeConfiguration: {} } }, {}, always],
	[
		'inlay hints that are asked for again',
		{ workspace: { inlayHint: { refreshSupport } } },
		{},
		[...always, 'workspace/inlayHint/refresh'],
	],
	[
		'code lenses that are asked for again',
		{ workspace: { codeLens: { refreshSupport } } },
		{},
		[...always, 'workspace/codeLens/refresh'],
	],
	['diagnostics that it pulls', { textDocument: { diagnostic: {} } }, {}, ['window/logMessage']],
	[
		'diagnostics that it pulls again',
		{ textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport } } },
		{},
		['window/logMessage', 'workspace/diagnostic/refresh'],
	],
	['our commands', {}, { ownCommands: true }, [...always, ...ours]],
	['whether the workspace is trusted', {}, { trusted: true }, [...always, ...ours]],
	['our notifications', {}, { ownNotifications: true }, [...always, ...ours]],
	['that it wants none of ours', {}, { trusted: true, ownNotifications: false }, always],
];

describe('what is sent to a client that announces', () => {
	for (const [name, capabilities, options, sent] of clients) {
		goTest(name, async () => {
			await session(capabilities, options);
			expect(pair.receivedMethods().toSorted()).toEqual(sent.toSorted());
		});
	}
});

test.each([
	['nothing', {}, []],
	['settings that can be asked for', { configuration: true }, []],
	['changes of settings', { didChangeConfiguration: { dynamicRegistration } }, ['workspace/didChangeConfiguration']],
	['watched files', { didChangeWatchedFiles: { dynamicRegistration } }, ['workspace/didChangeWatchedFiles']],
	['watched files of its own', { didChangeWatchedFiles: { dynamicRegistration: false } }, []],
])('what is registered with a client that announces %s', async (_, workspace, methods) => {
	pair = await lspPair(files, { capabilities: { workspace } });
	await pair.open('bad/b.go', noUnsafe);
	await pair.diagnostics('bad/b.go', (list) => list.length > 0);
	const registered = pair.received('client/registerCapability') as readonly RegistrationParams[];
	expect(registered.flatMap(({ registrations }) => registrations.map(({ method }) => method))).toEqual(methods);
});

const place = { line: 0, character: 0 };
const documentChanges = true;
const changeAnnotationSupport = {};
test.each([
	['nothing', {}, ['changes']],
	['annotations without versions', { changeAnnotationSupport }, ['changes']],
	['versions', { documentChanges }, ['documentChanges']],
	['versions and annotations', { documentChanges, changeAnnotationSupport }, ['documentChanges', 'changeAnnotations']],
])('the parts of an edit for a client that announces %s', async (_, workspaceEdit, parts) => {
	pair = await lspPair(files, { capabilities: { workspace: { workspaceEdit } } });
	await pair.open('bad/b.go', noUnsafe);
	await pair.diagnostics('bad/b.go', (list) => list.length > 0);
	const start = { line: 2, character: 0 };
	const actions = await pair.request<CodeAction[]>('textDocument/codeAction', {
		textDocument: { uri: pair.uri('bad/b.go') },
		range: { start, end: start },
		context: { diagnostics: [] },
	});
	const edits = actions.map(({ edit }) => edit ?? {});
	expect(edits.length).toBeGreaterThan(0);
	for (const edit of edits) {
		expect(Object.keys(edit)).toEqual(parts);
		expect(JSON.stringify(edit).includes('annotationId')).toBe(parts.includes('changeAnnotations'));
	}
});

const [relatedInformation, codeDescriptionSupport] = [true, true];
const tagSupport = { valueSet: [DiagnosticTag.Unnecessary] };
const parts: readonly [string, TextDocumentClientCapabilities, readonly string[]][] = [
	['nothing', {}, []],
	['related places', { publishDiagnostics: { relatedInformation } }, ['relatedInformation']],
	['the pages of codes', { publishDiagnostics: { codeDescriptionSupport } }, ['codeDescription']],
	['tags', { publishDiagnostics: { tagSupport } }, ['tags']],
	['another tag', { publishDiagnostics: { tagSupport: { valueSet: [DiagnosticTag.Deprecated] } } }, []],
	[
		'all of it for diagnostics that it pulls (LSP 3.18)',
		{ diagnostic: { relatedInformation, codeDescriptionSupport, tagSupport } },
		['tags', 'relatedInformation', 'codeDescription'],
	],
];
test.each(parts)('the parts of a diagnostic for a client that announces %s', async (_, textDocument, announced) => {
	const always = { range: { start: place, end: place }, severity: 1, code: 'c', source: 's', message: 'm' } as const;
	const full: Diagnostic = {
		...always,
		tags: [1],
		relatedInformation: [{ location: { uri: 'file:///a.go', range: always.range }, message: 'there' }],
		codeDescription: { href: 'https://example.com' },
	};
	const sent = announcedParts(full, clientFeatures({ textDocument }, {}).diagnostics);
	expect(Object.keys(sent)).toEqual([...Object.keys(always), ...announced]);

	pair = await lspPair(files, {
		capabilities: { textDocument: { publishDiagnostics: textDocument.publishDiagnostics } },
	});
	await pair.open('bad/b.go', noUnsafe);
	const published = await pair.diagnostics('bad/b.go', (list) => list.length > 0);
	const inUri = { textDocument: { uri: pair.uri('bad/b.go') } };
	const context = { diagnostics: [] };
	const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } };
	const actions = await pair.request<CodeAction[]>('textDocument/codeAction', { ...inUri, range, context });
	for (const one of [...published, ...actions.flatMap(({ diagnostics = [] }) => diagnostics)])
		expect('codeDescription' in one).toBe(textDocument.publishDiagnostics?.codeDescriptionSupport === true);
});

test.each([
	['no format', {}, 'markdown'],
	['Markdown', { contentFormat: ['markdown', 'plaintext'] }, 'markdown'],
	['plain text', { contentFormat: ['plaintext'] }, 'plaintext'],
])('hovers of a client that announces %s', async (_, hover, kind) => {
	pair = await lspPair(files, { capabilities: { textDocument: { hover } }, initializationOptions: { trusted: false } });
	await pair.open('bad/b.go', noUnsafe);
	const textDocument = { uri: pair.uri('bad/b.go') };
	const found = await pair.request<Hover>('textDocument/hover', { textDocument, position: { line: 2, character: 20 } });
	const { value } = found.contents as { value: string };
	expect(found.contents).toMatchObject({ kind });
	expect(/\*\*|\]\(|`/.test(value)).toBe(kind === 'markdown');
});
