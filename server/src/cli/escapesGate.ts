/** `linkscape escapes --gate FILE`: what benchmarks allocate, line by line, beside what is accepted. */
import { resolve } from 'node:path';
import {
	compareGate,
	type LineChange,
	type MeasuredBenchmark,
	type PerOperation,
} from '../analysis/gates/compareGate.ts';
import { type GateFile, parseGateFile, spellGateFile } from '../analysis/gates/gateFile.ts';
import type { GateMeasurement, GateRequest } from '../capture/gate/measureBenchmarks.ts';
import type { AnalysedPackage, PatternAnalysis } from '../escape/runs/analysePatterns.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { EscapesOptions } from './arguments.ts';
import type { EscapesDeps } from './escapes.ts';
import type { EscapesReport, ReportedHint, ReportedPackage } from './escapesReport.ts';
import { testedDirectories, type VerifyRequest } from './escapesVerify.ts';
import { endOf, type ExitCode, type Problem } from './exitCode.ts';
import { plural } from './plural.ts';
import { reporters } from './report/reporters.ts';
import { CannotRun } from './terminal.ts';

export interface GateDeps {
	readonly measure: (
		request: Omit<GateRequest, 'packages'> & Pick<VerifyRequest, 'packages'>,
		signal: AbortSignal,
	) => Promise<GateMeasurement>;
}

export interface GateReport {
	readonly worse: readonly ReportedChange[];
	readonly better: readonly ReportedChange[];
	/** How many benchmarks were compared. */
	readonly compared: number;
	/** Benchmarks that the file does not hold, and those that are no longer in the code. */
	readonly added: readonly string[];
	readonly gone: readonly string[];
}

export interface ReportedChange {
	readonly benchmark: string;
	readonly file: string;
	/** 1-based; absent when the line is gone. */
	readonly line?: number;
	readonly function: string;
	readonly text: string;
	readonly before: PerOperation;
	readonly after: PerOperation;
	/** One sentence. */
	readonly message: string;
}

/** What was compiled before anything is measured. */
export interface GateRun {
	readonly found: PatternAnalysis;
	readonly packages: readonly ReportedPackage[];
	readonly compiled: readonly AnalysedPackage[];
	readonly problems: Problem[];
	/** What reports call a file. */
	readonly nameOf: (file: string) => string;
}

type GateOptions = EscapesOptions & { readonly gate: string };

