import type { PackageEscapes } from '../../analysis/escape/escapeHint.ts';
import { createExplainedFiles, type ExplainedFiles } from '../../analysis/escape/explainedFiles.ts';
import { explainReport } from '../../analysis/escape/explainPackage.ts';
import { createPathResolver } from '../../analysis/escape/outputPaths.ts';
import { createBuildOutputReader } from '../../analysis/escape/parseBuildOutput.ts';
import type { GoParser } from '../../analysis/syntax/goParser.ts';
import { createSyntaxCache, type SyntaxCache } from '../../analysis/syntax/syntaxCache.ts';
import { forEachLine } from '../../analysis/text/forEachLine.ts';
import { dirname } from '../../toolchain/paths.ts';

/**
 * Begins to turn what the compiler prints about a package into hints. Bound to a parser by whoever puts the program
 * together. `sources`: absolute path → text, of the files that are compiled.
 */
export type Explain = (sources: ReadonlyMap<string, string>, run: ExplainedRun) => OutputReader;

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
export function createExplain(parser: () => Promise<GoParser>): Explain {
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

	return (sources, run) => {
		const absolute = createPathResolver(run.directory, sources.keys());
		const reader = createBuildOutputReader((file) => sources.has(absolute(file)));
		return {
			feed: reader.feed,
			async escapes(signal) {
				const loaded = await (loading ??= parser());
				const [first = ''] = sources.keys();
				const memory = memoryOf(dirname(first), loaded);
				return takeTurns(explainReport(reader.report(), sources, { ...run, ...memory, parser: loaded }), signal);
			},
		};
	};
}

/** Lets others have their turn whenever the work yields; rejects when `signal` aborts. */
export async function takeTurns<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T> {
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
