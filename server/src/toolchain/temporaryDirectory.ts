import { mkdtempSync, rmSync } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unusable } from './unusable.ts';

/**
 * Lends a fresh directory to `use` and removes it with all that is in it, however `use` ends, and when this process exits
 * before. Its path has no symbolic links: the go command compares it with paths that have none.
 *
 * @throws Unusable when there is no temporary directory to make it in
 */
export async function withTemporaryDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
	const directory = await newDirectory();
	// A compiler that was just killed may still write, or hold a file open on Windows.
	const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };
	const removeNow = () => {
		try {
			rmSync(directory, options);
		} catch {
			// Nobody is left to be told.
		}
	};
	process.once('exit', removeNow);
	try {
		return await use(directory);
	} finally {
		await rm(directory, options).catch(() => {});
		process.removeListener('exit', removeNow);
	}
}

async function newDirectory(): Promise<string> {
	try {
		// At once: a process that exits while a thread makes it would not know of it.
		return mkdtempSync(join(await realpath(tmpdir()), 'linkscape-'));
	} catch (error) {
		throw new Unusable(`The temporary directory ${tmpdir()} cannot be used`, { cause: error });
	}
}
