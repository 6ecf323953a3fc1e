/** Runs each benchmark twice, with every allocation recorded: what an operation allocates is the difference. */
import type { MeasuredBenchmark } from '../../analysis/gates/compareGate.ts';
import { allocationsPerOperation, type OwnFile } from '../../analysis/gates/perOperation.ts';
import { type Measured, parseBenchmarks } from '../../analysis/benchmark/parseBenchmarks.ts';
import { sourcePath } from '../../analysis/observed/allocatingLines.ts';
import type { Stacks } from '../../analysis/profile/stacks.ts';
import { readText } from '../../toolchain/files.ts';
import { isInside, join, slashPathBelow } from '../../toolchain/paths.ts';
import type { ProcessResult } from '../../toolchain/runProcess.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import { readAllocations } from '../tests/readAllocations.ts';
import { buildTests, runTests, type TestedPackage } from '../tests/testBinary.ts';

export interface GateRequest {
	readonly packages: readonly TestedPackage[];
	/** Which benchmarks, as `go test` takes it; undefined: all. */
	readonly bench: string | undefined;
	/** How often the shorter run of a benchmark does its operation; undefined: as often as a moment allows. */
	readonly iterations: (benchmark: string) => number | undefined;
	readonly onProgress: (text: string) => void;
}

export interface GateMeasurement {
	/** By `import/path.BenchmarkName/sub`. */
	readonly benchmarks: ReadonlyMap<string, MeasuredBenchmark>;
	/** One sentence each. */
	readonly problems: readonly string[];
}

/** Milliseconds for all benchmarks of a package once, and for one benchmark later. */
const runTimeout = 2 * 60_000;

/** Nanoseconds that the shorter run takes, more or less. */
const moment = 500_000_000;

/**
 * One processor, and no collection before the memory of one is used: a collection empties every sync.Pool, which would then be filled
 * again at random.
 */
const steadyEnvironment = { GOGC: 'off', GOMEMLIMIT: '768MiB' };

/** Nothing is written into the module; one benchmark at a time. */
export async function measureBenchmarks(request: GateRequest, signal: AbortSignal): Promise<GateMeasurement> {
	const benchmarks = new Map<string, MeasuredBenchmark>();
	const problems: string[] = [];
	for (const tested of request.packages) {
		await withTemporaryDirectory(async (temporary) => {
			request.onProgress(`${tested.importPath}: building its benchmarks`);
			const built = await buildTests(tested, temporary, undefined, signal);
			if (built.kind === 'failed') problems.push(built.problem);
			if (built.kind !== 'built') return;
			const { importPath } = tested;
			const { found, problems: failed } = await runOnce(tested, built.program, request.bench ?? '.', signal);
			problems.push(...failed.map((problem) => `${importPath}: ${problem}`));
			for (const [name, { measured }] of found) {
				const full = `${importPath}.Benchmark${name}`;
				request.onProgress(full);
				const iterations = request.iterations(full) ?? iterationsFor(measured.get('ns/op')?.[0] ?? 0);
				const one = { tested, program: built.program, temporary, name, iterations };
				const result = await measure(one, signal);
				if (typeof result === 'string') problems.push(`${full}: ${result}`);
				else benchmarks.set(full, result);
			}
		});
	}
	return { benchmarks, problems };
}

/** Finds the benchmarks and how long they take; one function after the other where together they take too long or end the program. */
async function runOnce(tested: TestedPackage, program: string, pattern: string, signal: AbortSignal) {
	const together = await run(tested, program, pattern, 1, undefined, signal);
	if (typeof together !== 'string') return { found: benchmarksOf(together), problems: [] };
	const list = { args: [`-test.list=${pattern.split('/', 1)[0]}`], everyAllocation: false, timeout: runTimeout };
	const names = ((await runTests(tested, program, list, signal))?.stdout ?? '').split('\n');
	const found = new Map<string, { readonly measured: Measured }>();
	const problems: string[] = [];
	for (const name of names.filter((each) => each.startsWith('Benchmark'))) {
		const alone = await run(tested, program, `^${name}$`, 1, undefined, signal);
		if (typeof alone === 'string') problems.push(`${name}: ${alone}`);
		else for (const [each, measured] of benchmarksOf(alone)) found.set(each, measured);
	}
	return { found, problems: found.size + problems.length === 0 ? [together] : problems };
}

/** 1, 2, 5, 10, … 1,000: round numbers, which files hold. */
function iterationsFor(nanoseconds: number): number {
	const steps = [1000, 500, 200, 100, 50, 20, 10, 5, 2];
	return steps.find((step) => step * nanoseconds <= moment) ?? 1;
}

