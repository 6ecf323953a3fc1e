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
	const rest: string[] = [];
	for (const name of directory.goFiles) {
		const path = join(directory.directory, name);
		const bytes = reader.bytes(path);
		if (!bytes) continue;
		const bodies = !place.std || !hasForeignSources || name.endsWith('_test.go');
		if (hasAssembly || isWorthReading(bytes, bodies)) suspects.push(facts(path, bytes));
		else rest.push(path);
	}
	if (suspects.length === 0) return undefined;

	const others: FileFacts[] = [];
	if (suspects.some(looksBeyondFile)) {
		for (const path of rest) {
			const bytes = reader.bytes(path);
			if (bytes) others.push(facts(path, bytes));
		}
	}
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

function facts(path: string, bytes: Buffer): FileFacts {
	return readFileFacts({ path, file: scanGoFile(bytes.toString()) });
}
