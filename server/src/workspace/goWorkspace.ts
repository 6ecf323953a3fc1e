/**
 * The façade: everything an editor may ask about the Go files it has open. It knows neither LSP nor a terminal; paths are
 * absolute, positions are UTF-16 offsets in the text as it was last given.
 */
import { benchmarkSource } from '../analysis/benchmark/benchmarkSource.ts';
import type { EscapeHint, FlowStep } from '../analysis/escape/escapeHint.ts';
import type { Finding, Fix } from '../analysis/finding.ts';
import { checkFile } from '../analysis/linkname/checkDirectives.ts';
import { describeLinkname } from '../analysis/linkname/describeLinkname.ts';
import { describeModuleTarget } from '../analysis/linkname/modules/describeModuleTarget.ts';
import { bindLinkname } from '../analysis/linkname/linknameForm.ts';
import { suppositions, withDeclarations } from '../analysis/linkname/fixes/declareLocal.ts';
import type { MoreFixes } from '../analysis/linkname/targets/checkTarget.ts';
import { describeTarget, summarizeTarget } from '../analysis/linkname/targets/describeTarget.ts';
import type { TargetView } from '../analysis/linkname/targets/targetView.ts';
import type { GoParser } from '../analysis/syntax/goParser.ts';
import { contains, type Span } from '../analysis/text/span.ts';
import type { TextChange } from '../analysis/text/textEdit.ts';
import { readText } from '../toolchain/files.ts';
import { dirname } from '../toolchain/paths.ts';
import { releaseMemory } from '../toolchain/releaseMemory.ts';
import type { Environment } from '../toolchain/runProcess.ts';
import { createToolchain, noToolchain } from '../toolchain/toolchain.ts';
import { type BenchmarkEffort, benchmarkPull, type PullBenchmark } from './benchmark/benchmarkPull.ts';
import { installBenchstat } from './benchmark/benchstat.ts';
import { createChangedSpans } from './changes/changedSpans.ts';
import { createFileDetails } from './details/fileDetails.ts';
import { createContentReader } from './escapes/packageContent.ts';
import { createEscapeAnalysis } from './escapes/escapeAnalysis.ts';
import type { FileEscapes, KnownPackage } from './escapes/fileEscapes.ts';
import type { Explain } from './escapes/explain.ts';
import { createKeepers, type KeeperPlace } from './escapes/keepers.ts';
import type { ModuleState } from './escapes/moduleStates.ts';
import { createProvenFixes, type FixRequest } from './escapes/provenFixes.ts';
import { settingsIn } from './go/folderSettings.ts';
import { createGoModules } from './go/goModules.ts';
import type { GoExtension } from './go/goSettings.ts';
import { type CheckedFile, createLinknameChecks } from './linknames/linknameChecks.ts';
import { createNavigation, type Navigation } from './navigation/navigation.ts';
import { directiveAt } from './navigation/symbolAt.ts';
import { PackageStore } from './packages/packageStore.ts';
import { changedSince } from './profile/changedSince.ts';
import { createLoadedProfile, type ProfileState } from './profile/loadedProfile.ts';
import { createProfiledHints, type ProfiledFile } from './profile/profiledHints.ts';
import { readProfile } from './profile/readProfile.ts';
import { createAllocationSizes } from './sizes/allocationSizes.ts';
import { createModuleFiles } from './targets/moduleFiles.ts';
import { createModuleJudges } from './targets/moduleJudges.ts';
import type { KnownSides, OtherSides } from './targets/otherSides.ts';
import { assemblyKey } from './targets/ownAssembly.ts';
import { checkTargets } from './targets/targetJudge.ts';
import type { TargetSources } from './targets/targetSources.ts';
import { elsewhereKey } from './targets/targetViews.ts';

export type { FileEscapes, KnownPackage, ModuleState, ProfiledFile, ProfileState };

/** What the user allows and prefers; given at the start and whenever it changes. */
export interface WorkspaceSetup {
	/** False: parse only, run nothing. */
	readonly trusted: boolean;
	/** `linkscape.go.path`; empty: found by itself. */
	readonly goPath: string;
	readonly allowDownloads: boolean;
	readonly goExtension: GoExtension;
	readonly folders: readonly { readonly path: string; readonly goExtension: GoExtension }[];
	/** Modules are linked with `-checklinkname=0`. */
	readonly checkDisabled: boolean;
	/** Escape analysis is wanted. */
	readonly escapes: boolean;
	/** Milliseconds without an edit before unsaved text is compiled. */
	readonly delay: number;
	/** `linkscape.profile`; empty: none. */
	readonly profile: string;
}

