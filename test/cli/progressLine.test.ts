import { expect, test } from 'vitest';
import { progressText } from '../../server/src/cli/progressLine.ts';

test.each([
	[{ done: 1200, total: 4000, seconds: 2 }, '1200 of 4000 files, 600 a second, 5 s left'],
	[{ done: 10, total: 10_000, seconds: 2 }, '10 of 10000 files, 5 a second, 34 min left'],
	[{ done: 4000, total: 4000, seconds: 3 }, '4000 of 4000 files, 1333 a second, 0 s left'],
	// The tree grew meanwhile.
	[{ done: 12, total: 10, seconds: 1 }, '12 of 10 files, 12 a second, 0 s left'],
	[{ done: 0, total: 10, seconds: 1 }, '0 of 10 files, 0 a second'],
	[{ done: 7, total: undefined, seconds: 0.5 }, '7 files, 14 a second'],
])('%o', (state, text) => {
	expect(progressText({ ...state, noun: 'file' })).toBe(text);
});
