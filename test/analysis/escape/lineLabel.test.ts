/** What an editor draws at the end of a line, within what it can draw. */
import { expect, test } from 'vitest';
import { type LineParts, lineLabel } from '../../../server/src/analysis/escape/lineLabel.ts';

const hint = (label: string) => {
	const sure = label === 'heap' || label.startsWith('heap: ');
	return { label, verdict: label.startsWith('static') ? 'static' : sure ? 'heap' : 'maybe-heap' } as const;
};
const labelOf = (labels: readonly string[], details: readonly string[] = [], more: Partial<LineParts> = {}) =>
	lineLabel({ hints: labels.map(hint), details, stale: false, ...more });

const cases: readonly (readonly [string, readonly string[], string, string[]?])[] = [
	['one hint', ['heap: stored'], '↑ heap: stored'],
	['the same twice', ['heap: stored', 'heap: stored'], '↑ heap: stored ×2'],
	['the sure one first', ['heap when it grows', 'heap: stored'], '↑ heap: stored · heap when it grows'],
	['of one kind together', ['heap: error value', 'heap: boxed', 'heap: boxed'], '↑ heap ×3: error value, boxed'],
	[
		'what is left out, as a number',
		['heap: concatenation', 'heap: stored in element', 'heap: boxed', 'heap: closure'],
		'↑ heap ×4: concatenation +3',
	],
	[
		'no room for what is not sure',
		['heap: passed to http.HandleFunc', 'heap for most: boxed'],
		'↑ heap: passed to http.HandleFunc +1',
	],
	['two conditions', ['heap when it grows', 'heap if ≥ 256: boxed'], '↑ maybe heap ×2: append, boxed'],
	['checks behind the verdict', ['heap: stored'], '↑ heap: stored · bounds check ×2', ['bounds check', 'bounds check']],
	['checks without a verdict', [], '· nil check', ['nil check']],
	[
		'checks that do not fit',
		['heap: passed to http.HandleFunc'],
		'↑ heap: passed to http.HandleFunc +2',
		['bounds check', 'write barrier'],
	],
];

test.each(cases.map(([what, labels, expected, details = []]) => ({ what, labels, expected, details })))(
	'$what',
	({ labels, expected, details }) => {
		expect(labelOf(labels, details)).toBe(expected);
	},
);

test('a share of the profile where there is room, and the marks of an earlier text and of a quick fix always', () => {
	const passed = ['heap: passed to http.HandleFunc'];
	expect(labelOf(['heap: stored'], [], { extras: ['12 %'] })).toBe('↑ heap: stored · 12 %');
	expect(labelOf(passed, [], { extras: ['48 B and more'] })).toBe('↑ heap: passed to http.HandleFunc');
	expect(labelOf(passed, [], { stale: true, extras: ['12 %'] })).toBe('~ heap: passed to http.HandleFunc · old');
	expect(labelOf(passed, [], { fixable: true, extras: ['12 %'] })).toBe('↑ heap: passed to http.HandleFunc · fix');
	expect(labelOf(passed, [], { fixable: true, stale: true })).toBe('~ heap: passed to http.HandleFunc · old');
	expect(labelOf([], ['nil check'], { stale: true })).toBe('· nil check');
});

test('the size of what is allocated for sure beside it, where that hides nothing else', () => {
	const size = '48 B';
	expect(labelOf(['heap: stored'], [], { size })).toBe('↑ heap: stored (48 B)');
	expect(labelOf(['heap when it grows', 'heap: stored'], [], { size })).toBe(
		'↑ heap: stored (48 B) · heap when it grows',
	);
	expect(labelOf(['heap: stored', 'heap: returned'], [], { size })).toBe('↑ heap ×2: stored, returned (48 B)');
	expect(labelOf(['heap unless empty: boxed', 'heap: stored'], [], { size })).toBe(
		'↑ heap: stored (48 B) · maybe heap',
	);
	const many = ['heap: stored', 'heap: returned', 'heap: error value', 'heap: closure'];
	expect(labelOf(many, [], { size })).toBe('↑ heap ×4: stored, returned, error value +1');
	expect(labelOf(['heap: stored'], [], { size: '1,048,576 B', stale: true })).toBe(
		'~ heap: stored (1,048,576 B) · old',
	);
});

/** A fixed series of numbers below `limit` (mulberry32). */
function numbers(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
	};
}

test('any hints and checks of a line fit, and a sure allocation among them is named', () => {
	const labels = [
		'heap: stored',
		'heap: error value',
		'heap: passed to registry.MustRegister',
		'heap: size not constant',
		'heap when it grows',
		'heap if ≥ 256: boxed',
		'heap unless empty: boxed',
		'heap if still on the stack',
		'maybe heap: boxed',
		'static: constant',
		`heap: ${'x'.repeat(90)}`,
		`maybe heap: ${'y'.repeat(60)}`,
		`static: ${'z'.repeat(60)}`,
	];
	const details = ['bounds check', 'slice bounds check', 'nil check', 'write barrier', 'w'.repeat(70)];
	const next = numbers(7);
	for (let round = 0; round < 5000; round++) {
		const some = (from: readonly string[], most: number) =>
			Array.from({ length: next(most + 1) }, () => from[next(from.length)] ?? '');
		const [hints, checks] = [some(labels, 6), some(details, 4)];
		const [stale, fixable, extras] = [next(2) === 1, next(2) === 1, next(2) === 1 ? ['12 %', '4,096 B'] : []];
		const size = next(2) === 1 ? '12,345 B' : '';
		const text = labelOf(hints, checks, { stale, fixable, extras, size });
		expect(text.length, text).toBeLessThanOrEqual(43);
		if (hints.some((label) => label.startsWith('heap: '))) expect(text).toMatch(/^[↑~] heap/);
	}
});
