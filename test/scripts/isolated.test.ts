/** What `scripts/isolated.mjs` says about commands that leave something behind. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryModule } from '../support/go.ts';

interface Isolated {
	readonly runIsolated: (
		command: readonly string[],
		options: { folder: string; quiet: boolean },
	) => Promise<{ code: number; left: string[] }>;
}

const { runIsolated } = (await import(pathToFileURL(resolve('scripts/isolated.mjs')).href)) as Isolated;

/** Runs JavaScript in Node, isolated. */
function run(script: string): Promise<{ code: number; left: string[] }> {
	const folder = join(temporaryModule({}), 'isolated');
	mkdirSync(folder);
	return runIsolated([process.execPath, '-e', script], { folder, quiet: true });
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

test.skipIf(process.platform !== 'linux')('a file that it had no business with', async () => {
	const name = `linkscape-left-${process.pid}`;
	const script = `require('fs').writeFileSync('/var/tmp/${name}', ''); setTimeout(() => {}, 100)`;
	try {
		expect(await run(script)).toEqual({ code: 0, left: [`/var/tmp has something new: ${name}`] });
	} finally {
		await run(`require('fs').rmSync('/var/tmp/${name}')`);
	}
});
