/** Many changes in one notification make the text that they make one by one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EditedText } from '../../server/src/lsp/editedText.ts';
import { lspPair } from '../support/lspPair.ts';

test('edits, positions and lines are those of the protocol library', () => {
	const parts = fc.array(
		fc.constantFrom('a', 'bc', '\r', '\n', '\r\n', '😀', 'x'.repeat(1500), '\n'.repeat(700), '\r\n'.repeat(2500)),
		{
			maxLength: 12,
		},
	);
	const place = fc.record({ line: fc.nat(6000), character: fc.oneof(fc.nat(4), fc.nat(3000)) });
	const change = fc.record({ one: place, other: place, near: fc.boolean(), parts });
	fc.assert(
		fc.property(parts, fc.array(change, { maxLength: 12 }), (first, changes) => {
			const text = first.join('');
			const expected = TextDocument.create('file:///a.go', 'go', 1, text);
			const edited = new EditedText(text);
			for (const { one, other, near, parts: added } of changes) {
				const line = one.line % (expected.lineCount + 1);
				const start = { line, character: one.character };
				const end = near ? { line, character: one.character + 2 } : other;
				const [from, to] = [expected.offsetAt(start), expected.offsetAt(end)];
				expect([edited.offset(start), edited.offset(end)]).toEqual([from, to]);
				edited.replace(Math.min(from, to), Math.max(from, to), added.join(''));
				TextDocument.update(expected, [{ range: { start, end }, text: added.join('') }], 2);
				expect(edited.text() === expected.getText()).toBe(true);
				expect(edited.line(line)).toBe(
					expected.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }),
				);
			}
		}),
	);
});

test.each([
	['from the end to the start', true],
	['from the start to the end', false],
])('16,000 changes at once, %s, leave the findings of the new text', async (_, reversed) => {
	const count = 16_000;
	const head = 'package m\n\n//go:linkname f runtime.nanotime\nfunc f() int64\n\n';
	const body = Array.from({ length: count }, (_each, at) => `var v${at} = "some text of a line ${at}"\n`).join('');
	const text = head + body;
	const pair = await lspPair(
		{ 'go.mod': 'module example.com/m\n\ngo 1.21\n', 'a.go': text },
		{ initializationOptions: { trusted: false } },
	);
	try {
		await pair.open('a.go', text);
		expect((await pair.diagnostics('a.go')).map(({ code }) => code)).toEqual(['linkname-needs-unsafe']);
		const places = Array.from({ length: count }, (_each, at) => at + 5);
		if (reversed) places.reverse();
		const contentChanges = [
			...places.map((line) => ({
				range: { start: { line, character: 0 }, end: { line, character: 3 } },
				text: 'const',
			})),
			{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '\nimport _ "unsafe"\n' },
		];
		await pair.notify('textDocument/didChange', {
			textDocument: { uri: pair.uri('a.go'), version: 2 },
			contentChanges,
		});
		expect(await pair.diagnostics('a.go', (list) => list.length === 0)).toEqual([]);
	} finally {
		await pair.stop();
	}
});
