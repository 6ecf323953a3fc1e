import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { memoryLimit, watchMemory } from '../../server/src/toolchain/memoryLimit.ts';
import { type Command, ProcessError, runProcess } from '../../server/src/toolchain/runProcess.ts';
import { temporaryModule } from '../support/go.ts';

const never = new AbortController().signal;

function node(script: string, more: Partial<Command> = {}): Command {
	return { file: process.execPath, args: ['-e', script], cwd: process.cwd(), env: {}, ...more };
}

/** A program that starts another one, which holds its pipes open and writes down who it is. */
function withGrandchild(pidFile: string): Command {
	const child = `require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setTimeout(() => {}, 60000)`;
	return node(
		`require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setTimeout(() => {}, 60000)`,
	);
}

async function pidIn(file: string): Promise<number> {
	while (!existsSync(file) || readFileSync(file, 'utf8') === '')
		await new Promise((resolve) => setTimeout(resolve, 10));
	return Number(readFileSync(file, 'utf8'));
}

async function isGone(pid: number): Promise<boolean> {
	for (let waited = 0; waited < 2_000; waited += 20) {
		if (!isAlive(pid)) return true;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return false;
}

/** A process that nobody waited for yet is dead, too. */
function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return process.platform !== 'linux';
	}
}

test('a failing program is a result', async () => {
	const ran = await runProcess(node('console.log("out"); console.error("err"); process.exit(3)'), never);
	expect(ran).toEqual({ end: 'exited', exitCode: 3, stdout: 'out', stderr: 'err' });
});

test('the environment is changed, not replaced', async () => {
	const { stdout } = await runProcess(
		node('console.log(process.env.A, process.env.HOME, !!process.env.PATH)', { env: { A: 'a', HOME: undefined } }),
		never,
	);
	expect(stdout).toBe('a undefined true');
});

test('an abort kills the program and what it started', async () => {
	const pidFile = join(temporaryModule({}), 'pid');
	const abort = new AbortController();
	const running = runProcess(withGrandchild(pidFile), abort.signal);
	const pid = await pidIn(pidFile);
	expect(isAlive(pid)).toBe(true);
	abort.abort(new Error('enough'));
	await expect(running).rejects.toThrow('enough');
	expect(await isGone(pid)).toBe(true);
});

test('an aborted signal starts nothing', async () => {
	const file = join(temporaryModule({}), 'written');
	await expect(
		runProcess(node(`require('fs').writeFileSync(${JSON.stringify(file)}, '')`), AbortSignal.abort()),
	).rejects.toThrow();
	expect(existsSync(file)).toBe(false);
});

test('the clock kills it', async () => {
	const pidFile = join(temporaryModule({}), 'pid');
	const ran = await runProcess({ ...withGrandchild(pidFile), timeout: 3_000 }, never);
	expect(ran).toMatchObject({ end: 'timeout', exitCode: undefined });
	expect(await isGone(await pidIn(pidFile))).toBe(true);
});

test.each(['process.exit(0)', "process.kill(process.pid, 'SIGKILL')"])(
	'what runs is killed with us by %s',
	async (ending) => {
		const directory = temporaryModule({});
		const pidFile = join(directory, 'pid');
		const program = join(directory, 'program.mjs');
		const { args } = withGrandchild(pidFile);
		await build({
			stdin: {
				contents: `
				import { statSync } from 'node:fs';
				import { runProcess } from './server/src/toolchain/runProcess.ts';
				const command = { file: process.execPath, args: ${JSON.stringify(args)}, cwd: process.cwd(), env: {} };
				void runProcess(command, new AbortController().signal).catch(() => {});
				// A file that is there and still empty was not written yet: its writer is not to die before it has.
				const isWritten = () => (statSync(${JSON.stringify(pidFile)}, { throwIfNoEntry: false })?.size ?? 0) > 0;
				setInterval(() => isWritten() && ${ending}, 20);
			`,
				resolveDir: process.cwd(),
			},
			bundle: true,
			platform: 'node',
			format: 'esm',
			outfile: program,
		});
		await runProcess({ file: process.execPath, args: [program], cwd: directory, env: {} }, never).catch(() => {});
		expect(await isGone(await pidIn(pidFile))).toBe(true);
	},
);

test('lines of stderr that nobody wants are not kept, nor do they count', async () => {
	const script =
		'for (let i = 0; i < 3000; i++) console.error(i % 1000 ? "x".repeat(500) : `← ${i}`); process.stderr.write("end")';
	const keepErrorLine = (line: string) => !line.startsWith('x');
	const ran = await runProcess(node(script, { keepErrorLine, outputLimit: 100_000 }), never);
	expect(ran).toEqual({ end: 'exited', exitCode: 0, stdout: '', stderr: '← 0\n← 1000\n← 2000\nend' });
});

