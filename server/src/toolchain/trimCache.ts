/** Keeps a cache directory from growing for ever: Go trees come and go, and so do the contexts in which they are asked. */
import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileStatus, writeText } from './files.ts';

export interface CacheLimits {
	/** Bytes of all files together; the oldest go first. */
	readonly size: number;
	/** Milliseconds since a file was written. What is still wanted is made again in a fraction of a second. */
	readonly age: number;
}

const day = 24 * 3600_000;

/** One Go release in one context takes 1 to 5 MB. */
const usualLimits: CacheLimits = { size: 256 * 2 ** 20, age: 60 * day };

/** Milliseconds after which what a killed process had begun to write is no longer being written. */
const longestWrite = 3600_000;

/**
 * Removes what is too old or too much, at most once a day for each directory; never fails. Others may read and write there meanwhile:
 * to them a file that is gone counts as one that was never written.
 *
 * @param now milliseconds since 1970
 */
export async function trimCache(directory: string, limits = usualLimits, now = Date.now()): Promise<void> {
	const marker = join(directory, 'trimmed');
	const last = await fileStatus(marker);
	// A clock that was set back does not stop it.
	if (last && Math.abs(now - last.modified) < day) return;
	// First, so that of several processes one does it.
	if (!(await writeText(marker, ''))) return;
	const files = (await filesBelow(directory)).filter(({ path }) => path !== marker);
	let left = files.reduce((sum, { size }) => sum + size, 0);
	for (const { path, modified, size } of files.sort((a, b) => a.modified - b.modified)) {
		const age = now - modified;
		if (left <= limits.size && age <= limits.age && !(isDraft(path) && age > longestWrite)) continue;
		await rm(path, { force: true }).catch(() => {});
		left -= size;
	}
	await removeEmpty(directory);
}

/** `writeText` writes beside the file that it replaces. */
function isDraft(path: string): boolean {
	return /\.\d+\.[0-9a-z]+\.[0-9a-z]+$/.test(path);
}

interface CacheFile {
	readonly path: string;
	readonly modified: number;
	readonly size: number;
}

async function filesBelow(directory: string): Promise<CacheFile[]> {
	const found: CacheFile[] = [];
	for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
		const path = join(directory, entry.name);
		if (entry.isDirectory()) found.push(...(await filesBelow(path)));
		else {
			// Of a link the link itself.
			const status = await lstat(path).catch(() => undefined);
			if (status) found.push({ path, modified: status.mtimeMs, size: status.size });
		}
	}
	return found;
}

async function removeEmpty(directory: string): Promise<void> {
	for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
		if (!entry.isDirectory()) continue;
		const path = join(directory, entry.name);
		await removeEmpty(path);
		// Refused while something is in it.
		await rmdir(path).catch(() => {});
	}
}
