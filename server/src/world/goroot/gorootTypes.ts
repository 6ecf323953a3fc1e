/** The packages of a Go tree for whoever follows type names: file by file, as names lead into them. */
import type { GoFile } from '../../analysis/source/goFile.ts';
import { isDeclaredAs, likelyName, type Packages, type PackageTypes } from '../../analysis/signature/typeScope.ts';
import type { PackageFacts } from '../../analysis/linker/packageFacts.ts';
import { join } from '../../toolchain/paths.ts';
import type { Round } from '../build/lookups.ts';

export interface TypeSources {
	readonly goroot: string;
	readonly index: { packageFacts(importPath: string): Promise<PackageFacts | undefined> };
	/** One scanned file by its path; `undefined` when it cannot be read. */
	readonly goFile: (path: string) => Promise<GoFile | undefined>;
	/** Distinguishes the answers of one context from those of another. */
	readonly key: string;
}

/** What is not there yet is undefined, and `round` knows that it was asked. */
export function typePackages(sources: TypeSources, round: Round): Packages {
	const { index, key } = sources;
	const opened = new Map<string, PackageTypes>();

	function open(path: string): PackageTypes | undefined {
		const known = opened.get(path);
		if (known) return known;
		const facts = round.ask(`${key} package ${path}`, () => index.packageFacts(path));
		const types = facts && stdPackage(facts, sources, round);
		if (types) opened.set(path, types);
		return types;
	}

	return {
		find(path, importer) {
			// Only the standard library has packages without a dot in the first element; it vendors the others.
			if (!/^[^/]*\./.test(path)) return open(path);
			return opened.has(importer) ? open(`vendor/${path}`) : undefined;
		},
	};
}

function stdPackage(facts: PackageFacts, { goroot, goFile, key }: TypeSources, round: Round): PackageTypes {
	const { importPath } = facts;
	const read = (name: string): GoFile | undefined => {
		const path = join(goroot, 'src', importPath, name);
		return round.ask(`${key} file ${path}`, () => goFile(path));
	};
	return {
		path: importPath,
		name: likelyName(importPath),
		find(name) {
			const place = Object.hasOwn(facts.names, name) ? facts.names[name] : undefined;
			const file = place && read(facts.files[place.file] ?? '');
			const declaration = file?.declarations.find((item) => isDeclaredAs(name, item, file));
			return file && declaration && { declaration, file };
		},
	};
}
