/** One directory for the rules: the files worth reading, and the others only when a finding may hang on them. */

import { type FileFacts, readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import { indexPackage, looksBeyondFile, type PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { stubsAmong } from '../../analysis/linkname/packageView.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { join } from '../../toolchain/paths.ts';
import type { TreeReader } from '../../toolchain/treeReader.ts';
import type { GoDirectory } from './goTree.ts';
import { isWorthReading } from './prefilter.ts';

/** The files of a directory in which a rule may find something, and the package around them. */
export interface CheckedPackage {
	readonly directory: GoDirectory;
	readonly index: PackageIndex;
	readonly suspects: readonly FileFacts[];
}

export interface BuildInUse {
	/** The Go version, e.g. `go1.26.8`. */
	readonly toolchain: string | undefined;
	readonly goarch?: string | undefined;
}

/**
 * Reads a directory; undefined when nothing can be found in it.
 *
 * @param build the Go in use, as far as it is known
 */
export function readCheckedPackage(
	directory: GoDirectory,
	{ toolchain, goarch }: BuildInUse,
	reader: TreeReader,
): CheckedPackage | undefined {
	const { foreignFiles, place } = directory;
	const hasForeignSources = foreignFiles.length > 0;
	// Any function may have a second body there.
	const hasAssembly = !place.std && foreignFiles.some((name) => name.endsWith('.s'));
	const suspects: FileFacts[] = [];
	const rest: OtherFile[] = [];
	for (const name of directory.goFiles) {
		const path = join(directory.directory, name);
		const bytes = reader.bytes(path);
		if (!bytes) continue;
		const bodies = !place.std || !hasForeignSources || name.endsWith('_test.go');
		if (hasAssembly || isWorthReading(bytes, bodies)) suspects.push(facts(path, bytes));
		else rest.push({ path, cgo: place.std && bytes.includes('"C"') });
	}
	if (suspects.length === 0) return undefined;

	const others: FileFacts[] = [];
	if (suspects.some(looksBeyondFile)) others.push(...readOthers(rest, suspects, place.std, reader));
	const view = {
		directory: directory.directory,
		importPath: place.importPath,
		goVersion: place.goVersion,
		toolchain,
		goarch,
		std: place.std,
		hasForeignSources,
		stubs: stubsAmong(
			foreignFiles.map((name) => join(directory.directory, name)),
			(path) => reader.bytes(path)?.toString(),
		),
	};
	return { directory, index: indexPackage(view, [...suspects, ...others]), suspects };
}

/** A file of a package that holds no directive. */
interface OtherFile {
	readonly path: string;
	/** It may be a cgo file; only looked after in the standard library. */
	readonly cgo: boolean;
}

/**
 * The files of a package that hold no directive. In the standard library, whose targets are not checked, they matter only as they declare
 * what directives name, or are cgo: its packages hold megabytes of constants.
 */
function readOthers(
	others: readonly OtherFile[],
	suspects: readonly FileFacts[],
	std: boolean,
	reader: TreeReader,
): readonly FileFacts[] {
	const all = others.map(({ path }) => path);
	if (!std) return read(all, () => true);
	const locals = new Set(suspects.flatMap(({ linknames }) => linknames.map(({ local }) => local.text)));
	const isDeclared = (name: string, files: readonly FileFacts[]) => files.some(({ declared }) => declared.has(name));
	const wanted = [...locals].filter((name) => !isDeclared(name, suspects));
	const cgo = read(
		others.filter((other) => other.cgo).map(({ path }) => path),
		() => true,
	);
	if (wanted.length === 0) return cgo;
	const pure = others.filter((other) => !other.cgo).map(({ path }) => path);
	const found = [...cgo, ...read(pure, (bytes) => wanted.some((name) => bytes.includes(name)))];
	// Where a name is declared nowhere, all others are possible meanings.
	return wanted.every((name) => isDeclared(name, found)) ? found : read(all, () => true);

	function read(from: readonly string[], isWanted: (bytes: Buffer) => boolean): FileFacts[] {
		return from.flatMap((path) => {
			const bytes = reader.bytes(path);
			return bytes && isWanted(bytes) ? facts(path, bytes) : [];
		});
	}
}

function facts(path: string, bytes: Buffer): FileFacts {
	return readFileFacts({ path, file: scanGoFile(bytes.toString()) });
}
