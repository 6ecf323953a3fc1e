/** `linkscape escapes`: compiles packages once and prints where values go to the heap. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { EscapeClass, EscapeHint } from '../analysis/escape/escapeHint.ts';
import type { CostProfile } from '../analysis/profile/costProfile.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { AnalysedPackage, PatternAnalysis, PatternRequest } from '../workspace/escapes/analysePatterns.ts';
import { type Costs, costOf, costsOf } from './escapesCosts.ts';
import type { EscapesReport, ReportedFunction, ReportedHint } from './escapesReport.ts';
import { compareWithBaseline, spellBaseline } from './escapesBaseline.ts';

export interface EscapesOptions {
	/** Absolute. */
	readonly directory: string;
	readonly packages: readonly string[];
	/** Empty: all classes. */
	readonly classes: readonly EscapeClass[];
	readonly format: 'human' | 'json' | 'sarif' | 'github';
	/** Also what does not go to the heap. */
	readonly all: boolean;
	readonly tests: boolean;
	/** Path of the baseline file. */
	readonly baseline?: string | undefined;
	/** Write the baseline instead of comparing with it. */
	readonly update: boolean;
	/** Path of a pprof profile. */
	readonly profile?: string | undefined;
	/** Only what is hot in it. */
	readonly hot?: boolean;
}

export interface EscapesDeps {
	readonly analyse: (request: PatternRequest, signal: AbortSignal) => Promise<PatternAnalysis>;
	readonly readText: (path: string) => Promise<string | undefined>;
	readonly writeText: (path: string, text: string) => Promise<boolean>;
	/** Answers one sentence when it cannot be used. */
	readonly readProfile: (path: string) => Promise<CostProfile | string>;
	readonly print: (text: string) => void;
	readonly complain: (line: string) => void;
	/** Formats beyond the two of this command. */
	readonly formats: Partial<Record<EscapesOptions['format'], (report: EscapesReport) => string>>;
}

/** Answers the exit code: 0 done, 1 hints that the baseline does not have, 2 nothing could be analysed, or a file not be read. */
export async function runEscapes(options: EscapesOptions, deps: EscapesDeps, signal: AbortSignal): Promise<0 | 1 | 2> {
	const { directory, packages: patterns, tests } = options;
	const profile =
		options.profile === undefined ? undefined : await deps.readProfile(resolve(directory, options.profile));
	if (typeof profile === 'string') {
		deps.complain(profile);
		return 2;
	}
	const found = await deps.analyse({ directory, patterns, tests }, signal);
	for (const problem of found.problems) deps.complain(problem);
	const failed = found.packages.filter((each) => each.error !== undefined);
	if (options.format !== 'json') for (const each of failed) deps.complain(`${each.importPath}: ${each.error}`);
	if (found.packages.length === 0 || (failed.length === found.packages.length && options.format !== 'json')) return 2;

	let report = toReport(found, options, profile);
	if (options.baseline !== undefined && options.update) {
		if (await deps.writeText(options.baseline, spellBaseline(report.hints))) return 0;
		deps.complain(`The baseline could not be written: ${options.baseline}`);
		return 2;
	}
	if (options.baseline !== undefined) {
		const baseline = await deps.readText(options.baseline);
		const compared = baseline === undefined ? undefined : compareWithBaseline(report.hints, baseline);
		if (compared === undefined) {
			deps.complain(`This is no baseline: ${options.baseline} (write one with --update)`);
			return 2;
		}
		report = { ...report, hints: compared };
	}
	const print = { human: humanReport, json: jsonReport, ...deps.formats }[options.format];
	if (print === undefined) {
		deps.complain(`There is no format ${options.format} for escapes.`);
		return 2;
	}
	deps.print(print(report));
	if (failed.length === found.packages.length) return 2;
	return report.hints.some((hint) => hint.new) ? 1 : 0;
}

function toReport(
	{ context, packages }: PatternAnalysis,
	options: EscapesOptions,
	profile: CostProfile | undefined,
): EscapesReport {
	const wanted = packages.map((each) => {
		const costs = costsOf(each, profile);
		const isHot = (hint: EscapeHint) => !options.hot || costs(hint.file)?.isHot(hint) === true;
		return { ...each, costs, hints: each.escapes.hints.filter((hint) => isWanted(hint, options) && isHot(hint)) };
	});
	return {
		version: 1,
		tool: 'linkscape',
		context: { go: context?.version.text ?? '', goos: context?.goos ?? '', goarch: context?.goarch ?? '' },
		hints: wanted.flatMap((each) => toHints(each, each.hints, each.costs, options.directory)).sort(byPlace),
		functions: wanted.flatMap((each) => toFunctions(each, options.directory)).sort(byPlace),
		packages: packages.map(({ importPath, error }) => {
			return error === undefined ? { importPath, status: 'ok' } : { importPath, status: 'failed', error };
		}),
	};
}

/** People and baselines want what goes to the heap; programs also want to know what only looks so. */
function isWanted(hint: EscapeHint, { all, classes, format, baseline }: EscapesOptions): boolean {
	const allocates = hint.verdict === 'heap' || hint.verdict === 'maybe-heap';
	return (
		(all || allocates || (format === 'json' && baseline === undefined && hint.verdict === 'static')) &&
		(classes.length === 0 || classes.includes(hint.class))
	);
}

function toHints(of: AnalysedPackage, hints: readonly EscapeHint[], costs: Costs, directory: string): ReportedHint[] {
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
			subject: hint.subject,
			message: hint.message,
			advice: hint.advice,
			...costOf(hint, costs(hint.file)),
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
	return of.escapes.functions.map(({ file, span, name, inline, leaks }) => {
		return { file: shown(file, directory), line: indexes(file).position(span.start).line + 1, name, inline, leaks };
	});
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

function byPlace(a: { file: string; line: number; column?: number }, b: typeof a): number {
	if (a.file !== b.file) return a.file < b.file ? -1 : 1;
	return a.line - b.line || (a.column ?? 0) - (b.column ?? 0);
}

function jsonReport(report: EscapesReport): string {
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

function humanReport({ hints, packages }: EscapesReport): string {
	const compared = hints.some((hint) => hint.new !== undefined);
	const listed = compared ? hints.filter((hint) => hint.new) : hints;
	const lines = listed.flatMap((hint) => {
		const head = `${hint.file}:${hint.line}:${hint.column}: ${hint.verdict} [${hint.class}] ${hint.message}`;
		const below = [hint.costText ?? '', hint.advice].filter((text) => text !== '');
		return [head, ...below.map((text) => `    ${text}`)];
	});
	const count = (verdict: EscapeHint['verdict']) => listed.filter((hint) => hint.verdict === verdict).length;
	const summary = `${count('heap')} to the heap, ${count('maybe-heap')} perhaps, in ${plural(packages.length, 'package')}`;
	return `${[...lines, `${summary}${compared ? ' (new since the baseline)' : ''}.`].join('\n')}\n`;
}

function plural(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