/** @throws CannotRun */
export async function runGate(
	{ found, packages, compiled, problems, nameOf }: GateRun,
	options: GateOptions,
	deps: EscapesDeps,
	signal: AbortSignal,
): Promise<ExitCode> {
	const { terminal } = deps;
	const gate = await readGate(options, deps);
	const tested = testedDirectories(compiled);
	const measure = async (request: Pick<VerifyRequest, 'packages'> & Pick<GateRequest, 'bench'>) => {
		const iterations = (name: string) => gate?.benchmarks[name]?.iterations;
		const measured = await deps.measure({ ...request, iterations, onProgress: deps.progress }, signal);
		deps.progress('');
		return measured;
	};
	const { benchmarks, problems: failed } = await measure({ packages: tested, bench: options.bench });
	problems.push(...failed.map(error));
	if (benchmarks.size === 0 && problems.length === 0) {
		const which = options.bench === undefined ? '' : ` that match ${options.bench}`;
		problems.push(error(`There are no benchmarks${which} in these packages, so nothing was measured.`));
	}
	const context = {
		go: found.context?.version.text ?? '',
		goos: found.context?.goos ?? '',
		goarch: found.context?.goarch ?? '',
	};
	const here = { go: context.go, platform: `${context.goos}/${context.goarch}` };
	// What failed is not gone.
	const looked = failed.length === 0 && options.bench === undefined ? tested : [];
	const missing = missingFrom(gate, benchmarks, looked);
	const end = (hasFindings: boolean) => {
		for (const { message } of problems) terminal.complain(message);
		return endOf(problems, hasFindings);
	};
	if (options.update) {
		if (benchmarks.size > 0) problems.push(await writeGate(options, here, { gate, benchmarks, missing }, deps));
		return end(false).exitCode;
	}
	if (gate && (gate.go !== here.go || gate.platform !== here.platform)) {
		problems.push(note(`${options.gate} was written with ${gate.go} on ${gate.platform}.`));
	}
	const compared = [...benchmarks.keys()].filter((name) => gate?.benchmarks[name]);
	if (compared.length === 0 && benchmarks.size > 0) {
		problems.push(error(`${options.gate} holds none of the benchmarks that were run, so nothing is compared.`));
	}
	const first = compareAll(gate, benchmarks, compared);
	const worse = await confirmed(first.worse, gate, async (names) => {
		const again = tested.filter(({ importPath }) => names.some((name) => name.startsWith(`${importPath}.`)));
		return (await measure({ packages: again, bench: topLevel(names) })).benchmarks;
	});
	const changes = (all: readonly Change[]) => all.map((change) => reported(change, nameOf));
	const report: EscapesReport = {
		context,
		hints: changes(worse).flatMap((change, index) => asHint(change, worse[index], compiled)),
		functions: [],
		contracts: [],
		budgets: [],
		packages,
		isFailing: () => true,
		run: end(worse.length > 0),
		gate: {
			worse: changes(worse),
			better: changes(first.better),
			compared: compared.length,
			added: gate ? [...benchmarks.keys()].filter((name) => !gate.benchmarks[name]) : [],
			gone: missing.gone,
		},
	};
	if (benchmarks.size > 0) {
		const look = { colour: terminal.colour, toolVersion: deps.toolVersion };
		terminal.out(reporters[options.format].escapes(report, look));
	}
	return report.run.exitCode;
}

interface Change extends LineChange {
	readonly benchmark: string;
}

function compareAll(
	gate: GateFile | undefined,
	benchmarks: ReadonlyMap<string, MeasuredBenchmark>,
	names: readonly string[],
) {
	const worse: Change[] = [];
	const better: Change[] = [];
	for (const benchmark of names) {
		const [accepted, measured] = [gate?.benchmarks[benchmark], benchmarks.get(benchmark)];
		if (!accepted || !measured) continue;
		const compared = compareGate(accepted, measured);
		worse.push(...compared.worse.map((change) => ({ ...change, benchmark })));
		better.push(...compared.better.map((change) => ({ ...change, benchmark })));
	}
	return { worse, better };
}

/** What got worse is measured a second time: only what is worse in both fails a build. */
async function confirmed(
	worse: readonly Change[],
	gate: GateFile | undefined,
	measureAgain: (names: readonly string[]) => Promise<GateMeasurement['benchmarks']>,
): Promise<readonly Change[]> {
	if (worse.length === 0) return worse;
	const names = [...new Set(worse.map(({ benchmark }) => benchmark))];
	const again = compareAll(gate, await measureAgain(names), names).worse;
	const keyOf = ({ benchmark, file, at, text }: Change) => `${benchmark}\n${file}\n${at?.line}\n${text}`;
	const still = new Set(again.map(keyOf));
	return worse.filter((change) => still.has(keyOf(change)));
}

/** A pattern for the functions of these benchmarks, whatever their parts. */
function topLevel(names: readonly string[]): string {
	const functions = names.map((name) => /\.(Benchmark[^/.]*)(?:\/|$)/.exec(name)?.[1] ?? '');
	return `^(${[...new Set(functions)].join('|')})$`;
}

interface Missing {
	/** In packages that were measured completely. */
	readonly gone: readonly string[];
	/** Not looked at in this run. */
	readonly kept: readonly string[];
}

