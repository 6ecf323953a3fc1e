/** Names for the two files that a pull is split into, in the manner of the package. */
import { fileName, fileNamePlatform } from '../../build/fileName.ts';
import type { FileFacts } from '../fileFacts.ts';

export interface GatedNames {
	/** Absolute paths. */
	readonly fresh: string;
	readonly old: string;
}

/** `clock_linux.go` → `clock_go122_linux.go` and `clock_pre_go122_linux.go`, or as the files beside it spell versions. */
export function gatedNames(path: string, minor: number, files: readonly FileFacts[]): GatedNames {
	const name = fileName(path);
	const directory = path.slice(0, path.length - name.length);
	const { stem, suffix } = partsOf(name);
	const version = spellVersion(minor, files);
	return { fresh: `${directory}${stem}_${version}${suffix}`, old: `${directory}${stem}_pre_${version}${suffix}` };
}

/** The suffixes that mean something to the go command stay at the end. */
function partsOf(name: string): { readonly stem: string; readonly suffix: string } {
	const { goos, goarch } = fileNamePlatform(name);
	const meant = [goos, goarch, ...(name.endsWith('_test.go') ? ['test'] : [])].filter((part) => part !== undefined);
	const suffix = `${meant.map((part) => `_${part}`).join('')}.go`;
	return { stem: name.slice(0, name.length - suffix.length), suffix };
}

function spellVersion(minor: number, files: readonly FileFacts[]): string {
	for (const { path } of files) {
		const habit = /_(go1[._]?)\d\d(?=[_.])/.exec(fileName(path))?.[1];
		if (habit !== undefined) return `${habit}${minor}`;
	}
	return `go1${minor}`;
}
