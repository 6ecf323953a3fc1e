/** Compiles one package to its end and asks the back end which checks stay in the code. */
import { backEndFlags, type BackEndLine, parseBackEndLine } from '../../analysis/escape/backEndLines.ts';
import { createPathResolver } from '../../analysis/escape/outputPaths.ts';
import { backEndListArguments } from '../../toolchain/goCommand.ts';
import { isInside } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import type { OpenTexts } from '../../world/packages/packageContent.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';

export interface BackEndRun {
	/** Of the package, absolute. */
	readonly directory: string;
	readonly context: GoContext;
	readonly unsaved: OpenTexts;
	/** The files that are asked about: names that the go command shortened are told by these. */
	readonly files: readonly string[];
	/** Compile its tests as well. */
	readonly tests: boolean;
}

const timeout = 5 * 60_000;

/** What it says, files as absolute paths; one sentence when the package does not compile. */
export async function runBackEnd(
	{ directory, context, unsaved, files, tests }: BackEndRun,
	signal: AbortSignal,
): Promise<readonly BackEndLine[] | string> {
	const { toolchain, go, environment, buildFlags } = context;
	const absolute = createPathResolver(directory, files);
	const build = () =>
		withTemporaryDirectory(async (temporary) => {
			const { hidden } = await unfitFiles(context, directory, ['.']);
			const overlay = await writeOverlay(outside(unsaved, context), temporary, hidden);
			const args = backEndListArguments({ overlay: overlay.file, tests, buildFlags, compilerFlags: backEndFlags });
			const env = { ...environment, GOTMPDIR: temporary };
			const ran = await toolchain.run({ file: go, args, cwd: directory, env, timeout }, signal);
			if (ran.exitCode !== 0) return 'The package does not compile.';
			const lines = ran.stderr.split('\n').flatMap((line) => parseBackEndLine(line) ?? []);
			return lines.map((line) => {
				const real = absolute(line.file);
				return { ...line, file: overlay.realOf.get(real) ?? real };
			});
		});
	return toolchain.builds.run(context.directory, build, signal);
}

/** The go command takes no overlay for files of the module cache. */
function outside(texts: OpenTexts, { moduleCache }: GoContext): OpenTexts {
	return new Map([...texts].filter(([path]) => moduleCache === '' || !isInside(moduleCache, path)));
}