/** @param tested the packages of which all benchmarks were run */
function missingFrom(
	gate: GateFile | undefined,
	benchmarks: GateMeasurement['benchmarks'],
	tested: VerifyRequest['packages'],
): Missing {
	const names = Object.keys(gate?.benchmarks ?? {}).filter((name) => !benchmarks.has(name));
	const wasLooked = (name: string) => tested.some(({ importPath }) => importPath === packageOf(name));
	return { gone: names.filter(wasLooked), kept: names.filter((name) => !wasLooked(name)) };
}

function packageOf(name: string): string {
	return name.slice(0, name.indexOf('.Benchmark'));
}

async function readGate({ gate: name, update }: GateOptions, deps: EscapesDeps): Promise<GateFile | undefined> {
	const path = resolve(deps.terminal.directory, name);
	const kind = await deps.kindOf(path);
	if (kind === undefined) {
		if (update) return undefined;
		throw new CannotRun(`There is no gate ${name}; write one with --update.`);
	}
	if (kind !== 'file') throw new CannotRun(`The gate ${name} is not a regular file.`);
	const text = await deps.readText(path);
	if (text === undefined) throw new CannotRun(`The gate ${name} cannot be read.`);
	if (update && text.trim() === '') return undefined;
	const gate = parseGateFile(text);
	if (typeof gate === 'string') throw new CannotRun(`${name} ${gate}.`);
	return gate;
}

async function writeGate(
	{ gate: name }: GateOptions,
	here: Pick<GateFile, 'go' | 'platform'>,
	{
		gate,
		benchmarks,
		missing,
	}: { gate: GateFile | undefined; benchmarks: GateMeasurement['benchmarks']; missing: Missing },
	{ terminal, writeText }: EscapesDeps,
): Promise<Problem> {
	const kept = Object.entries(gate?.benchmarks ?? {}).filter(([each]) => missing.kept.includes(each));
	const text = spellGateFile({ ...here, benchmarks: Object.fromEntries([...kept, ...benchmarks]) });
	if (!(await writeText(resolve(terminal.directory, name), text)))
		return error(`The gate ${name} could not be written.`);
	const unseen =
		kept.length === 0
			? ''
			: `; ${plural(kept.length, 'benchmark')} that ${kept.length === 1 ? 'was' : 'were'} not run kept`;
	return note(`${name} holds ${plural(kept.length + benchmarks.size, 'benchmark')}${unseen}.`);
}

function reported({ at, benchmark, ...change }: Change, nameOf: GateRun['nameOf']): ReportedChange {
	const { before, after } = change;
	const short = benchmark.slice(packageOf(benchmark).length + 1);
	const message = `${short}: ${before.objects} → ${after.objects} allocations per operation, ${before.bytes} → ${after.bytes} B: ${change.text}`;
	return { benchmark, ...change, ...(at && { file: nameOf(at.path), line: at.line }), message };
}

/** A line that got worse as formats for hints have it: with class and advice of the hint that stands there, if one does. */
function asHint(
	change: ReportedChange,
	{ at }: Partial<Change> = {},
	compiled: readonly AnalysedPackage[],
): ReportedHint[] {
	if (!at) return [];
	const of = compiled.find(({ sources }) => sources.has(at.path));
	const index = new LineIndex(of?.sources.get(at.path) ?? '');
	const hint = of?.escapes.hints.find((each) => {
		const isHeap = each.verdict === 'heap' || each.verdict === 'maybe-heap';
		return isHeap && each.file === at.path && index.position(each.span.start).line + 1 === at.line;
	});
	const place = { line: at.line, column: 1, endLine: at.line, endColumn: 1 };
	return [
		{
			file: change.file,
			...place,
			function: change.function,
			verdict: hint?.verdict ?? 'heap',
			class: hint?.class ?? 'other',
			level: hint?.level ?? 0,
			subject: hint?.subject ?? change.text,
			message: change.message,
			advice: hint?.advice ?? '',
			flow: [],
			new: true,
		},
	];
}

function error(message: string): Problem {
	return { level: 'error', message };
}

function note(message: string): Problem {
	return { level: 'note', message };
}
