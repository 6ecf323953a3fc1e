/** `linkscape merge`: joins the JSON results of several checks, of shards above all. */
import { resolve } from 'node:path';
import { inReportOrder, type PlacedFinding } from '../audit/check/placedFinding.ts';
import type { MergeOptions } from './arguments.ts';
import { compareWithBaseline } from './baseline.ts';
import { type BaselineFiles, notCompared, readBaseline, fileStates } from './baselineFile.ts';
import { failing, findingBaseline } from './check.ts';
import { type CheckResult, parseCheckResult } from './checkResult.ts';
import { endOf, type ExitCode, type Problem } from './exitCode.ts';
import { reporters } from './report/reporters.ts';
import type { CheckReport } from './report/report.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface MergeDeps extends BaselineFiles {
	readonly terminal: Terminal;
	readonly toolVersion: string;
}

/** @throws CannotRun */
export async function runMerge(options: MergeOptions, deps: MergeDeps): Promise<ExitCode> {
	const { terminal } = deps;
	const started = performance.now();
	const baseline = await readBaseline({ ...options, update: false }, findingBaseline, deps);
	const results: CheckResult[] = [];
	for (const name of options.files) results.push(await readResult(name, deps));
	const merged = mergeResults(results);
	if (typeof merged === 'string') throw new CannotRun(merged);

	const problems: Problem[] = [...merged.problems];
	const found = new Set(merged.findings.map(({ file }) => file));
	const examined = {
		items: merged.findings,
		leftOut: [],
		stateOf: await fileStates(baseline, (file) => found.has(file), deps),
	};
	const compared = baseline && compareWithBaseline(examined, baseline, findingBaseline);
	if (compared && compared.notCompared > 0) problems.push(notCompared(compared.notCompared, findingBaseline));
	for (const { message } of problems) terminal.complain(message);
	const isFailing = failing(options.failOn);
	const items = compared?.items ?? merged.findings;
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
		...(compared && { gone: compared.gone }),
		...(versions && { versions }),
	};
	terminal.out(reporters[options.format].check(report, { colour: terminal.colour, toolVersion: deps.toolVersion }));
	return report.run.exitCode;
}

async function readResult(name: string, { terminal, kindOf, readText }: MergeDeps): Promise<CheckResult> {
	const path = resolve(terminal.directory, name);
	if ((await kindOf(path)) === undefined) throw new CannotRun(`${name} does not exist.`);
	const text = await readText(path);
	if (text === undefined) throw new CannotRun(`${name} cannot be read.`);
	const result = parseCheckResult(text);
	if (typeof result === 'string') throw new CannotRun(`${name} ${result}.`);
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
