/** The only place that starts programs for others; `watchdog.ts` and `memoryLimit.ts` are parts of it. What they print is handed back as it is; what it means is not known here. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { type FollowedLines, followLines } from './followLines.ts';
import { limited, memoryLimit, watchMemory } from './memoryLimit.ts';
import { Unusable } from './unusable.ts';
import { createWatchdog } from './watchdog.ts';

export interface Command {
	/** Absolute path of the program: a name would be looked up in places that others can write to. */
	readonly file: string;
	readonly args: readonly string[];
	/** Absolute path of the working directory. */
	readonly cwd: string;
	/** Changes to the environment of this process; `undefined` removes a variable. */
	readonly env: Environment;
	/** Milliseconds until the program is killed. */
	readonly timeout?: number;
	/** Characters of stdout and stderr together until the program is killed. */
	readonly outputLimit?: number;
	/** Bytes of memory for the program, and for each that it starts; see {@link memoryLimit}. `Infinity`: as much as it wants. */
	readonly memoryLimit?: number;
	/** Asks the program to end by itself, as Ctrl-C does; what has not ended {@link gracePeriod} later is killed. */
	readonly interrupt?: AbortSignal;
	/** Asked for each complete line of stderr, without its line end, in order: those that get `false` are not handed back. */
	readonly keepErrorLine?: (line: string) => boolean;
	/** Asked after lines of stderr came: no more are read, and the program waits when it prints more, until the promise is settled. */
	readonly pauseErrors?: () => Promise<void> | undefined;
	/**
	 * For a program that prints much: its stdout goes to a new file, which the caller removes, and `onLine` sees each
	 * complete line of it soon after it was written, without its line end. Answering `'stop'` kills the program.
	 */
	readonly lines?: { readonly file: string; readonly onLine: (line: string) => 'stop' | undefined };
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ProcessResult {
	/**
	 * How it came to its end: by itself, or killed by an answer to a line, by the clock, by the size of its output or of its memory.
	 * Where the system keeps the limit of memory, the program ends by itself and says why in words of its own.
	 */
	readonly end: 'exited' | 'stopped' | 'timeout' | 'output-limit' | 'memory-limit';
	/** `undefined` when it was killed. */
	readonly exitCode: number | undefined;
	/** Without the last line end; empty when it went to a file. */
	readonly stdout: string;
	readonly stderr: string;
}

/** The program could not be started, or somebody else killed it. */
export class ProcessError extends Unusable {
	override readonly name = 'ProcessError';
}

/** Milliseconds that a program has to end after it was asked to. */
const gracePeriod = 5000;

const defaultTimeout = 60_000;
const defaultOutputLimit = 64 * 1024 * 1024;

const posixShell = process.platform !== 'win32' && existsSync('/bin/sh') ? '/bin/sh' : undefined;
/** Whether the system keeps a limit of memory for each program. */
const keepsLimits = process.platform === 'linux' && posixShell !== undefined;
const watchdog = createWatchdog(posixShell);

/**
 * Milliseconds until the next look into the file of lines of a program that was started so long ago. What runs for 10 ms
 * and is to be stopped then should not go on for another 10; each look costs a twentieth of a millisecond.
 */
function lookInterval(sinceStart: number): number {
	return Math.min(10, Math.max(2, sinceStart / 8));
}

/**
 * Runs a program to its end, without a shell.
 *
 * A non-zero exit is a result, not an error: compilers exit with 1 or 2 on the code users are typing. Once `signal`
 * aborts, the program and all it started are killed and the promise rejects with `signal.reason`; the same happens to
 * them when this process exits or is killed (on Windows only to the program itself when it is killed).
 */
