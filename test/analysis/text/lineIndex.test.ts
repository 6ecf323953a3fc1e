import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';

const text = fc
	.array(fc.constantFrom('a', 'é', '世', '😀', '\n', '\r\n', '\uFEFF', '\t'), { maxLength: 40 })
	.map((parts) => parts.join(''));

test('an offset leads to a line and column and back', () => {
	fc.assert(
		fc.property(text, fc.nat(100), (source, at) => {
			const lines = new LineIndex(source);
			const offset = Math.min(at, source.length);
			const { line, column } = lines.position(offset);
			const { start, end } = lines.lineSpan(line);
			// Between the two units of a line end there is no column of its own.
			expect(lines.offset(line, column)).toBe(Math.min(start + column, end));
		}),
	);
});

test('a byte column is the one that UTF-8 has', () => {
	fc.assert(
		fc.property(text, fc.nat(100), (source, at) => {
			const lines = new LineIndex(source);
			const boundaries = [0];
			for (const character of source) boundaries.push((boundaries.at(-1) ?? 0) + character.length);
			const offset = boundaries[at % boundaries.length] ?? 0;
			const { line, column } = lines.bytePosition(offset);
			const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
			expect(line).toBe(source.slice(0, offset).split('\n').length);
			expect(column).toBe(Buffer.byteLength(source.slice(lineStart, offset)) + 1);
			expect(lines.offsetOfByteColumn(line, column)).toBe(Math.min(offset, lines.lineSpan(line - 1).end));
		}),
	);
});
