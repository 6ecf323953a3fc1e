/** The build lists of the modules that somebody navigates in, one for each module and context. */
import type { Build } from '../buildList/build.ts';
import type { GoContext, NoGo } from '../go/goContext.ts';
import { type GoSettings, settingsEnvironment } from '../go/goSettings.ts';
import { moduleCacheOf } from '../go/moduleCache.ts';
import { moduleDirectory, workFileOf } from '../go/moduleDirectory.ts';
import { createModuleBuild, type ModuleBuild, type ModuleFiles } from '../targets/moduleBuild.ts';
import type { TargetSources } from '../targets/targetSources.ts';
import type { Surroundings } from './surroundings.ts';

export interface ModuleBuilds {
	/** Undefined outside of modules. */
	of(surroundings: Surroundings): Promise<Build | undefined>;
	forget(): void;
}

export function createModuleBuilds(settings: () => GoSettings, sources: TargetSources): ModuleBuilds {
	const builds = new Map<string, ModuleBuild>();
	return {
		async of({ directory, go, target, context }) {
			const module = await moduleOf(go, directory, settings());
			if (!module) return undefined;
			const key = JSON.stringify([module, target.go, target.goroot]);
			const build = builds.get(key) ?? createModuleBuild(module, target, sources);
			builds.set(key, build);
			return build.open(context);
		},
		forget: () => builds.clear(),
	};
}

async function moduleOf(
	go: GoContext | NoGo,
	directory: string,
	settings: GoSettings,
): Promise<ModuleFiles | undefined> {
	if (go.kind === 'go') {
		const { moduleFile, workFile, moduleCache, allFlags: flags } = go;
		return moduleFile === undefined ? undefined : { moduleFile, workFile, moduleCache, flags };
	}
	const { moduleFile, directory: root } = await moduleDirectory(directory);
	if (moduleFile === undefined) return undefined;
	return {
		moduleFile,
		workFile: await workFileOf(root, settings.environment['GOWORK']),
		moduleCache: moduleCacheOf({ ...settings.environment, ...settingsEnvironment(settings) }),
		flags: [],
	};
}