export async function runProcess(command: Command, signal: AbortSignal): Promise<ProcessResult> {
	signal.throwIfAborted();
	if (!isAbsolute(command.file)) throw new ProcessError(`${command.file}: not an absolute path`);
	const lines = command.lines && (await followLines(command.lines.file, command.lines.onLine));
	const child = start(command, lines);
	const unguard = child.pid === undefined ? undefined : watchdog.guard(child.pid);
	let end: ProcessResult['end'] = 'exited';
	const kill = () => {
		killTree(child);
		// What is still in the pipes, or written by somebody who left the group, is not waited for.
		child.stdout?.destroy();
		child.stderr?.destroy();
	};
	const stop = (reason: ProcessResult['end']) => {
		if (end === 'exited') end = reason;
		kill();
	};
	const timer = setTimeout(() => stop('timeout'), command.timeout ?? defaultTimeout);
	const unwatch = watchedMemory(child, command, () => stop('memory-limit'));
	signal.addEventListener('abort', kill, { once: true });
	let grace: NodeJS.Timeout | undefined;
	const interrupt = () => {
		askToEnd(child);
		grace = setTimeout(() => stop('timeout'), gracePeriod);
	};
	command.interrupt?.addEventListener('abort', interrupt, { once: true });
	if (command.interrupt?.aborted) interrupt();
	// Before the directories are removed that it writes to.
	process.prependOnceListener('exit', kill);
	if (signal.aborted) kill();
	try {
		const output = collectOutput(child, command, stop);
		const over = ended(child, command);
		if (lines) await readUntil(over, lines, command, stop);
		const { exitCode, killedBy } = await over;
		signal.throwIfAborted();
		if (end !== 'exited') return { end, exitCode: undefined, ...output() };
		if (exitCode === null && command.interrupt?.aborted) return { end: 'stopped', exitCode: undefined, ...output() };
		if (exitCode === null) throw new ProcessError(`${command.file}: killed by ${killedBy}`);
		return { end, exitCode, ...output() };
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		clearTimeout(timer);
		clearTimeout(grace);
		command.interrupt?.removeEventListener('abort', interrupt);
		unwatch?.();
		unguard?.();
		signal.removeEventListener('abort', kill);
		process.removeListener('exit', kill);
		await lines?.close();
	}
}

function start(command: Command, lines: FollowedLines | undefined): ChildProcess {
	try {
		const limit = command.memoryLimit ?? memoryLimit();
		// The shell would say it in its own words, as the program's.
		if (keepsLimits) accessSync(command.file, constants.X_OK);
		const { file, args } =
			keepsLimits && limit !== Infinity ? limited(posixShell, limit, command.file, command.args) : command;
		return spawn(file, args, {
			cwd: command.cwd,
			// Go believes PWD when it names the working directory: paths then keep the symbolic links of the caller.
			env: { ...process.env, ...command.env, PWD: command.cwd },
			stdio: ['ignore', lines?.descriptor ?? 'pipe', 'pipe'],
			windowsHide: true,
			// A group of its own, so that the compilers which the go command starts can be killed with it.
			detached: process.platform !== 'win32',
		});
	} catch (error) {
		void lines?.close();
		// Some reasons come as an event; that the arguments are too long does not.
		if (error instanceof Error) throw new ProcessError(reasonOf(command, error), { cause: error });
		throw new ProcessError(`${command.file}: ${String(error)}`);
	}
}

/** Where the system keeps no limit. */
function watchedMemory(child: ChildProcess, command: Command, exceeded: () => void): (() => void) | undefined {
	const limit = command.memoryLimit ?? memoryLimit();
	if (keepsLimits || posixShell === undefined || child.pid === undefined || limit === Infinity) return undefined;
	return watchMemory(child.pid, limit, exceeded);
}

interface Exit {
	/** `null` when it was killed. */
	readonly exitCode: number | null;
	readonly killedBy: NodeJS.Signals | null;
}

function ended(child: ChildProcess, command: Command): Promise<Exit> {
	return new Promise((resolve, reject) => {
		child.once('close', (exitCode, killedBy) => resolve({ exitCode, killedBy }));
		child.once('error', (error) => reject(new ProcessError(reasonOf(command, error), { cause: error })));
	});
}

