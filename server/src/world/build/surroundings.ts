/** In which build the names of a file are looked up: that of its module, or the nearest one that has the file. */
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { GoContext, NoGo } from '../go/goContext.ts';
import type { GoModules } from '../go/goModules.ts';
import type { GoSettings } from '../go/goSettings.ts';
import { type BuildContext, type BuildSource, nearestBuild } from '../../analysis/build/buildContext.ts';
import { targetContext } from './targetContext.ts';
import type { TargetContext, TargetSources, Tree } from './targetSources.ts';

export interface Surroundings {
	/** Absolute path of the package. */
	readonly directory: string;
	readonly go: GoContext | NoGo;
	readonly target: TargetContext;
	/** Undefined without a Go. */
	readonly context: BuildContext | undefined;
	/** The build in use has the file. */
	readonly isBuilt: boolean;
	/** The Go tree in use; undefined when it is not on this machine. */
	readonly tree: Tree | undefined;
}

/** Runs nothing that the module's Go has not been asked before. */
export async function surroundingsOf(
	source: BuildSource,
	modules: GoModules,
	settings: GoSettings,
	sources: TargetSources,
): Promise<Surroundings> {
	const directory = dirname(source.path);
	const go = await modules.contextSoon(directory);
	const target = await targetContext(go, settings);
	const minor = goMinor(target.go);
	const judged = minor === undefined ? undefined : nearestBuild(source, { ...target, minor }, [minor]);
	const context = judged?.context ?? (minor === undefined ? undefined : { ...target, minor });
	const tree = target.goroot !== undefined && context ? sources.tree(target.goroot, context) : undefined;
	return { directory, go, target, context, isBuilt: judged?.difference === '', tree };
}
