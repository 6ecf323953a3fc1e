/** Records tests or benchmarks of one package. */
import { type KeeperReport, keepersName } from '../../analysis/heapdump/keeperReport.ts';
import type { CaptureManifest } from '../../analysis/recording/captureManifest.ts';
import { makeDirectory, readText, writeText } from '../../toolchain/files.ts';
import { recordedTestArguments } from '../../toolchain/goCommand.ts';
import { join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { KeeperRecording } from '../keepers/recordKeepers.ts';
import { ranNothing } from '../tests/testBinary.ts';
import { recordedNames, unusableFolder, writeCapture } from './captureFolder.ts';
import { buildRecorded, findPackage, type RecordedPackage } from './recordedPackage.ts';
import { blockRate, mutexFraction, recorderSource, recorderTestFile } from './recorderSource.ts';
import { recordingEnvironment, separateTrace } from './recordingEnvironment.ts';

export interface TestCapture {
	/** Working directory, absolute. */
	readonly directory: string;
	/** As the go command takes it; it names one package. */
	readonly package: string;
	/** As `go test` takes them; undefined: no benchmark, every test. */
	readonly bench: string | undefined;
	readonly run: string | undefined;
	/** As `-benchtime` takes it. */
	readonly benchTime: string;
	/** Texts that differ from the disk: absolute path → text. */
	readonly unsaved?: ReadonlyMap<string, string>;
	/** Absolute path of the directory to write. */
	readonly out: string;
	/** runtime.MemProfileRate, bytes. */
	readonly rate: number;
	/** Milliseconds between snapshots of the heap. */
	readonly every: number;
	/** Also an execution trace, which is most of the bytes. */
	readonly trace: boolean;
	/** Also who keeps what, which this finds out in a second run. */
	readonly keepers?: RecordKeepers;
}

export type RecordKeepers = (recording: KeeperRecording, signal: AbortSignal) => Promise<KeeperReport | string>;

/** What is recorded where nobody says otherwise. */
export const usualCapture = {
	bench: undefined,
	run: undefined,
	benchTime: '3s',
	rate: 32_768,
	every: 500,
	trace: true,
};

/** How a recording ended: with a manifest on the disk, or with one sentence of why there is none. */
export type CaptureOutcome =
	| { readonly kind: 'written'; readonly manifest: CaptureManifest; readonly keepers?: KeeperReport }
	| { readonly kind: 'problem'; readonly problem: string };

/** What is being done, in a few words. */
export type OnCaptureProgress = (step: string) => void;

/** Milliseconds. Benchmarks of a package may take long; nothing waits for it but who asked. */
const testTimeout = 30 * 60_000;

/** Runs code of the package: only for a user who asks, in a workspace that is trusted. */
export async function captureTest(
	request: TestCapture,
	modules: GoModules,
	onProgress: OnCaptureProgress,
	signal: AbortSignal,
): Promise<CaptureOutcome> {
	const problem = (text: string): CaptureOutcome => ({ kind: 'problem', problem: text });
	const unusable = await unusableFolder(request.out);
	if (unusable !== undefined) return problem(unusable);
	const context = await modules.contextOfDirectory(request.directory, signal);
	if (context.kind === 'no-go') return problem(context.problem);
	onProgress('building');
	const found = await findPackage(context, request.directory, request.package, signal);
	if (typeof found === 'string') return problem(found);
	const tests = [...(found.listed.TestGoFiles ?? []), ...(found.listed.XTestGoFiles ?? [])];
	if (tests.length === 0) return problem(`${found.listed.ImportPath} has no tests.`);
	return withTemporaryDirectory((temporary) =>
		record(request, { context, found, tests, temporary }, onProgress, signal),
	);
}

interface Building {
	readonly context: GoContext;
	readonly found: RecordedPackage;
	readonly tests: readonly string[];
	readonly temporary: string;
}

async function record(
	request: TestCapture,
	{ context, found, tests, temporary }: Building,
	onProgress: OnCaptureProgress,
	signal: AbortSignal,
): Promise<CaptureOutcome> {
	const problem = (text: string): CaptureOutcome => ({ kind: 'problem', problem: text });
	const { listed, directory } = found;
	const unsaved = request.unsaved ?? new Map<string, string>();
	const textOf = async (path: string) => unsaved.get(path) ?? readText(path);
	const texts = new Map<string, string>();
	for (const name of tests) texts.set(join(directory, name), (await textOf(join(directory, name))) ?? '');
	const testMain = ![...texts.values()].some((text) => /^func TestMain\(/m.test(text));
	const source = recorderSource({ packageName: listed.Name ?? 'main', mode: 'test', testMain });
	const output = join(temporary, context.goos === 'windows' ? 'recorded.exe' : 'recorded');
	const unbuilt = await buildRecorded(
		{
			context,
			directory: request.directory,
			pattern: request.package,
			test: true,
			replaced: new Map([...unsaved, [join(directory, recorderTestFile), source]]),
			temporary,
			output,
		},
		signal,
	);
	if (unbuilt !== undefined) return problem(unbuilt);

	onProgress('recording');
	const started = new Date().toISOString();
	const args = recordedTestArguments({ ...request, outputDirectory: temporary, mutexFraction, blockRate });
	const trace = separateTrace();
	const ran = await context.toolchain.run(
		{
			file: output,
			args,
			cwd: directory,
			env: recordingEnvironment(context, { ...request, directory: temporary }),
			timeout: testTimeout,
			memoryLimit: Infinity,
			keepErrorLine: trace.keepLine,
		},
		signal,
	);
	if (ran.end === 'timeout') return problem(`The tests did not end within ${testTimeout / 60_000} minutes.`);
	if (ran.end === 'output-limit') return problem('The tests print more than 64 MB.');
	if (ranNothing(ran) || benchedNothing(request, ran.stdout)) {
		return problem(`${listed.ImportPath} has no ${wanted(request)}.`);
	}
	await writeText(join(temporary, 'output.txt'), [ran.stdout, ran.stderr].filter((text) => text !== '').join('\n'));
	await writeText(join(temporary, 'gctrace.txt'), trace.lines());
	const { exitCode } = ran;
	const problems = exitCode === 0 ? [] : [`The tests ended with exit code ${exitCode}; output.txt says why.`];
	let keepers: KeeperReport | undefined;
	if (request.keepers) {
		onProgress('dumping the heap');
		const building = { context, found, tests: texts, unsaved, temporary };
		const choice = args.filter(isChoice);
		const kept = await keepersOf(request.keepers, request, building, choice, signal);
		if (typeof kept === 'string') problems.push(`Who keeps what is not known: ${kept}`);
		else await writeText(join(temporary, keepersName), `${JSON.stringify((keepers = kept), null, '\t')}\n`);
	}
	const manifest = await writeCapture(request.out, temporary, await recordedNames(temporary), {
		mode: 'test',
		started,
		go: context.version.text,
		package: listed.ImportPath,
		...(listed.Module && { module: { path: listed.Module.Path, directory: context.directory } }),
		command: ['go', 'test', ...args.filter(isChoice).map(shortFlag), request.package],
		memProfileRate: request.rate,
		...(exitCode !== undefined && { exit: exitCode }),
		problems,
	});
	if (typeof manifest === 'string') return problem(manifest);
	return { kind: 'written', manifest, ...(keepers && { keepers }) };
}

async function keepersOf(
	recordKeepers: RecordKeepers,
	{ directory, package: pattern }: TestCapture,
	building: Pick<KeeperRecording, 'context' | 'found' | 'tests' | 'unsaved' | 'temporary'>,
	choice: readonly string[],
	signal: AbortSignal,
): Promise<KeeperReport | string> {
	const temporary = join(building.temporary, 'keepers');
	await makeDirectory(temporary);
	const args = [...choice, '-test.paniconexit0', '-test.timeout=30m', '-test.count=1'];
	return recordKeepers({ ...building, directory, pattern, args, timeout: testTimeout, temporary }, signal);
}

/** Whether a flag says which tests and benchmarks run. */
function isChoice(arg: string): boolean {
	return /^-test\.(?:run|bench|benchtime)=/.test(arg);
}

function shortFlag(arg: string): string {
	return arg.replace('-test.', '-');
}

function benchedNothing({ bench, run }: TestCapture, stdout: string): boolean {
	return (
		bench !== undefined && run === undefined && !/^Benchmark/m.test(stdout) && !/^(?:---|panic|FAIL)/m.test(stdout)
	);
}

function wanted({ bench, run }: TestCapture): string {
	const named = [
		...(bench === undefined ? [] : [`benchmark that matches ${bench}`]),
		...(run === undefined ? [] : [`test that matches ${run}`]),
	];
	return named.length === 0 ? 'tests that run' : named.join(' and no ');
}
