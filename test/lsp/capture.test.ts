/** A test is captured from its lens, and hints say what they cost in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { CodeLens, Hover } from 'vscode-languageserver';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import {
	type CaptureAnswer,
	captureRequest,
	chosenProfileNotification,
	clientCommands,
	readProfileRequest,
} from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const source = `package p

type Row struct{ next *Row }

var last *Row

func Fill(n int) {
	for i := 0; i < n; i++ {
		last = &Row{next: last}
	}
	last = nil
}
`;
const tests = `package p

import (
	"testing"
	"time"
)

func TestFill(t *testing.T) {
	for begun := time.Now(); time.Since(begun) < 700*time.Millisecond; {
		Fill(1000)
	}
}
`;

let pair: LspPair;
afterEach(() => pair.stop());

goTest('a lens above a test records it, and the hover says what it cost', async () => {
	pair = await lspPair(
		{ 'go.mod': 'module example.com/p\n\ngo 1.21\n', 'p.go': source, 'p_test.go': tests },
		{ initializationOptions: { ownCommands: true }, explain: createExplain(goParser) },
	);
	await pair.open('p_test.go', tests);
	await pair.open('p.go', source);
	// Until a Go is found there is none that could run the test.
	await until(() => pair.workspace.escapes(join(pair.folder, 'p.go')).state === 'fresh');
	const lenses = await pair.request<CodeLens[]>('textDocument/codeLens', {
		textDocument: { uri: pair.uri('p_test.go') },
	});
	const lens = lenses.find(({ command }) => command?.command === clientCommands.runWith);
	expect(lens?.command).toMatchObject({
		title: 'run with…',
		arguments: [{ uri: pair.uri('p_test.go'), name: 'TestFill' }],
	});
	expect(lens?.range.start.line).toBe(7);

	const directory = join(pair.folder, 'storage', 'one');
	const params = { uri: pair.uri('p_test.go'), name: 'TestFill', directory };
	expect(await pair.request<CaptureAnswer>(captureRequest, params)).toEqual({ problem: '', missing: [] });
	expect(existsSync(join(directory, 'manifest.json'))).toBe(true);
	expect(await pair.request<CaptureAnswer>(captureRequest, params)).toMatchObject({
		problem: expect.stringContaining('is not empty'),
	});

	expect(await pair.request(readProfileRequest, { path: directory })).toMatchObject({
		problem: '',
		summary: expect.stringMatching(/^CPU profile, .* of CPU time; heap profile, /),
	});
	await pair.notify(chosenProfileNotification, { path: directory });
	await until(() => pair.workspace.profile().recording !== undefined);
	await until(() => pair.workspace.escapes(join(pair.folder, 'p.go')).state === 'fresh');
	const found = await pair.request<Hover | null>('textDocument/hover', {
		textDocument: { uri: pair.uri('p.go') },
		position: { line: 8, character: 10 },
	});
	const text = (found?.contents as { value: string } | undefined)?.value ?? '';
	expect(text).toMatch(/% of the CPU profile, sampled, /);
	expect(text).toMatch(/% of the heap profile, sampled, ± /);
	expect(text).toMatch(/lives < \d|too few samples/);
	expect(text).toContain('less CPU time');
	expect(text).toContain('docs/capture.md#how-long-values-live');
});
