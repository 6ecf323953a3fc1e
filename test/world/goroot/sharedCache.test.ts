/** Several processes with one cache directory: half of them are killed while they write, and nobody reads a half of anything. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { createFactsStore } from '../../../server/src/world/goroot/factsStore.ts';
import * as files from '../../../server/src/toolchain/files.ts';
import { temporaryModule } from '../../support/go.ts';

/** Writes and reads the same five names all the time, and ends with 1 when it reads what nobody has written. */
const program = `
	import { createFactsStore } from './server/src/world/goroot/factsStore.ts';
	import * as files from './server/src/toolchain/files.ts';
	const store = createFactsStore(process.argv[2], 'key', files);
	for (let round = 0; round < Number(process.argv[3]); round++) {
		const name = 'net/http' + (round % 5);
		await store.save(name, 'stamp', Array(20_000).fill(process.pid));
		const read = await store.load(name, 'stamp');
		if (read !== undefined && (read.length !== 20_000 || read.some((one) => one !== read[0]))) process.exit(1);
		if (round === 2) process.stdout.write('begun');
	}
`;

test('eight at once, half of them killed', async () => {
	const directory = temporaryModule({});
	const cache = join(directory, 'cache');
	const outfile = join(directory, 'program.mjs');
	const stdin = { contents: program, resolveDir: process.cwd() };
	await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile });
	const ends = Array.from({ length: 8 }, async (_, index) => {
		const isKilled = index % 2 === 1;
		const child = spawn(process.execPath, [outfile, cache, isKilled ? 'Infinity' : '30'], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const ended = new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code)));
		await new Promise((done) => child.stdout.once('data', done));
		if (isKilled) child.kill('SIGKILL');
		return ended;
	});
	expect(await Promise.all(ends)).toEqual([0, 'SIGKILL', 0, 'SIGKILL', 0, 'SIGKILL', 0, 'SIGKILL']);

	const store = createFactsStore(cache, 'key', files);
	for (let name = 0; name < 5; name++) {
		expect(await store.load(`net/http${name}`, 'stamp')).toHaveLength(20_000);
		expect(await store.load(`net/http${name}`, 'another stamp')).toBeUndefined();
	}
	// Of each that was killed one draft at most: the next day's look takes it away.
	const all = readdirSync(cache, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	expect(all.length).toBeLessThanOrEqual(5 + 4 + 1);
});
