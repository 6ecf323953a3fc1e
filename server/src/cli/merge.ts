/** `linkscape merge`: joins the JSON results of several checks, of shards above all, or of several runs of `escapes`. */
import { resolve } from 'node:path';
import { inReportOrder, type PlacedFinding } from '../audit/check/placedFinding.ts';
import { escapesFailLevels, failLevels, type MergeOptions } from './arguments.ts';
import { type BaselineKind, compareWithBaseline } from './baseline.ts';
import { type BaselineFiles, notCompared, readBaseline, fileStates } from './baselineFile.ts';
import { failing, findingBaseline } from './check.ts';
import { type CheckResult, readCheckResult } from './checkResult.ts';
import { endOfEscapes, failingHints, hintBaseline } from './escapes.ts';
import type { EscapesReport } from './escapesReport.ts';
import { type EscapesResult, isEscapesResult, mergeEscapes, readEscapesResult } from './escapesResult.ts';
import { endOf, type ExitCode, type Problem, type RunEnd } from './exitCode.ts';
import type { Look, Reporter } from './report/reporter.ts';
import { reporters } from './report/reporters.ts';
import type { CheckReport } from './report/report.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface MergeDeps extends BaselineFiles {
	readonly terminal: Terminal;
	readonly toolVersion: string;
}

/** @throws CannotRun */
export async function runMerge(options: MergeOptions, deps: MergeDeps): Promise<ExitCode> {
	const checks: CheckResult[] = [];
	const escapes: EscapesResult[] = [];
	const kinds = new Map<string, string>();
	for (const name of options.files) {
		const value = await readDocument(name, deps);
		const isOfEscapes = isEscapesResult(value);
		kinds.set(isOfEscapes ? 'escapes' : 'check', name);
		if (isOfEscapes) escapes.push(fit(name, readEscapesResult(value)));
		else checks.push(fit(name, readCheckResult(value)));
	}
	const [ofCheck, ofEscapes] = [kinds.get('check'), kinds.get('escapes')];
	if (ofCheck !== undefined && ofEscapes !== undefined) {
		throw new CannotRun(`${ofCheck} is a result of linkscape check, and ${ofEscapes} one of linkscape escapes.`);
	}
	return ofEscapes === undefined ? mergeOfChecks(checks, options, deps) : mergeOfEscapes(escapes, options, deps);
}

async function mergeOfChecks(
	results: readonly CheckResult[],
	options: MergeOptions,
	deps: MergeDeps,
): Promise<ExitCode> {
	const started = performance.now();
	const merged = joined(mergeResults(results));
	const { items, gone, problems } = await compared(merged.findings, merged.problems, options, findingBaseline, deps);
	const isFailing = failing(levelFor('check', options.failOn, failLevels) ?? 'error');
	const { context, files, directives, fixed, versions, suppressed } = merged;
	const report: CheckReport = {
		context,
		findings: items,
		suppressed,
		files,
		directives,
		fixed,
		seconds: (performance.now() - started) / 1000,
		isFailing,
		run: endOf(problems, items.some(isFailing)),
		...(gone && { gone }),
		...(versions && { versions }),
	};
	return print(report.run, (reporter, look) => reporter.check(report, look), options, deps);
}

async function mergeOfEscapes(
	results: readonly EscapesResult[],
	options: MergeOptions,
	deps: MergeDeps,
): Promise<ExitCode> {
	const merged = joined(mergeEscapes(results));
	const { items, gone, problems } = await compared(merged.hints, merged.problems, options, hintBaseline, deps);
	const failOn = levelFor('escapes', options.failOn, escapesFailLevels);
	const isFailing = failingHints({ failOn, baseline: options.baseline });
	const { context, functions, packages, contracts, budgets } = merged;
	const run = endOfEscapes(problems, { hints: items, contracts, budgets }, isFailing);
	const report: EscapesReport = {
		...{ context, hints: items, functions, packages, contracts, budgets, isFailing, run },
		...(gone && { gone }),
	};
	return print(run, (reporter, look) => reporter.escapes(report, look), options, deps);
}

/** @throws CannotRun for a level of the other command */
function levelFor<T extends string>(command: string, given: string | undefined, levels: readonly T[]): T | undefined {
	const level = levels.find((one) => one === given);
	if (given === undefined || level !== undefined) return level;
	throw new CannotRun(`--fail-on ${given} is not for results of linkscape ${command}; choose ${levels.join(', ')}.`);
}

/** Says what there is to say about the run, then prints its report. */
function print(
	{ exitCode: code, problems }: RunEnd,
	spell: (reporter: Reporter, look: Look) => string,
	{ format }: MergeOptions,
	{ terminal, toolVersion }: MergeDeps,
): ExitCode {
	for (const { message } of problems) terminal.complain(message);
	terminal.out(spell(reporters[format], { colour: terminal.colour, toolVersion }));
	return code;
}

