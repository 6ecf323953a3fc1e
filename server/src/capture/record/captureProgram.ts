/** Records a program from its start to its end, or until it is told to stop. */
import { fileStatus, readText, writeText } from '../../toolchain/files.ts';
import { join, resolve } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import { recordedNames, unusableFolder, writeCapture } from './captureFolder.ts';
import type { CaptureOutcome, OnCaptureProgress } from './captureTest.ts';
import { hookedProgram } from './hookedProgram.ts';
import { buildRecorded, findPackage, type RecordedPackage } from './recordedPackage.ts';
import { doneFile, recorderFile, recorderSource, stopFile } from './recorderSource.ts';
import { recordingEnvironment, separateTrace } from './recordingEnvironment.ts';

export interface ProgramCapture {
	/** Working directory, absolute. */
	readonly directory: string;
	/** The package of the program, as the go command takes it. */
	readonly program: string;
	readonly args: readonly string[];
	/** Absolute path of the directory to write. */
	readonly out: string;
	/** runtime.MemProfileRate, bytes. */
	readonly rate: number;
	/** Milliseconds between snapshots of the heap. */
	readonly every: number;
	/** Milliseconds until it is stopped; undefined: when it ends by itself. */
	readonly duration: number | undefined;
}

/** Milliseconds that the recorder has to write what it has. */
const finishing = 10_000;

const never = 2 ** 31 - 1;

/**
 * Runs code of the package: only for a user who asks.
 *
 * @param ask aborted when the program is to be stopped, and what was recorded kept
 */
export async function captureProgram(
	request: ProgramCapture,
	modules: GoModules,
	onProgress: OnCaptureProgress,
	{ signal, ask }: { readonly signal: AbortSignal; readonly ask: AbortSignal },
): Promise<CaptureOutcome> {
	const problem = (text: string): CaptureOutcome => ({ kind: 'problem', problem: text });
	const unusable = await unusableFolder(request.out);
	if (unusable !== undefined) return problem(unusable);
	const path = resolve(request.directory, request.program);
	if ((await fileStatus(path))?.kind === 'file') {
		return problem(
			`${request.program} is a file: name the package of the program, which is built with the recorder in it.`,
		);
	}
	const context = await modules.contextOfDirectory((await fileStatus(path)) ? path : request.directory, signal);
	if (context.kind === 'no-go') return problem(context.problem);
	onProgress('building');
	const found = await findPackage(context, request.directory, request.program, signal);
	if (typeof found === 'string') return problem(found);
	if (found.listed.Name !== 'main')
		return problem(`${found.listed.ImportPath} is no program: its package is ${found.listed.Name}.`);
	return withTemporaryDirectory(async (temporary) => {
		const program = await built(request, context, found, temporary, signal);
		if (program.problem !== '') return problem(program.problem);
		onProgress('recording');
		return recorded(request, { context, found, temporary, output: program.output }, { signal, ask });
	});
}

async function built(
	{ directory, program }: ProgramCapture,
	context: GoContext,
	{ listed, directory: place }: RecordedPackage,
	temporary: string,
	signal: AbortSignal,
): Promise<{ readonly output: string; readonly problem: string }> {
	const output = join(temporary, context.goos === 'windows' ? 'recorded.exe' : 'recorded');
	const source = recorderSource({ packageName: 'main', mode: 'program', testMain: false });
	const recorder = [join(place, recorderFile), source] as const;
	const hooked: (readonly [string, string])[] = [];
	for (const name of listed.GoFiles ?? []) {
		const text = hookedProgram((await readText(join(place, name))) ?? '');
		if (text !== undefined) hooked.push([join(place, name), text]);
	}
	const build = { context, directory, pattern: program, test: false, temporary, output };
	const first = await buildRecorded({ ...build, replaced: new Map([recorder, ...hooked]) }, signal);
	if (first === undefined) return { output, problem: '' };
	return { output, problem: (await buildRecorded({ ...build, replaced: new Map([recorder]) }, signal)) ?? '' };
}

interface Running {
	readonly context: GoContext;
	readonly found: RecordedPackage;
	readonly temporary: string;
	readonly output: string;
}

async function recorded(
	request: ProgramCapture,
	{ context, found: { listed }, temporary, output }: Running,
	{ signal, ask }: { readonly signal: AbortSignal; readonly ask: AbortSignal },
): Promise<CaptureOutcome> {
	const problem = (text: string): CaptureOutcome => ({ kind: 'problem', problem: text });
	const started = new Date().toISOString();
	const trace = separateTrace();
	const interrupt = new AbortController();
	let over = false;
	const stop = async () => {
		await writeText(join(temporary, stopFile), '');
		for (let waited = 0; waited < finishing && !over; waited += 50) {
			if (await fileStatus(join(temporary, doneFile))) break;
			await new Promise((after) => setTimeout(after, 50));
		}
		interrupt.abort();
	};
	const timer = request.duration === undefined ? undefined : setTimeout(() => void stop(), request.duration);
	const onAsk = () => void stop();
	ask.addEventListener('abort', onAsk, { once: true });
	if (ask.aborted) onAsk();
	let ran;
	try {
		ran = await context.toolchain.run(
			{
				file: output,
				args: request.args,
				cwd: request.directory,
				env: recordingEnvironment(context, { ...request, directory: temporary }),
				timeout: never,
				memoryLimit: Infinity,
				keepErrorLine: trace.keepLine,
				interrupt: interrupt.signal,
			},
			signal,
		);
	} finally {
		over = true;
		clearTimeout(timer);
		ask.removeEventListener('abort', onAsk);
	}
	if (ran.end === 'output-limit') return problem('The program prints more than 64 MB.');
	await writeText(join(temporary, 'output.txt'), [ran.stdout, ran.stderr].filter((text) => text !== '').join('\n'));
	await writeText(join(temporary, 'gctrace.txt'), trace.lines());
	const isWhole = (await fileStatus(join(temporary, doneFile))) !== undefined;
	const { exitCode } = ran;
	const manifest = await writeCapture(request.out, temporary, await recordedNames(temporary), {
		mode: 'run',
		started,
		go: context.version.text,
		package: listed.ImportPath,
		...(listed.Module && { module: { path: listed.Module.Path, directory: context.directory } }),
		command: [request.program, ...request.args],
		memProfileRate: request.rate,
		...(exitCode !== undefined && { exit: exitCode }),
		problems: isWhole
			? []
			: [
					'The program ended without the recorder: the last seconds of CPU time, and what was live at the end, are missing.',
				],
	});
	return typeof manifest === 'string' ? problem(manifest) : { kind: 'written', manifest };
}
