/** Symbols that another package of the build defines: `//go:linkname mine runtime.hook` over a body, assembly, code of other languages. */
import type { Build } from '../buildList/build.ts';
import type { GraphPackage } from '../buildList/importGraph.ts';
import type { BuildContext } from './buildContext.ts';
import type { ModuleBuild } from './moduleBuild.ts';

/** Whether a package outside the standard library defines the symbol, or may do so. */
export type DefinedElsewhere = (symbol: string, context: BuildContext) => Promise<boolean>;

/** Opening a build reads the heads of all its files: it is done when the first symbol is missing, not before. */
export function definedElsewhere(build: ModuleBuild): DefinedElsewhere {
	return async (symbol, context) => {
		const opened = await build.open(context);
		if ((await opened.linknames()).definers(symbol).length > 0) return true;
		// A name without a dot is meant for code outside Go.
		return !symbol.includes('.') && (await mayComeFromOutside(symbol, opened));
	};
}

/** cgo and object files may define anything; what assembly and `//go:cgo_import_dynamic` define can be read. */
async function mayComeFromOutside(symbol: string, build: Build): Promise<boolean> {
	for (const from of (await build.graph()).packages.values()) {
		if (from.files.some(({ importsC }) => importsC)) return true;
		if (!from.hasForeignSources && !from.mentionsLinkname) continue;
		if (await definesOrHides(symbol, from, build)) return true;
	}
	return false;
}

async function definesOrHides(symbol: string, from: GraphPackage, build: Build): Promise<boolean> {
	const { facts, files, opaque } = await build.symbols(from);
	if (opaque || Object.hasOwn(facts.definitions, symbol)) return true;
	return files.some(({ file }) => file.text.includes(`//go:cgo_import_dynamic ${symbol} `));
}
