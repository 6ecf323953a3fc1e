/** Which frames of a profile are the standard library's. */
import { functionName } from './frameNames.ts';
import type { Sample } from './stacks.ts';

/** Where its files stand in the profile: `/usr/local/go/src/`; empty in a build with -trimpath. */
export type LibraryPlace = string;

/** Undefined when the profile has no frame of the runtime to know it by. */
export function standardLibraryOf(samples: readonly Sample[]): LibraryPlace | undefined {
	for (const { places } of samples) {
		for (const frames of places) {
			for (const { function: symbol, file } of frames) {
				if (!symbol.startsWith('runtime.')) continue;
				const at = file.lastIndexOf('runtime/');
				if (at === 0 || file[at - 1] === '/') return file.slice(0, at);
			}
		}
	}
	return undefined;
}

/** Whether a function is of the standard library: its file lies there, and its path is of no module (Go names domains in theirs). */
export function isStandardLibrary(place: LibraryPlace | undefined, symbol: string, file: string): boolean {
	if (place === undefined || !file.startsWith(place)) return false;
	const { package: path } = functionName(symbol);
	const first = path.split('/', 1)[0] ?? '';
	if (path === '' || path === 'main' || first.includes('.')) return false;
	// With -trimpath a module named without a dot looks alike.
	return place !== '' || libraryFolders.has(first);
}

/** The folders of GOROOT/src of Go 1.21 to 1.27 that hold packages. */
const libraryFolders: ReadonlySet<string> = new Set(
	`archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html
	image index internal io iter log maps math mime net os path plugin reflect regexp runtime simd slices sort strconv strings structs sync
	syscall testing text time unicode unique unsafe uuid vendor weak`.split(/\s+/),
);
