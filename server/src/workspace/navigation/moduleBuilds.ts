/** The build lists of the modules that somebody navigates in, one for each module and context. */
import { readText } from '../../toolchain/files.ts';
import { delimiter, dirname, join, resolve } from '../../toolchain/paths.ts';
import { type Build, openBuild } from '../buildList/build.ts';
import type { GoContext, NoGo } from '../go/goContext.ts';
import { type GoSettings, settingsEnvironment } from '../go/goSettings.ts';
import { moduleDirectory, usedDirectories, workFileAbove } from '../go/moduleDirectory.ts';
import type { TargetSources } from '../targets/targetSources.ts';
import type { Surroundings } from './surroundings.ts';

export interface ModuleBuilds {
	/** Undefined outside of modules. */
	of(surroundings: Surroundings): Promise<Build | undefined>;
	forget(): void;
}

export function createModuleBuilds(settings: () => GoSettings, sources: TargetSources): ModuleBuilds {
	const builds = new Map<string, Promise<Build>>();
	return {
		async of({ directory, go, target, context, tree }) {
			const place = await placeOf(go, directory);
			if (!place) return undefined;
			const { moduleFile, workFile } = place;
			const { goos, goarch, cgo, tags } = context ?? target;
			const key = JSON.stringify([moduleFile, workFile, target.go, target.goroot, goos, goarch, cgo, tags]);
			let build = builds.get(key);
			if (!build) {
				build = openBuild({
					moduleFile,
					workFile,
					moduleCache: go.kind === 'go' ? go.moduleCache : usualModuleCache(settings()),
					mode: go.kind === 'go' ? modeOf(go.allFlags) : undefined,
					files: sources.files,
					go: target.go,
					goroot: target.goroot,
					index: tree?.index,
					goos,
					goarch,
					cgo,
					tags,
				});
				builds.set(key, build);
			}
			return build;
		},
		forget: () => builds.clear(),
	};
}

async function placeOf(
	go: GoContext | NoGo,
	directory: string,
): Promise<{ readonly moduleFile: string; readonly workFile: string | undefined } | undefined> {
	if (go.kind === 'go')
		return go.moduleFile === undefined ? undefined : { moduleFile: go.moduleFile, workFile: go.workFile };
	const module = await moduleDirectory(directory);
	if (module.moduleFile === undefined) return undefined;
	const workFile = await workFileAbove(module.directory);
	const used = workFile === undefined ? [] : usedDirectories((await readText(workFile)) ?? '');
	const isUsed = used.some((one) => resolve(dirname(workFile ?? ''), one) === module.directory);
	return { moduleFile: module.moduleFile, workFile: isUsed ? workFile : undefined };
}

function modeOf(flags: readonly string[]): string | undefined {
	return flags.findLast((flag) => /^--?mod=/.test(flag))?.replace(/^--?mod=/, '');
}

/** Where the module cache is when nobody may be asked (go help environment). */
function usualModuleCache(settings: GoSettings): string | undefined {
	const environment = { ...settings.environment, ...settingsEnvironment(settings) };
	const { GOMODCACHE, GOPATH, HOME, USERPROFILE } = environment;
	if (GOMODCACHE) return GOMODCACHE;
	const home = HOME ?? USERPROFILE;
	const goPath = GOPATH?.split(delimiter)[0] || (home ? join(home, 'go') : undefined);
	return goPath && join(goPath, 'pkg', 'mod');
}
