/** Who keeps what a package makes: from heap dumps of its tests. Only of a test process: some versions of Go can die of a dump. */
import { goroutineStarts } from '../../analysis/heapdump/goroutineStarts.ts';
import { readHeapDump } from '../../analysis/heapdump/heapDump.ts';
import { type KeeperReport, keeperReport } from '../../analysis/heapdump/keeperReport.ts';
import { keptLines, type KeptLine, type KeptQuestion } from '../../analysis/heapdump/keptBy.ts';
import { type ProgramNames, programNames } from '../../analysis/heapdump/programNames.ts';
import { unescapeImportPath } from '../../analysis/linker/symbolName.ts';
import { deleteFile, listDirectory, makeDirectory, readBytes, readText } from '../../toolchain/files.ts';
import { testEnvironment } from '../../toolchain/goCommand.ts';
import { join } from '../../toolchain/paths.ts';
import type { ProcessResult } from '../../toolchain/runProcess.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { buildRecorded, type RecordedPackage } from '../record/recordedPackage.ts';
import { dumpDirectoryVariable, dumpingFile, dumpingSource, dumpingTestMain, dumpName } from './dumpingSource.ts';

export interface KeeperRecording {
	readonly context: GoContext;
	/** Working directory, absolute. */
	readonly directory: string;
	readonly pattern: string;
	readonly found: RecordedPackage;
	/** Its test files as they are built: absolute path → text. */
	readonly tests: ReadonlyMap<string, string>;
	readonly unsaved: ReadonlyMap<string, string>;
	/** Which tests and benchmarks run, as flags of a test program. */
	readonly args: readonly string[];
	/** An empty directory. */
	readonly temporary: string;
	/** Milliseconds. */
	readonly timeout: number;
}

/** Bytes of the largest program and dump that are read: they are held in memory as a whole. */
const largestRead = 1 << 30;

/** A run that a dump ended is tried again so often. */
const mostRuns = 3;

/** Runs the tests once more, with every allocation recorded. Answers one sentence when there is nothing to say. */
export async function recordKeepers(recording: KeeperRecording, signal: AbortSignal): Promise<KeeperReport | string> {
	const { context, directory, pattern, found, tests, unsaved, temporary } = recording;
	const output = join(temporary, context.goos === 'windows' ? 'dumped.exe' : 'dumped');
	const hooked = [...tests].flatMap(([path, text]): [string, string][] => {
		const replaced = dumpingTestMain(text);
		return replaced === undefined ? [] : [[path, replaced]];
	});
	// The function that a TestMain calls is in the package of that: another one than the package itself has its tests outside.
	const packageName = hooked.length === 0 ? undefined : /^package (\w+)/m.exec(hooked[0]?.[1] ?? '')?.[1];
	const source = dumpingSource(packageName ?? found.listed.Name ?? 'main', hooked.length === 0);
	const replaced = new Map([...unsaved, ...hooked, [join(found.directory, dumpingFile), source]]);
	const unbuilt = await buildRecorded({ context, directory, pattern, test: true, replaced, temporary, output }, signal);
	if (unbuilt !== undefined) return unbuilt;
	const program = await readBytes(output, largestRead);
	if (!program) return 'The test program cannot be read.';
	for (let run = 1; ; run++) {
		const dumps = join(temporary, `dumps${run}`);
		await makeDirectory(dumps);
		const ran = await runDumped(recording, output, dumps, signal);
		if (ran.end === 'timeout') return `The tests did not end within ${recording.timeout / 60_000} minutes.`;
		if (isKilledByDump(ran) && run < mostRuns) continue;
		if (isKilledByDump(ran)) {
			return `${context.version.text} ended the tests while it dumped their heap, which it does when goroutines are in system calls.`;
		}
		return reportOf(recording, program, dumps);
	}
}

function runDumped(recording: KeeperRecording, file: string, dumps: string, signal: AbortSignal) {
	const { context, found, args, timeout } = recording;
	const { ownEnvironment, goroot, toolchain } = context;
	const env = { ...testEnvironment(ownEnvironment, goroot, true), [dumpDirectoryVariable]: dumps };
	const command = { file, args, cwd: found.directory, env, timeout, memoryLimit: Infinity };
	return toolchain.run(command, signal);
}

/** Go 1.26 and 1.27 (runtime/heapdump.go, dumpgs). */
function isKilledByDump({ stderr }: ProcessResult): boolean {
	return stderr.includes('fatal error: dumpgs in STW - bad status');
}

async function reportOf(
	recording: KeeperRecording,
	program: Uint8Array,
	directory: string,
): Promise<KeeperReport | string> {
	const names = (await listDirectory(directory)).flatMap(({ name }) => (dumpName.test(name) ? [name] : [])).sort();
	const read: (readonly KeptLine[])[] = [];
	let known: ProgramNames | undefined;
	let problem = 'The tests ended before their heap was dumped.';
	for (const name of names) {
		const path = join(directory, name);
		const bytes = await readBytes(path, largestRead);
		const dump = bytes && readHeapDump(bytes);
		const stacks = await readText(path.replace(/dump$/, 'txt'));
		// It holds what was in the memory of the tests.
		await deleteFile(path);
		if (dump?.kind !== 'dump') {
			problem = `The heap dump of the tests ${dump ? dump.problem : 'is too large'}.`;
			continue;
		}
		if (!known) {
			const found = programNames(program, dump.dump.segments[0]?.address);
			if (typeof found === 'string') return `The test program ${found}: its variables cannot be named.`;
			known = found;
		}
		const question = { ...ownCode(recording.found), started: goroutineStarts(stacks ?? '') };
		read.push(keptLines(dump.dump, known, question));
	}
	return read.length === 0 ? problem : keeperReport(recording.found.listed.Module?.Path ?? '', read);
}

/**
 * What belongs to the module: its files, named relative to its directory, and its functions. Programs that are built with -trimpath have files
 * under the path of the module.
 */
function ownCode({ listed, directory }: RecordedPackage): Pick<KeptQuestion, 'local' | 'isOwn'> {
	const path = listed.Module?.Path ?? listed.ImportPath;
	const below = listed.ImportPath.slice(path.length);
	const written = directory.replaceAll('\\', '/');
	const root = below !== '' && written.endsWith(below) ? written.slice(0, -below.length) : written;
	return {
		local(file) {
			if (file.endsWith(`/${dumpingFile}`)) return undefined;
			for (const start of [root, path]) if (file.startsWith(`${start}/`)) return file.slice(start.length + 1);
			return undefined;
		},
		isOwn(symbol) {
			if (symbol.endsWith('.lscRun') || symbol.endsWith('.TestMain')) return false;
			const of = unescapeImportPath(symbol);
			return of.startsWith('main.') || (of.startsWith(path) && /^[./_]/.test(of.slice(path.length)));
		},
	};
}
