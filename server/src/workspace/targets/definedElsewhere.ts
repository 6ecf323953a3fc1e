/** Symbols of the standard library that another package of the build defines: `//go:linkname mine runtime.hook` over a body. */
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { type Build, openBuild } from '../buildList/build.ts';
import type { BuildContext } from './buildContext.ts';
import type { TargetContext, TargetSources } from './targetSources.ts';

export type DefinedElsewhere = (symbol: string, context: BuildContext) => Promise<boolean>;

/** Where a module's dependencies are found. */
export interface ModuleFiles {
	/** Absolute path of go.mod. */
	readonly moduleFile: string;
	/** The go.work in effect. */
	readonly workFile: string | undefined;
	readonly moduleCache: string | undefined;
}

/** Milliseconds for which one look at the build serves further questions. */
const freshness = 5_000;

/** Opening a build reads the heads of all its files: it is done when the first symbol is missing, not before. */
export function definedElsewhere(module: ModuleFiles, target: TargetContext, sources: TargetSources): DefinedElsewhere {
	const builds = new Map<string, { readonly at: number; readonly build: Promise<Build> }>();

	function open(context: BuildContext): Promise<Build> {
		const { goos, goarch, cgo, tags, minor } = context;
		const { go, goroot } = target;
		const index = goroot !== undefined && goMinor(go) === minor ? sources.tree(goroot, context).index : undefined;
		return openBuild({ ...module, files: sources.files, go, goroot, index, goos, goarch, cgo, tags });
	}

	return async (symbol, context) => {
		const key = JSON.stringify(context);
		let known = builds.get(key);
		if (!known || Date.now() - known.at > freshness) {
			known = { at: Date.now(), build: open(context) };
			builds.set(key, known);
		}
		const linknames = await (await known.build).linknames();
		return linknames.definers(symbol).length > 0;
	};
}
