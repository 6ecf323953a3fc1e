import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { trimCache } from '../../server/src/toolchain/trimCache.ts';
import { temporaryModule } from '../support/go.ts';

const hour = 3600_000;
const day = 24 * hour;
const now = Date.now();

type Files = Readonly<Record<string, readonly [size: number, age: number]>>;

function cacheOf(files: Files): string {
	const directory = join(temporaryModule({}), 'cache');
	mkdirSync(directory);
	for (const [name, [size, age]] of Object.entries(files)) {
		const path = join(directory, name);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, 'x'.repeat(size));
		utimesSync(path, (now - age) / 1000, (now - age) / 1000);
	}
	return directory;
}

const limits = { size: 100, age: 10 * day };

test.each<readonly [string, Files, readonly string[]]>([
	['all that is young and little', { 'a/1': [10, day], 'b/2': [90, 9 * day] }, ['a/1', 'b/2']],
	['nothing that is too old', { 'a/1': [10, 11 * day], 'b/2': [10, 9 * day], 'c/3': [1, 30 * day] }, ['b/2']],
	['the newest of too much', { 'a/1': [60, 3 * day], 'a/2': [60, 2 * day], 'b/3': [30, day] }, ['a/2', 'b/3']],
	[
		'what is being written, but nothing that was never finished',
		{ 'a/1.json.123.lx2k.abc123': [1, hour / 2], 'a/2.json.123.lx2k.abc123': [1, 2 * hour], 'a/3.json': [1, 2 * hour] },
		['a/1.json.123.lx2k.abc123', 'a/3.json'],
	],
	['no file of nothing', {}, []],
])('keeps %s', async (_, files, kept) => {
	const directory = cacheOf(files);
	await trimCache(directory, limits, now);
	const left = readdirSync(directory, { recursive: true, withFileTypes: true });
	const names = left.map((entry) =>
		join(entry.parentPath, entry.name)
			.slice(directory.length + 1)
			.replaceAll('\\', '/'),
	);
	const directories = [...new Set(kept.map((name) => dirname(name)))];
	expect(names.sort()).toEqual([...directories, ...kept, 'trimmed'].sort());
});

test('once a day', async () => {
	const directory = cacheOf({ 'a/1': [10, 11 * day], trimmed: [0, day / 2] });
	await trimCache(directory, limits, now);
	expect(existsSync(join(directory, 'a/1'))).toBe(true);
	await trimCache(directory, limits, now + day);
	expect(existsSync(join(directory, 'a/1'))).toBe(false);
});

test('a directory that is not there is made for nothing but the mark', async () => {
	const file = join(cacheOf({ file: [1, 0] }), 'file');
	await expect(trimCache(join(file, 'below'), limits, now)).resolves.toBeUndefined();
});
