/** `linkscape escapes`: compiles packages once and prints where values go to the heap. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { keptAsWords } from '../analysis/escape/keptAs.ts';
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import type { PgoChange } from '../analysis/recording/pgoChanges.ts';
import { isQuiet } from '../analysis/escape/filterHints.ts';
import { isColdMaybe } from '../analysis/escape/foldedHints.ts';
import type { SyntaxTable } from '../analysis/syntax/syntaxTable.ts';
import { goroutinesOf } from './escapesGoroutines.ts';
import type { Recording } from '../analysis/recording/recording.ts';
import type { PgoRequest } from '../capture/pgo/whatIfPgo.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { AnalysedPackage, PatternAnalysis, PatternRequest } from '../escape/runs/analysePatterns.ts';
import type { EscapesOptions } from './arguments.ts';
import { type BaselineKind, compareWithBaseline, type Examined } from './baseline.ts';
import { type BaselineFiles, fileStates, notCompared, readBaseline, writeBaseline } from './baselineFile.ts';
import type { ChangedSince } from './check.ts';
import { exceededBudgets, type PolicyOf } from './escapesBudgets.ts';
import { type AskBounds, type AskCalls, checkContracts } from './escapesContracts.ts';
import { byCost, type Costs, costOf, costsOf, dearest } from './escapesCosts.ts';
import type {
	EscapesReport,
	ReportedBudget,
	ReportedFunction,
	ReportedHint,
	ReportedPackage,
} from './escapesReport.ts';
import type { Measurer } from '../escape/sizes/allocationSizes.ts';
import { endOf, type ExitCode, type Problem, type RunEnd } from './exitCode.ts';
import { type GateDeps, runGate } from './escapesGate.ts';
import { type VerifyDeps, verifyCompiled, type VerifiedRun } from './escapesVerify.ts';
import { plural } from './plural.ts';
import { allocates, identityOfHint } from './report/items.ts';
import { byPlace } from './escapesResult.ts';
import { reporters } from './report/reporters.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface EscapesDeps extends VerifyDeps, GateDeps, BaselineFiles {
	readonly terminal: Terminal;
	readonly toolVersion: string;
	/** With `onPackage` each package is handed on when it is compiled, and the answer holds their names only. */
	readonly analyse: (
		request: PatternRequest,
		signal: AbortSignal,
		onPackage?: (found: AnalysedPackage) => Promise<void>,
	) => Promise<PatternAnalysis>;
	readonly askBounds: AskBounds;
	readonly askCalls: AskCalls;
	readonly policyOf: PolicyOf;
	/** Files and directories, absolute, as one recording. Answers one sentence when they cannot be used. */
	readonly readRecording: (paths: readonly string[], sampleType: string) => Promise<Recording | string>;
	/** The syntax of a file of Go. */
	readonly parse: (text: string) => Promise<SyntaxTable>;
	/** What the compiler would do with the CPU profile among these. Answers one sentence when it cannot be said. */
	readonly whatIfPgo: (request: PgoRequest, signal: AbortSignal) => Promise<readonly PgoChange[] | string>;
	/** What tells the sizes of the objects of a file; undefined where nobody knows. */
	readonly measurerOf: (path: string) => Promise<Measurer | undefined>;
	/** Answers one sentence when it cannot be told. */
	readonly openSince: (commit: string, signal: AbortSignal) => Promise<ChangedSince | string>;
}

/** What baselines of `escapes` hold. */
export const hintBaseline: BaselineKind<ReportedHint> = {
	command: 'escapes',
	field: 'hints',
	noun: 'hint',
	done: 'compiled',
	fileOf: ({ file }) => file,
	wordsOf: identityOfHint,
	counts: allocates,
};

/**
 * 0 when all packages were compiled and nothing fails the run, 1 for hints at or over `--fail-on` (with a baseline: new ones) and for broken
 * contracts and exceeded budgets, 2 when a package was not compiled.
 *
 * @throws CannotRun
 */
