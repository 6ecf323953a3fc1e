/** The object files of a build, read when somebody asks for a function. */
import { goObjectsIn } from '../analysis/objectfile/goArchive.ts';
import { type CompiledFunction, type GoObject, readGoObject } from '../analysis/objectfile/goObject.ts';
import { symbolPackage } from '../analysis/allocations/symbolPackage.ts';
import { readBytes, readText } from '../toolchain/files.ts';
import { join } from '../toolchain/paths.ts';
import { Unusable } from '../toolchain/unusable.ts';
import type { GoContext } from '../world/go/goContext.ts';
import type { ListedBuild } from './listedBuild.ts';
import { oncePerKey } from '../world/answers/oncePerKey.ts';

export interface CompiledBody {
	readonly symbol: string;
	/** The package whose object holds it. */
	readonly importPath: string;
	/** Assembly and the wrapper that calls it share a name. */
	readonly parts: readonly CompiledFunction[];
}

export interface ObjectStore {
	/**
	 * The compiled function with this symbol.
	 *
	 * @param from the package whose code names it: an instance of a generic function may be there
	 * @param importPath of the package that defines it, where that is known
	 */
	find(symbol: string, from: string, importPath: string | undefined): Promise<CompiledBody | undefined>;
	/** The symbols of a package that begin like this: instances of a generic function. */
	symbols(importPath: string, matches: (symbol: string) => boolean): Promise<readonly string[]>;
}

/** Architectures whose object files say which calls go through a register (R_CALLIND; cmd/internal/obj, Go 1.21 to 1.27). */
const quanta: Readonly<Record<string, number>> = {
	386: 1,
	amd64: 1,
	arm: 4,
	arm64: 4,
	mips: 4,
	mipsle: 4,
	mips64: 4,
	mips64le: 4,
};

/** @throws Unusable for an architecture that cannot be read, or a Go tree without the list of builtin symbols */
export async function createObjectStore(context: GoContext, build: ListedBuild): Promise<ObjectStore> {
	const quantum = quanta[context.goarch];
	if (quantum === undefined) {
		const known = Object.keys(quanta).join(', ');
		throw new Unusable(`The calls of a function cannot be read for ${context.goarch}; they can for ${known} (GOARCH)`);
	}
	const builtins = await builtinSymbols(context.goroot);
	const exports = new Map([...build.values()].map((each) => [objectName(each), each.Export]));

	const objectsOf = oncePerKey((importPath: string) => read(exports.get(importPath)));

	async function read(path: string | undefined): Promise<readonly GoObject[]> {
		const bytes = path ? await readBytes(path) : undefined;
		return goObjectsIn(bytes ?? new Uint8Array()).flatMap((each) => {
			return readGoObject(each, { builtins, quantum: quantum ?? 1 }) ?? [];
		});
	}

	async function findIn(importPath: string, symbol: string): Promise<CompiledBody | undefined> {
		const parts = (await objectsOf(importPath)).flatMap(({ functions }) => functions.get(symbol) ?? []);
		return parts.length === 0 ? undefined : { symbol, importPath, parts };
	}

	return {
		async find(symbol, from, importPath) {
			// What one package declares without a body, package runtime or another of the standard library may define.
			const places = new Set([from, importPath ?? '', symbolPackage(symbol), 'runtime', ...pushers]);
			for (const place of places) {
				const found = exports.has(place) ? await findIn(place, symbol) : undefined;
				if (found) return found;
			}
			return undefined;
		},
		async symbols(importPath, matches) {
			return (await objectsOf(importPath)).flatMap(({ functions }) => [...functions.keys()].filter(matches));
		},
	};
}

/** Packages that define functions under names of other packages (`//go:linkname`), but for the run-time itself. */
const pushers = [
	'syscall',
	'internal/runtime/maps',
	'internal/runtime/atomic',
	'internal/bytealg',
	'sync',
	'reflect',
	'crypto/internal/sysrand',
	'internal/godebug',
	'internal/poll',
];

/** The name that a package has in symbols. */
export function objectName({ ImportPath, Name }: { readonly ImportPath: string; readonly Name?: string }): string {
	return Name === 'main' ? 'main' : (ImportPath.split(' [', 1)[0] ?? '');
}

/** The list in cmd/internal/goobj/builtinlist.go, one `{"runtime.newobject", 1},` to a line. */
async function builtinSymbols(goroot: string): Promise<readonly string[]> {
	const file = join(goroot, 'src', 'cmd', 'internal', 'goobj', 'builtinlist.go');
	const text = await readText(file);
	if (text === undefined) throw new Unusable(`${file} cannot be read: it says how object files are written`);
	return [...text.matchAll(/^\t\{"([^"]+)", \d+\},$/gm)].map(([, name = '']) => name);
}
