/** The words of a lens are explained, and no others. */
import { expect, test } from 'vitest';
import { functionTooltip } from '../../server/src/lsp/features/lensTooltips.ts';

const words = (tooltip: string) => [...tooltip.matchAll(/^([a-z ]+): /gm)].map(([, word]) => word);

test.each([
	['2 heap', ['heap']],
	['1 maybe heap', ['maybe heap']],
	['3 heap, 1 in a loop · 1 maybe heap · 2 cold · 1 inlined', ['heap', 'maybe heap', 'cold', 'inlined']],
	['1 heap · leaks p · inlinable (cost 3)', ['heap', 'leaks']],
	['1 heap · 12 % of the profile', ['heap', 'profile']],
	['leaks p, q · not inlinable (cost 112 of 80)', ['leaks', 'cost']],
])('%s', (title, explained) => {
	expect(words(functionTooltip(title))).toEqual(explained);
});
