/** A test that is run with checkptr, as an editor asks for it and shows what was reported. */
import type { Diagnostic } from 'vscode-languageserver';
import { afterEach, expect } from 'vitest';
import { type SanitizeAnswer, type SanitizeParams, sanitizeRequest } from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const source = `package m

import "unsafe"

func Past(b []byte) []byte {
	return unsafe.Slice(&b[0], 1<<20)
}
`;

const tests = `package m

import "testing"

func TestFine(t *testing.T) {}

func TestPast(t *testing.T) {
	_ = Past(make([]byte, 16))
}
`;

const files = { 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'a.go': source, 'a_test.go': tests };

let pair: LspPair;
afterEach(() => pair.stop());

async function start(trusted: boolean): Promise<void> {
	pair = await lspPair(files, {
		capabilities: { textDocument: { diagnostic: {} } },
		initializationOptions: { trusted },
	});
	await pair.open('a.go', source);
	await pair.open('a_test.go', tests);
}

function ask(line: number, rest: Partial<SanitizeParams> = {}): Promise<SanitizeAnswer> {
	const params: SanitizeParams = {
		uri: pair.uri('a_test.go'),
		position: { line, character: 1 },
		sanitizer: 'checkptr',
		...rest,
	};
	return pair.request<SanitizeAnswer>(sanitizeRequest, params);
}

async function reported(): Promise<readonly unknown[]> {
	const textDocument = { uri: pair.uri('a.go') };
	const { items } = await pair.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument });
	return items.map(({ range: { start }, code, message }) => [start.line, start.character, code, message]);
}

goTest('what is reported stands at its line, moves with it, and goes when the line is edited', async () => {
	await start(true);
	expect(await ask(7)).toEqual({ problem: '', reports: 1, passed: false, test: 'TestPast' });
	const said = ['checkptr', 'checkptr: unsafe.Slice result straddles multiple allocations'];
	expect(await reported()).toEqual([[5, 1, ...said]]);
	const top = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
	await pair.change('a.go', 2, top, '\n// Moved.\n');
	expect(await reported()).toEqual([[7, 1, ...said]]);
	const whole = { start: { line: 7, character: 0 }, end: { line: 7, character: 50 } };
	await pair.change('a.go', 3, whole, '\treturn b');
	expect(await reported()).toEqual([]);
	expect(await ask(7)).toMatchObject({ problem: 'There are unsaved changes in the package: save them first.' });
});

goTest('without trust nothing is run', async () => {
	await start(false);
	expect(await ask(7)).toMatchObject({ problem: 'The workspace is not trusted, so no program is run.' });
});

goTest.each([['nosan', 'There is no sanitizer nosan.']])(
	'%s is answered with one sentence',
	async (sanitizer, problem) => {
		await start(true);
		expect(await ask(7, { sanitizer })).toMatchObject({ problem });
	},
);
