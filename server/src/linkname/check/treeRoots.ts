/** The paths that somebody asks about: what they are, and which files a walk from them looks at. */
import { isForeignSource, isGoSource } from '../../analysis/linkname/packageView.ts';
import { fileStatus, isFile } from '../../toolchain/files.ts';
import { basename, dirname, isInside, join, resolve, slashPathBelow } from '../../toolchain/paths.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';
import { ignoredPaths, type IgnoredPaths } from '../../world/packages/ignoredPaths.ts';
import { type ModulePlace, modulePlace } from '../../world/packages/modulePlace.ts';

export interface TreeRequest {
	/** Files and directories, absolute or relative to `directory`; `x/...` is `x`. */
	readonly paths: readonly string[];
	/** The working directory. */
	readonly directory: string;
	/** Patterns as in a `.gitignore`, relative to the working directory, of what is left out. */
	readonly exclude?: readonly string[] | undefined;
	/** Leave out what git ignores; false by default. */
	readonly gitignore?: boolean | undefined;
}

export interface TreeRoot {
	/** As it was asked for. */
	readonly path: string;
	readonly directory: string;
	/** Only this file of the directory is asked for. */
	readonly file: string | undefined;
	readonly place: ModulePlace;
	/** The directory holds a go.mod: modules below it are left out. */
	readonly isModule: boolean;
}

/** A path that cannot be checked at all; the message is one sentence. */
export class PathError extends Error {}

/** @throws PathError when one of the paths does not exist or is no Go file and no directory */
export async function findRoots({ paths, directory }: TreeRequest): Promise<readonly TreeRoot[]> {
	const roots: TreeRoot[] = [];
	for (const path of paths) {
		const full = resolve(directory, path.replace(/(^|[/\\])\.\.\.$/, '$1') || '.');
		const status = await fileStatus(full);
		const isGoFile = status?.kind === 'file' && full.endsWith('.go');
		if (!isGoFile && status?.kind !== 'directory') {
			throw new PathError(status ? `${path} is neither a directory nor a Go file.` : `${path} does not exist.`);
		}
		const root = isGoFile ? dirname(full) : full;
		const file = isGoFile ? basename(full) : undefined;
		const isModule = await isFile(join(root, 'go.mod'));
		roots.push({ path, directory: root, file, place: await modulePlace(root), isModule });
	}
	return roots;
}

/** What a request leaves out below one of its roots. */
export function ignoredBelow(root: TreeRoot, request: TreeRequest, reader: TreeReader): IgnoredPaths {
	const { exclude = [], directory, gitignore = false } = request;
	return ignoredPaths(root.directory, { patterns: exclude, directory, gitignore, reader });
}

/** Whether a walk from the roots comes to a file: a Go file, one in another language, or the go.mod of a module. */
export function createLookedAt(
	roots: readonly TreeRoot[],
	request: TreeRequest,
	reader: TreeReader,
): (path: string) => boolean {
	const known = new Map<string, boolean>();
	return (path) => {
		let answer = known.get(path);
		if (answer === undefined) known.set(path, (answer = roots.some((root) => isReached(path, root, request, reader))));
		return answer;
	};
}

function isReached(path: string, root: TreeRoot, request: TreeRequest, reader: TreeReader): boolean {
	if (root.file !== undefined) return path === join(root.directory, root.file);
	if (!isInside(root.directory, path)) return false;
	const name = basename(path);
	if (name !== 'go.mod' && !isGoSource(name) && !isForeignSource(name)) return false;
	let at = root.directory;
	let ignored = ignoredBelow(root, request, reader).inside(at, namesIn(at, reader));
	const below = slashPathBelow(root.directory, dirname(path));
	for (const part of below.split('/').filter((one) => one !== '')) {
		if (part === 'testdata' || /^[._]/.test(part)) return false;
		if (root.isModule && part === 'vendor' && !root.place.std) return false;
		at = join(at, part);
		if (ignored.has(at, 'directory')) return false;
		const names = namesIn(at, reader);
		if (root.isModule && names.includes('go.mod')) return false;
		ignored = ignored.inside(at, names);
	}
	return name === 'go.mod' || !ignored.has(path, 'file');
}

function namesIn(directory: string, reader: TreeReader): readonly string[] {
	return reader.list(directory)?.map(({ name }) => name) ?? [];
}
