/** How many hints there are of each class, and in which functions most of them stand. */
import type { ReportedHint } from '../escapesReport.ts';

export interface HintSummary {
	/** By class, the most frequent first. */
	readonly classes: Readonly<Record<string, number>>;
	/** The functions with the most hints, at most {@link mostFunctions}. */
	readonly functions: readonly { readonly file: string; readonly function: string; readonly hints: number }[];
}

const mostFunctions = 20;

/** Of the hints that may go to the heap. */
export function summaryOfHints(hints: readonly ReportedHint[]): HintSummary {
	const classes = new Map<string, number>();
	const functions = new Map<string, { readonly file: string; readonly function: string; hints: number }>();
	for (const hint of hints) {
		if (hint.verdict !== 'heap' && hint.verdict !== 'maybe-heap') continue;
		classes.set(hint.class, (classes.get(hint.class) ?? 0) + 1);
		const key = `${hint.file} ${hint.function}`;
		const known = functions.get(key) ?? { file: hint.file, function: hint.function, hints: 0 };
		known.hints++;
		functions.set(key, known);
	}
	const most = [...functions.values()].sort((a, b) => b.hints - a.hints || (a.file < b.file ? -1 : 1));
	return {
		classes: Object.fromEntries([...classes].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))),
		functions: most.slice(0, mostFunctions),
	};
}

/** More hints than these are summed up for people. */
const manyHints = 30;
const shownFunctions = 5;

/** Two lines below a long list; none below a short one. */
export function summaryLines(hints: readonly ReportedHint[]): readonly string[] {
	if (hints.length <= manyHints) return [];
	const { classes, functions } = summaryOfHints(hints);
	const byClass = Object.entries(classes).map(([name, count]) => `${count} ${name}`);
	const byFunction = functions.slice(0, shownFunctions).map((one) => `${one.function} (${one.file}) ${one.hints}`);
	return [`By class: ${byClass.join(', ')}.`, `Most in: ${byFunction.join(', ')}.`];
}
