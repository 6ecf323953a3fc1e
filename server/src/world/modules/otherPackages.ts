/** The packages of a build beside the one that is looked at: what they define, and what they use of it. */
import type { Build } from './build.ts';
import type { GraphPackage } from './importGraph.ts';
import { fileNaming, usersOf } from './users.ts';
import { type BuildContext, tagsOf } from '../../analysis/build/buildContext.ts';
import { isBuilt } from '../../analysis/build/isBuilt.ts';
import type { ModuleBuild } from './moduleBuild.ts';

/** What the rest of a build has to do with one package. Opening a build reads the heads of all its files: nothing is asked before a verdict needs it. */
export interface OtherPackages {
	/** Whether a package outside the standard library defines the symbol, or may do so. */
	define(symbol: string, context: BuildContext): Promise<boolean>;
	/** Whether another package names what the package in this directory exports under the name. */
	use(directory: string, name: string, context: BuildContext): Promise<boolean>;
	/** A file that names what the package in this directory exports under the name, and that the build of another version of Go takes as well. */
	userIn(directory: string, name: string, context: BuildContext): Promise<string | undefined>;
}

export function createOtherPackages(build: ModuleBuild): OtherPackages {
	return {
		async define(symbol, context) {
			const opened = await build.open(context);
			if ((await opened.linknames(symbol)).definers.length > 0) return true;
			// A name without a dot is meant for code outside Go.
			return !symbol.includes('.') && (await mayComeFromOutside(symbol, opened));
		},
		async use(directory, name, context) {
			const opened = await build.open(context);
			const graph = await opened.graph();
			const exporter = [...graph.packages.values()].find((one) => one.directory === directory)?.importPath;
			// A package that is not part of the build may be anything.
			return exporter === undefined || (await usersOf(exporter, name, opened)).length > 0;
		},
		async userIn(directory, name, context) {
			const opened = await build.open();
			const exporter = await opened.places.importPath(directory);
			const tags = tagsOf(context);
			return exporter && (await fileNaming(exporter, name, opened, (file) => isBuilt(file, tags)));
		},
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
