/** Baselines: what is known about a module and need not fail a run again. The same for findings of `check` and hints of `escapes`. */

/** What one command keeps in its baselines. */
export interface BaselineKind<T> {
	readonly command: 'check' | 'escapes';
	/** The field of the file that holds the entries. */
	readonly field: 'findings' | 'hints';
	/** What an item is called in a sentence: `hint`. */
	readonly noun: string;
	/** What was done with the files that were looked at: `compiled`. */
	readonly done: string;
	/** Relative to the working directory, with `/`. */
	fileOf(item: T): string;
	/** The words that make it what it is, without its file and its line. */
	wordsOf(item: T): readonly string[];
	/** Whether baselines hold it at all. */
	counts(item: T): boolean;
}

export interface Baseline {
	/** What an item is, without its line → how often it is there. */
	readonly entries: Readonly<Record<string, number>>;
}

/** What a run looked at; a baseline may hold entries of other packages, classes and platforms. */
export interface Examined<T> {
	/** The items that the run is about. */
	readonly items: readonly T[];
	/** Those that options left out of it. */
	readonly leftOut: readonly T[];
	/** Whether a file of the baseline was looked at, is on disk but was not looked at, or is gone. */
	readonly stateOf: (file: string) => FileState;
}

export type FileState = 'examined' | 'not-examined' | 'gone';

export interface BaselineComparison<T> {
	/** The items with `new` set for each; the last of several equal ones is new. */
	readonly items: readonly (T & { readonly new: boolean })[];
	/** The entries that are no longer in the code, each as often as it is missing. */
	readonly gone: readonly string[];
	/** How many could not be compared, because their files were not looked at. */
	readonly notCompared: number;
}

export interface Update {
	/** The text of the file: sorted and without lines, so that it changes only when the items do. */
	readonly text: string;
	readonly total: number;
	readonly added: number;
	readonly removed: number;
	/** How many were kept because their files were not looked at. */
	readonly kept: number;
}

const noBaseline: Baseline = { entries: {} };

/** The baseline in a file's text, or what is wrong with it: the end of a sentence that begins with the file's name. */
export function parseBaseline(
	text: string,
	{ field, command }: Pick<BaselineKind<never>, 'field' | 'command'>,
): Baseline | string {
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
	const entries = value[field];
	if (!isObject(entries) || !Object.values(entries).every(isCount)) {
		return `is not a baseline of linkscape ${command}: "${field}" must hold numbers by name`;
	}
	return { entries: entries as Record<string, number> };
}

export function compareWithBaseline<T>(
	examined: Examined<T>,
	baseline: Baseline,
	kind: BaselineKind<T>,
): BaselineComparison<T> {
	const left = new Map(Object.entries(baseline.entries));
	const take = (item: T): boolean => {
		const name = entryOf(item, kind);
		const known = left.get(name) ?? 0;
		if (known > 0) left.set(name, known - 1);
		return known > 0;
	};
	const taken = examined.items.map((item) => !kind.counts(item) || take(item));
	for (const item of examined.leftOut) take(item);
	const renamed = renamedEntries(left, examined.stateOf, kind);
	const items = examined.items.map((item, index) => ({ ...item, new: !taken[index] && !renamed.take(item) }));
	const gone: string[] = [];
	let notCompared = 0;
	for (const [name, count] of left) {
		if (examined.stateOf(fileOfEntry(name)) === 'not-examined') notCompared += count;
		else for (let times = 0; times < count; times++) gone.push(name);
	}
	return { items, gone, notCompared };
}

/** Entries of files that are gone stand for the same items of another file: it was renamed, or the code moved. */
function renamedEntries<T>(left: Map<string, number>, stateOf: Examined<T>['stateOf'], kind: BaselineKind<T>) {
	const byRest = new Map<string, string[]>();
	for (const name of left.keys()) {
		if (stateOf(fileOfEntry(name)) !== 'gone') continue;
		const rest = name.slice(fileOfEntry(name).length);
		const names = byRest.get(rest);
		if (names) names.push(name);
		else byRest.set(rest, [name]);
	}
	return {
		take(item: T): boolean {
			const rest = entryOf(item, kind).slice(kind.fileOf(item).length);
			const name = byRest.get(rest)?.find((each) => (left.get(each) ?? 0) > 0);
			if (name === undefined) return false;
			left.set(name, (left.get(name) ?? 0) - 1);
			return true;
		},
	};
}

/**
 * What the baseline becomes: an entry goes only when its file was looked at and no longer has it, or is gone from the disk.
 *
 * @param before undefined where there is no file yet
 */
export function updateBaseline<T>(examined: Examined<T>, before: Baseline | undefined, kind: BaselineKind<T>): Update {
	const { entries: old } = before ?? noBaseline;
	const counts = countEntries(examined.items, kind);
	const leftOut = countEntries(examined.leftOut, kind);
	let kept = 0;
	for (const [name, count] of Object.entries(old)) {
		const isExamined = examined.stateOf(fileOfEntry(name)) !== 'not-examined';
		const still = isExamined ? Math.min(count, leftOut.get(name) ?? 0) : count;
		if (!isExamined) kept += count;
		if (still > 0) counts.set(name, (counts.get(name) ?? 0) + still);
	}
	const entries = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
	const more = (a: Baseline['entries'], b: Baseline['entries']) => {
		return sum(Object.entries(a).map(([name, count]) => Math.max(0, count - (b[name] ?? 0))));
	};
	return {
		text: `${JSON.stringify({ version: 1, [kind.field]: entries }, undefined, '\t')}\n`,
		total: sum(Object.values(entries)),
		added: more(entries, old),
		removed: more(old, entries),
		kept,
	};
}

function countEntries<T>(items: readonly T[], kind: BaselineKind<T>): Map<string, number> {
	const counts = new Map<string, number>();
	for (const item of items) {
		if (!kind.counts(item)) continue;
		const name = entryOf(item, kind);
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return counts;
}

const separator = ' | ';

function entryOf<T>(item: T, kind: BaselineKind<T>): string {
	return [kind.fileOf(item), ...kind.wordsOf(item)].join(separator);
}

/** The file that an entry is about, as reports show it. */
export function fileOfEntry(name: string): string {
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
