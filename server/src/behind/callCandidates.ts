/** What may be behind the interface calls of a function: the types of the build that have the methods. */
import { type BuildPackage, createImplementers, type Implementers } from '../analysis/machine/implementers.ts';
import type { ListedFunction } from '../analysis/listing/listedFunction.ts';
import { unescapeImportPath } from '../analysis/linker/symbolName.ts';
import { type Packages, packageTypes } from '../analysis/signature/typeScope.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { baseName, goFiles } from '../escape/runs/compileUnit.ts';
import { readText } from '../toolchain/files.ts';
import type { ListedPackage } from '../toolchain/goCommand.ts';
import type { PackageUnit } from './packageUnit.ts';

export interface InterfaceCandidates {
	/** With its import path: `io.Writer`. */
	readonly interface: string;
	readonly methods: readonly string[];
	/** Of the package and of all that it depends on, with import paths; generic types are left out. */
	readonly types: readonly string[];
}

/** For each interface type whose methods the code of a function calls. */
export async function callCandidates(
	unit: PackageUnit,
	functions: readonly ListedFunction[],
): Promise<readonly InterfaceCandidates[]> {
	const names = new Set(functions.flatMap(({ interfaces }) => interfaces));
	if (names.size === 0) return [];
	const build = await implementersOf(unit);
	return [...names].sort().flatMap((name) => {
		const dot = name.lastIndexOf('.');
		const [path, own] = [unescapeImportPath(name.slice(0, dot)), name.slice(dot + 1)];
		const [methods, types] = [build.methodsOf(path, own), build.of(path, own)];
		return methods && types ? [{ interface: `${path}.${own}`, methods, types }] : [];
	});
}

/** What was read for one listing of a package serves all of its functions. */
const read = new WeakMap<readonly ListedPackage[], Promise<Implementers>>();

function implementersOf(unit: PackageUnit): Promise<Implementers> {
	let found = read.get(unit.all);
	if (!found) read.set(unit.all, (found = readBuild(unit)));
	return found;
}

async function readBuild({ all, files, importPath, listed }: PackageUnit): Promise<Implementers> {
	const byPath = new Map(all.map((each) => [baseName({ importPath: each.ImportPath }), each]));
	const packages = new Map<string, BuildPackage>();
	for (const [path, each] of byPath) {
		if (each.ImportPath === listed.ImportPath) continue;
		const texts = await Promise.all(goFiles(each).map((file) => readText(file)));
		const scanned = texts.flatMap((text) => (text === undefined ? [] : [scanGoFile(text)]));
		packages.set(path, { types: packageTypes(path, scanned), files: scanned });
	}
	const own = [...files.values()];
	packages.set(importPath, { types: packageTypes(importPath, own), files: own });
	const find: Packages['find'] = (path, importer) => {
		const from = importer === importPath ? listed : byPath.get(importer);
		return packages.get(baseName({ importPath: from?.ImportMap?.[path] ?? path }))?.types;
	};
	return createImplementers(packages, { find });
}
