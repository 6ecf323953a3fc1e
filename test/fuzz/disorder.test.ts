/**
 * Clients that send anything in any order, and cancel what they asked for: each request is answered, and afterwards the server says about
 * good texts what a new one says. `RUNS=5000 SEED=7 npm run fuzz` follows a hundredth as many of these histories.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { expect, test } from 'vitest';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { seeded } from '../support/seeded.mjs';
import { damaged, oneOf, type Random } from './damage.ts';

const histories = Math.ceil(Number(process.env['RUNS'] ?? 500) / 100);
const seed = Number(process.env['SEED'] ?? 1);
const messages = 80;

const good: Readonly<Record<string, string>> = {
	'go.mod': 'module example.com/m\n\ngo 1.22\n',
	'a.go':
		'package m\n\nimport _ "unsafe"\n\n//go:linkname f example.com/m/p.hidden\nfunc f() int\n\n//go:linkname g runtime.noSuch\nfunc g()\n\nfunc use() { f(); g() }\n',
	'b.go': 'package m\n\n//go:linkname wrong\nfunc h() {}\n\n// go:noinline\nfunc i() *int { return new(int) }\n',
	'p/p.go': 'package p\n\nfunc hidden(s string) int { return len(s) }\n',
};
const names = Object.keys(good);
const capabilities = { textDocument: { diagnostic: {}, codeLens: {} } };
const initializationOptions = { trusted: false, ownCommands: true };

async function follow(random: Random): Promise<void> {
	const pair = await lspPair(good, { capabilities, initializationOptions });
	try {
		const pending: Promise<unknown>[] = [];
		const open = new Map<string, number>();
		for (let count = 0; count < messages; count++) {
			if (random() < 0.5) await tell(pair, random, open);
			else pending.push(ask(pair, random));
			if (random() < 0.1) await pause(1);
		}
		await Promise.all(pending);
		await recovers(pair, open);
	} finally {
		await pair.stop();
	}
}

/** A notification, at the wrong time perhaps. */
async function tell(pair: LspPair, random: Random, open: Map<string, number>): Promise<void> {
	const name = oneOf(random, names);
	const textDocument = {
		uri: uriOf(pair, random, name),
		version: Math.floor(random() * 20) - 2,
		languageId: 'go',
		text: '',
	};
	const text = random() < 0.4 ? (good[name] ?? '') : damaged(random, Object.values(good));
	const range = { start: place(random), end: place(random) };
	const [method, params] = oneOf<readonly [string, object]>(random, [
		['didOpen', { textDocument: { ...textDocument, text } }],
		['didChange', { textDocument, contentChanges: [{ text }] }],
		[
			'didChange',
			{
				textDocument,
				contentChanges: [
					{ range, text: text.slice(0, 30) },
					{ range, text: '' },
				],
			},
		],
		['didChange', { textDocument, contentChanges: [] }],
		['didSave', { textDocument }],
		['didClose', { textDocument }],
	]);
	if (textDocument.uri === pair.uri(name)) {
		if (method === 'didOpen') open.set(name, 1);
		if (method === 'didClose') open.delete(name);
	}
	if (random() < 0.8) return pair.notify(`textDocument/${method}`, params);
	const [otherMethod, otherParams] = oneOf<readonly [string, object]>(random, [
		['workspace/didChangeWatchedFiles', { changes: [{ uri: textDocument.uri, type: 1 + Math.floor(random() * 3) }] }],
		[
			'workspace/didChangeConfiguration',
			{ settings: oneOf<unknown>(random, [null, {}, { linkscape: { escape: { delay: -1 } } }, { linkscape: 3 }]) },
		],
		['linkscape/filter', oneOf<object>(random, [{}, { onlyChanges: true }, { verdicts: 'heap' }])],
		['linkscape/environment', oneOf<object>(random, [{ trusted: false, goExtension: {} }, { trusted: 'yes' }])],
		['$/setTrace', { value: 'verbose' }],
		['no/such', {}],
	]);
	return pair.notify(otherMethod, otherParams);
}

/** A request, half of them cancelled sooner or later. Resolves when it is answered, be it with an error. */
async function ask(pair: LspPair, random: Random): Promise<void> {
	const textDocument = { uri: uriOf(pair, random, oneOf(random, names)) };
	const position = place(random);
	const range = { start: position, end: place(random) };
	const [method, params] = oneOf<readonly [string, object]>(random, [
		['textDocument/hover', { textDocument, position }],
		['textDocument/definition', { textDocument, position }],
		['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }],
		['textDocument/documentLink', { textDocument }],
		['textDocument/codeLens', { textDocument }],
		['textDocument/inlayHint', { textDocument, range }],
		['textDocument/diagnostic', { textDocument }],
		['textDocument/codeAction', { textDocument, range, context: { diagnostics: [], only: ['source.fixAll'] } }],
		['textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }],
		['linkscape/explain', { uri: textDocument.uri, position }],
		['linkscape/function', { uri: textDocument.uri, name: 'f' }],
		['linkscape/escapeTree', {}],
		['linkscape/describeTarget', { uri: textDocument.uri, target: 'runtime.nanotime' }],
		['linkscape/describeLine', { uri: textDocument.uri, line: position.line }],
		[
			'documentLink/resolve',
			{ range, data: oneOf<unknown>(random, [null, {}, { uri: textDocument.uri, symbol: 'x.y' }]) },
		],
		['no/such', {}],
	]);
	const source = new CancellationTokenSource();
	const answer = pair.request(method, params, source.token).then(
		() => {},
		() => {},
	);
	const when = random();
	if (when < 0.25) source.cancel();
	else if (when < 0.5) setTimeout(() => source.cancel(), random() * 5);
	await answer;
}

async function recovers(pair: LspPair, open: ReadonlyMap<string, number>): Promise<void> {
	const fresh = await lspPair({}, { folder: pair.folder, capabilities, initializationOptions });
	try {
		const defaults = { settings: { linkscape: {} } };
		await pair.notify('workspace/didChangeConfiguration', defaults);
		for (const name of names) {
			if (open.has(name)) await pair.notify('textDocument/didClose', { textDocument: { uri: pair.uri(name) } });
			for (const each of [pair, fresh]) await each.open(name, good[name] ?? '');
		}
		await expect
			.poll(async () => JSON.stringify(await findings(pair)) === JSON.stringify(await findings(fresh)), {
				timeout: 30_000,
			})
			.toBe(true);
	} finally {
		await fresh.stop();
	}
}

async function findings(pair: LspPair): Promise<readonly unknown[]> {
	const reports = await Promise.all(
		names.map((name) =>
			pair.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: pair.uri(name) } }),
		),
	);
	return reports.map(({ items }) => items);
}

function uriOf(pair: LspPair, random: Random, name: string): string {
	return random() < 0.9
		? pair.uri(name)
		: oneOf(random, [
				'untitled:Untitled-1',
				'file:///',
				'file:///no/such.go',
				'',
				'git:/a.go?%7B%7D',
				`${pair.uri(name)}%00`,
			]);
}

function place(random: Random) {
	const number = () => oneOf(random, [0, 1, 4, 7, 14, 1_000_000, -1, 2 ** 31, 0.5]);
	return { line: number(), character: number() };
}

test(
	'a client that sends anything in any order',
	async () => {
		for (let at = 0; at < histories; at++) {
			try {
				await follow(seeded(seed * 1_000_003 + at));
			} catch (error) {
				throw new Error(`seed ${seed}, history ${at}`, { cause: error });
			}
		}
	},
	Infinity,
);
