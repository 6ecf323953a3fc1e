/** What the words of a code lens mean, for who rests the mouse on it (LSP 3.18, `Command.tooltip`). */

/** The terms of a function's lens, in the order in which they may stand there. */
const terms: readonly (readonly [RegExp, string])[] = [
	[/(?<!maybe )\bheap\b/, 'heap: allocated each time the line runs'],
	[/\bmaybe heap\b/, 'maybe heap: allocated for some values or sizes'],
	[/\bcold\b/, 'cold: where the program starts, fails or runs once'],
	[/\binlined\b/, 'inlined: in the body of a function that was inlined here'],
	[/\bleaks\b/, 'leaks: what is passed for this parameter has to be on the heap'],
	[/% of the profile/, 'profile: what the loaded profile has on the lines of these allocations, each line once'],
	[/\bnot instantiated\b/, 'generic: compiled only for type arguments, and there are none here'],
	[/\bcost \d+ of \d+/, 'cost: the compiler inlines what is not dearer than the second number'],
];

/** One line for each term that the lens has, and what a click does. */
export function functionTooltip(title: string): string {
	const meanings = terms.flatMap(([term, meaning]) => (term.test(title) ? [meaning] : []));
	return ["By the compiler's escape analysis.", ...meanings, 'Click to list them.'].join('\n');
}

export const directiveTooltip =
	'What the Go linker does with this directive. Hover over the target for the reason and for other Go versions.';

export const filterTooltip =
	'Shows all escape hints of this workspace again. Which filters are set is in the menu of Linkscape in the status bar.';

export const benchmarkTooltip =
	'Measures the pull and its public API with go test. It runs code of this package; nothing is written into the module.';

export function runWithTooltip(kind: 'test' | 'benchmark'): string {
	return `Runs this ${kind} to check the escape hints against it, or to record profiles that say what they cost.`;
}
