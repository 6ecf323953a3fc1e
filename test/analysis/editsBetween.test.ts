/** Line differences: what they lead to, and that they leave equal lines alone. */
import { expect, test } from 'vitest';
import { editsBetween } from '../../server/src/analysis/text/editsBetween.ts';
import { applyEdits } from '../../server/src/analysis/text/textEdit.ts';

test('equal texts need no edit', () => {
	expect(editsBetween('a\nb\n', 'a\nb\n')).toEqual([]);
	expect(editsBetween('', '')).toEqual([]);
});

test('an edit holds whole lines, and only those that differ', () => {
	expect(editsBetween('a\nb\nc\nd', 'a\nx\nc\nd\ne')).toEqual([
		{ span: { start: 2, end: 4 }, newText: 'x\n' },
		{ span: { start: 6, end: 7 }, newText: 'd\ne' },
	]);
});

test('any text becomes any other', () => {
	let seed = 7;
	const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
	const text = () => Array.from({ length: random(12) }, () => 'abc'[random(3)]).join('\n') + '\n'.repeat(random(2));
	for (let round = 0; round < 3000; round++) {
		const [before, after] = [text(), text()];
		expect(applyEdits(before, editsBetween(before, after))).toBe(after);
	}
});

test('two changes at the ends of a large file cost little', () => {
	const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}`);
	const after = ['new', ...lines.slice(0, -3), 'end'].join('\n');
	expect(editsBetween(lines.join('\n'), after)).toHaveLength(2);
});
