/** The directories with Go files below a path, each with what go.mod says about it. */
import { isForeignSource, isGoSource } from '../../analysis/linkname/packageView.ts';
import type { DirectoryEntry } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';
import { goLine } from '../../world/go/moduleDirectory.ts';
import type { IgnoredPaths } from '../../world/packages/ignoredPaths.ts';
import { type ModulePlace, modulePath } from '../../world/packages/modulePlace.ts';

export interface GoDirectory {
	/** Absolute path. */
	readonly directory: string;
	readonly place: ModulePlace;
	/** Names of the Go files that the go command does not pass over. */
	readonly goFiles: readonly string[];
	/** Names of the files that make the go command compile the package without `-complete`. */
	readonly foreignFiles: readonly string[];
	/** Those of the Go files that nothing is to be reported in: they are part of the package all the same. */
	readonly ignored: readonly string[];
}

export interface WalkOptions {
	readonly reader: TreeReader;
	/** Called for a directory that cannot be read; the walk goes on. */
	readonly unreadable: (directory: string) => void;
	/** What to leave out; nothing by default. */
	readonly ignored?: IgnoredPaths | undefined;
}

/**
 * What `go list ./...` would visit below `root`: no `testdata`, no `_x`, no `.x`. Where `root` holds a go.mod, other
 * modules below it and vendored packages are left out as well; a directory without one is walked through all modules, of
 * which each is finished before the next begins.
 *
 * @param place where `root` stands, as its parents say
 */
export function* walkGoDirectories(root: string, place: ModulePlace, options: WalkOptions): Generator<GoDirectory> {
	const entries = options.reader.list(root);
	if (!entries) return options.unreadable(root);
	const isModule = entries.some(isGoMod);
	/** Modules inside of others, which wait until those are finished; the next one stands last. */
	const open: Directory[] = [{ directory: root, entries, outer: place, ignored: options.ignored }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const nested: Directory[] = [];
		yield* walk(next, isModule, nested, options);
		open.push(...nested.reverse());
	}
}

interface Directory {
	readonly directory: string;
	readonly entries: readonly DirectoryEntry[];
	/** The place of the directory, as its parents say. */
	readonly outer: ModulePlace;
	/** What to leave out, as its parents say. */
	readonly ignored: IgnoredPaths | undefined;
}

function* walk(
	{ directory, entries, outer, ignored: given }: Directory,
	isModule: boolean,
	nested: Directory[],
	options: WalkOptions,
): Generator<GoDirectory> {
	const isNested = entries.some(isGoMod);
	const place = isNested ? (readPlace(directory, options.reader) ?? outer) : outer;
	const ignored = given?.inside(
		directory,
		entries.map(({ name }) => name),
	);
	const files = entries.filter(({ kind }) => kind === 'file').map(({ name }) => name);
	const goFiles = files.filter(isGoSource);
	if (goFiles.length > 0) {
		const left = goFiles.filter((name) => ignored?.has(join(directory, name), 'file'));
		yield { directory, place, goFiles, foreignFiles: files.filter(isForeignSource), ignored: left };
	}
	for (const { kind, name } of entries) {
		if (kind !== 'directory' || name === 'testdata' || name.startsWith('.') || name.startsWith('_')) continue;
		if (isModule && name === 'vendor' && !place.std) continue;
		const below = join(directory, name);
		if (ignored?.has(below, 'directory')) continue;
		const inside = options.reader.list(below);
		if (!inside) {
			options.unreadable(below);
			continue;
		}
		const next = { directory: below, entries: inside, outer: within(place, name), ignored };
		if (!inside.some(isGoMod)) yield* walk(next, isModule, nested, options);
		else if (!isModule) nested.push(next);
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
