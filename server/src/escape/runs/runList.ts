import { createLineFilter } from '../../analysis/escape/neededLines.ts';
import { type EscapeListRun, escapeListArguments, type ListedPackage } from '../../toolchain/goCommand.ts';
import { largestFile } from '../../toolchain/files.ts';
import { parseListedPackages } from '../../toolchain/goOutput.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { type CompileError, type ErrorPlace, firstError, listError, tooMuchMemory } from './compileError.ts';
import { type CompileUnit, compileUnits, createBlockReader, outputBlocks } from './compileUnit.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';
import { dirname } from '../../toolchain/paths.ts';

export interface ListRequest {
	readonly context: GoContext;
	/** The working directory, absolute. */
	readonly directory: string;
	/** `.`, import paths, or the Go files of a directory without a module. */
	readonly patterns: readonly string[];
	/** Unsaved texts: absolute path → text. */
	readonly buffers: ReadonlyMap<string, string>;
	readonly tests: boolean;
	/** Also list what is depended on, for a later run of the compiler by itself. */
	readonly dependencies: boolean;
	readonly compilerFlags?: EscapeListRun['compilerFlags'];
	/** Which lines of the compiler are kept, for other flags than `-m=2`. */
	readonly keepLine?: (line: string) => boolean;
	/**
	 * Takes the output of each package when the next one prints, so that nothing has to hold all of it: then `compiled` results are empty.
	 * The go command waits while the promise of `pause` is not settled.
	 */
	readonly blocks?: {
		readonly onBlock: (importPath: string, output: string) => void;
		readonly pause: () => Promise<void> | undefined;
	};
}

export type ListRun =
	| {
			readonly kind: 'listed';
			readonly units: readonly CompileUnit[];
			readonly listed: readonly ListedPackage[];
			/** What is said about patterns that name no package. */
			readonly unmatched: readonly CompileError[];
	  }
	/** Nothing could be compiled or listed at all. */
	| { readonly kind: 'failed'; readonly error: CompileError };

/** A cold cache means that everything below the package is compiled first. */
const timeout = 5 * 60_000;

/** A run that hands out its packages waits for who reads them, too. */
const longestStream = 60 * 60_000;

/**
 * The default runner: `go list -export -gcflags=-m=2`. It covers commands, libraries, tests and external tests, never
 * links, and is answered from the build cache when nothing changed.
 */
export async function runList(request: ListRequest, signal: AbortSignal): Promise<ListRun> {
	const { context, directory } = request;
	const { toolchain } = context;
	const build = () =>
		withTemporaryDirectory(async (temporary): Promise<ListRun> => {
			const { hidden, large } = await unfitFiles(context, directory, request.patterns);
			const overlay = await writeOverlay(request.buffers, temporary, hidden);
			const args = escapeListArguments({ ...request, overlay: overlay.file, buildFlags: context.buildFlags });
			const env = { ...context.environment, GOTMPDIR: temporary };
			const isNeeded = request.keepLine ?? createLineFilter();
			const { blocks } = request;
			const reader = blocks && createBlockReader(isNeeded, blocks.onBlock);
			const command = { file: context.go, args, cwd: directory, env, keepErrorLine: reader?.feed ?? isNeeded };
			const limits = blocks ? { timeout: longestStream, pauseErrors: blocks.pause } : { timeout };
			const ran = await toolchain.run({ ...command, ...limits }, signal);
			reader?.end();
			if (ran.end === 'timeout')
				return failed(`The compiler did not finish within ${limits.timeout / 60_000} minutes.`);
			if (ran.end === 'memory-limit') return { kind: 'failed', error: tooMuchMemory() };
			if (ran.end === 'output-limit') return failed('Compiler output exceeded 64 MB.');
			const place = { directory, realOf: overlay.realOf };
			const listed = parseListedPackages(ran.stdout);
			const units = withoutLarge(compileUnits(listed, outputBlocks(ran.stderr), place), large);
			const unmatched = [...unmatchedPatterns(ran.stderr), ...missing(listed, place)];
			if (units.length > 0) return { kind: 'listed', units, listed, unmatched };
			const error = tooLarge(large[0]) ?? unmatched[0] ?? firstError(ran.stderr, place) ?? nothing(ran.exitCode);
			return { kind: 'failed', error };
		});
	return toolchain.builds.run(context.directory, build, signal);
}

/** What was compiled without a file of its own is not what its user has; what failed may have failed for lack of it. */
function withoutLarge(units: readonly CompileUnit[], large: readonly string[]): readonly CompileUnit[] {
	return units.map((unit) => {
		const own = large.find((path) => dirname(path) === unit.listed.Dir);
		const error = tooLarge(own ?? (unit.result.kind === 'failed' ? large[0] : undefined));
		return error === undefined ? unit : { ...unit, result: { kind: 'failed', error } };
	});
}

function tooLarge(file: string | undefined): CompileError | undefined {
	const message = `larger than ${largestFile / 2 ** 20} MiB, so it is not compiled`;
	return file === undefined ? undefined : { file, line: 0, message };
}

function failed(message: string): ListRun {
	return { kind: 'failed', error: { file: undefined, line: 0, message } };
}

function unmatchedPatterns(stderr: string): readonly CompileError[] {
	const patterns = [...stderr.matchAll(/^go: warning: "(.+)" matched no packages$/gm)];
	return patterns.map(([, pattern]) => ({ file: undefined, line: 0, message: `${pattern} matched no packages` }));
}

/** What was named and is nowhere: such a package has no directory. */
function missing(listed: readonly ListedPackage[], place: ErrorPlace): readonly CompileError[] {
	// An error about all patterns together comes without an import path.
	return listed.flatMap(({ Dir, DepOnly, Error: error, ImportPath }) => {
		if (Dir !== undefined || DepOnly || error === undefined) return [];
		const { message } = listError(error, place);
		return [
			{
				file: undefined,
				line: 0,
				message: !ImportPath || message.includes(ImportPath) ? message : `${ImportPath}: ${message}`,
			},
		];
	});
}

function nothing(exitCode: number | undefined): CompileError {
	const message = exitCode === 0 ? 'There are no packages here.' : `go list failed with exit code ${exitCode}.`;
	return { file: undefined, line: 0, message };
}
