/** Which directory an import path means in one build (cmd/go/internal/modload, importFromFiles and dirInModule). */
import type { ModuleId } from '../../analysis/module/goMod.ts';
import { dirname, isInside, join, slashPathBelow } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';
import type { BuildList, BuildModule } from './buildList.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

export type PackagePlace =
	| {
			readonly kind: 'found';
			readonly importPath: string;
			readonly directory: string;
			readonly module: BuildModule;
	  }
	/** Part of the standard library. */
	| { readonly kind: 'std' }
	/** No module of the build has it, and all that could are on disk. */
	| { readonly kind: 'absent' }
	/** Sources that might hold it are not on this machine. */
	| { readonly kind: 'unknown' };

export interface PackagePlaces {
	place(importPath: string): Promise<PackagePlace>;
	/** The import path of a directory of a main or replaced module; `undefined` elsewhere. */
	importPath(directory: string): Promise<string | undefined>;
	/** A main or replaced module that holds the directory. */
	moduleOf(directory: string): BuildModule | undefined;
}

export function createPackagePlaces(list: BuildList, goroot: string | undefined, files: GorootFiles): PackagePlaces {
	const hasGoFiles = oncePerKey(async (directory: string): Promise<boolean> => {
		const entries = await files.listDirectory(directory);
		return entries.some(({ kind, name }) => kind !== 'directory' && name.endsWith('.go'));
	});

	const byPath = new Map<string, BuildModule[]>();
	for (const module of list.modules) {
		const same = byPath.get(module.path);
		if (module.kind === 'vendored') continue;
		if (same) same.push(module);
		else byPath.set(module.path, [module]);
	}

	async function find(importPath: string): Promise<PackagePlace> {
		if (!isImportPath(importPath)) return { kind: 'absent' };
		if (await isStandard(importPath)) return { kind: 'std' };
		const candidates = pathsAbove(importPath).flatMap((path) => byPath.get(path) ?? []);
		let incomplete = false;
		for (const module of candidates) {
			if (module.directory === undefined) {
				incomplete = true;
				continue;
			}
			const directory = join(module.directory, importPath.slice(module.path.length));
			if (!(await hasGoFiles(directory)) || (await isOtherModule(directory, module.directory))) continue;
			return incomplete ? { kind: 'unknown' } : { kind: 'found', importPath, directory, module };
		}
		if (list.vendor !== undefined) {
			const directory = join(list.vendor, importPath);
			const module = vendoredModule(list, importPath);
			if (module && (await hasGoFiles(directory))) {
				return {
					kind: 'found',
					importPath,
					directory,
					module: { ...module, kind: 'vendored', directory: list.vendor },
				};
			}
		}
		return { kind: incomplete ? 'unknown' : 'absent' };
	}

	/** Without a GOROOT a path whose first element has no dot counts as standard, unless a main module claims it. */
	async function isStandard(importPath: string): Promise<boolean> {
		if (importPath === 'unsafe' || importPath === 'C') return true;
		if (/^[^/]*\./.test(importPath)) return false;
		if (goroot !== undefined) return hasGoFiles(join(goroot, 'src', importPath));
		return !list.modules.some(({ path, kind }) => kind === 'main' && isBelow(importPath, path));
	}

	/** A go.mod on the way down makes the directory part of another module. */
	async function isOtherModule(directory: string, root: string): Promise<boolean> {
		for (let at = directory; at !== root && isInside(root, at); at = dirname(at)) {
			if ((await files.fileStatus(join(at, 'go.mod')))?.kind === 'file') return true;
		}
		return false;
	}

	function moduleOf(directory: string): BuildModule | undefined {
		return list.modules
			.filter(({ directory: root, kind }) => {
				return (kind === 'main' || kind === 'replaced') && root !== undefined && isInside(root, directory);
			})
			.sort((a, b) => (b.directory ?? '').length - (a.directory ?? '').length)[0];
	}

	return {
		place: oncePerKey(find),
		async importPath(directory) {
			const module = moduleOf(directory);
			if (!module?.directory || (await isOtherModule(directory, module.directory))) return undefined;
			return joinImportPath(module.path, slashPathBelow(module.directory, directory));
		},
		moduleOf,
	};
}

/** The import path of the package that lies at `below`, a slash-separated path, in a module. */
export function joinImportPath(module: string, below: string): string {
	return below === '' ? module : `${module}/${below}`;
}

/** `a/b/c`, `a/b`, `a`: what a module that holds the package can be called. None for a path that no file system can hold. */
function pathsAbove(importPath: string): string[] {
	if (importPath.length > longestPath) return [];
	const parts = importPath.split('/');
	return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}

/** In bytes: PATH_MAX of Linux; other systems take less. */
const longestPath = 4_096;

function isBelow(importPath: string, module: string): boolean {
	return importPath === module || importPath.startsWith(`${module}/`);
}

function isImportPath(importPath: string): boolean {
	return importPath !== '' && importPath.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function vendoredModule(list: BuildList, importPath: string): ModuleId | undefined {
	return list.vendoredPackages.get(importPath);
}
