/** Runs the tests and benchmarks of packages with every allocation recorded, and a second time with every line counted. */
import { type AllocatingLine, allocatingLines, withRepeated } from '../../analysis/observed/allocatingLines.ts';
import { type CompiledFunctions, compiledFunctions } from '../../analysis/observed/compiledFunctions.ts';
import { type Coverage, readCoverage } from '../../analysis/observed/coverage.ts';
import type { Stacks } from '../../analysis/profile/stacks.ts';
import { readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import type { ProcessResult } from '../../toolchain/runProcess.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import { readAllocations } from '../tests/readAllocations.ts';
import { buildTests, runTests, symbolsOf, type TestedPackage } from '../tests/testBinary.ts';

export interface ObservationRequest {
	readonly packages: readonly TestedPackage[];
	/** Regular expressions as `go test` takes them; neither: all tests, and all benchmarks for a moment. */
	readonly bench: string | undefined;
	readonly run: string | undefined;
	/** Is told what is done now, for who waits. */
	readonly onProgress: (text: string) => void;
}

export interface Observation {
	readonly sites: readonly AllocatingLine[];
	readonly coverage: Coverage;
	readonly compiled: CompiledFunctions;
	readonly packages: readonly ObservedPackage[];
}

export interface ObservedPackage {
	readonly importPath: string;
	/** `none`: the package has no tests; `failed`: some of them failed, or nothing could be run. */
	readonly tests: 'ok' | 'failed' | 'none';
	/** One sentence about what failed; empty when all is well. */
	readonly problem: string;
}

/** Milliseconds for the tests of one package, and for its benchmarks; each twice. */
const testTimeout = 2 * 60_000;

/** Milliseconds: tests that take less are run again. */
const shortTests = 2_000;
const moreRuns = 8;

/**
 * Two programs, since counting lines changes what is inlined and what allocates: the one as it always is says what allocated, the
 * other what ran. Nothing is written into the module. One package at a time: their tests may share files and ports.
 */
export async function observePackages(request: ObservationRequest, signal: AbortSignal): Promise<Observation> {
	const stacks: Stacks[] = [];
	const repeated: Stacks[] = [];
	const coverage: string[] = [];
	const tables: string[] = [];
	const packages: ObservedPackage[] = [];
	for (const [index, each] of request.packages.entries()) {
		const progress = (what: string) => {
			const count = request.packages.length > 1 ? `${index + 1}/${request.packages.length} ` : '';
			request.onProgress(`${count}${each.importPath}: ${what}`);
		};
		const observed = await withTemporaryDirectory((temporary) =>
			observePackage(each, request, temporary, progress, signal),
		);
		stacks.push(...observed.stacks);
		repeated.push(...observed.repeated);
		coverage.push(...observed.coverage);
		tables.push(observed.symbols);
		packages.push({ importPath: each.importPath, tests: observed.tests, problem: observed.problem });
	}
	return {
		sites: withRepeated(allocatingLines(stacks), allocatingLines(repeated), moreRuns),
		coverage: readCoverage(coverage),
		compiled: compiledFunctions(tables),
		packages,
	};
}

interface PackageRuns extends Omit<ObservedPackage, 'importPath'> {
	readonly stacks: readonly Stacks[];
	/** Of the same, {@link moreRuns} times. */
	readonly repeated: readonly Stacks[];
	readonly coverage: readonly string[];
	/** What `go tool nm` prints about the program. */
	readonly symbols: string;
}

async function observePackage(
	tested: TestedPackage,
	request: ObservationRequest,
	temporary: string,
	progress: (what: string) => void,
	signal: AbortSignal,
): Promise<PackageRuns> {
	const without = (tests: ObservedPackage['tests'], problem = ''): PackageRuns => {
		return { stacks: [], repeated: [], coverage: [], symbols: '', tests, problem };
	};
	progress('building its tests');
	const plain = await buildTests(tested, temporary, undefined, signal);
	if (plain.kind !== 'built') return plain.kind === 'none' ? without('none') : without('failed', plain.problem);
	const stacks: Stacks[] = [];
	const repeated: Stacks[] = [];
	const coverage: string[] = [];
	const problems: string[] = [];

	for (const [number, part] of partsOf(request).entries()) {
		progress(`running its ${part.name}, every allocation recorded`);
		const file = join(temporary, `${number}.mem`);
		const args = [...part.args, `-test.memprofile=${file}`, '-test.memprofilerate=1'];
		const start = Date.now();
		const ran = await runTests(tested, plain.program, { args, everyAllocation: true, timeout: testTimeout }, signal);
		const took = Date.now() - start;
		if (ran?.exitCode === 0 && !hasRun(ran, part)) {
			if (part.wanted === undefined) continue;
			problems.push(`${tested.importPath}: no ${part.name.slice(0, -1)} matches ${part.wanted}.`);
			continue;
		}
		const recorded = await readAllocations(file);
		if (recorded) stacks.push(recorded);
		if (recorded && part.name === 'tests' && took < shortTests) {
			// Tiny objects share a block that is counted once: a line that makes a few of them is seen in one of several runs.
			const more = [...args, `-test.count=${moreRuns}`];
			await runTests(tested, plain.program, { args: more, everyAllocation: true, timeout: testTimeout }, signal);
			const again = await readAllocations(file);
			if (again) repeated.push(again);
		}
		const problem = problemOf(ran, part.name, recorded !== undefined);
		if (problem !== '') problems.push(`${tested.importPath}: ${problem}`);
	}
	if (stacks.length === 0) return problems.length === 0 ? without('none') : without('failed', problems[0]);

	progress('building its tests, every line counted');
	const covered = [...new Set(request.packages.map(({ importPath }) => importPath))];
	const counted = await buildTests(tested, temporary, covered, signal);
	if (counted.kind !== 'built') return without('failed', counted.kind === 'failed' ? counted.problem : '');
	for (const [number, part] of partsOf(request).entries()) {
		progress(`running its ${part.name}, every line counted`);
		const file = join(temporary, `${number}.cover`);
		const args = [...part.args, `-test.coverprofile=${file}`];
		await runTests(tested, counted.program, { args, everyAllocation: false, timeout: testTimeout }, signal);
		const text = await readText(file);
		if (text !== undefined) coverage.push(text);
	}
	return {
		stacks,
		repeated,
		coverage,
		symbols: await symbolsOf(tested, plain.program, signal),
		tests: problems.length === 0 ? 'ok' : 'failed',
		problem: problems[0] ?? '',
	};
}

interface Part {
	readonly name: 'tests' | 'benchmarks';
	/** The regular expression that somebody asked for. */
	readonly wanted: string | undefined;
	readonly args: readonly string[];
}

/** Apart from each other: benchmarks do not run after a test that failed. */
function partsOf({ bench, run }: ObservationRequest): readonly Part[] {
	const all = bench === undefined && run === undefined;
	const tests = all ? '.' : run;
	const benchmarks = all ? '.' : bench;
	const limit = `-test.timeout=${testTimeout / 1_000 - 5}s`;
	const parts: Part[] = [];
	if (tests !== undefined) {
		// Those that take long are for who names them.
		const short = all ? ['-test.short'] : [];
		parts.push({ name: 'tests', wanted: run, args: [`-test.run=${tests}`, ...short, limit] });
	}
	if (benchmarks !== undefined) {
		const args = ['-test.run=^$', `-test.bench=${benchmarks}`, '-test.benchtime=50ms', limit];
		parts.push({ name: 'benchmarks', wanted: bench, args });
	}
	return parts;
}

function hasRun({ stdout, stderr }: ProcessResult, { name }: Part): boolean {
	return name === 'tests'
		? !/^testing: warning: no tests to run$/m.test(`${stdout}\n${stderr}`)
		: /^Benchmark/m.test(stdout);
}

/** Why not everything ran, without the package's name; empty when it did. */
function problemOf(ran: ProcessResult | undefined, name: string, recorded: boolean): string {
	if (ran === undefined) return `its ${name} could not be started, or were killed.`;
	if (ran.end === 'timeout') return `its ${name} did not end within ${testTimeout / 60_000} minutes.`;
	if (ran.end !== 'exited')
		return `its ${name} ${ran.end === 'memory-limit' ? 'take too much memory' : 'print too much'}.`;
	const output = `${ran.stdout}\n${ran.stderr}`;
	if (ran.exitCode === 0) return '';
	const [, failing] = /--- FAIL: (\S+)/.exec(output) ?? [];
	const [panic] = /^(?:panic|fatal error): .*$/m.exec(output) ?? [];
	const what = failing ? `${failing} fails` : panic ? `its ${name} end with "${panic}"` : `its ${name} fail`;
	return `${what}${recorded ? '; what ran is counted' : ', and nothing was recorded'}.`;
}
