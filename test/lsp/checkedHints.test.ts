/** Escape hints beside a run of a benchmark, as an editor asks for it and shows it. */
import { join } from 'node:path';
import type { CodeLens, Hover, InlayHint } from 'vscode-languageserver';
import { afterEach, expect } from 'vitest';
import { type CheckHintsAnswer, checkHintsRequest, clientCommands } from '../../server/src/protocol/requests.ts';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { until } from '../support/until.ts';

const source = `package m

type T struct{ a, b, c int }

var kept *T

func Make() { kept = &T{} }

func Other() { kept = &T{a: 1} }
`;

const tests = `package m

import "testing"

func BenchmarkMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Make()
	}
}

func TestNothing(t *testing.T) {}
`;

const files = { 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'a.go': source, 'a_test.go': tests };

let pair: LspPair;
afterEach(() => pair.stop());

async function start(trusted: boolean): Promise<void> {
	const initializationOptions = { ownCommands: true, trusted };
	pair = await lspPair(files, { initializationOptions, explain: createExplain(goParser) });
	await pair.open('a.go', source);
	await pair.open('a_test.go', tests);
}

const hoverAt = async (line: number, character: number) => {
	const found = await pair.request<Hover | null>('textDocument/hover', {
		textDocument: { uri: pair.uri('a.go') },
		position: { line, character },
	});
	return (found?.contents as { value: string } | undefined)?.value ?? '';
};

goTest('the hover says what the benchmark showed, wherever the line has moved', async () => {
	await start(true);
	await until(() => pair.workspace.escapes(join(pair.folder, 'a.go')).state === 'fresh');
	const textDocument = { uri: pair.uri('a_test.go') };
	const lenses = await pair.request<CodeLens[]>('textDocument/codeLens', { textDocument });
	const asked = lenses.flatMap(({ command }) => (command?.command === clientCommands.runWith ? [command] : []));
	expect(asked.map(({ title, arguments: args }) => [title, args])).toEqual([
		['run with…', [{ uri: textDocument.uri, name: 'BenchmarkMake' }]],
		['run with…', [{ uri: textDocument.uri, name: 'TestNothing' }]],
	]);
	expect(await hoverAt(6, 22)).not.toContain('BenchmarkMake');

	const params = { ...asked[0]?.arguments?.[0], workDoneToken: 'check' };
	const answer = await pair.request<CheckHintsAnswer>(checkHintsRequest, params);
	expect(answer).toEqual({ problem: '', ran: 1, allocated: 1 });
	expect(await hoverAt(6, 22)).toMatch(/Seen allocating [\d,]+ times, [\d,]+ B \(BenchmarkMake\)/);
	expect(await hoverAt(8, 23)).toContain('Never ran (BenchmarkMake)');

	const top = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
	await pair.change('a.go', 2, top, '\n// Moved.\n');
	const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
	const hints = await pair.request<InlayHint[]>('textDocument/inlayHint', {
		textDocument: { uri: pair.uri('a.go') },
		range,
	});
	expect(hints.map(({ position, tooltip }) => `${position.line}: ${JSON.stringify(tooltip)}`).join('\n')).toMatch(
		/^8: .*Seen allocating .* \(BenchmarkMake\)/,
	);
});

goTest('without trust nothing is run', async () => {
	await start(false);
	const params = { uri: pair.uri('a_test.go'), name: 'BenchmarkMake' };
	const answer = await pair.request<CheckHintsAnswer>(checkHintsRequest, params);
	expect(answer.problem).toBe('The workspace is not trusted, so no program is run.');
});

goTest.each([
	['the setting is off', true, { escape: { testCodeLens: false } }],
	['nothing may be run', false, {}],
])('no lens stands above a test when %s', async (_, trusted, settings) => {
	const initializationOptions = { ownCommands: true, trusted, settings };
	pair = await lspPair(files, { initializationOptions, explain: createExplain(goParser) });
	await pair.open('a.go', source);
	await pair.open('a_test.go', tests);
	if (trusted) await until(() => pair.workspace.escapes(join(pair.folder, 'a.go')).state === 'fresh');
	const textDocument = { uri: pair.uri('a_test.go') };
	const lenses = await pair.request<CodeLens[]>('textDocument/codeLens', { textDocument });
	expect(lenses.map(({ command }) => command?.title)).not.toContain('run with…');
});
