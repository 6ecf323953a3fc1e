/** From the compiler's output for one package, and its sources, to hints. */
import { allocationSitesOf } from '../syntax/allocationSites.ts';
import { declarationsOf } from '../syntax/declarations.ts';
import { compilerOffset } from '../syntax/expressions.ts';
import { functionsOf } from '../syntax/functions.ts';
import type { GoParser } from '../syntax/goParser.ts';
import { movedSlicesOf } from '../syntax/movedSlices.ts';
import { perTable } from '../syntax/perTable.ts';
import { type SyntaxCache, createSyntaxCache, runToEnd } from '../syntax/syntaxCache.ts';
import type { SyntaxTable } from '../syntax/syntaxTable.ts';
import { offsetInLine, wordAt } from '../syntax/subjectSpan.ts';
import { LineIndex } from '../text/lineIndex.ts';
import type { OutputPlace } from './buildLine.ts';
import type { PackageEscapes } from './escapeHint.ts';
import type { ExplainedFiles, FileExplanation } from './explainedFiles.ts';
import { compilerNotes } from './compilerNotes.ts';
import { indexLeaks } from './calleeLeak.ts';
import { indexSites } from './flowRoot.ts';
import { functionReports } from './functionReports.ts';
import { type CompiledFile, type FormSite, leakHints, siteHints, syntacticHints } from './hints.ts';
import { withMeasuredAdvice } from './measuredAdvice.ts';
import { withSharedGrowth } from './sharedGrowth.ts';
import { createLineMapper } from './lineDirectives.ts';
import { createPathResolver } from './outputPaths.ts';
import { type BuildReport, type Leak, type OutputDigests, type Site, parseBuildOutput } from './parseBuildOutput.ts';

export interface ExplainOptions {
	/** The absolute directory that relative paths in the output are relative to: where the go command ran. */
	readonly directory: string;
	/** `go1.26.8`. */
	readonly goVersion: string;
	readonly parser: GoParser;
	/** Where tables of unchanged files are kept between calls. */
	readonly cache?: SyntaxCache;
	/** What was said in the last run, for files of which nothing else can be said now. */
	readonly explained?: ExplainedFiles;
}

/**
 * Explains the `-m=2` output of one package. Hints are given for the files of `sources` only (absolute path → text as it
 * was compiled); what other packages' generic and inlined code has to say about itself is left out.
 */
export function explainPackage(
	output: string,
	sources: ReadonlyMap<string, string>,
	options: ExplainOptions,
): PackageEscapes {
	const absolute = createPathResolver(options.directory, sources.keys());
	const report = parseBuildOutput(output, (file) => sources.has(absolute(file)), createLineMapper(sources));
	return runToEnd(explainReport(report, sources, options));
}

/**
 * The same for an output that was read while it was being written; see `createBuildOutputReader`. It yields every few
 * milliseconds, so that others get their turn.
 */
export function* explainReport(
	report: BuildReport,
	sources: ReadonlyMap<string, string>,
	options: ExplainOptions,
): Generator<void, PackageEscapes> {
	const absolute = createPathResolver(options.directory, sources.keys());
	const cache = options.cache ?? createSyntaxCache(options.parser);
	const tables = new Map<string, SyntaxTable>();
	for (const [path, text] of sources) tables.set(path, yield* cache.table(path, text));
	const declarations = declarationsOf(tables.values());
	const sites = byFile(report.sites, absolute);
	const leaks = byFile(report.leaks, absolute);
	const remarks = byFile(report.remarks, absolute);
	const index = indexSites(report.sites);
	const leakIndex = indexLeaks(report.leaks);
	const lines = new Map([...tables].map(([path, table]) => [path, linesOf(table)]));

	const said = saidOf(report, absolute);
	options.explained?.begin(tables, said, options.goVersion);
	const explanations: FileExplanation[] = [];
	for (const [path, table] of [...tables].sort(([a], [b]) => (a < b ? -1 : 1))) {
		let explanation = options.explained?.recall(path);
		if (!explanation) {
			explanation = explainFile(
				{
					path,
					table,
					declarations,
					functions: functionsOf(table),
					sites: sites.get(path) ?? [],
					remarks: remarks.get(path) ?? [],
					minor: minorOf(options.goVersion),
					index,
					leaks: leakIndex,
					absolute,
					lines: (other) => lines.get(other),
					offset: (place, subject) => offsetOf(table, lines.get(path), place, subject),
					word: (offset) => wordAt(table.text, offset),
				},
				leaks.get(path) ?? [],
			);
			options.explained?.keep(path, explanation);
			yield;
		}
		explanations.push(explanation);
	}
	options.explained?.finish();
	return {
		hints: explanations.flatMap((each) => each.hints),
		functions: explanations.flatMap((each) => each.functions),
		notes: explanations.flatMap((each) => each.notes),
		unknown: report.unknown,
	};
}

function explainFile(file: CompiledFile, leaks: readonly Leak[]): FileExplanation {
	const compiled = siteHints(file);
	const hints = [...compiled, ...leakHints(file, leaks), ...syntacticHints(file, formSites(file), compiled)];
	const sorted = hints
		.map((hint) => withMeasuredAdvice(hint, file))
		.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
	return {
		hints: withSharedGrowth(sorted),
		functions: functionReports(file, file.remarks),
		notes: compilerNotes(file),
	};
}

/** By absolute path; a file may be printed under two names. */
function saidOf({ said }: BuildReport, absolute: (file: string) => string): ReadonlyMap<string, OutputDigests> {
	const byPath = new Map<string, OutputDigests>();
	for (const [file, { leaks, others }] of said) {
		const path = absolute(file);
		const before = byPath.get(path);
		byPath.set(path, { leaks: `${before?.leaks} ${leaks}`, others: `${before?.others} ${others}` });
	}
	return byPath;
}

const linesOf = perTable((table) => new LineIndex(table.text));

function formSites({ table, declarations, minor }: CompiledFile): FormSite[] {
	const sites: FormSite[] = allocationSitesOf(declarations, table).map(({ kind, node }) => ({
		kind,
		node,
		offset: compilerOffset(table, node) ?? table.start(node),
	}));
	if (minor < 26) return sites;
	for (const { name, node } of movedSlicesOf(declarations, table)) {
		sites.push({ kind: 'moved-slice', node, offset: table.start(node), subject: name });
	}
	return sites;
}

function byFile<T extends { readonly place: Site['place'] }>(
	entries: readonly T[],
	absolute: (file: string) => string,
): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const entry of entries) {
		const path = absolute(entry.place.file);
		const group = groups.get(path);
		if (group) group.push(entry);
		else groups.set(path, [entry]);
	}
	return groups;
}

/** Where there is no column, the line has to do, and what is printed may be found in it. */
function offsetOf(table: SyntaxTable, lines: LineIndex | undefined, place: OutputPlace, subject?: string): number {
	if (!lines) return 0;
	if (place.column > 0) return lines.offsetOfByteColumn(place.line, place.column);
	const line = lines.lineSpan(place.line - 1);
	const found = subject === undefined ? undefined : offsetInLine(table, line, subject);
	return found ?? line.start + (/^\s*/.exec(table.text.slice(line.start, line.end))?.[0].length ?? 0);
}

function minorOf(goVersion: string): number {
	return Number(/(?:go)?1\.(\d+)/.exec(goVersion)?.[1] ?? 99);
}
