/** How much memory a variable of a Go tree takes, by its declaration and the types that it leads to. */
import type { Definition } from '../../analysis/linker/packageFacts.ts';
import { layoutOf } from '../../analysis/signature/layout.ts';
import { machineOf } from '../../analysis/signature/machine.ts';
import { measuring } from '../../analysis/signature/measuring.ts';
import { variableType } from '../../analysis/signature/signature.ts';
import { createLookups, type Round } from '../build/lookups.ts';
import type { FoundDeclaration } from './foundDeclaration.ts';
import type { GorootPackages } from './gorootPackages.ts';
import { typePackages } from './gorootTypes.ts';
import { findDeclaration, type InPackage } from './symbolFacts.ts';

/** Types lead through more packages and files than this only in broken code. */
const mostRounds = 50;

/** Bytes; undefined when the type is not written and its value does not give it away, or when it cannot be followed. */
export async function variableSize(
	definition: InPackage<Definition>,
	packages: GorootPackages,
): Promise<number | undefined> {
	const found = await findDeclaration(packages, definition);
	if (!found) return undefined;
	const lookups = createLookups(() => {});
	for (let attempt = 0; attempt < mostRounds; attempt++) {
		const round = lookups.round();
		const size = measure(found, definition.importPath, packages, round);
		const missing = round.missing();
		if (!missing) return size;
		await missing;
	}
	return undefined;
}

function measure(
	{ declaration, file }: FoundDeclaration,
	importPath: string,
	packages: GorootPackages,
	round: Round,
): number | undefined {
	const { goroot, platform, release } = packages.tree;
	const sources = {
		goroot,
		key: '',
		index: { packageFacts: (path: string) => packages.facts(path) },
		goFile: (path: string) => packages.goFile(path),
	};
	const types = typePackages(sources, round);
	const own = types.find(importPath, importPath);
	if (!own || declaration.kind !== 'var') return undefined;
	const { type, scope } = variableType(declaration, { packages: types, own, file });
	return type && layoutOf(type, scope, measuring(machineOf(platform.goarch, release.minor)))?.size;
}
