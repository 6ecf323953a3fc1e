/** The packages are the same bytes from the same sources: in another folder, under another umask, time zone and language. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { cloneRepository } from '../support/clone.ts';

const places = [
	{ name: 'one', umask: 0o022, env: { TZ: 'UTC', LC_ALL: 'C', SOURCE_DATE_EPOCH: '' } },
	{
		name: 'another/and deeper',
		umask: 0o077,
		env: { TZ: 'Asia/Kolkata', LC_ALL: 'cs_CZ.UTF-8', SOURCE_DATE_EPOCH: '1000000000' },
	},
];
const made = ['.vsix', '.tgz'].map((kind) => `linkscape-${manifest.version}${kind}`);

let folder = '';
beforeAll(async () => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-twice-')));
	await Promise.all(places.map(({ name, umask, env }) => makePackages(join(folder, name), umask, env)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function makePackages(clone: string, umask: number, settings: NodeJS.ProcessEnv): Promise<void> {
	mkdirSync(clone, { recursive: true });
	cloneRepository(clone, umask);
	symlinkSync(resolve('node_modules'), join(clone, 'node_modules'), 'junction');
	const env = { ...process.env, ...settings };
	// A process of its own: permissions of new files are a matter of the whole process.
	const code = `process.umask(${umask}); await import('./scripts/package.mjs')`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { cwd: clone, env });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
	expect(await new Promise((done) => child.once('close', done)), output).toBe(0);
}

test.each(made)('%s', (file) => {
	const [one, other] = places.map(({ name }) => hashOf(join(folder, name, file)));
	expect(other).toBe(one);
});

function hashOf(file: string): string {
	return createHash('sha256').update(readFileSync(file)).digest('hex');
}
