import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Lends a fresh directory to `use` and removes it with all that is in it, however `use` ends. Its path has no symbolic
 * links: the go command compares it with paths that have none.
 */
export async function withTemporaryDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
	const directory = await mkdtemp(join(await realpath(tmpdir()), 'linkscape-'));
	try {
		return await use(directory);
	} finally {
		// A compiler that was just killed may still hold a file open on Windows.
		await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => {});
	}
}