export async function runEscapes(options: EscapesOptions, deps: EscapesDeps, signal: AbortSignal): Promise<ExitCode> {
	const { terminal } = deps;
	const { directory } = terminal;
	const recording = await recordingOf(options, deps);
	const baseline = await readBaseline(options, hintBaseline, deps);
	const since = options.changedSince === undefined ? undefined : await deps.openSince(options.changedSince, signal);
	if (typeof since === 'string') throw new CannotRun(since);

	const { packages: patterns, tests } = options;
	const nameOf = (file: string) => shown(file, directory);
	const reporter = reporters[options.format];
	const look = { colour: terminal.colour, toolVersion: deps.toolVersion };
	const collected = createCollector(options, deps, since);
	// What is measured is told of all packages together; a baseline knows what is new of a file at the end only.
	const isWhole = options.gate !== undefined || options.verify || recording !== undefined;
	const streams = !isWhole && reporter.hints !== undefined && options.baseline === undefined && !options.update;
	const advised = new Set<string>();
	const take = async (found: AnalysedPackage) => {
		const hints = await collected.add(found, { recording, verified: undefined });
		if (streams) terminal.out(reporter.hints?.(hints, advised) ?? '');
	};
	const found = await deps.analyse({ directory, patterns, tests }, signal, isWhole ? undefined : take);
	const packages = reportPackages(found);
	const problems = problemsOf(found, packages);
	const compiled = found.packages.filter(({ error }) => error === undefined);
	if (options.gate !== undefined) {
		return runGate({ found, packages, compiled, problems, nameOf }, { ...options, gate: options.gate }, deps, signal);
	}
	const verified =
		options.verify && compiled.length > 0 ? await verifyCompiled(compiled, options, deps, nameOf, signal) : undefined;
	problems.push(...(verified?.problems ?? []));
	for (const each of compiled) {
		if (isWhole) await collected.add(each, { recording, verified });
		else if (each.sources.size > 0) await take(each);
	}
	const { hints, leftOut, functions, seen, withContracts, budgets } = collected.all();
	const stateOf = await fileStates(baseline, (file) => seen.has(file), deps);
	const examined: Examined<ReportedHint> = { items: hints, leftOut, stateOf };

	if (options.update) {
		if (compiled.length > 0) {
			problems.push(await writeBaseline(options.baseline ?? '', examined, baseline, hintBaseline, deps));
		}
		for (const { message } of problems) terminal.complain(message);
		return endOf(problems, false).exitCode;
	}
	const compared = baseline && compareWithBaseline(examined, baseline, hintBaseline);
	if (compared && compared.notCompared > 0) problems.push(notCompared(compared.notCompared, hintBaseline));
	const checked = await checkContracts(withContracts, deps, nameOf, signal);
	problems.push(...checked.problems.map(error));
	const isAsked = options.goroutines && recording !== undefined;
	const goroutines = isAsked ? await goroutinesOf(compiled, recording, deps.parse, nameOf) : undefined;
	const pgo = options.pgo ? await pgoOf(options, deps, signal) : undefined;
	for (const { message } of problems) terminal.complain(message);
	if (found.packages.length === 0) return endOf(problems, false).exitCode;

	const { context } = found;
	const listed = inOrder(compared?.items ?? hints, options, recording);
	const isFailing = failingHints(options);
	const report: EscapesReport = {
		context: { go: context?.version.text ?? '', goos: context?.goos ?? '', goarch: context?.goarch ?? '' },
		hints: listed,
		functions,
		packages,
		contracts: checked.contracts,
		budgets,
		isFailing,
		run: endOfEscapes(problems, { hints: listed, contracts: checked.contracts, budgets }, isFailing),
		...(compared && { gone: compared.gone }),
		...(pgo && { pgo }),
		...(goroutines && { goroutines }),
		...(verified && { verification: verified.verification }),
	};
	terminal.out(streams ? (reporter.escapesEnd?.(report, look) ?? '') : reporter.escapes(report, look));
	return report.run.exitCode;
}

/** What is known beside the packages, when it is known before them. */
interface Measured {
	readonly recording: Recording | undefined;
	readonly verified: VerifiedRun | undefined;
}

/** Keeps of each package what reports are made of, so that its sources and its syntax need not be held. */
function createCollector(options: EscapesOptions, deps: EscapesDeps, since: ChangedSince | undefined) {
	const { directory } = deps.terminal;
	const nameOf = (file: string) => shown(file, directory);
	const hints: ReportedHint[] = [];
	const leftOut: ReportedHint[] = [];
	const functions: ReportedFunction[] = [];
	const budgets: ReportedBudget[] = [];
	const seen = new Set<string>();
	/** Contracts are checked at the end: some ask the compiler again. */
	const withContracts: AnalysedPackage[] = [];
	return {
		/** The hints of the package that the run is about, by place. */
		async add(found: AnalysedPackage, { recording, verified }: Measured): Promise<readonly ReportedHint[]> {
			const chosen = await chooseHints([found], options, deps, recording, verified);
			const own = since ? await changedOnly(chosen, since, directory) : chosen;
			for (const hint of own.hints) hints.push(hint);
			for (const hint of own.leftOut) leftOut.push(hint);
			for (const each of toFunctions(found, directory)) functions.push(each);
			budgets.push(...(await exceededBudgets([found], deps.policyOf, nameOf)));
			for (const file of found.sources.keys()) seen.add(nameOf(file));
			if ([...found.sources.values()].some((text) => text.includes('//linkscape:'))) withContracts.push(found);
			return own.hints;
		},
		all: () => ({
			hints: hints.sort(byPlace),
			leftOut,
			functions: functions.sort(byPlace),
			budgets: budgets.sort(byPlace),
			seen,
			withContracts: withContracts.sort((a, b) => (a.importPath < b.importPath ? -1 : 1)),
		}),
	};
}

