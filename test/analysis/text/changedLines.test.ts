import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLines } from '../../../server/src/analysis/text/changedLines.ts';

/** The changed lines of `after`, as their text. */
const changed = (before: string, after: string, most?: number) =>
	changedLines(before, after, most).map(({ start, end }) => after.slice(start, end));

test.each([
	['nothing', 'a\nb\n', 'a\nb\n', []],
	['a new file', '', 'a\nb\n', ['a\nb\n']],
	['one line', 'a\nb\nc\n', 'a\nB\nc\n', ['B\n']],
	['a line put in', 'a\nc\n', 'a\nb\nc\n', ['b\n']],
	['a line taken out', 'a\nb\nc\n', 'a\nc\n', []],
	['two places', 'a\nb\nc\nd\n', 'A\nb\nc\nD\n', ['A\n', 'D\n']],
	['line ends only', 'a\nb\n', 'a\r\nb\r\n', []],
	['the last line, without an end', 'a\nb', 'a\nc', ['c']],
	['a block that moved down', 'x\ny\na\nb\nc\n', 'a\nb\nc\nx\ny\n', ['x\ny\n']],
])('%s', (_, before, after, expected) => {
	expect(changed(before, after)).toEqual(expected);
});

test('more edits than the limit: everything between the first and the last difference', () => {
	expect(changed('a\n1\nb\n2\nc\n', 'a\n3\nb\n4\nc\n', 3)).toEqual(['3\nb\n4\n']);
});

test('what is not changed stands in the old text, in the same order', () => {
	const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
	fc.assert(
		fc.property(lines, lines, (old, now) => {
			const after = now.map((line) => `${line}\n`).join('');
			const before = old.map((line) => `${line}\n`).join('');
			const spans = changedLines(before, after);
			const beforeLines = before.split('\n');
			let at = 0;
			const kept: string[] = [];
			for (const { start, end } of [...spans, { start: after.length, end: after.length }]) {
				kept.push(...after.slice(at, start).split('\n').slice(0, -1));
				at = end;
			}
			let next = 0;
			for (const line of kept) {
				while (next < beforeLines.length && beforeLines[next] !== line) next++;
				expect(next).toBeLessThan(beforeLines.length);
				next++;
			}
		}),
	);
});
