/** Runs the tests and benchmarks of packages with every allocation recorded, and a second time with every line counted. */
import { type AllocatingLine, allocatingLines, withRepeated } from '../../analysis/observed/allocatingLines.ts';
import { type CompiledFunctions, compiledFunctions } from '../../analysis/observed/compiledFunctions.ts';
import { type Coverage, readCoverage } from '../../analysis/observed/coverage.ts';
import type { Stacks } from '../../analysis/profile/stacks.ts';
import { deleteFile, readText } from '../../toolchain/files.ts';
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

	const toCount: Part[] = [];
	for (const part of partsOf(request)) {
		progress(`running its ${part.name}, every allocation recorded`);
		const recording = { tested, program: plain.program, file: join(temporary, 'allocations') };
		const found = await recordPart(recording, part, signal);
		stacks.push(...found.stacks);
		repeated.push(...found.repeated);
		if (found.counted) toCount.push(found.counted);
		if (found.problem !== '') problems.push(`${tested.importPath}: ${found.problem}`);
	}
	if (stacks.length === 0) return problems.length === 0 ? without('none') : without('failed', problems[0]);

	progress('building its tests, every line counted');
	const covered = [...new Set(request.packages.map(({ importPath }) => importPath))];
	const counted = await buildTests(tested, temporary, covered, signal);
	if (counted.kind !== 'built') return without('failed', counted.kind === 'failed' ? counted.problem : '');
	for (const [number, part] of toCount.entries()) {
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

interface Recording {
	readonly tested: TestedPackage;
	readonly program: string;
	/** Where the profile goes. */
	readonly file: string;
}

interface RecordedPart {
	readonly stacks: readonly Stacks[];
	readonly repeated: readonly Stacks[];
	/** What ran to its end, for the run that counts lines; undefined for nothing. */
	readonly counted: Part | undefined;
	/** The end of a sentence that begins with the package; empty when all ran. */
	readonly problem: string;
}

async function recordPart(recording: Recording, part: Part, signal: AbortSignal): Promise<RecordedPart> {
	const nothing = { stacks: [], repeated: [], counted: undefined };
	const start = Date.now();
	const first = await record(recording, part.args, testTimeout, signal);
	const took = Date.now() - start;
	if (first.ran?.exitCode === 0 && !hasRun(first.ran, part)) {
		const single = part.name.slice(0, -1);
		return { ...nothing, problem: part.wanted === undefined ? '' : `no ${single} matches ${part.wanted}.` };
	}
	const problem = problemOf(first.ran, part.name);
	if (!first.stacks) {
		const { stacks, names, total } = await recordEach(recording, part, signal);
		if (stacks.length === 0) return { ...nothing, problem: `${problem}, and nothing was recorded.` };
		const counted = { ...part, args: only(part, `^(${names.join('|')})$`) };
		const some = `${problem}; ${names.length} of ${total} run by themselves.`;
		return { stacks, repeated: [], counted, problem: names.length === total ? '' : some };
	}
	// Tiny objects share a block that is counted once: a line that makes a few of them is seen in one of several runs.
	const isShort = part.name === 'tests' && took < shortTests;
	const more = isShort && (await record(recording, [...part.args, `-test.count=${moreRuns}`], testTimeout, signal));
	return {
		stacks: [first.stacks],
		repeated: more && more.stacks ? [more.stacks] : [],
		counted: part,
		problem: problem === '' ? '' : `${problem}; what ran is counted.`,
	};
}

/** Milliseconds for one test by itself. */
const singleTimeout = 20_000;

/** One after the other, for tests that together take too long or that end the program, until their time is over. */
async function recordEach(recording: Recording, part: Part, signal: AbortSignal) {
	const list = {
		args: [`-test.list=${part.pattern.split('/', 1)[0]}`],
		everyAllocation: false,
		timeout: singleTimeout,
	};
	const listed = await runTests(recording.tested, recording.program, list, signal);
	const kind = part.name === 'tests' ? /^(?:Test|Example|Fuzz)/ : /^Benchmark/;
	const all = (listed?.stdout ?? '').split('\n').filter((name) => kind.test(name));
	const stacks: Stacks[] = [];
	const names: string[] = [];
	const end = Date.now() + testTimeout;
	for (const name of all) {
		if (Date.now() > end) break;
		const found = await record(recording, only(part, `^${name}$`), singleTimeout, signal);
		if (!found.stacks) continue;
		stacks.push(found.stacks);
		names.push(name);
	}
	return { stacks, names, total: all.length };
}

async function record(
	{ tested, program, file }: Recording,
	args: readonly string[],
	timeout: number,
	signal: AbortSignal,
): Promise<{ readonly ran: ProcessResult | undefined; readonly stacks: Stacks | undefined }> {
	await deleteFile(file);
	const all = [...args, `-test.memprofile=${file}`, '-test.memprofilerate=1'];
	const ran = await runTests(tested, program, { args: all, everyAllocation: true, timeout }, signal);
	return { ran, stacks: await readAllocations(file) };
}

interface Part {
	readonly name: 'tests' | 'benchmarks';
	/** The regular expression that somebody asked for. */
	readonly wanted: string | undefined;
	/** The one that is used. */
	readonly pattern: string;
	readonly args: readonly string[];
}

/** The arguments of a part with another pattern. */
function only({ name, args }: Part, pattern: string): readonly string[] {
	const flag = name === 'tests' ? '-test.run=' : '-test.bench=';
	return args.map((argument) => (argument.startsWith(flag) ? flag + pattern : argument));
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
		parts.push({ name: 'tests', wanted: run, pattern: tests, args: [`-test.run=${tests}`, ...short, limit] });
	}
	if (benchmarks !== undefined) {
		const args = ['-test.run=^$', `-test.bench=${benchmarks}`, '-test.benchtime=20ms', limit];
		parts.push({ name: 'benchmarks', wanted: bench, pattern: benchmarks, args });
	}
	return parts;
}

function hasRun({ stdout, stderr }: ProcessResult, { name }: Part): boolean {
	return name === 'tests'
		? !/^testing: warning: no tests to run$/m.test(`${stdout}\n${stderr}`)
		: /^Benchmark/m.test(stdout);
}

/** Why not everything ran, without the package's name and without an end; empty when it did. */
function problemOf(ran: ProcessResult | undefined, name: string): string {
	if (ran === undefined) return `its ${name} could not be started, or were killed`;
	if (ran.end === 'timeout') return `its ${name} did not end within ${testTimeout / 60_000} minutes`;
	if (ran.end !== 'exited')
		return `its ${name} ${ran.end === 'memory-limit' ? 'take too much memory' : 'print too much'}`;
	if (ran.exitCode === 0) return '';
	const output = `${ran.stdout}\n${ran.stderr}`;
	const [, failing] = /--- FAIL: (\S+)/.exec(output) ?? [];
	const [panic] = /^(?:panic|fatal error|testing): .*$/m.exec(output) ?? [];
	return failing ? `${failing} fails` : panic ? `its ${name} end with "${panic}"` : `its ${name} fail`;
}
