import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test, vi } from 'vitest';
import { runProcess } from '../../server/src/toolchain/runProcess.ts';
import { withTemporaryDirectory } from '../../server/src/toolchain/temporaryDirectory.ts';
import { temporaryModule } from '../support/go.ts';
import { until } from '../support/until.ts';

const never = new AbortController().signal;

/** How a program ends that has a full temporary directory, and the exit code. */
test.each([
	['await withTemporaryDirectory(fill)', 0],
	['await withTemporaryDirectory(async (at) => { fill(at); throw new Error("no") }).catch(() => process.exit(3))', 3],
	['await withTemporaryDirectory(async (at) => { fill(at); process.exit(4) })', 4],
	['await withTemporaryDirectory(async (at) => { fill(at); setTimeout(() => { throw 1 }); await forever })', 1],
	[
		'await withTemporaryDirectory(async (at) => { fill(at); process.once("SIGTERM", () => process.exit(5)); process.kill(process.pid, "SIGTERM"); await forever })',
		5,
	],
	// While the directory is being removed.
	['await withTemporaryDirectory(async (at) => { fill(at, 500); setImmediate(() => process.exit(6)) })', 6],
])('nothing is left behind by %s', async (ending, exitCode) => {
	const ran = await runProgram(ending, temporaryModule({}));
	expect(ran).toMatchObject({ end: 'exited', exitCode });
	expect(ran.stdout).toMatch(/linkscape-/);
	expect(existsSync(ran.stdout)).toBe(false);
});

test('what a killed process left is removed by the next, and what is in use is not', async () => {
	const directory = temporaryModule({});
	const kill = 'await withTemporaryDirectory(async (at) => { fill(at); process.kill(process.pid, "SIGKILL"); })';
	await expect(runProgram(kill, directory)).rejects.toThrow('SIGKILL');
	const [left = ''] = readdirSync(directory).filter((name) => name.startsWith('linkscape-'));
	const ours = left.replace(/-\d+-/, `-${process.ppid}-`);
	const foreign = left.replace(/^linkscape-\w{8}/, 'linkscape-00000000');
	for (const name of [ours, foreign, 'linkscape-notes']) mkdirSync(join(directory, name));
	vi.stubEnv('TMPDIR', directory);
	await withTemporaryDirectory(() => until(() => !existsSync(join(directory, left))));
	vi.unstubAllEnvs();
	expect(readdirSync(directory).filter((name) => name.startsWith('linkscape-'))).toEqual(
		[ours, foreign, 'linkscape-notes'].sort(),
	);
});

/** Runs a program that ends so, with this temporary directory. */
async function runProgram(ending: string, directory: string) {
	const program = join(directory, 'program.mjs');
	await build({
		stdin: {
			contents: `
				import { mkdirSync, writeFileSync } from 'node:fs';
				import { withTemporaryDirectory } from './server/src/toolchain/temporaryDirectory.ts';
				const forever = new Promise(() => setInterval(() => {}, 1000));
				function fill(directory, more = 0) {
					mkdirSync(directory + '/a/b', { recursive: true });
					writeFileSync(directory + '/a/b/c', '');
					for (let i = 0; i < more; i++) writeFileSync(directory + '/a/' + i, '');
					process.stdout.write(directory);
				}
				${ending};
				process.exit(0);
			`,
			resolveDir: process.cwd(),
		},
		bundle: true,
		platform: 'node',
		format: 'esm',
		outfile: program,
	});
	const env = { TMPDIR: directory, TEMP: directory };
	return runProcess({ file: process.execPath, args: [program], cwd: directory, env }, never);
}