/** A text for a place: a hover in Markdown. */
export interface Description {
	readonly span: Span;
	readonly markdown: string;
}

/** A short line about a directive. */
export interface DirectiveSummary {
	readonly span: Span;
	/** Empty when there is nothing to say. */
	readonly title: string;
	/** It is a pull that {@link GoWorkspace.benchmark} can measure. */
	readonly measurable: boolean;
}

export interface WorkspaceListener {
	/** The findings of these open files may have changed for another reason than their own edit. */
	findingsChanged(paths: readonly string[]): void;
	escapesChanged(paths: readonly string[]): void;
	statusChanged(states: readonly ModuleState[]): void;
	/** {@link GoWorkspace.profile} says something else. */
	profileChanged(): void;
}

export interface GoWorkspace {
	/** From one side of a linkname to the other. */
	readonly navigation: Navigation;
	configure(setup: WorkspaceSetup): void;
	listen(listener: WorkspaceListener): void;
	opened(path: string, text: string): void;
	/** `changes` lead, one after the other, from the text given before to `text`. */
	changed(path: string, text: string, changes: readonly TextChange[]): void;
	saved(path: string): void;
	closed(path: string): void;
	/** Files were made, changed or deleted on disk. */
	filesChanged(paths: readonly string[]): void;
	findings(path: string): Promise<readonly Finding[]>;
	describe(path: string, offset: number): Promise<Description | undefined>;
	directiveSummaries(path: string): Promise<readonly DirectiveSummary[]>;
	/** What is known now; asking starts nothing. */
	escapes(path: string): FileEscapes;
	/** Fixes of hints, each shown by the compiler to take the allocation away; see `ProvenFixes`. */
	escapeFixes(wanted: FixRequest, signal: AbortSignal): Promise<readonly Fix[]>;
	/** The packages whose hints are known now; asking starts nothing. */
	knownPackages(): readonly KnownPackage[];
	/** The stretches of an open file that differ from git's HEAD, as far as known; undefined: nobody knows. */
	changedSpans(path: string): readonly Span[] | undefined;
	/** The profile that the user loaded. Asking makes us look whether its file has changed; the listener is told. */
	profile(): ProfileState;
	/** What loading a file as profile would lead to; nothing is loaded. */
	readProfile(path: string): Promise<ProfileState>;
	/** What the hints of a file cost in that profile; undefined while there is none. */
	profiledHints(path: string): ProfiledFile | undefined;
	/** A file has changed since the loaded profile was recorded. */
	profileIsOlder(path: string): Promise<boolean>;
	/** What the object behind a hint takes on the heap: `48 B, size class 48, has pointers`; empty when it is not known. */
	allocationSize(hint: EscapeHint): Promise<string>;
	/** The function of another package that keeps the value of a hint, and where it stands; see `Keepers`. */
	keeper(hint: EscapeHint): Promise<KeeperPlace | undefined>;
	/** The rest of a hint's flow, in that package and beyond. It may compile them: only for a user who asks. */
	restOfFlow(hint: EscapeHint, signal: AbortSignal): Promise<readonly FlowStep[]>;
	/**
	 * Shows what the back end leaves in the code of an open file, or hides it again. It compiles the package to its end:
	 * only for a user who asks. Answers one sentence when there is nothing to show.
	 */
	toggleDetails(path: string, signal: AbortSignal): Promise<string>;
	/** Line (1-based) → `bounds check`, `write barrier`; empty once the text has changed. */
	details(path: string): ReadonlyMap<number, readonly string[]>;
	/**
	 * Measures the pull whose directive or declaration stands there against the public API. It runs code of the package for up to
	 * two minutes: only for a user who asks.
	 */
	benchmark(path: string, offset: number, effort: BenchmarkEffort, signal: AbortSignal): Promise<PullBenchmark>;
	/**
	 * Installs benchstat with the Go of a file's module: only for a user who asks. Answers one sentence when that did not work.
	 */
	installBenchstat(path: string, version: string, signal: AbortSignal): Promise<string>;
	/** Compile the package of a file again, whether or not something changed. */
	reanalyse(path: string): void;
	/** The text of a file that was read already: open in the editor, or beside one that is. */
	knownText(path: string): string | undefined;
	/** Kills what is running. Resolves when all of it is gone. */
	dispose(): Promise<void>;
}

