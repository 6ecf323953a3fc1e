import type { PackageEscapes } from '../../analysis/escape/escapeHint.ts';
import { createExplainedFiles, type ExplainedFiles } from '../../analysis/escape/explainedFiles.ts';
import { explainReport } from '../../analysis/escape/explainPackage.ts';
import { createLineMapper } from '../../analysis/escape/lineDirectives.ts';
import { createPathResolver } from '../../analysis/escape/outputPaths.ts';
import { createBuildOutputReader } from '../../analysis/escape/parseBuildOutput.ts';
import type { GoParser } from '../../analysis/syntax/goParser.ts';
import { createSyntaxCache, type SyntaxCache } from '../../analysis/syntax/syntaxCache.ts';
import type { SyntaxTable } from '../../analysis/syntax/syntaxTable.ts';
import { forEachLine } from '../../analysis/text/forEachLine.ts';
import { dirname } from '../../toolchain/paths.ts';

/**
 * Begins to turn what the compiler prints about a package into hints. Bound to a parser by whoever puts the program
 * together. `sources`: absolute path → text, of the files that are compiled.
 */
export interface Explain {
	(sources: ReadonlyMap<string, string>, run: ExplainedRun): OutputReader;
	/**
	 * The syntax of files of one package: what the last run parsed, and the files that differ from it parsed anew. Absent where
	 * nothing is parsed. Rejects when `signal` aborts.
	 */
	readonly tables?: SyntaxTables;
}

export type SyntaxTables = (
	sources: ReadonlyMap<string, string>,
	signal: AbortSignal,
) => Promise<ReadonlyMap<string, SyntaxTable>>;

export interface ExplainedRun {
	/** What paths in the output are relative to. */
	readonly directory: string;
	/** The Go that prints: `go1.26.8`. */
	readonly goVersion: string;
}

export interface OutputReader {
	/** One line of `-m=2`, without its end. Meant to be called while the compiler is still at work. */
	readonly feed: (line: string) => void;
	/** The hints, once all lines were read. Others get their turn meanwhile; rejects when `signal` aborts. */
	escapes(signal: AbortSignal): Promise<PackageEscapes>;
}

/** Directories whose syntax is remembered: somebody goes back and forth between a few packages. */
const rememberedDirectories = 2;

interface Memory {
	readonly cache: SyntaxCache;
	readonly explained: ExplainedFiles;
}

/** `parser` is asked for at the first hints, and only then: it takes some 30 ms, which the first findings need not wait for. */
export function createExplain(parser: () => Promise<GoParser>): Explain & { readonly tables: SyntaxTables } {
	const memories = new Map<string, Memory>();
	let loading: Promise<GoParser> | undefined;

	function memoryOf(directory: string, loaded: GoParser): Memory {
		const memory = memories.get(directory) ?? { cache: createSyntaxCache(loaded), explained: createExplainedFiles() };
		memories.delete(directory);
		memories.set(directory, memory);
		const [oldest] = memories.keys();
		if (oldest !== undefined && memories.size > rememberedDirectories) memories.delete(oldest);
		return memory;
	}

	const tables: SyntaxTables = async (sources, signal) => {
		const loaded = await (loading ??= parser());
		const [first = ''] = sources.keys();
		const { cache } = memoryOf(dirname(first), loaded);
		const found = new Map<string, SyntaxTable>();
		for (const [path, text] of sources) found.set(path, await takeTurns(cache.table(path, text), signal));
		return found;
	};

	const explain = (sources: ReadonlyMap<string, string>, run: ExplainedRun): OutputReader => {
		const absolute = createPathResolver(run.directory, sources.keys());
		const reader = createBuildOutputReader((file) => sources.has(absolute(file)));
		const { feed } = reader;
		const mapped = createLineMapper(sources);
		return {
			feed: mapped ? (line) => feed(mapped(line)) : feed,
			async escapes(signal) {
				const loaded = await (loading ??= parser());
				const [first = ''] = sources.keys();
				const memory = memoryOf(dirname(first), loaded);
				return takeTurns(explainReport(reader.report(), sources, { ...run, ...memory, parser: loaded }), signal);
			},
		};
	};
	return Object.assign(explain, { tables });
}

/** Lets others have their turn whenever the work yields; rejects when `signal` aborts. */
async function takeTurns<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T> {
	for (;;) {
		signal.throwIfAborted();
		const step = work.next();
		if (step.done) return step.value;
		await new Promise(setImmediate);
	}
}

/** Feeds a whole output at once. */
export function explainOutput(reading: OutputReader, output: string, signal: AbortSignal): Promise<PackageEscapes> {
	forEachLine(output, reading.feed);
	return reading.escapes(signal);
}

export const nothingExplained: PackageEscapes = { hints: [], functions: [], notes: [], unknown: [] };
