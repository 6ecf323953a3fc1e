/** Builds the tests of a package as a program, outside of its module, and runs it there as `go test` would. */
import { flagName, symbolTableArguments, testBinaryArguments, testEnvironment } from '../../toolchain/goCommand.ts';
import { isFile } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import { type Environment, ProcessError, type ProcessResult } from '../../toolchain/runProcess.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { writeOverlay } from '../../world/packages/overlay.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';

export interface TestedPackage {
	readonly context: GoContext;
	readonly importPath: string;
	/** Absolute. */
	readonly directory: string;
}

export type BuiltTests =
	| { readonly kind: 'built'; readonly program: string }
	/** The package has no tests. */
	| { readonly kind: 'none' }
	/** One sentence. */
	| { readonly kind: 'failed'; readonly problem: string };

/** Milliseconds: a cold cache means that everything below the package is compiled first. */
const buildTimeout = 5 * 60_000;

/**
 * @param temporary an empty directory that the caller removes; the program is made in it
 * @param covered import paths of the packages whose lines are counted; undefined for a program as it always is
 */
export async function buildTests(
	{ context, importPath, directory }: TestedPackage,
	temporary: string,
	covered: readonly string[] | undefined,
	signal: AbortSignal,
): Promise<BuiltTests> {
	const { toolchain, go, environment, buildFlags, moduleFile, foreignPlatform } = context;
	const failed = (problem: string): BuiltTests => ({ kind: 'failed', problem: `${importPath}: ${problem}` });
	if (moduleFile === undefined) return failed('there is no go.mod, so its tests cannot be built.');
	if (foreignPlatform !== '') return failed(`what is built for ${foreignPlatform} does not run on this machine.`);
	const output = join(temporary, `${covered ? 'covered' : 'plain'}.test${context.goos === 'windows' ? '.exe' : ''}`);
	const build = async () => {
		const { hidden } = await unfitFiles(context, directory, ['.']);
		const overlay = (await writeOverlay(new Map(), temporary, hidden)).file;
		const args = testBinaryArguments({ output, overlay, buildFlags, covered });
		const env = { ...environment, GOTMPDIR: temporary };
		return toolchain.run({ file: go, args, cwd: directory, env, timeout: buildTimeout }, signal);
	};
	const ran = await toolchain.builds.run(context.directory, build, signal);
	if (ran.end === 'timeout') return failed(`its tests were not built within ${buildTimeout / 60_000} minutes.`);
	if (ran.exitCode !== 0) return failed(`its tests do not build: ${firstComplaint(ran)}`);
	return (await isFile(output)) ? { kind: 'built', program: output } : { kind: 'none' };
}

export interface TestProgramRun {
	/** As `-test.…` flags. */
	readonly args: readonly string[];
	/** Records each allocation from the start on: `-test.memprofile` alone does so once all packages have made their variables. */
	readonly everyAllocation: boolean;
	/** Changes to the environment besides. */
	readonly env?: Environment;
	/** Milliseconds. */
	readonly timeout: number;
}

/** Runs a program that {@link buildTests} made; undefined when it cannot be started or was killed from outside. */
export async function runTests(
	{ context, directory }: TestedPackage,
	program: string,
	{ args, everyAllocation, env, timeout }: TestProgramRun,
	signal: AbortSignal,
): Promise<ProcessResult | undefined> {
	const { toolchain, environment, goroot, allFlags } = context;
	// Their shadow of the memory is laid out at the start, in terabytes that are never used.
	const shadows = allFlags.some((flag) => ['race', 'msan', 'asan'].includes(flagName(flag)));
	try {
		return await toolchain.run(
			{
				file: program,
				args: ['-test.paniconexit0', ...args],
				cwd: directory,
				env: { ...testEnvironment(environment, goroot, everyAllocation), ...env },
				timeout,
				...(shadows && { memoryLimit: Infinity }),
			},
			signal,
		);
	} catch (error) {
		if (error instanceof ProcessError) return undefined;
		throw error;
	}
}

/** What `go tool nm` prints about a program; empty when it cannot. */
export async function symbolsOf(
	{ context, directory }: TestedPackage,
	program: string,
	signal: AbortSignal,
): Promise<string> {
	const { toolchain, go, environment } = context;
	const command = { file: go, args: symbolTableArguments(program), cwd: directory, env: environment };
	const ran = await toolchain.run({ ...command, timeout: buildTimeout }, signal);
	return ran.exitCode === 0 ? ran.stdout : '';
}

/** The first line that says something: `# package` heads what the compiler says. */
function firstComplaint({ stdout, stderr }: ProcessResult): string {
	const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
	return lines.find((line) => line !== '' && !/^(?:#|WORK=|go: downloading )/.test(line)) ?? 'go says nothing.';
}

/** Whether the tests of a package say that none of them was asked for. */
export function ranNothing({ stdout, stderr }: Pick<ProcessResult, 'stdout' | 'stderr'>): boolean {
	return /^(?:testing: )?warning: no tests to run$/m.test(`${stdout}\n${stderr}`);
}
