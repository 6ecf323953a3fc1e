import { expect, test } from 'vitest';
import { linesAt } from '../../client/src/assemblyLinks.ts';

/** Of each line of an assembly the line of the source. */
const lines = [-1, -1, 8, 8, 8, -1, 9, 8];

test.each([
	[8, 'source', [2, 3, 4, 7], [8]],
	[3, 'assembly', [2, 3, 4, 7], [8]],
	[6, 'assembly', [6], [9]],
	[0, 'assembly', [], []],
	[7, 'source', [], []],
	[99, 'assembly', [], []],
] as const)('line %i of the %s', (line, side, assembly, source) => {
	expect(linesAt(lines, line, side)).toEqual({ assembly, source });
});
