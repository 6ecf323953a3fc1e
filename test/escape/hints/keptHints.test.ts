import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textDifference } from '../../../server/src/analysis/text/textDifference.ts';
import { moveLines } from '../../../server/src/escape/hints/moveLines.ts';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '世', '😀'), maxLength: 40 });

test('the difference of two texts turns one into the other', () => {
	fc.assert(
		fc.property(text, text, (before, after) => {
			const { start, oldEnd, newEnd } = textDifference(before, after);
			expect(before.slice(0, start) + after.slice(start, newEnd) + before.slice(oldEnd)).toBe(after);
			expect(start).toBeLessThanOrEqual(Math.min(oldEnd, newEnd));
		}),
	);
});

test('lines and columns behind a change name the same character afterwards', () => {
	fc.assert(
		fc.property(text, text, fc.nat(40), fc.nat(40), fc.nat(40), (before, inserted, a, b, at) => {
			const [start, oldEnd] = [a, b].map((each) => Math.min(each, before.length)).sort((x, y) => x - y) as [
				number,
				number,
			];
			const after = before.slice(0, start) + inserted + before.slice(oldEnd);
			const newEnd = start + inserted.length;
			const offset = Math.min(at, before.length);
			const place = new LineIndex(before).position(offset);
			const position = { line: place.line + 1, column: place.column + 1 };
			const move = moveLines(before, after, { start, oldEnd, newEnd });
			const moved = move.concerns(position) ? move.apply(position) : position;
			const isInside = offset >= start && offset < oldEnd;
			fc.pre(!isInside);
			const now = new LineIndex(after).position(offset < start ? offset : offset + newEnd - oldEnd);
			expect(moved).toEqual({ line: now.line + 1, column: now.column + 1 });
		}),
	);
});
