/** What an assistant is told about a target or a line, in the words of the hovers. */
import type { Hover, MarkupContent } from 'vscode-languageserver';
import { afterEach, expect, test } from 'vitest';
import { createExplain } from '../../server/src/escape/hints/outputReader.ts';
import { describeLineRequest, describeTargetRequest } from '../../server/src/protocol/requests.ts';
import { goTest } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const goMod = 'module example.com/m\n\ngo 1.21\n';
const text = `package m

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

type P struct{ a [64]int }

func New() *P {
	return &P{}
}
`;

let pair: LspPair;
afterEach(() => pair.stop());

async function start(files: Readonly<Record<string, string>>): Promise<void> {
	pair = await lspPair({ 'go.mod': goMod, ...files }, { explain: createExplain(goParser) });
	for (const [name, content] of Object.entries(files)) await pair.open(name, content);
}

const target = (symbol: string) =>
	pair.request<string>(describeTargetRequest, { uri: pair.uri('a.go'), target: symbol });
const line = (number: number) => pair.request<string>(describeLineRequest, { uri: pair.uri('a.go'), line: number - 1 });

goTest('a target that the file pulls is told as its hover tells it', async () => {
	await start({ 'a.go': text });
	const position = { line: 4, character: 30 };
	const hover = await pair.request<Hover>('textDocument/hover', { textDocument: { uri: pair.uri('a.go') }, position });
	expect(await target('runtime.nanotime')).toBe((hover.contents as MarkupContent).value);
});

goTest.each([
	[
		'a function',
		'runtime.gcStart',
		[/^\*\*`runtime\.gcStart`\*\*\n\n\*\*go1\./, /the linker refuses it/, /Public API: `runtime\.GC/],
	],
	['a variable', 'runtime.zeroVal', [/^\*\*`runtime\.zeroVal`\*\*/, /Go 1\.18/]],
	['a name that nothing has', 'runtime.noSuchName', [/`runtime\.noSuchName` does not exist/]],
	['no name', 'no symbol', [/^no symbol is not the name of a symbol\.$/]],
])('a target that nothing pulls yet: %s', async (_, symbol, said) => {
	for (const file of [text, 'package m\n']) {
		await start({ 'a.go': file });
		const answer = await target(symbol);
		for (const pattern of said) expect(answer).toMatch(pattern);
		expect(answer).not.toContain('linkscapePull');
		if (file === text) await pair.stop();
	}
});

goTest('a line is told as its hovers tell it, once its package was compiled', async () => {
	await start({ 'a.go': text, 'empty.s': '' });
	expect(await line(11)).toMatch(
		/^\*\*`&P\{\}` goes to the heap\*\* \(returned[\s\S]*It is returned and outlives the call/,
	);
	expect(await line(11)).not.toContain('command:');
	expect(await line(8)).toBe('Nothing on line 8 goes to the heap.');
});

test('what cannot be told is said', async () => {
	pair = await lspPair({ 'go.mod': goMod, 'a.go': text }, { initializationOptions: { trusted: false } });
	expect(await line(11)).toBe('The file is not open.');
	await pair.open('a.go', text);
	expect(await line(11)).toBe('The workspace is not trusted, so no program is run.');
});
