/** Types of a unit measured: in the packages that the go command listed with it, read as names lead into them. */
import { layoutOf } from '../analysis/signature/layout.ts';
import type { Layout } from '../analysis/signature/layoutShape.ts';
import type { Machine } from '../analysis/signature/machine.ts';
import { measuring } from '../analysis/signature/measuring.ts';
import type { TypeExpression } from '../analysis/signature/typeExpression.ts';
import { type Packages, packageTypes, type PackageTypes, type TypeScope } from '../analysis/signature/typeScope.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import type { ListedPackage } from '../toolchain/goCommand.ts';
import { readText } from '../toolchain/files.ts';
import { baseName, goFiles } from '../escape/runs/compileUnit.ts';
import type { PackageUnit } from './packageUnit.ts';

export interface UnitTypes {
	readonly packages: Packages;
	readonly own: PackageTypes;
	/** The layout of a type, or the spellings of what is not known about it. */
	measure(type: TypeExpression, scope: TypeScope, machine: Machine): Promise<Layout | readonly string[]>;
}

/** Types lead through more packages than this only in broken code. */
const mostRounds = 12;

export function createUnitTypes({ all, listed, importPath, files }: PackageUnit): UnitTypes {
	const byPath = new Map<string, ListedPackage>();
	for (const each of all) byPath.set(baseName({ importPath: each.ImportPath }), each);
	const known = new Map<string, PackageTypes>();
	const own = packageTypes(importPath, [...files.values()]);

	/** The import path of the build that a written one means. */
	const resolved = (path: string, importer: string) => {
		const from = importer === importPath ? listed : byPath.get(importer);
		return baseName({ importPath: from?.ImportMap?.[path] ?? path });
	};
	// Who asks for a path wrote it in some package: that is kept, because vendored ones are called differently there.
	const wanted = new Set<string>();
	const packages: Packages = {
		find(path, importer) {
			const name = resolved(path, importer);
			const found = known.get(name);
			if (!found) wanted.add(name);
			return found;
		},
	};

	async function read(path: string): Promise<void> {
		const found = byPath.get(path);
		if (!found) return;
		const texts = await Promise.all(goFiles(found).map(readText));
		const scanned = texts.flatMap((text) => (text === undefined ? [] : [scanGoFile(text)]));
		known.set(path, packageTypes(path, scanned));
	}

	return {
		packages,
		own,
		async measure(type, scope, machine) {
			let missing: readonly string[] = [];
			for (let round = 0; round < mostRounds; round++) {
				wanted.clear();
				const to = measuring(machine);
				const layout = layoutOf(type, scope, to);
				if (layout) return layout;
				missing = [...to.unresolved];
				const unread = [...wanted].filter((path) => !known.has(path) && byPath.has(path));
				if (unread.length === 0) break;
				await Promise.all(unread.map(read));
			}
			return missing;
		},
	};
}