export interface GoWorkspaceDeps {
	readonly setup: WorkspaceSetup;
	readonly explain: Explain;
	/** The environment of this process. */
	readonly environment: Environment;
	/** What is known about the targets of directives. */
	readonly targets: TargetSources;
	/** Fixes that go beyond what the rules offer by themselves. */
	readonly moreFixes?: MoreFixes;
	/** Reads trees for the fixes of escape hints; without it there are none. */
	readonly parser?: () => Promise<GoParser>;
	readonly log: (level: 'info' | 'error', message: string) => void;
}

export function createGoWorkspace(deps: GoWorkspaceDeps): GoWorkspace {
	let { setup } = deps;
	const listeners: WorkspaceListener[] = [];
	const toolchain = createToolchain();
	const store = new PackageStore();
	const goSettings = (directory?: string) => settingsIn(setup, deps.environment, directory);
	const modules = createGoModules({
		settings: goSettings,
		toolchain: () => (setup.trusted ? toolchain : noToolchain),
	});
	const linknames = createLinknameChecks(store, (directory) => versionIn(directory));
	const judges = createModuleJudges({
		modules,
		settings: goSettings,
		checkDisabled: () => setup.checkDisabled,
		sources: deps.targets,
		onChange: (directories) => {
			const open = [...store.openPaths(), ...moduleFiles.paths()];
			const paths = open.filter((path) => directories.includes(dirname(path)));
			if (paths.length > 0) tell((listener) => listener.findingsChanged(paths));
		},
	});
	const moduleFiles = createModuleFiles(judges);
	const navigation = createNavigation({ store, linknames, modules, settings: goSettings, targets: deps.targets });
	const awaited = new Set<string>();
	/** Files of dependencies that findings point to. */
	const otherTexts = new Map<string, string>();
	/** Problems of builds that the output has heard of. */
	const told = new Set<string>();
	const escapes = createEscapeAnalysis({
		modules,
		explain: deps.explain,
		settings: () => ({ enabled: setup.escapes, delay: setup.delay }),
		onHints: (paths) => tell((listener) => listener.escapesChanged(paths)),
		onStatus: () => tell((listener) => listener.statusChanged(escapes.modules())),
		log: deps.log,
		onQuiet: releaseMemory,
	});

	const keepers = createKeepers({
		modules,
		explain: deps.explain,
		planOf: (path) => escapes.planOf(path),
		known: () => escapes.known(),
	});

	const changes = createChangedSpans({
		settings: goSettings,
		toolchain: () => (setup.trusted ? toolchain : noToolchain),
		onChange: (paths) => tell((listener) => listener.escapesChanged(paths)),
	});

	const sizes = createAllocationSizes({ store, modules, settings: goSettings, sources: deps.targets });

	const profile = createLoadedProfile({
		setting: () => setup.profile,
		settings: goSettings,
		onChange: () => tell((listener) => listener.profileChanged()),
	});
	const profiled = createProfiledHints(() => profile.state().profile);
	profile.look();

	const details = createFileDetails(modules);

	const contents = createContentReader();

	const openTexts = () => new Map([...store.openPaths()].map((each) => [each, store.file(each)?.text ?? '']));

	const { parser } = deps;
	const provenFixes =
		parser &&
		createProvenFixes({
			modules,
			explain: deps.explain,
			parser,
			texts: openTexts,
			escapes: (path) => escapes.escapes(path),
			planOf: (path) => escapes.planOf(path),
		});

	function tell(say: (listener: WorkspaceListener) => void): void {
		for (const listener of listeners) say(listener);
	}

	function versionIn(directory: string): string | undefined {
		const known = modules.known().find((context) => directory.startsWith(context.directory));
		return known?.version?.text;
	}

	function siblings(path: string): readonly string[] {
		const directory = dirname(path);
		return [...store.openPaths()].filter((other) => other !== path && dirname(other) === directory);
	}

	/** What is known about the targets of a file now; whoever listens is told when more is. */
	function knownTargets(path: string, { facts, index }: Pick<CheckedFile, 'facts' | 'index'>): readonly TargetView[] {
		if (facts.linknames.length === 0) return [];
		const known = judges.known(dirname(path))?.views(facts, index);
		if (known?.more && !awaited.has(path)) {
			awaited.add(path);
			void known.more.then(() => {
				awaited.delete(path);
				tell((listener) => listener.findingsChanged([path]));
			});
		}
		return known?.views ?? [];
	}

	/** What the other packages of the build say about a file. */
	async function knownSides(path: string, { facts, index }: CheckedFile): Promise<readonly Finding[]> {
		const others = judges.known(dirname(path))?.others;
		return others ? followSides(path, others, await others.known(facts, index)) : [];
	}

	/** What is known now; whoever listens is told when more is, and the output what could not be read. */
	async function followSides(path: string, others: OtherSides, known: KnownSides): Promise<readonly Finding[]> {
		known.more?.then(
			async () => {
				tell((listener) => listener.findingsChanged([path]));
				for (const problem of await others.problems()) {
					if (told.has(problem)) continue;
					told.add(problem);
					deps.log('info', problem);
				}
			},
			(error: unknown) => deps.log('error', `${path}: ${String(error)}`),
		);
		for (const { file } of known.findings.flatMap(({ related = [] }) => related)) {
			if (!store.file(file) && !otherTexts.has(file)) otherTexts.set(file, (await readText(file)) ?? '');
		}
		return known.findings;
	}

	/** Everything about the targets of a file, for requests that can wait a moment. */
	async function allTargets({ facts, index }: CheckedFile): Promise<readonly TargetView[]> {
		const judge = await judges.get(dirname(facts.path));
		return judge.allViews(facts, index, new AbortController().signal);
	}

	return {
		navigation,
		configure(next) {
			const compiled = (one: WorkspaceSetup) => JSON.stringify({ ...one, delay: 0, profile: '' });
			const goChanged = compiled(next) !== compiled(setup);
			setup = next;
			profile.look();
			if (goChanged) {
				judges.forget();
				navigation.forget();
				changes.forget();
				sizes.forget();
				keepers.forget();
				provenFixes?.forget();
				escapes.reanalyse();
			}
		},
		listen: (listener) => void listeners.push(listener),
		opened(path, text) {
			if (moduleFiles.takes(path)) return moduleFiles.set(path, text);
			store.open(path, text);
			escapes.opened(path, text);
		},
		changed(path, text, changes) {
			if (moduleFiles.takes(path)) return moduleFiles.set(path, text);
			const before = store.file(path);
			store.change(path, text, changes);
			const after = store.file(path);
			if (before && after && linknames.concernsSiblings(path, before, after)) {
				const others = siblings(path);
				if (others.length > 0) tell((listener) => listener.findingsChanged(others));
			}
			details.hide(path);
			escapes.changed(path, text, changes);
		},
		saved(path) {
			if (moduleFiles.takes(path)) return this.filesChanged([path]);
			judges.filesChanged();
			tell((listener) => listener.findingsChanged(moduleFiles.paths()));
			profile.look();
			keepers.forget();
			escapes.saved(path);
		},
		closed(path) {
			if (moduleFiles.takes(path)) return moduleFiles.close(path);
			store.close(path);
			details.hide(path);
			escapes.closed(path);
			const others = siblings(path);
			if (others.length > 0) tell((listener) => listener.findingsChanged(others));
		},
		filesChanged(paths) {
			if (paths.some((path) => path.endsWith('go.mod'))) linknames.forgetModules();
			keepers.forget();
			for (const path of paths) {
				store.forget(dirname(path));
				deps.targets.lookups.forget(assemblyKey(dirname(path)));
			}
			deps.targets.lookups.forget(elsewhereKey);
			otherTexts.clear();
			judges.filesChanged();
			navigation.forget();
			sizes.forget();
			provenFixes?.forget();
			tell((listener) => listener.findingsChanged([...store.openPaths(), ...moduleFiles.paths()]));
			escapes.filesChanged(paths);
		},
		async findings(path) {
			if (moduleFiles.takes(path))
				return moduleFiles.findings(path, (others, known) => followSides(path, others, known));
			const checked = await linknames.file(path);
			if (!checked) return [];
			const { facts, index } = checked;
			const said = checkFile(facts, index);
			const supposed = suppositions(said, facts, index).map((one) => [one, knownTargets(path, one)] as const);
			const targets = checkTargets(knownTargets(path, checked), deps.moreFixes);
			const others = await knownSides(path, checked);
			const found = [...withDeclarations(said, facts, supposed), ...targets, ...others];
			return found.sort((a, b) => a.span.start - b.span.start);
		},
		async describe(path, offset) {
			const checked = await linknames.file(path);
			const found = checked && directiveAt(checked, offset);
			if (!checked || !found) return undefined;
			const { facts, item, span } = found;
			const views = await allTargets({ facts, index: checked.index });
			const view = views.find(({ bound }) => bound.linkname === item);
			if (view) return { span, markdown: describeTarget(view) };
			const { others } = await judges.get(dirname(facts.path));
			const beyond = await others?.view(item, facts, checked.index);
			const bound = bindLinkname(item, facts, checked.index);
			return { span, markdown: beyond ? describeModuleTarget(beyond) : describeLinkname(bound) };
		},
		async directiveSummaries(path) {
			const checked = await linknames.file(path);
			if (!checked || checked.facts.linknames.length === 0) return [];
			return (await allTargets(checked)).flatMap((view) => {
				const title = summarizeTarget(view);
				const measurable = setup.trusted && typeof benchmarkSource(view) !== 'string';
				const { span } = view.bound.linkname.directive.comment;
				return title === '' && !measurable ? [] : [{ span, title, measurable }];
			});
		},
		escapes: (path) => escapes.escapes(path),
		escapeFixes: async (wanted, signal) => (await provenFixes?.of(wanted, signal)) ?? [],
		knownPackages: () => escapes.known(),
		changedSpans(path) {
			const text = store.file(path)?.text;
			return text === undefined ? undefined : changes.of(path, text);
		},
		profile() {
			profile.look();
			return profile.state();
		},
		async readProfile(path) {
			const read = await readProfile(path);
			return typeof read === 'string'
				? { path, profile: undefined, problem: read }
				: { path, profile: read, problem: '' };
		},
		profiledHints(path) {
			const known = escapes.known().find(({ directory }) => directory === dirname(path));
			const file = known?.files.find((one) => one.path === path);
			return known && file && profiled.of({ ...file, importPath: known.name });
		},
		async profileIsOlder(path) {
			const { recorded = 0 } = profile.state().profile ?? {};
			return changedSince(path, store.file(path)?.text ?? '', recorded);
		},
		allocationSize(hint) {
			const { functions } = escapes.escapes(hint.file);
			return sizes.of(hint, functions.find(({ extent }) => contains(extent, hint.span))?.extent);
		},
		keeper: (hint) => keepers.place(hint),
		restOfFlow: (hint, signal) => keepers.rest(hint, signal),
		async toggleDetails(path, signal) {
			if (details.isShown(path)) {
				details.hide(path);
				tell((listener) => listener.escapesChanged([path]));
				return '';
			}
			const problem = await details.show(path, openTexts(), signal);
			tell((listener) => listener.escapesChanged([path]));
			return problem;
		},
		details: (path) => details.of(path, store.file(path)?.text ?? ''),
		async benchmark(path, offset, effort, signal) {
			const checked = await linknames.file(path);
			const found = checked && directiveAt(checked, offset);
			const views = checked && found ? await allTargets({ facts: found.facts, index: checked.index }) : [];
			const view = views.find(({ bound }) => bound.linkname === found?.item);
			if (!view) return { kind: 'problem', problem: 'There is no go:linkname directive here.' };
			const deps = { modules, settings: goSettings, profile: () => profile.state().profile };
			return benchmarkPull(view, deps, await contents.unsaved(openTexts()), effort, signal);
		},
		async installBenchstat(path, version, signal) {
			const context = await modules.contextOf(path, signal);
			if (context.kind === 'no-go') return context.problem;
			return installBenchstat(context, goSettings(context.directory), version, signal);
		},
		reanalyse: (path) => escapes.reanalyse(path),
		knownText: (path) => store.file(path)?.text ?? otherTexts.get(path),
		dispose: () => escapes.dispose(),
	};
}
