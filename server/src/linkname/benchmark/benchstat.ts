/** benchstat, the program that the Go project compares benchmarks with: found, asked, installed for a user who wants it. */
import { benchstatProgram } from '../../analysis/benchmark/benchmarkReport.ts';
import type { BenchstatInput } from '../../analysis/benchmark/benchstatInput.ts';
import { writeText } from '../../toolchain/files.ts';
import { installArguments, installPlaceArguments, runEnvironment } from '../../toolchain/goCommand.ts';
import { delimiter, join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import { findProgram, findProgramIn } from '../../world/go/findGo.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { GoSettings } from '../../world/go/goSettings.ts';

const name = 'benchstat';

/** Milliseconds, for a download and a build. */
const installTimeout = 5 * 60_000;

/** On PATH, or where the go command in use installs programs. Never inside an open folder. */
export async function findBenchstat(
	{ toolchain, go, environment, directory }: GoContext,
	settings: GoSettings,
	signal: AbortSignal,
): Promise<string | undefined> {
	const onPath = await findProgram(name, settings);
	if (onPath) return onPath;
	const asked = await toolchain.run(
		{ file: go, args: installPlaceArguments, cwd: directory, env: environment },
		signal,
	);
	return findProgramIn(installPlaces(asked.stdout), name, settings);
}

/** `go install` takes GOBIN, else bin of the first directory of GOPATH. */
function installPlaces(json: string): readonly string[] {
	try {
		const { GOBIN = '', GOPATH = '' } = JSON.parse(json) as { GOBIN?: string; GOPATH?: string };
		return [GOBIN, ...GOPATH.split(delimiter).map((path) => path && join(path, 'bin'))].filter((path) => path !== '');
	} catch {
		return [];
	}
}

/** What it prints about two runs; undefined when it does not understand them. */
export async function benchstatTable(
	program: string,
	input: BenchstatInput,
	{ toolchain }: GoContext,
	signal: AbortSignal,
): Promise<string | undefined> {
	return withTemporaryDirectory(async (directory) => {
		// The names of the files head the columns.
		await writeText(join(directory, 'pull'), input.pull);
		await writeText(join(directory, 'public'), input.public);
		const ran = await toolchain.run({ file: program, args: ['pull', 'public'], cwd: directory, env: {} }, signal);
		return ran.exitCode === 0 && ran.stdout !== '' ? ran.stdout : undefined;
	});
}

/**
 * Downloads, builds and installs it with the Go of a module: only for a user who asks.
 *
 * @param version as `go install` takes it: `latest`
 * @returns one sentence of why that did not work; empty when it did
 */
export async function installBenchstat(context: GoContext, version: string, signal: AbortSignal): Promise<string> {
	const { toolchain, go, ownEnvironment, version: used } = context;
	// Neither flags nor targets of the module: it is a program for this machine.
	const env = {
		...runEnvironment({ settings: ownEnvironment, flags: '', allowDownloads: true }),
		GOWORK: 'off',
		GOOS: undefined,
		GOARCH: undefined,
	};
	const ran = await withTemporaryDirectory((cwd) =>
		toolchain.run(
			{ file: go, args: installArguments(benchstatProgram, version), cwd, env, timeout: installTimeout },
			signal,
		),
	);
	if (ran.end === 'timeout') return 'Installing benchstat did not end within five minutes.';
	const said = ran.stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('go: downloading '));
	return ran.exitCode === 0
		? ''
		: `benchstat could not be installed with ${used.text}: ${said[0] ?? 'go says nothing.'}`;
}
