/** Finds the files of a checkout among those of a profile, which may have been recorded from another one. */
import { functionName, isMadeUp } from './frameNames.ts';
import type { Frame } from './stacks.ts';

export interface FilePlace {
	/** Absolute, as the machine writes it. */
	readonly path: string;
	/** Of the package; empty when it is not known. */
	readonly importPath: string;
	/** Names of the functions that it declares now, which a program in another directory is known by; absent when nobody knows them. */
	readonly functions?: Iterable<string>;
}

/** Something about each file of a profile. */
export interface SourceFiles<T> {
	/** What is kept about the file of a frame, made when it is the first one. */
	of(frame: Pick<Frame, 'file' | 'function'>): T;
	/** What is kept about a file of this checkout; undefined when the profile has no line of it. */
	find(place: FilePlace): T | undefined;
}

interface Known<T> {
	readonly value: T;
	/** It holds a function of package main. */
	isProgram: boolean;
	/** The declared functions that the profile has of it. */
	readonly functions: Set<string>;
	/** What was learned of it: the symbols of all its functions. */
	readonly symbols: Set<string>;
}

/**
 * A file is found by its path, else by the path of its package: that finds it when the program was built with -trimpath
 * (`example.com/m@v1.2.3/p/a.go`), or in a directory of another machine. A program is package main wherever it lies: its path is found
 * from where other packages of its module lie. What is left is found by the functions that the file declares.
 */
export function createSourceFiles<T>(make: () => T): SourceFiles<T> {
	const files = new Map<string, Known<T>>();
	const byPackage = new Map<string, string>();
	const roots = new Map<string, string>();
	let programs: ReadonlyMap<string, string> | undefined;

	function learn(file: string, { function: symbol }: Pick<Frame, 'function'>, known: Known<T>): void {
		const { package: path, name } = functionName(symbol);
		if (path === 'main') known.isProgram = true;
		if (!isMadeUp(name)) known.functions.add(name);
		const base = baseOf(file);
		if (!isAbsolute(file)) keep(byPackage, file.replace(/@[^/]*/, ''), file);
		// A literal is named after the function that its own one was inlined into, and that may be of another package.
		if (path === '' || path === 'main' || isMadeUp(name)) return;
		const own = base.endsWith('_test.go') ? path.replace(/_test$/, '') : path;
		keep(byPackage, `${own}/${base}`, file);
		const [directory, module] = withoutCommonEnd(directoryOf(file), own);
		keep(roots, directory, module);
	}

	/** The programs of the profile by the import path that their place gives them. */
	function namedPrograms(): ReadonlyMap<string, string> {
		const found = new Map<string, string>();
		for (const [file, { isProgram }] of files) {
			if (!isProgram) continue;
			const directory = directoryOf(file);
			for (const [root, module] of roots) {
				if (!`${directory}/`.startsWith(`${root}/`)) continue;
				const path = [module, directory.slice(root.length + 1)].filter((part) => part !== '').join('/');
				keep(found, `${path}/${baseOf(file)}`, file);
			}
		}
		return found;
	}

	/** The only file of that name that has the functions of the file: of a program, or of a module that had another path. */
	function sameFunctions({ path, functions = [] }: FilePlace): string | undefined {
		const [base, directory, declared] = [baseOf(path), baseOf(directoryOf(path)), new Set(functions)];
		const found = [...files].filter(([file, known]) => {
			if (baseOf(file) !== base) return false;
			const names = [...known.functions].filter((name) => name !== 'main');
			if (known.isProgram && names.length === 0) return baseOf(directoryOf(file)) === directory;
			const same = names.filter((name) => declared.has(name)).length;
			// One name says little of a package that another one may be.
			return same >= (known.isProgram ? 1 : 2) && same * 2 > names.length;
		});
		return found.length === 1 ? found[0]?.[0] : undefined;
	}

	return {
		of(frame) {
			let known = files.get(frame.file);
			if (!known) {
				known = { value: make(), isProgram: false, functions: new Set(), symbols: new Set() };
				files.set(frame.file, known);
			}
			if (!known.symbols.has(frame.function)) {
				known.symbols.add(frame.function);
				learn(frame.file, frame, known);
			}
			return known.value;
		},
		find(place) {
			const path = spelled(place.path);
			const exact = files.get(path);
			if (exact || place.importPath === '') return exact?.value;
			const name = `${place.importPath}/${baseOf(path)}`;
			programs ??= namedPrograms();
			const file = byPackage.get(name) ?? programs.get(name) ?? sameFunctions({ ...place, path });
			return file === undefined ? undefined : files.get(file)?.value;
		},
	};
}

/** `/src/m/pkg`, `example.com/m/pkg` → `/src`, `example.com` */
function withoutCommonEnd(directory: string, path: string): readonly [string, string] {
	const [one, other] = [directory.split('/'), path.split('/')];
	while (one.length > 0 && other.length > 0 && one.at(-1)?.replace(/@.*/, '') === other.at(-1)) {
		one.pop();
		other.pop();
	}
	return [one.join('/'), other.join('/')];
}

function keep(map: Map<string, string>, key: string, value: string): void {
	if (!map.has(key)) map.set(key, value);
}

function baseOf(file: string): string {
	return file.slice(file.lastIndexOf('/') + 1);
}

function directoryOf(file: string): string {
	return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function isAbsolute(file: string): boolean {
	return file.startsWith('/') || /^[A-Za-z]:\//.test(file);
}

/** As Go writes it into a program, whatever the editor makes of the drive's letter. */
function spelled(path: string): string {
	return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}