test('too much output kills it', async () => {
	const ran = await runProcess(
		node('setInterval(() => console.log("x".repeat(10000)), 1)', { outputLimit: 200_000 }),
		never,
	);
	expect(ran.end).toBe('output-limit');
	expect(ran.stdout.length).toBeGreaterThan(190_000);
	expect(ran.stdout.length).toBeLessThan(2_000_000);
});

test.each([
	['after the first character', ''],
	['after a line end', '\\n'],
])('a line without an end is output as well: it is counted %s', async (_, before) => {
	// 10 MB, which would be handed on as one line at the end.
	const script = `process.stderr.write("${before}"); for (let n = 0; n < 1000; n++) process.stderr.write("x".repeat(10000))`;
	const ran = await runProcess(node(script, { keepErrorLine: () => false, outputLimit: 200_000 }), never);
	expect(ran).toEqual({ end: 'output-limit', exitCode: undefined, stdout: '', stderr: '' });
});

// Two GiB, which the system would give.
const hungry = 'Buffer.alloc(2 ** 31); console.log("done")';

test.each([
	['within its limit', Infinity, 'done'],
	['beyond its limit', 2 ** 30, ''],
])('a program %s of memory', { skip: process.platform !== 'linux' }, async (_, limit, stdout) => {
	const ran = await runProcess(node(hungry, { memoryLimit: limit }), never);
	expect(ran).toMatchObject({ end: 'exited', exitCode: stdout === '' ? 1 : 0, stdout });
});

test('where the system keeps no limit, the memory of a program and of what it started is watched', async () => {
	const child = spawn(process.execPath, ['-e', 'globalThis.kept = Buffer.alloc(2e8, 1); setInterval(() => {}, 1000)'], {
		detached: true,
		stdio: 'ignore',
	});
	try {
		const group = child.pid ?? 0;
		const exceeded = (limit: number) =>
			new Promise((resolve) => {
				const end = watchMemory(group, limit, () => resolve(end()));
			});
		const far = exceeded(2e9);
		await exceeded(1.5e8);
		expect(await Promise.race([far, Promise.resolve('within')])).toBe('within');
	} finally {
		child.kill('SIGKILL');
	}
});

test.each([
	[2, 1],
	[6, 3],
	[64, 4],
	[1, 1],
])('on a machine of %i GiB a program may take %i', (machine, limit) => {
	expect(memoryLimit(machine * 2 ** 30)).toBe(limit * 2 ** 30);
});

test('lines are seen as they come, and one of them may end it', async () => {
	const seen: string[] = [];
	const script =
		'process.stdout.write("one ä\\r\\ntw"); setTimeout(() => process.stdout.write("o\\nthree\\n"), 50); setTimeout(() => {}, 60000)';
	const file = join(temporaryModule({}), 'lines');
	const onLine = (line: string) => {
		seen.push(line);
		return line === 'two' ? 'stop' : undefined;
	};
	const ran = await runProcess(node(script, { lines: { file, onLine } }), never);
	expect(ran).toEqual({ end: 'stopped', exitCode: undefined, stdout: '', stderr: '' });
	expect(seen).toEqual(['one ä', 'two']);
});

test('all lines are seen of a program that ends by itself', async () => {
	const seen: string[] = [];
	const file = join(temporaryModule({}), 'lines');
	const script = 'for (let i = 0; i < 50000; i++) console.log(`${i} ←`); console.error("err"); process.exitCode = 2';
	const onLine = (line: string) => void seen.push(line);
	const ran = await runProcess(node(script, { lines: { file, onLine } }), never);
	expect(ran).toEqual({ end: 'exited', exitCode: 2, stdout: '', stderr: 'err' });
	expect(seen).toEqual(Array.from({ length: 50_000 }, (_, index) => `${index} ←`));
});

test('too many lines kill it', async () => {
	const file = join(temporaryModule({}), 'lines');
	const script = 'setInterval(() => console.log("x".repeat(10000)), 1)';
	const ran = await runProcess(node(script, { outputLimit: 200_000, lines: { file, onLine: () => undefined } }), never);
	expect(ran).toMatchObject({ end: 'output-limit', exitCode: undefined });
});

test.each([
	['a name without a directory', { file: 'node' }, /not an absolute path/],
	['a program that is not there', { file: join(process.cwd(), 'no-such-program') }, /does not exist/],
	['a directory that is not there', { cwd: join(process.cwd(), 'no-such-directory') }, /does not exist/],
])('%s cannot be run', async (_, change, message) => {
	const running = runProcess({ ...node(''), ...change }, never);
	await expect(running).rejects.toThrow(ProcessError);
	await expect(running).rejects.toThrow(message);
});
