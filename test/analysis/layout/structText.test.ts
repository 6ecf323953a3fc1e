import { describe, expect, test } from 'vitest';
import { readStructText, reorderedText } from '../../../server/src/analysis/layout/structText.ts';

function reordered(text: string, order: readonly number[]): string | undefined {
	const read = readStructText(text);
	return read && reorderedText(text, read, order);
}

test('comments, tags and blank lines go with their field', () => {
	const text = `struct {
	// ok says so
	// in two lines
	ok bool // trailing
	n  int64 \`json:"n"\`

	// a and b
	a, b bool
	*T
	inner struct {
		x int // x
	} /* behind */
	// the end
}`;
	expect(readStructText(text)?.entries.map(({ names }) => names.join())).toEqual(['ok', 'n', 'a,b', 'T', 'inner']);
	expect(reordered(text, [4, 2, 3, 1, 0])).toBe(`struct {
	inner struct {
		x int // x
	} /* behind */

	// a and b
	a, b bool
	*T
	n  int64 \`json:"n"\`
	// ok says so
	// in two lines
	ok bool // trailing
	// the end
}`);
	expect(reordered(text, [2, 0, 1, 3, 4])?.split('\n').slice(0, 3)).toEqual([
		'struct {',
		'	// a and b',
		'	a, b bool',
	]);
});

test('line ends of Windows stay', () => {
	expect(reordered('struct {\r\n\ta bool\r\n\tb int\r\n}', [1, 0])).toBe('struct {\r\n\tb int\r\n\ta bool\r\n}');
});

describe('left to a person', () => {
	test.each([
		['struct{ a bool; b int }'],
		['struct {\n\ta bool; b int\n}'],
		['struct {\n\ta bool /* over\n\tlines */\n\tb int\n}'],
		['struct { a bool\n\tb int\n}'],
	])('%j', (text) => {
		expect(reordered(text, [1, 0])).toBeUndefined();
	});
});

test.each(['int', 'struct', 'struct {', 'struct { a', '[]struct{ a int }', 'struct { 1 }', ''])(
	'%j is no struct',
	(text) => {
		expect(readStructText(text)).toBeUndefined();
	},
);