interface OneBenchmark {
	readonly tested: TestedPackage;
	readonly program: string;
	readonly temporary: string;
	/** Without `Benchmark`. */
	readonly name: string;
	readonly iterations: number;
}

async function measure(
	{ tested, program, temporary, name, iterations }: OneBenchmark,
	signal: AbortSignal,
): Promise<MeasuredBenchmark | string> {
	// Each element of the name is matched by itself (testing/match.go).
	const pattern = `Benchmark${name}`
		.split('/')
		.map((element) => `^${quoted(element)}$`)
		.join('/');
	const runs: { readonly stacks: Stacks; readonly output: ProcessResult }[] = [];
	for (const times of [iterations, 2 * iterations]) {
		const file = join(temporary, `${times}.mem`);
		const output = await run(tested, program, pattern, times, file, signal);
		if (typeof output === 'string') return output;
		const stacks = await readAllocations(file);
		if (!stacks) return 'its memory profile cannot be read.';
		runs.push({ stacks, output });
	}
	const [few, many] = runs;
	if (!few || !many) return 'it was not run.';
	const files = await ownFiles([few.stacks, many.stacks], tested.context.directory);
	const measured = benchmarksOf(many.output).get(name)?.measured;
	return {
		iterations,
		allocs: measured?.get('allocs/op')?.[0] ?? 0,
		bytes: measured?.get('B/op')?.[0] ?? 0,
		lines: allocationsPerOperation({
			few: few.stacks,
			many: many.stacks,
			operations: iterations,
			own: (path) => files.get(path),
		}),
	};
}

/** What it prints, or the end of a sentence of why it did not run to its end. */
async function run(
	tested: TestedPackage,
	program: string,
	pattern: string,
	times: number,
	profile: string | undefined,
	signal: AbortSignal,
): Promise<ProcessResult | string> {
	const args = [
		'-test.run=^$',
		`-test.bench=${pattern}`,
		`-test.benchtime=${times}x`,
		'-test.benchmem',
		'-test.count=1',
		'-test.cpu=1',
		...(profile === undefined ? [] : [`-test.memprofile=${profile}`, '-test.memprofilerate=1']),
	];
	const command = { args, everyAllocation: false, env: steadyEnvironment, timeout: runTimeout };
	const ran = await runTests(tested, program, command, signal);
	if (ran === undefined) return 'its benchmarks could not be started, or were killed.';
	if (ran.end === 'timeout') return `its benchmarks did not end within ${runTimeout / 60_000} minutes.`;
	if (ran.end !== 'exited') return 'its benchmarks print too much, or take too much memory.';
	if (ran.exitCode === 0) return ran;
	const [, failing] = /--- FAIL: (\S+)/.exec(ran.stdout) ?? [];
	const [panic] = /^(?:panic|fatal error|testing): .*$/m.exec(`${ran.stdout}\n${ran.stderr}`) ?? [];
	return failing ? `${failing} fails.` : panic ? `its benchmarks end with "${panic}".` : 'its benchmarks fail.';
}

/** Name without `Benchmark` → what was measured. With one processor no number is added to the names. */
function benchmarksOf({ stdout }: ProcessResult): ReadonlyMap<string, { readonly measured: Measured }> {
	const found = new Map<string, { readonly measured: Measured }>();
	for (const line of stdout.split('\n')) {
		const [, name, rest] = /^Benchmark(\S+)([ \t]+\d+[ \t].*)$/.exec(line) ?? [];
		if (name === undefined) continue;
		const [measured] = parseBenchmarks(`BenchmarkX${rest}`).values();
		if (measured) found.set(name, { measured });
	}
	return found;
}

/** The files of a module by what profiles call them; a gate file calls them by their path in it. */
async function ownFiles(profiles: readonly Stacks[], module: string) {
	const files = new Map<string, OwnFile>();
	const paths = profiles.flatMap(({ samples }) =>
		samples.flatMap(({ places }) => places.flat().map(({ file }) => file)),
	);
	for (const path of new Set(paths)) {
		if (!isInside(module, path)) continue;
		const name = slashPathBelow(module, path);
		const text = /^vendor\/|\/vendor\//.test(name) ? undefined : await readText(path);
		if (text !== undefined) files.set(sourcePath(path), { name, path, lines: text.split('\n') });
	}
	return files;
}

/** For package regexp. */
function quoted(name: string): string {
	return name.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