/** @throws CannotRun */
async function pgoOf(
	{ packages: patterns, profiles }: EscapesOptions,
	{ terminal: { directory }, whatIfPgo }: EscapesDeps,
	signal: AbortSignal,
): Promise<readonly PgoChange[]> {
	const paths = profiles.map((path) => resolve(directory, path));
	const changes = await whatIfPgo({ directory, patterns, profiles: paths }, signal);
	if (typeof changes === 'string') throw new CannotRun(changes);
	return changes.map((change) => ({ ...change, file: shown(resolve(directory, change.file), directory) }));
}

/** Which hints count against a run. Without a baseline the command is a report, which fails nothing. */
export function failingHints({
	failOn,
	baseline,
}: Pick<EscapesOptions, 'failOn' | 'baseline'>): EscapesReport['isFailing'] {
	const level = failOn ?? (baseline === undefined ? 'none' : 'maybe-heap');
	return (hint) => {
		// What is not listed without --all fails nothing, in no format.
		const isUnlisted = isColdMaybe({ verdict: hint.verdict, coldPath: hint.cold });
		if (hint.new === false || level === 'none' || isUnlisted) return false;
		return level === 'heap' ? hint.verdict === 'heap' : allocates(hint);
	};
}

/** Broken contracts and exceeded budgets fail a run, whatever fails it otherwise. */
export function endOfEscapes(
	problems: readonly Problem[],
	{ hints, contracts, budgets }: Pick<EscapesReport, 'hints' | 'contracts' | 'budgets'>,
	isFailing: EscapesReport['isFailing'],
): RunEnd {
	const isBroken = contracts.some(({ state }) => state === 'broken') || budgets.length > 0;
	return endOf(problems, isBroken || hints.some(isFailing));
}

/** One package that was compiled in several ways failed when one of them did. */
function reportPackages({ packages }: PatternAnalysis): readonly ReportedPackage[] {
	const byPath = new Map<string, ReportedPackage>();
	for (const { importPath, error } of packages) {
		if (error !== undefined) byPath.set(importPath, { importPath, status: 'failed', error });
		else if (!byPath.has(importPath)) byPath.set(importPath, { importPath, status: 'ok' });
	}
	return [...byPath.values()];
}

function problemsOf(found: PatternAnalysis, packages: readonly ReportedPackage[]): Problem[] {
	const failed = packages.filter(({ status }) => status === 'failed');
	const problems = found.problems.map(error);
	if (failed.length > 0) {
		const verb = failed.length === 1 ? 'does' : 'do';
		problems.push(error(`${failed.length} of ${plural(packages.length, 'package')} ${verb} not compile.`));
	}
	for (const { importPath, error: reason } of failed) problems.push(error(`${importPath}: ${reason}`));
	return problems;
}

function error(message: string): Problem {
	return { level: 'error', message };
}

interface ChosenHints {
	/** The hints that the run is about. */
	readonly hints: readonly ReportedHint[];
	/** Those that options left out of it. */
	readonly leftOut: readonly ReportedHint[];
}

async function changedOnly(
	{ hints, leftOut }: ChosenHints,
	since: ChangedSince,
	directory: string,
): Promise<ChosenHints> {
	const changed: ReportedHint[] = [];
	const others: ReportedHint[] = [];
	for (const hint of hints) {
		const isChanged = await since.isChanged(resolve(directory, hint.file), hint.line, hint.endLine);
		(isChanged ? changed : others).push(hint);
	}
	return { hints: changed, leftOut: [...leftOut, ...others] };
}

/** @throws CannotRun */
async function recordingOf(options: EscapesOptions, deps: EscapesDeps): Promise<Recording | undefined> {
	const { profiles, sampleType } = options;
	if (profiles.length === 0) return undefined;
	const paths = profiles.map((path) => resolve(deps.terminal.directory, path));
	const recording = await deps.readRecording(paths, sampleType ?? '');
	if (typeof recording === 'string') throw new CannotRun(recording);
	return recording;
}

/** With a profile the dearest hints come first. */
function inOrder(
	hints: readonly ReportedHint[],
	{ top }: EscapesOptions,
	recording: Recording | undefined,
): readonly ReportedHint[] {
	if (!recording) return hints;
	const sorted = byCost(hints);
	return (top === undefined ? sorted : dearest(sorted, top)).map((hint) => ({ ...hint, part: undefined }));
}

