/** The file of a baseline: read before a run, compared with it, written after it. */
import { resolve } from 'node:path';
import {
	type Baseline,
	type BaselineKind,
	type Examined,
	fileOfEntry,
	type FileState,
	parseBaseline,
	updateBaseline,
} from './baseline.ts';
import type { Problem } from './exitCode.ts';
import { plural } from './plural.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface BaselineFiles {
	/** What stands at an absolute path; undefined when there is nothing. */
	readonly kindOf: (path: string) => Promise<'file' | 'directory' | 'other' | undefined>;
	readonly readText: (path: string) => Promise<string | undefined>;
	readonly writeText: (path: string, text: string) => Promise<boolean>;
}

export interface BaselineDeps extends BaselineFiles {
	readonly terminal: Terminal;
}

/** The baseline that is named; undefined without one, and for one that `--update` is going to make. */
export async function readBaseline(
	{ baseline: name, update }: { readonly baseline: string | undefined; readonly update: boolean },
	kind: BaselineKind<never>,
	deps: BaselineDeps,
): Promise<Baseline | undefined> {
	if (name === undefined) return undefined;
	const path = resolve(deps.terminal.directory, name);
	const found = await deps.kindOf(path);
	if (found === 'directory') throw new CannotRun(`The baseline ${name} is a directory.`);
	if (found === 'other') throw new CannotRun(`The baseline ${name} is not a regular file.`);
	if (found === undefined) {
		if (update) return undefined;
		throw new CannotRun(`There is no baseline ${name}; write one with --update.`);
	}
	const text = await deps.readText(path);
	if (text === undefined) throw new CannotRun(`The baseline ${name} cannot be read.`);
	if (update && text.trim() === '') return undefined;
	const baseline = parseBaseline(text, kind);
	if (typeof baseline === 'string') throw new CannotRun(`${name} ${baseline}.`);
	return baseline;
}

export async function writeBaseline<T>(
	name: string,
	examined: Examined<T>,
	before: Baseline | undefined,
	kind: BaselineKind<T>,
	{ terminal, writeText }: BaselineDeps,
): Promise<Problem> {
	const { text, total, added, removed, kept } = updateBaseline(examined, before, kind);
	if (!(await writeText(resolve(terminal.directory, name), text))) {
		return { level: 'error', message: `The baseline ${name} could not be written.` };
	}
	const unseen = kept === 0 ? '' : `; ${plural(kept, kind.noun)} of files that were not ${kind.done} kept`;
	const message = `${name} holds ${plural(total, kind.noun)}: ${added} added, ${removed} removed${unseen}.`;
	return { level: 'note', message };
}

export function notCompared(count: number, { noun, done }: BaselineKind<never>): Problem {
	const message = `${plural(count, noun)} of the baseline ${count === 1 ? 'is' : 'are'} in files that were not ${done}, and not compared.`;
	return { level: 'note', message };
}

/**
 * What became of each file that a baseline names.
 *
 * @param isExamined whether the run looked at a file, by the name that reports show
 */
export async function fileStates(
	baseline: Baseline | undefined,
	isExamined: (file: string) => boolean,
	{ terminal: { directory }, kindOf }: BaselineDeps,
): Promise<(file: string) => FileState> {
	const named = new Set(Object.keys(baseline?.entries ?? {}).map(fileOfEntry));
	const states = new Map<string, FileState>();
	for (const file of named) {
		const isThere = (await kindOf(resolve(directory, file))) !== undefined;
		states.set(file, !isThere ? 'gone' : isExamined(file) ? 'examined' : 'not-examined');
	}
	return (file) => states.get(file) ?? 'gone';
}