async function readUntil(over: Promise<Exit>, lines: FollowedLines, command: Command, stop: Stop): Promise<void> {
	const started = Date.now();
	let running = true;
	const ended = () => {
		running = false;
	};
	over.then(ended, ended);
	for (let more = true; more; ) {
		await new Promise((resolve) => setTimeout(resolve, lookInterval(Date.now() - started)));
		// What was written last is there when the program has ended.
		more = running;
		if ((await lines.read()) === 'stop') return stop('stopped');
		if (lines.size > (command.outputLimit ?? defaultOutputLimit)) return stop('output-limit');
	}
}

type Stop = (reason: 'stopped' | 'output-limit') => void;

function collectOutput(child: ChildProcess, command: Command, stop: Stop) {
	const kept = { stdout: '', stderr: '' };
	let left = command.outputLimit ?? defaultOutputLimit;
	for (const stream of ['stdout', 'stderr'] as const) {
		const keep = (text: string) => {
			kept[stream] += text;
			left -= text.length;
			if (left < 0) stop('output-limit');
		};
		const pipe = child[stream]?.setEncoding('utf8');
		const isKept = stream === 'stderr' ? command.keepErrorLine : undefined;
		const count = (characters: number) => {
			left -= characters;
			if (left < 0) stop('output-limit');
		};
		if (isKept) sift(pipe, { isKept, keep, count, pause: command.pauseErrors });
		else pipe?.on('data', keep);
	}
	return () => ({ stdout: withoutLineEnd(kept.stdout), stderr: withoutLineEnd(kept.stderr) });
}

interface Sifting {
	readonly isKept: (line: string) => boolean;
	readonly keep: (text: string) => void;
	readonly count: (characters: number) => void;
	readonly pause: Command['pauseErrors'];
}

/** What is passed over is not counted, but a line that has not ended yet is, by `count`: it has to be held until it ends. */
function sift(pipe: Readable | null | undefined, { isKept, keep, count, pause }: Sifting): void {
	const begun: string[] = [];
	let length = 0;
	const take = () => {
		const text = begun.join('');
		begun.length = 0;
		count(-length);
		length = 0;
		return text;
	};
	pipe?.on('data', (chunk: string) => {
		const end = chunk.lastIndexOf('\n');
		if (end >= 0) {
			const lines = (take() + chunk.slice(0, end)).split('\n');
			const found = lines.filter((line) => isKept(line.endsWith('\r') ? line.slice(0, -1) : line));
			if (found.length > 0) keep(`${found.join('\n')}\n`);
		}
		const rest = chunk.slice(end + 1);
		begun.push(rest);
		length += rest.length;
		count(rest.length);
		const waiting = pause?.();
		if (!waiting) return;
		pipe.pause();
		const resume = () => void pipe.resume();
		waiting.then(resume, resume);
	});
	pipe?.on('end', () => {
		const rest = take();
		if (rest !== '') keep(rest);
	});
}

function withoutLineEnd(text: string): string {
	if (!text.endsWith('\n')) return text;
	return text.slice(0, text.endsWith('\r\n') ? -2 : -1);
}

/** On Windows there is no way to ask: it is killed. */
function askToEnd(child: ChildProcess): void {
	if (child.pid === undefined || process.platform === 'win32') return killTree(child);
	try {
		process.kill(-child.pid, 'SIGINT');
	} catch {
		// The group is gone already.
	}
}

function killTree(child: ChildProcess): void {
	if (child.pid === undefined) return;
	if (process.platform === 'win32') {
		const taskkill = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
		const args = ['/pid', String(child.pid), '/t', '/f'];
		spawn(taskkill, args, { stdio: 'ignore', windowsHide: true }).once('error', () => child.kill());
		return;
	}
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// The group is gone already.
	}
}

function reasonOf(command: Command, error: NodeJS.ErrnoException): string {
	if (error.code === 'ENOENT') return `${command.file} or the directory ${command.cwd} does not exist`;
	if (error.code === 'EACCES') return `${command.file} may not be executed`;
	return `${command.file}: ${error.message}`;
}
