/** The build lists of the modules that somebody navigates in, one for each module and context. */
import type { Build } from './build.ts';
import type { Changes } from '../answers/changes.ts';
import type { GoSettings } from '../go/goSettings.ts';
import { buildFiles } from './buildFiles.ts';
import { createModuleBuild, type ModuleBuild } from './moduleBuild.ts';
import type { TargetSources } from '../build/targetSources.ts';
import type { Surroundings } from '../build/surroundings.ts';

export interface ModuleBuilds {
	/** Undefined outside of modules. */
	of(surroundings: Surroundings): Promise<Build | undefined>;
}

export function createModuleBuilds(changes: Changes, settings: () => GoSettings, sources: TargetSources): ModuleBuilds {
	const builds = new Map<string, ModuleBuild>();
	// The Go, the flags and the platform are part of the key.
	changes.on(['files'], () => builds.clear());
	return {
		async of({ directory, go, target, context }) {
			const module = await buildFiles(go, directory, settings());
			if (!module) return undefined;
			const key = JSON.stringify([module, target.go, target.goroot]);
			const build = builds.get(key) ?? createModuleBuild(module, target, sources);
			builds.set(key, build);
			return build.open(context);
		},
	};
}
