/** Reads many files one after the other, for a program that does nothing else meanwhile. Never in an editor's server. */
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { type DirectoryEntry, type FileStatus, kindOf, largestFile, openFlags, writeText } from './files.ts';

export interface TreeReader {
	/** What stands in a directory, sorted by name; undefined when it cannot be read. Symbolic links to files are files. */
	list(directory: string): readonly DirectoryEntry[] | undefined;
	/** The bytes of a regular file, valid until the next call; undefined when it cannot be read, or is larger than `largestFile`. */
	bytes(path: string): Buffer | undefined;
}

/**
 * One buffer for all files: over a tree of 7,700 files this takes two thirds of the time of `readFileSync`, and a third
 * of sixteen asynchronous reads in flight (Node 20).
 */
export function createTreeReader(): TreeReader {
	let buffer = Buffer.allocUnsafe(1 << 20);

	function fill(descriptor: number): number {
		let length = 0;
		for (;;) {
			const read = readSync(descriptor, buffer, length, buffer.length - length, null);
			if (read === 0) return length;
			length += read;
			if (length < buffer.length) continue;
			const larger = Buffer.allocUnsafe(buffer.length * 2);
			buffer.copy(larger);
			buffer = larger;
		}
	}

	return {
		list(directory) {
			try {
				const entries = readdirSync(directory, { withFileTypes: true });
				return entries
					.map((entry): DirectoryEntry => {
						const kind = entry.isFile() || (entry.isSymbolicLink() && isRegular(`${directory}/${entry.name}`));
						return { name: entry.name, kind: kind ? 'file' : entry.isDirectory() ? 'directory' : 'other' };
					})
					.sort((a, b) => (a.name < b.name ? -1 : 1));
			} catch {
				return undefined;
			}
		},
		bytes(path) {
			let descriptor: number | undefined;
			try {
				descriptor = openSync(path, openFlags);
				const found = fstatSync(descriptor);
				if (!found.isFile() || found.size > largestFile) return undefined;
				const length = fill(descriptor);
				return buffer.subarray(0, length);
			} catch {
				return undefined;
			} finally {
				if (descriptor !== undefined) closeSync(descriptor);
			}
		},
	};
}

/** As in `files.ts`. */
export interface TreeFiles {
	readText(path: string): Promise<string | undefined>;
	listDirectory(path: string): Promise<readonly DirectoryEntry[]>;
	fileStatus(path: string): Promise<FileStatus | undefined>;
	writeText(path: string, text: string): Promise<boolean>;
}

/** The functions of `files.ts`, of which those that read do so at once: each costs a fifth of what it costs by way of another thread. */
export function createTreeFiles(): TreeFiles {
	const reader = createTreeReader();
	return {
		readText: async (path) => reader.bytes(path)?.toString(),
		async listDirectory(path) {
			try {
				const entries = readdirSync(path, { withFileTypes: true });
				return entries
					.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
					.sort((a, b) => (a.name < b.name ? -1 : 1));
			} catch {
				return [];
			}
		},
		async fileStatus(path) {
			try {
				const found = statSync(path, { throwIfNoEntry: false });
				return found && { kind: kindOf(found), modified: found.mtimeMs, size: found.size };
			} catch {
				return undefined;
			}
		},
		writeText,
	};
}

/** False for a link that leads nowhere, or to itself. */
function isRegular(path: string): boolean {
	try {
		return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
	} catch {
		return false;
	}
}
