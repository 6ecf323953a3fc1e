import { createHash } from 'node:crypto';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { readdir, realpath, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unusable } from './unusable.ts';

/**
 * Lends a fresh directory to `use` and removes it with all that is in it, however `use` ends, and when this process exits
 * before. When it is killed, the next process that makes one removes it. Its path has no symbolic links: the go command compares it with paths that have none.
 *
 * @throws Unusable when there is no temporary directory to make it in
 */
export async function withTemporaryDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
	const directory = await newDirectory();
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

/** A compiler that was just killed may still write, or hold a file open on Windows. */
const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 };

async function newDirectory(): Promise<string> {
	try {
		const parent = await realpath(tmpdir());
		if (!swept.has(parent)) {
			swept.add(parent);
			void sweep(parent);
		}
		// At once: a process that exits while a thread makes it would not know of it.
		return mkdtempSync(join(parent, `linkscape-${machine()}-${process.pid}-`));
	} catch (error) {
		throw new Unusable(`The temporary directory ${tmpdir()} cannot be used`, { cause: error });
	}
}

const swept = new Set<string>();

/** Removes what processes of this machine left that were killed. */
async function sweep(parent: string): Promise<void> {
	for (const name of await readdir(parent).catch(() => [])) {
		const [, of, pid] = /^linkscape-([0-9a-f]{8})-(\d+)-\w{6}$/.exec(name) ?? [];
		if (of !== machine() || isAlive(Number(pid))) continue;
		await rm(join(parent, name), options).catch(() => {});
	}
}

/** Where a process number means something: containers may share a temporary directory, and have process numbers of their own. */
function machine(): string {
	let numbers = '';
	try {
		numbers = readlinkSync('/proc/self/ns/pid');
	} catch {
		// Only Linux has such name spaces.
	}
	return createHash('sha256').update(`${hostname()} ${numbers}`).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Somebody else's is alive as well.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
