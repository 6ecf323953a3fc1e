/** Baselines of `linkscape escapes`: what is known about a module and need not fail a build again. */
import type { ReportedHint } from './escapesReport.ts';

export interface Baseline {
	readonly version: 1;
	/** What a hint is, without its line → how often it is there. */
	readonly hints: Readonly<Record<string, number>>;
}

/** What a run looked at; a baseline may hold entries of other packages, classes and platforms. */
export interface Examined {
	/** The hints that the run is about. */
	readonly hints: readonly ReportedHint[];
	/** Those that `--class` or `--hot` left out of it. */
	readonly leftOut: readonly ReportedHint[];
	/** Whether a file of the baseline was compiled, is on disk but was not compiled, or is gone. */
	readonly stateOf: (file: string) => 'compiled' | 'not-compiled' | 'gone';
}

export interface BaselineComparison {
	/** The hints with `new` set for each; the last of several equal ones is new. */
	readonly hints: readonly ReportedHint[];
	/** How many hints of the baseline are no longer in the code. */
	readonly gone: number;
	/** How many could not be compared, because their files were not compiled. */
	readonly notCompared: number;
}

export interface Update {
	/** The text of the file: sorted and without lines, so that it changes only when the hints do. */
	readonly text: string;
	readonly total: number;
	readonly added: number;
	readonly removed: number;
	/** How many were kept because their files were not compiled. */
	readonly kept: number;
}

const empty: Baseline = { version: 1, hints: {} };

/** The baseline in a file's text, or what is wrong with it: the end of a sentence that begins with the file's name. */
export function parseBaseline(text: string): Baseline | string {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return 'is not a baseline: it is not JSON';
	}
	if (!isObject(value) || !('version' in value)) return 'is not a baseline: it names no version';
	if (value['version'] !== 1) {
		return `is a baseline of version ${JSON.stringify(value['version'])}, and this release reads version 1`;
	}
	const { hints } = value;
	if (!isObject(hints) || !Object.values(hints).every(isCount)) {
		return 'is not a baseline of linkscape escapes: "hints" must hold numbers by name';
	}
	return { version: 1, hints: hints as Record<string, number> };
}

export function compareWithBaseline(examined: Examined, baseline: Baseline): BaselineComparison {
	const left = new Map(Object.entries(baseline.hints));
	const take = (hint: ReportedHint): boolean => {
		const known = left.get(nameOf(hint)) ?? 0;
		if (known > 0) left.set(nameOf(hint), known - 1);
		return known > 0;
	};
	const taken = examined.hints.map((hint) => !allocates(hint) || take(hint));
	for (const hint of examined.leftOut) take(hint);
	const renamed = renamedEntries(left, examined.stateOf);
	const hints = examined.hints.map((hint, index) => ({ ...hint, new: !taken[index] && !renamed.take(hint) }));
	const counts = { compiled: 0, 'not-compiled': 0, gone: 0 };
	for (const [name, count] of left) counts[examined.stateOf(fileOf(name))] += count;
	return { hints, gone: counts.compiled + counts.gone, notCompared: counts['not-compiled'] };
}

/** Entries of files that are gone stand for the same hints of another file: it was renamed, or the function moved. */
function renamedEntries(left: Map<string, number>, stateOf: Examined['stateOf']) {
	const byRest = new Map<string, string[]>();
	for (const name of left.keys()) {
		if (stateOf(fileOf(name)) !== 'gone') continue;
		const rest = name.slice(fileOf(name).length);
		const names = byRest.get(rest);
		if (names) names.push(name);
		else byRest.set(rest, [name]);
	}
	return {
		take(hint: ReportedHint): boolean {
			const rest = nameOf(hint).slice(hint.file.length);
			const name = byRest.get(rest)?.find((each) => (left.get(each) ?? 0) > 0);
			if (name === undefined) return false;
			left.set(name, (left.get(name) ?? 0) - 1);
			return true;
		},
	};
}

/**
 * What the baseline becomes: an entry goes only when its file was compiled and no longer has it, or is gone from the disk.
 *
 * @param before undefined where there is no file yet
 */
export function updateBaseline(examined: Examined, before: Baseline = empty): Update {
	const counts = countNames(examined.hints);
	const leftOut = countNames(examined.leftOut);
	let kept = 0;
	for (const [name, count] of Object.entries(before.hints)) {
		const isCompiled = examined.stateOf(fileOf(name)) !== 'not-compiled';
		const still = isCompiled ? Math.min(count, leftOut.get(name) ?? 0) : count;
		if (!isCompiled) kept += count;
		if (still > 0) counts.set(name, (counts.get(name) ?? 0) + still);
	}
	const hints = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
	const more = (a: Baseline['hints'], b: Baseline['hints']) => {
		return sum(Object.entries(a).map(([name, count]) => Math.max(0, count - (b[name] ?? 0))));
	};
	return {
		text: `${JSON.stringify({ version: 1, hints } satisfies Baseline, undefined, '\t')}\n`,
		total: sum(Object.values(hints)),
		added: more(hints, before.hints),
		removed: more(before.hints, hints),
		kept,
	};
}

/** Whether a hint is one that a baseline holds: it may go to the heap. */
export function allocates({ verdict }: ReportedHint): boolean {
	return verdict === 'heap' || verdict === 'maybe-heap';
}

function countNames(hints: readonly ReportedHint[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const hint of hints.filter(allocates)) counts.set(nameOf(hint), (counts.get(nameOf(hint)) ?? 0) + 1);
	return counts;
}

const separator = ' | ';

function nameOf(hint: ReportedHint): string {
	return [hint.file, hint.function, hint.verdict, hint.class, hint.subject].join(separator);
}

/** The file that an entry is about, as reports show it. */
export function fileOf(name: string): string {
	return name.slice(0, Math.max(0, name.indexOf(separator)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
	return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
