import { afterEach, expect, test, vi } from 'vitest';
import { joinFileNotifications } from '../../server/src/lsp/fileNotifications.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

let pair: LspPair | undefined;
afterEach(async () => {
	vi.useRealTimers();
	await pair?.stop();
	pair = undefined;
});

test('the first is handed on at once, what follows together', () => {
	vi.useFakeTimers();
	const rounds: (readonly string[])[] = [];
	const files = joinFileNotifications((paths) => rounds.push(paths));
	files.tell(['/a.go']);
	expect(rounds).toEqual([['/a.go']]);
	files.tell(['/b.go', '/c.go']);
	files.tell(['/b.go']);
	files.tell(['/a.go']);
	expect(rounds.length).toBe(1);
	vi.advanceTimersByTime(1000);
	expect(rounds).toEqual([['/a.go'], ['/b.go', '/c.go', '/a.go']]);
	files.tell(['/d.go']);
	expect(rounds.at(-1)).toEqual(['/d.go']);
	files.tell(['/e.go']);
	files.dispose();
	vi.advanceTimersByTime(1000);
	expect(rounds.length).toBe(3);
});

test('while they go on there are few rounds, and afterwards the next is handed on at once', () => {
	vi.useFakeTimers();
	const rounds: (readonly string[])[] = [];
	const files = joinFileNotifications((paths) => rounds.push(paths));
	for (let at = 0; at < 100; at++) {
		files.tell([`/${at}.go`]);
		vi.advanceTimersByTime(100);
	}
	vi.advanceTimersByTime(10_000);
	expect(rounds.flat()).toHaveLength(100);
	expect(rounds.length).toBeLessThanOrEqual(8);
	files.tell(['/last.go']);
	expect(rounds.at(-1)).toEqual(['/last.go']);
	files.dispose();
});

test('500 notifications are a few rounds', async () => {
	pair = await lspPair({ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': 'package p\n' });
	const told = vi.spyOn(pair.workspace, 'filesChanged');
	const uris = Array.from({ length: 10_000 }, (_, at) => pair?.uri(`p${at}/a.go`));
	for (let at = 0; at < uris.length; at += 20) {
		const changes = uris.slice(at, at + 20).map((uri) => ({ uri, type: 1 }));
		await pair.notify('workspace/didChangeWatchedFiles', { changes });
	}
	await until(() => told.mock.calls.flatMap(([paths]) => paths).length === uris.length);
	expect(told.mock.calls.length).toBeLessThan(20);
});
