/** Cold paths are folded; a sure allocation in a loop and what a profile calls hot never are. */
import { expect, test } from 'vitest';
import type { EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';
import { isColdMaybe, isFolded } from '../../../server/src/analysis/escape/foldedHints.ts';

type Case = readonly [Partial<EscapeHint>, hot: boolean | undefined, folded: boolean];

const cases: readonly Case[] = [
	[{ verdict: 'heap' }, undefined, false],
	[{ verdict: 'heap', coldPath: 'error' }, undefined, true],
	[{ verdict: 'heap', coldPath: 'error', inLoop: true }, undefined, false],
	[{ verdict: 'heap', coldPath: 'inlined-copy', inLoop: true }, undefined, false],
	[{ verdict: 'maybe-heap', coldPath: 'error', inLoop: true }, undefined, true],
	[{ verdict: 'heap', coldPath: 'once' }, true, false],
	[{ verdict: 'heap', coldPath: 'once' }, false, true],
];

test.each(cases)('%o, hot: %s', (hint, hot, folded) => {
	expect(isFolded(hint as EscapeHint, hot === undefined ? undefined : () => hot)).toBe(folded);
});

test.each([
	[{ verdict: 'maybe-heap', coldPath: 'error' }, true],
	[{ verdict: 'maybe-heap', coldPath: 'panic' }, true],
	[{ verdict: 'maybe-heap', coldPath: 'inlined-copy' }, false],
	[{ verdict: 'maybe-heap', coldPath: 'initialization' }, false],
	[{ verdict: 'maybe-heap' }, false],
	[{ verdict: 'heap', coldPath: 'error' }, false],
] as const)('%o is a "maybe" on a cold path: %s', (hint, expected) => {
	expect(isColdMaybe(hint)).toBe(expected);
});