async function chooseHints(
	compiled: readonly AnalysedPackage[],
	options: EscapesOptions,
	{ terminal: { directory }, measurerOf }: EscapesDeps,
	recording: Recording | undefined,
	verified: VerifiedRun | undefined,
): Promise<ChosenHints> {
	const hints: ReportedHint[] = [];
	const leftOut: ReportedHint[] = [];
	const costs = await costsOf(compiled, recording, measurerOf, options.weights);
	for (const each of compiled) {
		const isHot = (hint: EscapeHint) => !options.hot || costs(hint.file)?.isHot(hint) === true;
		const isWanted = (hint: EscapeHint) => isOfClass(hint, options) && isHot(hint);
		const shownHints = each.escapes.hints.filter((hint) => isOfVerdict(hint, options));
		hints.push(...toHints(each, shownHints.filter(isWanted), costs, directory, verified));
		if (options.baseline === undefined) continue;
		leftOut.push(
			...toHints(
				each,
				shownHints.filter((hint) => !isWanted(hint)),
				costs,
				directory,
				verified,
			),
		);
	}
	return { hints: hints.sort(byPlace), leftOut };
}

/** People and baselines want what goes to the heap; programs also want to know what only looks so. */
function isOfVerdict(hint: EscapeHint, { all, format, baseline }: EscapesOptions): boolean {
	const { verdict } = hint;
	const isForPrograms = format === 'json' && baseline === undefined;
	if (!all && (isQuiet(hint) || (!isForPrograms && isColdMaybe(hint)))) return false;
	if (all || verdict === 'heap' || verdict === 'maybe-heap') return true;
	return isForPrograms && verdict === 'static';
}

function isOfClass(hint: EscapeHint, { classes }: EscapesOptions): boolean {
	return classes.length === 0 || classes.includes(hint.class);
}

function toHints(
	of: AnalysedPackage,
	hints: readonly EscapeHint[],
	costs: Costs,
	directory: string,
	verified: VerifiedRun | undefined,
): ReportedHint[] {
	const indexes = indexesOf(of);
	return hints.map((hint) => {
		const index = indexes(hint.file);
		const start = index.position(compilerOffset(hint, index));
		const end = index.position(hint.span.end);
		return {
			file: shown(hint.file, directory),
			line: start.line + 1,
			column: start.column + 1,
			endLine: end.line + 1,
			endColumn: end.column + 1,
			...(hint.position.byteColumn > 0 && {
				compilerLine: hint.position.line,
				compilerColumn: hint.position.byteColumn,
			}),
			function: hint.function,
			verdict: hint.verdict,
			class: hint.class,
			level: hint.level,
			subject: hint.subject.replaceAll('go.shape.', ''),
			message: hint.message,
			advice: hint.advice,
			...(hint.keptAs && { keptBy: { ...hint.keptAs, text: keptAsWords(hint.keptAs) } }),
			...(hint.coldPath !== undefined && hint.coldPath !== 'inlined-copy' && { cold: hint.coldPath }),
			...(hint.instances && { instances: hint.instances }),
			...(hint.assumed && { assumed: true }),
			...costOf(hint, costs(hint.file)),
			...verified?.marks(hint),
			flow: hint.flow.map(({ file, line, column, text }) => ({ file: shown(file, directory), line, column, text })),
		};
	});
}

/** The place that `go build -gcflags=-m` prints, so that the two can be compared; the expression's start where it prints none. */
function compilerOffset({ position, span }: EscapeHint, index: LineIndex): number {
	return position.byteColumn === 0 ? span.start : index.offsetOfByteColumn(position.line, position.byteColumn);
}

function toFunctions(of: AnalysedPackage, directory: string): ReportedFunction[] {
	const indexes = indexesOf(of);
	return of.escapes.functions.map(({ file, span, name, inline, leaks, instances, assumed }) => ({
		file: shown(file, directory),
		line: indexes(file).position(span.start).line + 1,
		name,
		inline,
		leaks,
		...(instances && { instances }),
		...(assumed && { assumed }),
	}));
}

function indexesOf({ sources }: AnalysedPackage): (file: string) => LineIndex {
	const indexes = new Map<string, LineIndex>();
	return (file) => {
		const index = indexes.get(file) ?? new LineIndex(sources.get(file) ?? '');
		indexes.set(file, index);
		return index;
	};
}

/** Relative to the working directory with `/`; on another drive it stays absolute. */
function shown(file: string, directory: string): string {
	const way = relative(directory, file);
	return (isAbsolute(way) ? file : way).split(sep).join('/');
}