/** The items beside the baseline, if one is named. */
async function compared<T>(
	items: readonly T[],
	problems: readonly Problem[],
	options: MergeOptions,
	kind: BaselineKind<T>,
	deps: MergeDeps,
): Promise<{ readonly items: readonly T[]; readonly gone?: readonly string[]; readonly problems: readonly Problem[] }> {
	const baseline = await readBaseline({ ...options, update: false }, kind, deps);
	if (!baseline) return { items, problems };
	const found = new Set(items.map((item) => kind.fileOf(item)));
	const stateOf = await fileStates(baseline, (file) => found.has(file), deps);
	const comparison = compareWithBaseline({ items, leftOut: [], stateOf }, baseline, kind);
	const left = comparison.notCompared;
	return {
		items: comparison.items,
		gone: comparison.gone,
		problems: left > 0 ? [...problems, notCompared(left, kind)] : problems,
	};
}

async function readDocument(name: string, { terminal, kindOf, readText }: MergeDeps): Promise<unknown> {
	const path = resolve(terminal.directory, name);
	if ((await kindOf(path)) === undefined) throw new CannotRun(`${name} does not exist.`);
	const text = await readText(path);
	if (text === undefined) throw new CannotRun(`${name} cannot be read.`);
	try {
		return JSON.parse(text);
	} catch {
		throw new CannotRun(`${name} is not a result of linkscape: it is not JSON.`);
	}
}

/** @throws CannotRun for what is wrong with a file */
function fit<T extends object>(name: string, result: T | string): T {
	if (typeof result === 'string') throw new CannotRun(`${name} ${result}.`);
	return result;
}

/** @throws CannotRun for results that are no parts of one whole */
function joined<T extends object>(result: T | string): T {
	if (typeof result === 'string') throw new CannotRun(result);
	return result;
}

export type MergedResult = Omit<CheckResult, 'shard'>;

/** The same for any order of the results; one sentence when they are not parts of one whole. */
export function mergeResults(results: readonly CheckResult[]): MergedResult | string {
	const [first] = results;
	if (!first) return 'There are no results to merge.';
	const other = results.find((one) => contextOf(one) !== contextOf(first));
	if (other) return `The results are of different builds: ${contextOf(first)} and ${contextOf(other)}.`;
	const incomplete = problemOfShards(results);
	if (incomplete !== undefined) return incomplete;
	const all = (of: (result: CheckResult) => readonly PlacedFinding[]) => {
		return inOrder(new Map(results.flatMap(of).map((one) => [JSON.stringify(one), one]))).sort(inReportOrder);
	};
	const problems = new Map<string, Problem>();
	for (const { problems: list } of results) for (const one of list) problems.set(`${one.level} ${one.message}`, one);
	const total = (of: (result: CheckResult) => number) => results.reduce((sum, result) => sum + of(result), 0);
	return {
		context: first.context,
		versions: first.versions,
		findings: all(({ findings }) => findings),
		suppressed: all(({ suppressed }) => suppressed),
		files: total(({ files }) => files),
		directives: total(({ directives }) => directives),
		fixed: total(({ fixed }) => fixed),
		problems: inOrder(problems),
	};
}

function inOrder<T>(map: ReadonlyMap<string, T>): T[] {
	return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function contextOf({ context: { go, goos, goarch }, versions }: CheckResult): string {
	return `${(versions ?? [go]).join(', ') || 'no Go'} ${goos}/${goarch}`;
}

/** Shards have to be there all, and each once. */
function problemOfShards(results: readonly CheckResult[]): string | undefined {
	const shards = results.flatMap(({ shard }) => shard ?? []);
	const [first] = shards;
	if (!first) return undefined;
	const { count } = first;
	if (shards.length < results.length) return 'Some of the results are shards, and some are not.';
	const different = shards.find((one) => one.count !== count);
	if (different)
		return `The results are shards of ${Math.min(count, different.count)} and of ${Math.max(count, different.count)}.`;
	const given = new Map<number, number>();
	for (const { index } of shards) given.set(index, (given.get(index) ?? 0) + 1);
	const all = Array.from({ length: count }, (_, at) => at + 1);
	const missing = all.filter((index) => !given.has(index));
	if (missing.length > 0) {
		const named = missing.slice(0, 5).join(', ');
		const rest = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
		return missing.length === 1
			? `Shard ${named} of ${count} is missing.`
			: `Shards ${named}${rest} of ${count} are missing.`;
	}
	const twice = all.find((index) => (given.get(index) ?? 0) > 1);
	return twice === undefined ? undefined : `Shard ${twice} of ${count} is given more than once.`;
}
