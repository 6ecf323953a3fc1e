/**
 * Whatever happened before, the answers are those of a server that starts now on the same disk and buffers: nothing that was kept is out
 * of date. `SEED=7 RUNS=200 npm run histories` follows others, and more of them, and looks for the shortest one that fails.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, vi } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { type Answers, answersOf, hasHints, isLong } from './history/answers.ts';
import { Editor } from './history/editor.ts';
import { type Event, history } from './history/events.ts';
import { oneDay, oneHour } from './history/oneDay.ts';

/** How many histories, and milliseconds that two servers may take to agree: on a busy machine compilers are slow. */
const runs = Number(process.env['RUNS'] ?? 1);
const patience = Number(process.env['PATIENCE'] ?? 30_000);

const cache = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-history-')));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const capabilities = {
	workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
	textDocument: { diagnostic: {}, codeLens: {} },
};

/** Time stands still, but for what an event says: nothing is looked at again because it is old. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

async function startServer(folder: string, initializationOptions: object): Promise<LspPair> {
	const environment = { ...process.env, XDG_CACHE_HOME: cache };
	return lspPair({}, { folder, capabilities, initializationOptions, environment, explain: createExplain(goParser) });
}

async function follow(events: readonly Event[]): Promise<void> {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-history-')));
	const editor = new Editor(folder);
	const server = await startServer(folder, editor.options());
	try {
		for (const file of ['app/a/a.go', 'app/go.mod']) await editor.let({ kind: 'open', file }, server);
		await agrees(server, editor, [], 'at the beginning');
		for (const [index, { what, looked }] of events.entries()) {
			await editor.let(what, server);
			if (!looked && index + 1 < events.length) continue;
			await agrees(server, editor, events, `after ${JSON.stringify(what)}`);
		}
	} finally {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Both are asked until they say the same: each still learns in the background. */
async function agrees(server: LspPair, editor: Editor, events: readonly Event[], when: string): Promise<void> {
	const fresh = await startServer(editor.folder, editor.options());
	try {
		const open = [...editor.buffers].map(([file, { text }]) => ({ file, text }));
		for (const { file, text } of open) await fresh.open(file, text);
		const compiles = editor.told.escapes && open.some(({ file }) => file.endsWith('.go'));
		const end = performance.now() + patience;
		for (;;) {
			const [expected, actual] = await Promise.all([answersOf(fresh, open), answersOf(server, open)]);
			const settled = !compiles || [fresh, server].every(isSettled);
			const different = settled
				? differences(expected, actual, (file) => !editor.told.escapes || hasHints(fresh, file))
				: undefined;
			if (different?.length === 0) return;
			if (performance.now() > end) {
				expect.fail(`${when}\n${(different ?? ['a server never came to rest']).join('\n')}\n${spellHistory(events)}`);
			}
			await pause(60);
		}
	} finally {
		await fresh.stop();
	}
}

/** Nothing is compiled any more, as far as a client is told. */
function isSettled(pair: LspPair): boolean {
	const last = pair.received('linkscape/status').at(-1) as { modules: readonly { state: string }[] } | undefined;
	return last !== undefined && !last.modules.some(({ state }) => state === 'analysing');
}

function differences(expected: Answers, actual: Answers, compiles: (file: string) => boolean): readonly string[] {
	return [...expected].flatMap(([question, answer]) => {
		const said = actual.get(question);
		if (said === answer) return [];
		const file = question.split(' ').at(-1) ?? '';
		if (!compiles(file) && !/^(?:findings|definition|references|links)/.test(question)) return [];
		return [`${question}\n  new server: ${answer}\n  this one:   ${said}`];
	});
}

function spellHistory(events: readonly Event[]): string {
	return events.map(({ what, looked }) => `${JSON.stringify(what)}${looked ? ' (looked)' : ''}`).join('\n');
}

describe('answers', () => {
	goTest('are those of a new server while everything happens once', () => follow(isLong ? oneDay : oneHour), Infinity);

	goTest(
		'are those of a new server after any history',
		async () => {
			await fc.assert(fc.asyncProperty(history, follow), {
				numRuns: runs,
				endOnFailure: !isLong || process.env['OMIT'] !== undefined,
			});
		},
		Infinity,
	);
});
