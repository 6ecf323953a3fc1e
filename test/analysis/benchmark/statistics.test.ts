/** Statistics against values that R and benchstat give. */
import { describe, expect, test } from 'vitest';
import { mannWhitney, summarize } from '../../../server/src/analysis/benchmark/statistics.ts';

const from = (start: number, count: number) => Array.from({ length: count }, (_, at) => start + at);

describe('Mann–Whitney U', () => {
	// wilcox.test(a, b)$p.value in R; with ties coin::wilcox_test(distribution = "exact"), here counted by hand.
	const table: readonly (readonly [string, readonly number[], readonly number[], number])[] = [
		['apart, 10 each', from(1, 10), from(11, 10), 2 / 184756],
		['apart, 5 each: the 0.008 of benchstat', from(1, 5), from(6, 5), 2 / 252],
		['apart, 4 each: its 0.029', from(6, 4), from(1, 4), 2 / 70],
		['one out of order', [1, 2, 3, 5], [4, 6, 7, 8], 4 / 70],
		['interleaved', [1, 4, 5, 8], [2, 3, 6, 7], 1],
		['all equal', [3, 3, 3], [3, 3, 3], 1],
		// Of the 6 ways to choose two of 1 2 2 3, 3 make a sum of at most 3: {1,2} twice, and none smaller.
		['ties', [1, 2], [2, 3], 4 / 6],
		['other sizes', [1, 2], [3, 4, 5], 2 / 10],
	];
	test.each(table)('%s', (_, a, b, p) => {
		expect(mannWhitney(a, b)).toBeCloseTo(p, 12);
		expect(mannWhitney(b, a)).toBeCloseTo(p, 12);
	});
});

describe('median and spread', () => {
	test.each([
		['odd', [3, 1, 2], 2, undefined],
		['even', [4, 1, 3, 2], 2.5, undefined],
		['five say nothing about the spread', from(1, 5), 3, undefined],
		// Six: the smallest and the largest enclose the median in 1 - 2/64 = 96.9 %.
		['six', [10, 10, 10, 10, 10, 12], 10, 0.2],
		// Ten: the second to the ninth do, in 1 - 22/1024 = 97.9 %.
		['ten', [1, 90, 100, 100, 100, 100, 100, 100, 105, 900], 100, 0.1],
		['nothing at all', from(0, 6).fill(0), 0, 0],
	])('%s', (_, values, median, spread) => {
		expect(summarize(values)).toEqual({ median, spread: spread === undefined ? undefined : expect.closeTo(spread, 9) });
	});

	test('no values', () => {
		expect(summarize([])).toBeUndefined();
	});
});
