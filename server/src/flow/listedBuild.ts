/** The packages that a build is made of, as the go command lists them. */
import { firstError } from '../escape/runs/compileError.ts';
import { dependenciesListArguments, type ListedPackage } from '../toolchain/goCommand.ts';
import { parseListedPackages } from '../toolchain/goOutput.ts';
import { withTemporaryDirectory } from '../toolchain/temporaryDirectory.ts';
import { Unusable } from '../toolchain/unusable.ts';
import type { GoContext } from '../world/go/goContext.ts';

/** By import path, with all that the patterns depend on. */
export type ListedBuild = ReadonlyMap<string, ListedPackage>;

/** A build from a cold cache compiles the standard library first. */
const timeout = 10 * 60_000;

/**
 * Lists packages and their dependencies. With `compile` each has its object (`Export`), compiled first where the build cache has none.
 *
 * @throws Unusable with one sentence when nothing can be listed
 */
export async function listBuild(
	context: GoContext,
	directory: string,
	patterns: readonly string[],
	compile: boolean,
	signal: AbortSignal,
): Promise<ListedBuild> {
	const { toolchain } = context;
	const build = () =>
		withTemporaryDirectory(async (temporary) => {
			const args = dependenciesListArguments({ patterns, buildFlags: context.buildFlags, compile });
			const env = { ...context.environment, GOTMPDIR: temporary };
			const ran = await toolchain.run({ file: context.go, args, cwd: directory, env, timeout }, signal);
			const listed = parseListedPackages(ran.stdout);
			if (ran.end === 'timeout') throw new Unusable(`go list did not finish within ${timeout / 60_000} minutes`);
			if (listed.length === 0) {
				const error = firstError(ran.stderr, { directory, realOf: new Map() });
				throw new Unusable(error?.message ?? 'go list found no packages');
			}
			return new Map(listed.map((each) => [each.ImportPath, each]));
		});
	return toolchain.builds.run(context.directory, build, signal);
}
