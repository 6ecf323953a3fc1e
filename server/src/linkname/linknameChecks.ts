/**
 * The files of packages as the rules about directives want them. A keystroke costs what its own file costs: facts are kept for each text that was
 * read, and the other files of the package are judged again only when something that they can see has changed.
 */
import { type FileFacts, readFileFacts } from '../analysis/linkname/fileFacts.ts';
import { indexPackage, type PackageIndex, sameForSiblings } from '../analysis/linkname/packageIndex.ts';
import { isForeignSource, isGoSource, stubsAmong } from '../analysis/linkname/packageView.ts';
import type { GoFile } from '../analysis/source/goFile.ts';
import { readText } from '../toolchain/files.ts';
import { basename, dirname } from '../toolchain/paths.ts';
import type { Changes } from '../world/answers/changes.ts';
import { modulePlace } from '../world/packages/modulePlace.ts';
import type { PackageStore } from '../world/packages/packageStore.ts';
import { oncePerKey } from '../world/answers/oncePerKey.ts';

export interface LinknameChecks {
	/** The package of a directory as the rules see it. */
	index(directory: string): Promise<PackageIndex>;
	/** A file with its package; undefined when nobody has read it. */
	file(path: string): Promise<CheckedFile | undefined>;
	/** True when an edit from one text to the other may change the findings of other files of the package. */
	concernsSiblings(path: string, before: GoFile, after: GoFile): boolean;
}

export interface GoInUse {
	/** `go1.26.8` */
	readonly version: string;
	readonly goarch: string | undefined;
}

export interface CheckedFile {
	readonly facts: FileFacts;
	readonly index: PackageIndex;
}

/** `goIn` names the Go in use for a directory, as far as it is known. */
export function createLinknameChecks(
	changes: Changes,
	store: PackageStore,
	goIn: (directory: string) => GoInUse | undefined,
): LinknameChecks {
	const facts = new WeakMap<GoFile, FileFacts>();
	const newPlaces = () => oncePerKey(modulePlace);
	let placeOf = newPlaces();
	changes.on(['files'], (paths) => {
		if (paths.some((path) => path.endsWith('go.mod'))) placeOf = newPlaces();
	});
	/** For each list of files that a directory was read as. */
	const stubs = new WeakMap<readonly string[], Promise<readonly string[]>>();

	function factsOf(path: string, file: GoFile): FileFacts {
		let known = facts.get(file);
		if (!known) {
			known = readFileFacts({ path, file });
			facts.set(file, known);
		}
		return known;
	}

	function stubsOf(otherFiles: readonly string[]): Promise<readonly string[]> {
		let found = stubs.get(otherFiles);
		if (!found) {
			found = readStubs(otherFiles.filter((path) => isForeignSource(basename(path))));
			stubs.set(otherFiles, found);
		}
		return found;
	}

	async function index(directory: string): Promise<PackageIndex> {
		const [{ files, otherFiles }, place] = await Promise.all([store.package(directory), placeOf(directory)]);
		const go = goIn(directory);
		const view = {
			directory,
			importPath: place.importPath,
			goVersion: place.goVersion,
			toolchain: go?.version,
			goarch: go?.goarch,
			std: place.std,
			hasForeignSources: otherFiles.some((path) => isForeignSource(basename(path))),
			stubs: await stubsOf(otherFiles),
		};
		const read = [...files].filter(([path]) => isGoSource(basename(path))).map(([path, file]) => factsOf(path, file));
		return indexPackage(view, read);
	}

	return {
		index,
		async file(path) {
			const packageIndex = await index(dirname(path));
			const file = store.file(path) ?? packageIndex.files.find((one) => one.path === path)?.file;
			return file && { facts: factsOf(path, file), index: packageIndex };
		},
		concernsSiblings: (path, before, after) => !sameForSiblings(factsOf(path, before), factsOf(path, after)),
	};
}

async function readStubs(foreign: readonly string[]): Promise<readonly string[]> {
	if (!foreign.every((path) => path.endsWith('.s'))) return [];
	const texts = new Map(await Promise.all(foreign.map(async (path) => [path, await readText(path)] as const)));
	return stubsAmong(foreign, (path) => texts.get(path));
}
