/** Names that mean something in a package, and names that are still free. */
import { likelyName } from '../signature/typeScope.ts';
import type { FileFacts } from './fileFacts.ts';
import type { PackageIndex } from './packageIndex.ts';

/** Every file that shares the package scope with this one in some build, itself included. */
export function packageFiles(index: PackageIndex, facts: FileFacts): FileFacts[] {
	return index.files.filter((other) => other.file.packageName === facts.file.packageName);
}

/** The names that the package declares in any of its builds. */
export function packageNames(files: readonly FileFacts[]): Set<string> {
	return new Set(files.flatMap(({ declared }) => [...declared.keys()]));
}

/** The names under which files know packages. An import without a name takes all that its path suggests. */
export function importNames(files: readonly FileFacts[]): Set<string> {
	const names = files.flatMap(({ file }) =>
		file.imports.flatMap(({ path, name }) => {
			if (name !== undefined) return [name];
			const last = path.split('/').at(-1) ?? '';
			return [likelyName(path), last, last.split(/\W/, 1)[0] ?? ''];
		}),
	);
	return new Set(names);
}

/** The name itself, else the first with a number that is free. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
	let name = wanted;
	for (let number = 2; isTaken(name); number++) name = `${wanted}${number}`;
	return name;
}

export const predeclared: ReadonlySet<string> = new Set(
	'any append bool byte cap clear close comparable complex complex128 complex64 copy delete error false float32 float64 imag int int16 int32 int64 int8 iota len make max min new nil panic print println real recover rune string true uint uint16 uint32 uint64 uint8 uintptr'.split(
		' ',
	),
);
