/** The only place that starts programs. What they print is handed back as it is; what it means is not known here. */
import { isAbsolute } from 'node:path';
import spawn, { SubprocessError } from 'nano-spawn';

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
	/** Sees each complete line as soon as it is there, without its line end. Answering `'stop'` kills the program. */
	readonly onLine?: (line: string, stream: OutputStream) => 'stop' | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type OutputStream = 'stdout' | 'stderr';

export interface ProcessResult {
	/** How it came to its end: by itself, or killed by `onLine`, by the clock, by the size of its output. */
	readonly end: 'exited' | 'stopped' | 'timeout' | 'output-limit';
	/** `undefined` when it was killed. */
	readonly exitCode: number | undefined;
	readonly stdout: string;
	readonly stderr: string;
}

/** The program could not be started, or somebody else killed it. */
export class ProcessError extends Error {
	override readonly name = 'ProcessError';
}

const defaultTimeout = 60_000;
const defaultOutputLimit = 64 * 1024 * 1024;

type Child = Awaited<ReturnType<typeof spawn>['nodeChildProcess']>;

/**
 * Runs a program to its end, without a shell.
 *
 * A non-zero exit is a result, not an error: compilers exit with 1 or 2 on the code users are typing. Once `signal`
 * aborts, the program and all it started are killed and the promise rejects with `signal.reason`; the same happens to
 * them when this process exits.
 */
export async function runProcess(command: Command, signal: AbortSignal): Promise<ProcessResult> {
	signal.throwIfAborted();
	if (!isAbsolute(command.file)) throw new ProcessError(`${command.file}: not an absolute path`);
	let end: ProcessResult['end'] = 'exited';
	const running = spawn(command.file, [...command.args], {
		cwd: command.cwd,
		// Go believes PWD when it names the working directory: paths then keep the symbolic links of the caller.
		env: { ...command.env, PWD: command.cwd },
		stdin: 'ignore',
		windowsHide: true,
		// A group of its own, so that the compilers which the go command starts can be killed with it.
		detached: process.platform !== 'win32',
	});
	let child: Child | undefined;
	let doomed = false;
	const kill = () => {
		doomed = true;
		if (child === undefined) return;
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
	signal.addEventListener('abort', kill, { once: true });
	process.once('exit', kill);
	try {
		const watch = (started: Child) => {
			child = started;
			if (doomed) kill();
			else watchOutput(child, command, stop);
		};
		running.nodeChildProcess.then(watch, () => {});
		const { stdout, stderr } = await running;
		signal.throwIfAborted();
		return { end, exitCode: end === 'exited' ? 0 : undefined, stdout, stderr };
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof SubprocessError)) throw error;
		const { exitCode, stdout, stderr } = error;
		if (end !== 'exited') return { end, exitCode: undefined, stdout, stderr };
		if (exitCode === undefined) throw new ProcessError(reasonOf(command, error), { cause: error });
		return { end, exitCode, stdout, stderr };
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', kill);
		process.removeListener('exit', kill);
	}
}

function watchOutput(child: Child, command: Command, stop: (reason: 'stopped' | 'output-limit') => void): void {
	let left = command.outputLimit ?? defaultOutputLimit;
	let stopped = false;
	for (const stream of ['stdout', 'stderr'] as const) {
		const emit = command.onLine && splitLines((line) => command.onLine?.(line, stream));
		child[stream]?.on('data', (chunk: string) => {
			if (stopped) return;
			left -= chunk.length;
			const enough = left < 0 ? 'output-limit' : emit?.(chunk) === 'stop' ? 'stopped' : undefined;
			if (enough === undefined) return;
			stopped = true;
			stop(enough);
		});
	}
}

/** Cuts a stream of chunks into lines at `\n` or `\r\n`; a last line without an end is not a line. */
function splitLines(onLine: (line: string) => 'stop' | undefined): (chunk: string) => 'stop' | undefined {
	let rest = '';
	return (chunk) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			if (onLine(line.endsWith('\r') ? line.slice(0, -1) : line) === 'stop') return 'stop';
		}
		return undefined;
	};
}

function killTree(child: Child): void {
	if (child.pid === undefined) return;
	if (process.platform === 'win32') {
		const taskkill = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`;
		void spawn(taskkill, ['/pid', String(child.pid), '/t', '/f']).catch(() => child.kill());
		return;
	}
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// The group is gone already.
	}
}

function reasonOf(command: Command, error: SubprocessError): string {
	const cause = error.cause instanceof Error ? error.cause : error;
	const code = 'code' in cause ? cause.code : undefined;
	if (code === 'ENOENT') return `${command.file} or the directory ${command.cwd} does not exist`;
	if (code === 'EACCES') return `${command.file} may not be executed`;
	return `${command.file}: ${cause.message}`;
}
