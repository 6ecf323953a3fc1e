/** What `scripts/isolated.mjs` says about commands that leave something behind. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryModule } from '../support/go.ts';

interface Outcome {
	readonly code: number;
	readonly left: readonly string[];
}

interface Forbidden {
	readonly folders: readonly string[];
	readonly repository: string;
}

interface Isolated {
	readonly runIsolated: (
		command: readonly string[],
		options: { folder: string; quiet: boolean; grace: number; forbidden: Forbidden },
	) => Promise<Outcome>;
}

const { runIsolated } = (await import(pathToFileURL(resolve('scripts/isolated.mjs')).href)) as Isolated;

/** Runs JavaScript in Node, isolated. `at` holds a folder `outside` and a repository that must not change: other tests run meanwhile. */
function run(script: string, at = places()): Promise<Outcome> {
	const forbidden = { folders: [join(at, 'outside')], repository: join(at, 'repository') };
	const options = { folder: join(at, 'isolated'), quiet: true, grace: 500, forbidden };
	return runIsolated([process.execPath, '-e', script], options);
}

function places(): string {
	const at = temporaryModule({ 'outside/linkscape-old': '', 'repository/a.go': '' });
	mkdirSync(join(at, 'isolated'));
	execFileSync('git', ['init', '-q'], { cwd: join(at, 'repository') });
	return at;
}

test('a command that cleans up after itself', async () => {
	const script = `const fs = require('fs'), os = require('os');
		const folder = fs.mkdtempSync(os.tmpdir() + '/x-');
		fs.writeFileSync(os.homedir() + '/.settings', '');
		fs.rmSync(folder, { recursive: true });
		process.exit(fs.readdirSync(os.homedir()).includes('.settings') ? 0 : 1);`;
	expect(await run(script)).toEqual({ code: 0, left: [] });
});

test('its exit code is handed on', async () => {
	expect((await run('process.exit(3)')).code).toBe(3);
});

test('a file in the temporary folder', async () => {
	const script = `require('fs').writeFileSync(require('os').tmpdir() + '/data', '')`;
	expect(await run(script)).toEqual({ code: 0, left: ['A file was left in the temporary folder: data'] });
});

test.skipIf(process.platform !== 'linux')('a process', async () => {
	const script = `require('child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).unref()`;
	expect(await run(script)).toEqual({ code: 0, left: ['A process still runs: sleep 1000'] });
});

test.skipIf(process.platform !== 'linux')('a process with an environment of its own', async () => {
	const script = `require('child_process').spawn('/bin/sleep', ['1001'],
		{ cwd: require('os').tmpdir(), env: {}, detached: true, stdio: 'ignore' }).unref()`;
	expect(await run(script)).toEqual({ code: 0, left: ['A process still runs: /bin/sleep 1001'] });
});

test('a file outside, in the name of a tool that the tests run', async () => {
	const at = places();
	const script = `for (const name of ['linkscape-x', 'go-build1', 'of-somebody-else'])
		require('fs').writeFileSync(${JSON.stringify(join(at, 'outside'))} + '/' + name, '')`;
	expect((await run(script, at)).left.toSorted()).toEqual([
		`${join(at, 'outside')} has something new: go-build1`,
		`${join(at, 'outside')} has something new: linkscape-x`,
	]);
});

test('a file in the repository', async () => {
	const at = places();
	const script = `require('fs').writeFileSync(${JSON.stringify(join(at, 'repository/b.go'))}, '')`;
	expect((await run(script, at)).left).toEqual(['The repository has something new: ?? b.go']);
});
