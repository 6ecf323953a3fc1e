/** The target checkers of an editor's modules: cached per directory, refreshed in the background. */
import { checkDisabledBy } from '../modules/checkDisabled.ts';
import type { Changes } from '../../world/answers/changes.ts';
import type { GoContext, NoGo } from '../../world/go/goContext.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import { type GoSettings, settingsEnvironment } from '../../world/go/goSettings.ts';
import { buildFiles } from '../../world/modules/buildFiles.ts';
import { createModuleBuild, type ModuleFiles } from '../../world/modules/moduleBuild.ts';
import { createOtherPackages } from '../../world/modules/otherPackages.ts';
import { createCounterparts } from './counterparts.ts';
import { createTargetChecker, type TargetChecker } from './targetChecker.ts';
import { targetContext } from '../../world/build/targetContext.ts';
import { releaseName } from '../../analysis/linkname/goMinor.ts';
import type { TargetSources } from '../../world/build/targetSources.ts';
import { dependOnFiles, type ViewOptions } from './targetViews.ts';

export interface ModuleVerdicts {
	/** The checker of a directory as far as it is known; asking starts what is needed for it to be known and to stay true. */
	known(directory: string): TargetChecker | undefined;
	/** The same for who can wait a moment; while the go command does not answer, that of the Go that its place alone tells. */
	get(directory: string): Promise<TargetChecker>;
}

export interface ModuleVerdictsDeps {
	readonly changes: Changes;
	readonly modules: GoModules;
	readonly settings: () => GoSettings;
	/** The user's own word that modules are linked without the check. */
	readonly checkDisabled: () => boolean;
	readonly sources: TargetSources;
	/** There is another checker than the one that was handed out for these directories, or it knows more. */
	readonly onChange: (directories: readonly string[]) => void;
}

interface Entry {
	judge: TargetChecker | undefined;
	/** Equal for checkers that give the same answers. */
	key: string;
	asked: Promise<TargetChecker> | undefined;
	/** What answers while the go command does not. */
	provisional: Keyed | undefined;
	/** When it was asked last; milliseconds. */
	at: number;
}

interface Keyed {
	readonly judge: TargetChecker;
	readonly key: string;
}

/** Milliseconds for which an answer about the disk counts as fresh while someone types. */
const freshness = 5_000;

export function createModuleVerdicts(deps: ModuleVerdictsDeps): ModuleVerdicts {
	const entries = new Map<string, Entry>();
	let treesLookedAt = Date.now();
	dependOnFiles(deps.sources.lookups, deps.changes);
	deps.changes.on(['build'], () => entries.clear());
	deps.changes.on(['files'], (paths) => {
		const isOfGo = paths.every((path) => path.endsWith('.go'));
		for (const entry of entries.values()) {
			entry.judge?.others?.forget();
			// go.mod and go.work decide which Go it is, and what is built.
			if (!isOfGo) entry.at = Number.NEGATIVE_INFINITY;
		}
	});

	async function ask(directory: string, entry: Entry): Promise<TargetChecker> {
		const go = await deps.modules.contextOfDirectory(directory, new AbortController().signal);
		const { judge, key } = await judgeBy(go, directory, entry.judge && { judge: entry.judge, key: entry.key });
		if (judge === entry.judge) return judge;
		entry.judge = judge;
		entry.key = key;
		entry.provisional = undefined;
		if (entries.get(directory) === entry) deps.onChange([directory]);
		return judge;
	}

	/** The one from before when nothing has changed. */
	async function judgeBy(go: GoContext | NoGo, directory: string, before: Keyed | undefined): Promise<Keyed> {
		const settings = deps.settings();
		const context = await targetContext(go, settings);
		const disabled = await checkDisabledBy(
			go.directory,
			{
				setting: deps.checkDisabled(),
				flags: settingsEnvironment(settings)['GOFLAGS'] ?? settings.environment['GOFLAGS'] ?? '',
			},
			deps.sources.files,
		);
		const files = await buildFiles(go, directory, settings);
		const key = JSON.stringify([go.directory, context, disabled, files]);
		if (before?.key === key) return before;
		const options = { module: go.directory, context, checkDisabledBy: disabled };
		return { key, judge: createJudge(files, options) };
	}

	function createJudge(files: ModuleFiles | undefined, options: ViewOptions): TargetChecker {
		const { context, checkDisabledBy: disabled } = options;
		if (files === undefined) return createTargetChecker(options, deps.sources, undefined);
		const build = createModuleBuild(files, context, deps.sources);
		const others = createCounterparts(build, { go: releaseName(context.go), checkDisabledBy: disabled });
		return createTargetChecker({ ...options, otherPackages: createOtherPackages(build) }, deps.sources, others);
	}

	function entryOf(directory: string): Entry {
		const entry = entries.get(directory) ?? {
			judge: undefined,
			key: '',
			asked: undefined,
			provisional: undefined,
			at: 0,
		};
		entries.set(directory, entry);
		const now = Date.now();
		if (now - entry.at > freshness) {
			entry.at = now;
			entry.asked = ask(directory, entry);
		}
		lookAtTrees(now);
		return entry;
	}

	/** An update of Go in place changes every answer. */
	function lookAtTrees(now: number): void {
		if (now - treesLookedAt <= freshness) return;
		treesLookedAt = now;
		void deps.sources.refresh().then((changed) => {
			if (changed) deps.onChange([...entries.keys()]);
		});
	}

	return {
		known: (directory) => entryOf(directory).judge,
		async get(directory) {
			const entry = entryOf(directory);
			const go = await deps.modules.contextSoon(directory);
			if (go.kind === 'go' || go.reason !== 'unanswered') return entry.asked ?? ask(directory, entry);
			if (entry.judge) return entry.judge;
			entry.provisional = await judgeBy(go, directory, entry.provisional);
			return entry.judge ?? entry.provisional.judge;
		},
	};
}
