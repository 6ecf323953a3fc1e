/** Measures a pulled function against the public API, for a user who asks: it takes half a minute of the machine. */
import { benchmarkReport } from '../../analysis/benchmark/benchmarkReport.ts';
import { type BenchmarkSource, benchmarkSource } from '../../analysis/benchmark/benchmarkSource.ts';
import { benchstatInput } from '../../analysis/benchmark/benchstatInput.ts';
import { type RunComparison, compareRuns } from '../../analysis/benchmark/compareRuns.ts';
import type { CostProfile } from '../../analysis/profile/costProfile.ts';
import type { TargetView } from '../../analysis/linkname/targets/targetView.ts';
import { writeText } from '../../toolchain/files.ts';
import { benchmarkTestArguments, flagName } from '../../toolchain/goCommand.ts';
import { dirname, isInside, join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import { unfitFiles } from '../../world/packages/unfitFiles.ts';
import type { OpenTexts } from '../../world/packages/packageContent.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { GoSettings } from '../../world/go/goSettings.ts';
import { benchstatTable, findBenchstat } from './benchstat.ts';

export type PullBenchmark =
	| {
			readonly kind: 'measured';
			/** The name of the pulled function. */
			readonly name: string;
			/** Markdown. */
			readonly report: string;
			/** The report has benchstat's table. */
			readonly benchstat: boolean;
			/** Reports the same runs again: benchstat may be there now, or a profile. */
			retell(signal: AbortSignal): Promise<PullBenchmark>;
			/** The benchmark, as a file that the package does not have yet. */
			readonly file: { readonly path: string; readonly text: string };
	  }
	/** One sentence of why there is nothing to show. */
	| { readonly kind: 'problem'; readonly problem: string };

/** How long is measured, as `-benchtime` and `-count` take it. */
export interface BenchmarkEffort {
	readonly time: string;
	readonly count: number;
}

/** What benchstat asks for: ten runs of a second each. */
export const fullEffort: BenchmarkEffort = { time: '1s', count: 10 };

const timeout = 2 * 60_000;

export interface BenchmarkDeps {
	readonly modules: GoModules;
	readonly settings: (directory: string) => GoSettings;
	/** The profile that the user loaded. */
	readonly profile: () => CostProfile | undefined;
}

/** @param unsaved texts that differ from the disk */
export async function benchmarkPull(
	view: TargetView,
	deps: BenchmarkDeps,
	unsaved: OpenTexts,
	effort: BenchmarkEffort,
	signal: AbortSignal,
): Promise<PullBenchmark> {
	const problem = (text: string): PullBenchmark => ({ kind: 'problem', problem: text });
	const source = benchmarkSource(view);
	if (typeof source === 'string') return problem(source);
	const { path, text, pulled } = source;
	const context = await deps.modules.contextOf(path, signal);
	if (context.kind === 'no-go') return problem(context.problem);
	const { toolchain, go, environment, buildFlags, moduleCache } = context;
	const directory = dirname(path);

	// Other tests of the package might not compile, or do things when they start.
	const others = view.index.files.filter(({ role }) => role !== 'source' && pulled.declared.role === 'source');
	const ran = await toolchain.builds.run(
		context.directory,
		() =>
			withTemporaryDirectory(async (temporary) => {
				const replaced: Record<string, string> = {};
				for (const [file, content] of [...unsaved, [path, text] as const]) {
					// The go command takes no overlay for files of the module cache.
					if (moduleCache !== '' && isInside(moduleCache, file)) continue;
					const written = join(temporary, `${Object.keys(replaced).length}.go`);
					await writeText(written, content);
					replaced[file] = written;
				}
				const { hidden } = await unfitFiles(context, directory, ['.']);
				for (const other of [...others.map((one) => one.path), ...hidden]) replaced[other] = '';
				const overlay = join(temporary, 'overlay.json');
				await writeText(overlay, JSON.stringify({ Replace: replaced }));
				const args = benchmarkTestArguments({ ...effort, overlay, buildFlags, names: [source.pull, source.public] });
				const env = { ...environment, GOTMPDIR: temporary };
				// Their shadow of the memory is laid out at the start, in terabytes that are never used.
				const shadows = context.allFlags.some((flag) => ['race', 'msan', 'asan'].includes(flagName(flag)));
				const memory = shadows ? { memoryLimit: Infinity } : {};
				return toolchain.run({ file: go, args, cwd: directory, env, timeout, ...memory }, signal);
			}),
		signal,
	);
	if (ran.end === 'timeout') return problem('The benchmark did not end within two minutes.');
	const comparison = ran.exitCode === 0 ? compareRuns(ran.stdout, source) : undefined;
	if (!comparison) return problem(`The benchmark does not run: ${firstComplaint(`${ran.stderr}\n${ran.stdout}`)}`);
	const runs: MeasuredRuns = { view, source, comparison, stdout: ran.stdout };
	return tell(runs, context, deps, signal);
}

interface MeasuredRuns {
	readonly view: TargetView;
	readonly source: BenchmarkSource;
	readonly comparison: RunComparison;
	/** Of go test. */
	readonly stdout: string;
}

async function tell(
	runs: MeasuredRuns,
	context: GoContext,
	deps: BenchmarkDeps,
	signal: AbortSignal,
): Promise<PullBenchmark> {
	const { source, stdout } = runs;
	const { pulled, path, text } = source;
	const program = await findBenchstat(context, deps.settings(context.directory), signal);
	const input = benchstatInput(stdout, source, `${pulled.local.charAt(0).toUpperCase()}${pulled.local.slice(1)}`);
	const benchstat = program && (await benchstatTable(program, input, context, signal));
	return {
		kind: 'measured',
		name: pulled.local,
		report: benchmarkReport({ ...runs, benchstat, profile: deps.profile() }),
		benchstat: benchstat !== undefined,
		retell: (again) => tell(runs, context, deps, again),
		file: { path, text },
	};
}

/** The first line that says something: `# package` heads what the compiler says. */
function firstComplaint(output: string): string {
	return output.split('\n').find((line) => line.trim() !== '' && !/^(?:#|WORK=)/.test(line)) ?? 'it says nothing.';
}
