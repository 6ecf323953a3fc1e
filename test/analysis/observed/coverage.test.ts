import { expect, test } from 'vitest';
import { readCoverage } from '../../../server/src/analysis/observed/coverage.ts';

// As Go 1.26.8 counts: F calls a literal twice and returns behind a condition that holds once.
const first = `mode: atomic
example.com/m/p/a.go:5.20,7.12 2 3
example.com/m/p/a.go:7.12,9.3 1 1
example.com/m/p/a.go:10.2,10.24 1 2
example.com/m/p/a.go:10.16,10.22 1 4
example.com/m/p/a.go:13.14,15.2 1 0
`;
const second = 'mode: atomic\nexample.com/m/p/a.go:13.14,15.2 1 7\nnot a line\n';

test.each<[place: string, line: number, byteColumn: number, runs: number | undefined]>([
	['in a block', 6, 3, 3],
	['in a block behind a condition', 8, 3, 1],
	['in a literal, which lies in the block around it', 10, 18, 4],
	['before the literal', 10, 4, 2],
	['in the header of a function', 13, 8, 7],
	['any place of a line', 10, 0, 4],
	['behind everything', 20, 1, undefined],
])('%s', (_, line, byteColumn, runs) => {
	expect(readCoverage([first, second]).runs('example.com/m/p/a.go', line, byteColumn)).toBe(runs);
});

test('a file that nothing is known of', () => {
	expect(readCoverage([first]).runs('example.com/m/p/b.go', 6, 3)).toBeUndefined();
});
