/** Every package of a module, compiled some at a time, for a user who wants to see the hints of all of them. */
import { fileStatus } from '../../toolchain/files.ts';
import { packageNamesArguments } from '../../toolchain/goCommand.ts';
import { parseListedPackages } from '../../toolchain/goOutput.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import { type AnalysedPackage, explainUnits } from './analysePatterns.ts';
import { formatError } from './compileError.ts';
import { type Explain, nothingExplained } from '../hints/outputReader.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';
import { runList } from './runList.ts';

/** How the run went. */
export interface ModuleRun {
	/** Packages that were compiled, and those that could not be. */
	readonly compiled: number;
	readonly failed: number;
	/** Why nothing could be run at all, one sentence; empty when something could. */
	readonly problem: string;
}

/** Packages done, of how many, and the import path of one that comes next. */
export type OnModuleProgress = (done: number, total: number, next: string) => void;

export interface ModuleRunDeps {
	readonly modules: GoModules;
	readonly explain: Explain;
	/** Is given each package as soon as it is compiled. */
	readonly keep: (directory: string, found: AnalysedPackage, context: GoContext) => void;
	readonly onProgress: OnModuleProgress;
}

/**
 * How many packages a run of the go command is given. Each run reads the module anew, and holds the output of its packages; others
 * of the module, such as that of a package that is opened meanwhile, wait for its end.
 */
const together = 8;

/** @param path of a file in the module, or of its directory */
export async function analyseModule(path: string, deps: ModuleRunDeps, signal: AbortSignal): Promise<ModuleRun> {
	const isDirectory = (await fileStatus(path))?.kind === 'directory';
	const context = await (isDirectory
		? deps.modules.contextOfDirectory(path, signal)
		: deps.modules.contextOf(path, signal));
	if (context.kind === 'no-go') return nothing(context.problem);
	if (context.moduleFile === undefined) return nothing('There is no go.mod here.');
	const packages = await packagesOf(context, signal);
	if (packages.length === 0) return nothing('The module has no packages.');
	let compiled = 0;
	let failed = 0;
	for (let start = 0; start < packages.length; start += together) {
		const some = packages.slice(start, start + together);
		deps.onProgress(start, packages.length, some[0]?.importPath ?? '');
		for (const found of await compile(context, some, deps, signal)) {
			const place = some.find(({ importPath }) => importPath === found.importPath);
			if (place) deps.keep(place.directory, found, context);
			if (found.error === undefined) compiled++;
			else failed++;
		}
	}
	return { compiled, failed, problem: '' };
}

function nothing(problem: string): ModuleRun {
	return { compiled: 0, failed: 0, problem };
}

interface Place {
	readonly importPath: string;
	readonly directory: string;
}

async function packagesOf(context: GoContext, signal: AbortSignal): Promise<readonly Place[]> {
	const { go, directory, environment, buildFlags, toolchain } = context;
	const listed = await withTemporaryDirectory(async (temporary) => {
		const { hidden } = await unfitFiles(context, directory, ['./...']);
		const overlay = await writeOverlay(new Map(), temporary, hidden);
		const args = packageNamesArguments(buildFlags, overlay.file);
		return toolchain.run({ file: go, args, cwd: directory, env: environment }, signal);
	});
	signal.throwIfAborted();
	return parseListedPackages(listed.stdout)
		.flatMap(({ ImportPath, Dir }) => (Dir === undefined ? [] : [{ importPath: ImportPath, directory: Dir }]))
		.sort((a, b) => (a.importPath < b.importPath ? -1 : 1));
}

async function compile(
	context: GoContext,
	places: readonly Place[],
	{ explain }: ModuleRunDeps,
	signal: AbortSignal,
): Promise<readonly AnalysedPackage[]> {
	const { directory } = context;
	const patterns = places.map((place) => place.directory);
	const request = {
		context,
		directory,
		patterns,
		buffers: new Map<string, string>(),
		tests: false,
		dependencies: false,
	};
	const ran = await runList(request, signal);
	signal.throwIfAborted();
	if (ran.kind === 'failed') {
		const error = formatError(ran.error, directory);
		return places.map(({ importPath }) => ({ importPath, error, escapes: nothingExplained, sources: new Map() }));
	}
	return explainUnits(ran.units, request, directory, explain, signal);
}
