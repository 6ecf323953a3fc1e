/** Symbols of the standard library that another package of the build defines: `//go:linkname mine runtime.hook` over a body. */
import type { BuildContext } from './buildContext.ts';
import type { ModuleBuild } from './moduleBuild.ts';

export type DefinedElsewhere = (symbol: string, context: BuildContext) => Promise<boolean>;

/** Opening a build reads the heads of all its files: it is done when the first symbol is missing, not before. */
export function definedElsewhere(build: ModuleBuild): DefinedElsewhere {
	return async (symbol, context) => {
		const linknames = await (await build.open(context)).linknames();
		return linknames.definers(symbol).length > 0;
	};
}
