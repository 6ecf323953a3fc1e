/**
 * The Go files of the directories that someone looks at: those on disk, under those that are open in the editor. A file
 * is read when its directory is first asked for, and again when the disk says that it changed.
 */
import type { GoFile } from '../../analysis/source/goFile.ts';
import { rescanGoFile, scanGoFile } from '../../analysis/source/scanGoFile.ts';
import type { TextChange } from '../../analysis/text/textEdit.ts';
import { listDirectory, readText } from '../../toolchain/files.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { Changes } from '../answers/changes.ts';

export interface PackageFiles {
	readonly directory: string;
	/** Every `.go` file by absolute path, unsaved text included. */
	readonly files: ReadonlyMap<string, GoFile>;
	/** Absolute paths of what else lies there: assembly, C, embedded data. */
	readonly otherFiles: readonly string[];
}

export class PackageStore {
	readonly #open = new Map<string, GoFile>();
	readonly #directories = new Map<string, Promise<PackageFiles>>();
	readonly #read = new Map<string, PackageFiles>();

	constructor(changes: Changes) {
		changes.on(['files'], (paths) => {
			for (const path of paths) this.#forget(dirname(path));
		});
	}

	open(path: string, text: string): void {
		this.#open.set(path, scanGoFile(text));
	}

	/** `changes` lead, one after the other, from the text last given to `text`. */
	change(path: string, text: string, changes: readonly TextChange[]): void {
		const before = this.#open.get(path);
		const [only] = changes;
		this.#open.set(path, before && only && changes.length === 1 ? rescanGoFile(before, text, only) : scanGoFile(text));
	}

	close(path: string): void {
		this.#open.delete(path);
		this.#forget(dirname(path));
	}

	isOpen(path: string): boolean {
		return this.#open.has(path);
	}

	openPaths(): Iterable<string> {
		return this.#open.keys();
	}

	/** What was read from the disk there; open files keep their text. */
	#forget(directory: string): void {
		this.#directories.delete(directory);
		this.#read.delete(directory);
	}

	/** A file that was read already, open or on disk, without waiting for anything. */
	file(path: string): GoFile | undefined {
		return this.#open.get(path) ?? this.#read.get(dirname(path))?.files.get(path);
	}

	async package(directory: string): Promise<PackageFiles> {
		let onDisk = this.#directories.get(directory);
		if (!onDisk) {
			onDisk = readPackage(directory);
			this.#directories.set(directory, onDisk);
		}
		const read = await onDisk;
		if (this.#directories.get(directory) === onDisk) this.#read.set(directory, read);
		const { files, otherFiles } = read;
		const merged = new Map(files);
		for (const [path, file] of this.#open) if (dirname(path) === directory) merged.set(path, file);
		return { directory, files: merged, otherFiles };
	}
}

/** Reads every Go file of a directory; what cannot be read is left out. */
async function readPackage(directory: string): Promise<PackageFiles> {
	const entries = await listDirectory(directory);
	const names = entries.filter((entry) => entry.kind !== 'directory').map((entry) => entry.name);
	const goFiles = names.filter((name) => name.endsWith('.go') && !name.startsWith('.'));
	const files = new Map<string, GoFile>();
	const texts = await Promise.all(goFiles.map((name) => readText(join(directory, name))));
	goFiles.forEach((name, index) => {
		const text = texts[index];
		if (text !== undefined) files.set(join(directory, name), scanGoFile(text));
	});
	const otherFiles = names.filter((name) => !name.endsWith('.go')).map((name) => join(directory, name));
	return { directory, files, otherFiles };
}
