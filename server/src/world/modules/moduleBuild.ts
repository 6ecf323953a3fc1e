/** One module's build in each context that files of it are judged in, opened at the first question about another package. */
import { goMinor } from '../../analysis/linkname/goMinor.ts';
import { type Build, openBuild } from './build.ts';
import type { TargetContext, TargetSources } from '../build/targetSources.ts';

/** Where a module's dependencies are found. */
export interface ModuleFiles {
	/** Absolute path of go.mod. */
	readonly moduleFile: string;
	/** The go.work in effect. */
	readonly workFile: string | undefined;
	readonly moduleCache: string | undefined;
	/** The flags of GOFLAGS and of the settings: `-mod` decides whether a vendor directory counts, `-modfile` what counts as go.mod. */
	readonly flags: readonly string[];
}

export interface ModuleBuild {
	/** Absolute path of go.mod. */
	readonly moduleFile: string;
	/** The build by the Go in use; `context` differs for files that it leaves out. */
	open(context?: BuildPlatform): Promise<Build>;
	/** Files changed: what was read is read again at the next question. */
	forget(): void;
}

export interface BuildPlatform {
	readonly goos: string;
	readonly goarch: string;
	readonly cgo: boolean;
	readonly tags: readonly string[];
	readonly minor: number;
}

export function createModuleBuild(module: ModuleFiles, target: TargetContext, sources: TargetSources): ModuleBuild {
	const builds = new Map<string, Promise<Build>>();
	const { go, goroot } = target;
	const mode = flagValue('mod', module.flags);
	const modFile = flagValue('modfile', module.flags);
	const usual: BuildPlatform = { ...target, minor: goMinor(go) ?? 0 };
	return {
		moduleFile: module.moduleFile,
		open(context = usual) {
			const { goos, goarch, cgo, tags, minor } = context;
			const key = JSON.stringify([goos, goarch, cgo, tags, minor]);
			let build = builds.get(key);
			if (!build) {
				const ofThisGo = goroot !== undefined && goMinor(go) === minor;
				const index = ofThisGo ? sources.tree(goroot, context).index : undefined;
				build = openBuild({
					...module,
					mode,
					modFile,
					files: sources.files,
					go,
					goroot,
					index,
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

export function flagValue(name: string, flags: readonly string[]): string | undefined {
	const start = new RegExp(`^--?${name}=`);
	return flags.findLast((flag) => start.test(flag))?.replace(start, '');
}
