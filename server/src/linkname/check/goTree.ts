/** The directories with Go files below a path, each with what go.mod says about it. */
import { isForeignSource, isGoSource } from '../../analysis/linkname/packageView.ts';
import type { DirectoryEntry } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';
import { goLine } from '../../world/go/moduleDirectory.ts';
import { type ModulePlace, modulePath } from '../../world/packages/modulePlace.ts';

export interface GoDirectory {
	/** Absolute path. */
	readonly directory: string;
	readonly place: ModulePlace;
	/** Names of the Go files that the go command does not pass over. */
	readonly goFiles: readonly string[];
	/** Names of the files that make the go command compile the package without `-complete`. */
	readonly foreignFiles: readonly string[];
}

export interface WalkOptions {
	readonly reader: TreeReader;
	/** Called for a directory that cannot be read; the walk goes on. */
	readonly unreadable: (directory: string) => void;
}

/**
 * What `go list ./...` would visit below `root`: no `testdata`, no `_x`, no `.x`. Where `root` holds a go.mod, other
 * modules below it and vendored packages are left out as well; a directory without one is walked through all modules.
 *
 * @param place where `root` stands, as its parents say
 */
export function* walkGoDirectories(root: string, place: ModulePlace, options: WalkOptions): Generator<GoDirectory> {
	const entries = options.reader.list(root);
	if (!entries) return options.unreadable(root);
	const isModule = entries.some(isGoMod);
	yield* walk(root, entries, place, isModule, options);
}

function* walk(
	directory: string,
	entries: readonly DirectoryEntry[],
	outer: ModulePlace,
	isModule: boolean,
	options: WalkOptions,
): Generator<GoDirectory> {
	const place = entries.some(isGoMod) ? (readPlace(directory, options.reader) ?? outer) : outer;
	const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => name);
	const goFiles = files.filter(isGoSource);
	if (goFiles.length > 0) yield { directory, place, goFiles, foreignFiles: files.filter(isForeignSource) };

	for (const { kind, name } of entries) {
		if (kind !== 'directory' || name === 'testdata' || name.startsWith('.') || name.startsWith('_')) continue;
		if (isModule && name === 'vendor' && !place.std) continue;
		const below = join(directory, name);
		const inside = options.reader.list(below);
		if (!inside) options.unreadable(below);
		else if (!isModule || !inside.some(isGoMod)) yield* walk(below, inside, within(place, name), isModule, options);
	}
}

function isGoMod({ kind, name }: DirectoryEntry): boolean {
	return kind === 'file' && name === 'go.mod';
}

function readPlace(directory: string, reader: TreeReader): ModulePlace | undefined {
	const text = reader.bytes(join(directory, 'go.mod'))?.toString();
	if (text === undefined) return undefined;
	const path = modulePath(text);
	const std = path === 'std' || path === 'cmd';
	return { module: directory, importPath: path === 'std' ? '' : path, goVersion: goLine(text) ?? '1.16', std };
}

/** The place of a directory below one: the same module, a longer import path. */
function within(place: ModulePlace, name: string): ModulePlace {
	const { importPath } = place;
	if (importPath === undefined) return place;
	return { ...place, importPath: importPath === '' ? name : `${importPath}/${name}` };
}
