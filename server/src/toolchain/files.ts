/**
 * The only reader and writer of the disk. Nothing here throws for what a disk can do to us: what cannot be read is
 * `undefined` or empty, what cannot be written is `false`.
 */
import { constants } from 'node:fs';
import {
	chmod,
	copyFile,
	lstat,
	mkdir,
	readdir,
	readFile,
	realpath,
	rename,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DirectoryEntry {
	readonly name: string;
	/** What a symbolic link points to is not followed: it is `other`. */
	readonly kind: 'file' | 'directory' | 'other';
}

export interface FileStatus {
	readonly kind: 'file' | 'directory' | 'other';
	/** Milliseconds since 1970. */
	readonly modified: number;
	/** Bytes. */
	readonly size: number;
}

/** Bytes of the largest file that is read: source is far below, and what is above takes the memory of the machine. */
export const largestFile = 64 * 1024 * 1024;

/** How files are opened: what became a pipe since it was looked at does not make the reader wait for a writer. */
export const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The file's text decoded as UTF-8; a byte order mark stays in it as U+FEFF. `undefined` for what is no regular file, a pipe or
 * a device, and for one of more than {@link largestFile}: those never end, or never begin.
 */
export async function readText(path: string): Promise<string | undefined> {
	return (await readRegular(path))?.toString('utf8');
}

/**
 * As {@link readText}, without decoding.
 *
 * @param largest bytes of the largest file that is read
 */
export async function readBytes(path: string, largest = largestFile): Promise<Uint8Array | undefined> {
	return readRegular(path, largest);
}

async function readRegular(path: string, largest = largestFile): Promise<Buffer | undefined> {
	try {
		const found = await stat(path);
		if (!found.isFile() || found.size > largest) return undefined;
		return await readFile(path, { flag: openFlags });
	} catch {
		return undefined;
	}
}

/** What stands in a directory, sorted by name; empty when it cannot be read. */
export async function listDirectory(path: string): Promise<readonly DirectoryEntry[]> {
	const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
	return entries
		.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
		.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Kind, size and time of a file; symbolic links are followed. */
export async function fileStatus(path: string): Promise<FileStatus | undefined> {
	const found = await stat(path).catch(() => undefined);
	return found && { kind: kindOf(found), modified: found.mtimeMs, size: found.size };
}

export async function exists(path: string): Promise<boolean> {
	return (await fileStatus(path)) !== undefined;
}

export async function isFile(path: string): Promise<boolean> {
	return (await fileStatus(path))?.kind === 'file';
}

/** Whether the path itself is a symbolic link. */
export async function isLink(path: string): Promise<boolean> {
	return (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
}

/** The path without symbolic links, `undefined` when there is nothing at its end. */
export async function realPath(path: string): Promise<string | undefined> {
	return realpath(path).catch(() => undefined);
}

/**
 * Writes a whole file so that a reader sees the old one or the new one and never a half of it; missing directories are
 * made, and a file that is replaced keeps its permissions. False when it could not be written.
 */
export async function writeText(path: string, text: string): Promise<boolean> {
	const draft = `${path}.${process.pid}.${Date.now().toString(36)}.${Math.random().toString(36).slice(2, 8)}`;
	try {
		await mkdir(dirname(path), { recursive: true });
		const mode = (await stat(path).catch(() => undefined))?.mode;
		await writeFile(draft, text, { mode: mode === undefined ? 0o666 : mode & 0o777 });
		// What the umask took away.
		if (mode !== undefined) await chmod(draft, mode & 0o777);
		await rename(draft, path);
		return true;
	} catch {
		await rm(draft, { force: true }).catch(() => {});
		return false;
	}
}

/** Writes a whole file; missing directories are made. False when it could not be written. */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<boolean> {
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, bytes);
		return true;
	} catch {
		return false;
	}
}

/** Makes a directory with those above it. False when it is not there afterwards. */
export async function makeDirectory(path: string): Promise<boolean> {
	await mkdir(path, { recursive: true }).catch(() => {});
	return (await fileStatus(path))?.kind === 'directory';
}

/** Copies a file. False when it could not be copied. */
export async function copyTo(from: string, to: string): Promise<boolean> {
	return copyFile(from, to).then(
		() => true,
		() => false,
	);
}

/** False when the file is still there. */
export async function deleteFile(path: string): Promise<boolean> {
	try {
		await rm(path, { force: true });
		return true;
	} catch {
		return false;
	}
}

/** Symbolic links are not followed: they are `other`. */
export function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): 'file' | 'directory' | 'other' {
	if (entry.isFile()) return 'file';
	return entry.isDirectory() ? 'directory' : 'other';
}
