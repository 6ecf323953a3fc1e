import type { TextChange } from '../analysis/text/textEdit.ts';
import { basename, dirname, join } from '../toolchain/paths.ts';
import { Unusable } from '../toolchain/unusable.ts';
import type { GoContext, NoGo } from '../world/go/goContext.ts';
import type { GoModules } from '../world/go/goModules.ts';
import {
	analyseFully,
	analyseQuickly,
	type PackageAnalysis,
	type PackagePlan,
	type PackageRequest,
} from './runs/analysePackage.ts';
import { type FileEscapes, type KnownFile, type KnownPackage, nothingKnown } from './hints/fileEscapes.ts';
import { analyseModule, type ModuleRun, type OnModuleProgress } from './runs/analyseModule.ts';
import type { AnalysedPackage } from './runs/analysePatterns.ts';
import { type ModuleState, moduleStates } from './moduleStates.ts';
import { createPackageState, type PackageState } from './packageState.ts';
import type { Explain } from './hints/outputReader.ts';
import { createContentReader } from '../world/packages/packageContent.ts';

export interface EscapeAnalysisDeps {
	readonly modules: GoModules;
	readonly explain: Explain;
	/** Asked each time. `delay`: milliseconds without a keystroke before unsaved text is compiled. */
	readonly settings: () => { readonly enabled: boolean; readonly delay: number };
	/** Milliseconds without an edit after which the next one is compiled at once; at least the delay. */
	readonly rest?: number;
	/** Hints of these open files changed, or whether they are stale. */
	readonly onHints: (files: readonly string[]) => void;
	/** {@link EscapeAnalysis.modules} changed. */
	readonly onStatus: () => void;
	readonly log: (level: 'info' | 'error', message: string) => void;
	/** Nothing has run for some seconds after something did: a moment for what nobody should wait for. */
	readonly onQuiet?: () => void;
}

/**
 * Escape hints of the open files, kept up to date. All paths are absolute. Asking never runs anything: opening, editing
 * and saving do, and `onHints` says when the answer changed.
 */
export interface EscapeAnalysis {
	opened(path: string, text: string): void;
	/** `changes` in the order in which they were made, each in offsets of the text before it. */
	changed(path: string, text: string, changes?: readonly TextChange[]): void;
	saved(path: string): void;
	closed(path: string): void;
	/** Files that changed on the disk without the editor: Go files, go.mod, go.work. */
	filesChanged(paths: readonly string[]): void;
	/** Forgets what is known of a file's package, or of all, and runs again. Also after settings or trust changed. */
	reanalyse(path?: string): void;
	escapes(path: string): FileEscapes;
	/**
	 * Compiles every package of the module that a file or directory belongs to, and keeps their hints until their Go changes. Only for
	 * a user who asks: it may take minutes. Rejects when `signal` aborts; what was compiled until then is kept.
	 */
	analyseModule(path: string, onProgress: OnModuleProgress, signal: AbortSignal): Promise<ModuleRun>;
	/** A file whose hints are kept, with the import path of its package, which is empty while that is unknown. */
	fileOf(path: string): { readonly file: KnownFile; readonly importPath: string } | undefined;
	/** For runs of the compiler that ask what would be; `undefined` when only a full run can tell. */
	planOf(path: string): PackagePlan | undefined;
	/** Every package whose hints are kept, those of files that are not open included. */
	known(): readonly KnownPackage[];
	/** Whether the hints of the package in a directory are those of its files as they stand now. */
	isCurrent(directory: string): boolean;
	/** One entry for each module with an open file. */
	modules(): readonly ModuleState[];
	/** Resolves when nothing is running or waiting to run. */
	settled(): Promise<void>;
	/** Kills what is running; nothing happens afterwards. Resolves when all of it is gone. */
	dispose(): Promise<void>;
}

/** Packages without an open file whose hints are kept, for when one is opened again. */
const keptClosed = 16;

/** Milliseconds. Whoever goes on typing is back before. */
const quiet = 4000;

/** Milliseconds. An edit after such a rest may be a single one, as undo or a quick fix: nobody should wait for a pause then. */
const usualRest = 1000;

export function createEscapeAnalysis(deps: EscapeAnalysisDeps): EscapeAnalysis {
	const texts = new Map<string, string>();
	const savedTexts = new Map<string, string>();
	const packages = new Map<string, PackageState>();
	const reader = createContentReader();
	let disposed = false;
	const moduleRuns = new Map<AbortController, Promise<unknown>>();
	const waiting: (() => void)[] = [];
	let quietTimer: NodeJS.Timeout | undefined;

	const openFiles = (state: PackageState) => [...texts.keys()].filter((path) => dirname(path) === state.directory);
	const isOpen = (state: PackageState) => openFiles(state).length > 0;

	function packageOf(path: string): PackageState {
		const directory = dirname(path);
		const state = packages.get(directory) ?? createPackageState(directory);
		// The one used last stands last: the first of those without open files is the first to go.
		packages.delete(directory);
		packages.set(directory, state);
		return state;
	}

	/** @param tentative typing may have just begun: text that does not compile is no news yet */
	function schedule(state: PackageState, delay: number, tentative = false): void {
		stop(state);
		if (disposed || !deps.settings().enabled || !isOpen(state)) return;
		state.timer = setTimeout(() => {
			state.timer = undefined;
			clearTimeout(quietTimer);
			const run = new AbortController();
			state.run = run;
			void analyse(state, run, tentative).finally(() => {
				state.running.delete(run);
				if (state.run === run) state.run = undefined;
				deps.onStatus();
				wakeWhenIdle();
				awaitQuiet();
			});
			state.running.add(run);
			deps.onStatus();
		}, delay);
	}

	function stop(state: PackageState): void {
		clearTimeout(state.timer);
		state.timer = undefined;
		state.run?.abort();
		state.run = undefined;
		wakeWhenIdle();
	}

	function wakeWhenIdle(): void {
		if ([...packages.values()].some((state) => state.timer !== undefined || state.running.size > 0)) return;
		for (const wake of waiting.splice(0)) wake();
	}

	/** Called when a run is over; the next run puts it off. */
	function awaitQuiet(): void {
		clearTimeout(quietTimer);
		if (!disposed && deps.onQuiet) quietTimer = setTimeout(deps.onQuiet, quiet).unref();
	}

	async function analyse(state: PackageState, { signal }: AbortController, tentative: boolean): Promise<void> {
		const files = openFiles(state);
		const [file] = files;
		if (file === undefined) return;
		try {
			const context = await deps.modules.contextOf(file, signal);
			if (context.kind === 'no-go') return showNoGo(state, context);
			const open = new Map(texts);
			const content = await reader.content(state.directory, open);
			signal.throwIfAborted();
			if (!state.needsRun(context, content.key, files)) return publish(state);
			const unsaved = await reader.unsaved(open, state.directory);
			const request = { context, directory: state.directory, content, open, unsaved, file, explain: deps.explain };
			const plan = state.planFor(context, content.key, files);
			const analysis = await run(request, plan, signal);
			signal.throwIfAborted();
			if (tentative && analysis.problem !== '') return schedule(state, deps.settings().delay);
			const unknown = state.accept(analysis, { context, key: content.key, open: files, files: content.hashes });
			if (unknown > 0) deps.log('info', `${context.version.text}: ${unknown} lines of its output were not understood.`);
			publish(state);
		} catch (error) {
			if (signal.aborted) return;
			if (error instanceof Unusable) state.block(`${error.message}.`);
			else {
				deps.log('error', `${state.directory}: ${error instanceof Error ? error.stack : String(error)}`);
				state.block('Internal error: this is a fault of Linkscape, and its log says where.');
			}
			publish(state);
		}
	}

	async function run(
		request: PackageRequest,
		plan: PackagePlan | undefined,
		signal: AbortSignal,
	): Promise<PackageAnalysis> {
		const started = Date.now();
		const quick = plan && (await analyseQuickly(request, plan, signal));
		signal.throwIfAborted();
		const analysis = quick ?? (await analyseFully(request, signal));
		const took = `${quick ? 'compile' : 'go list'}, ${Date.now() - started} ms`;
		deps.log('info', `${request.directory}: ${took}${analysis.problem && `: ${analysis.problem}`}`);
		return analysis;
	}

	function showNoGo(state: PackageState, context: NoGo): void {
		state.context = context;
		state.block(context.problem);
		publish(state);
	}

	function publish(state: PackageState): void {
		deps.onHints(openFiles(state));
	}

	/** Saved text is what other packages see: whoever depends on the package in a directory, and who is not known not to, is compiled again. */
	function renewDependents(directory: string): void {
		for (const state of packages.values()) {
			if (state.directory === directory || (state.plan && !state.reaches(directory))) continue;
			state.forgetPlan();
			schedule(state, 0);
		}
	}

	function forgetOldest(): void {
		const closed = [...packages.values()].filter((state) => !isOpen(state) && !state.ofModule);
		for (const state of closed.slice(0, Math.max(0, closed.length - keptClosed))) packages.delete(state.directory);
	}

	/** Nothing compiles a package again that is not open: its hints are of another text, and say so. */
	function markClosed(state: PackageState): void {
		if (!isOpen(state) && state.ofModule) state.outdated = true;
	}

	const settled = async (): Promise<void> => {
		await new Promise<void>((resolve) => {
			waiting.push(resolve);
			wakeWhenIdle();
		});
	};

	return {
		opened(path, text) {
			texts.set(path, text);
			savedTexts.set(path, text);
			const state = packageOf(path);
			state.kept.moved(path, text);
			schedule(state, 0);
		},
		changed(path, text, changes) {
			if (texts.get(path) === text) return;
			texts.set(path, text);
			const state = packageOf(path);
			state.kept.moved(path, text, changes);
			state.outdated = true;
			const { delay } = deps.settings();
			const rested = Date.now() - state.edited >= Math.max(deps.rest ?? usualRest, delay);
			state.edited = Date.now();
			// A full run takes too long to be begun for a guess.
			const alone = rested && state.plan !== undefined && state.running.size === 0;
			schedule(state, alone ? 0 : delay, alone);
		},
		saved(path) {
			const state = packageOf(path);
			const text = texts.get(path);
			if (text !== undefined && savedTexts.get(path) !== text) {
				savedTexts.set(path, text);
				renewDependents(state.directory);
			}
			schedule(state, 0);
		},
		closed(path) {
			texts.delete(path);
			savedTexts.delete(path);
			const state = packageOf(path);
			if (!isOpen(state)) stop(state);
			forgetOldest();
			deps.onStatus();
		},
		filesChanged(paths) {
			// Of an open file the editor itself says when it changes.
			const goFiles = paths.filter((path) => path.endsWith('.go') && !texts.has(path));
			for (const directory of new Set(goFiles.map((path) => dirname(path)))) {
				const state = packages.get(directory);
				if (state) {
					markClosed(state);
					schedule(state, 0);
				}
				renewDependents(directory);
			}
			if (paths.every((path) => path.endsWith('.go'))) return;
			for (const state of packages.values()) {
				state.forgetPlan();
				markClosed(state);
				schedule(state, 0);
			}
		},
		reanalyse(path) {
			if (path === undefined) deps.modules.forget();
			for (const state of path === undefined ? [...packages.values()] : [packageOf(path)]) {
				state.forgetPlan();
				markClosed(state);
				schedule(state, 0);
			}
			deps.onStatus();
		},
		escapes: (path) => packages.get(dirname(path))?.escapes(path) ?? nothingKnown,
		async analyseModule(path, onProgress, signal) {
			const stopped = new AbortController();
			const both = AbortSignal.any([signal, stopped.signal]);
			const keep = (directory: string, found: AnalysedPackage, context: GoContext) => {
				const state = packageOf(join(directory, 'any.go'));
				state.acceptFromModule(found, context, isOpen(state));
				deps.onHints(openFiles(state));
			};
			const { modules, explain } = deps;
			const run = analyseModule(path, { modules, explain, keep, onProgress }, both);
			moduleRuns.set(stopped, run);
			try {
				return await run;
			} finally {
				moduleRuns.delete(stopped);
				deps.onStatus();
				awaitQuiet();
			}
		},
		fileOf(path) {
			const state = packages.get(dirname(path));
			const known = state?.kept.files().get(path);
			return state && known && { file: { path, ...known }, importPath: state.importPath };
		},
		planOf: (path) => packages.get(dirname(path))?.plan,
		known: () =>
			[...packages.values()].map((state) => ({
				directory: state.directory,
				name: state.importPath || basename(state.directory),
				files: [...state.kept.files()].map(([path, { text, hints, functions }]) => ({ path, text, hints, functions })),
				problem: state.ofModule ? state.problem : '',
				outdated: state.outdated && !isOpen(state),
			})),
		isCurrent(directory) {
			const state = packages.get(directory);
			return (
				state !== undefined && isOpen(state) && state.plan !== undefined && !state.outdated && state.problem === ''
			);
		},
		modules: () => moduleStates([...packages.values()].filter(isOpen), deps.settings().enabled),
		settled,
		async dispose() {
			disposed = true;
			clearTimeout(quietTimer);
			for (const state of packages.values()) stop(state);
			for (const stopped of moduleRuns.keys()) stopped.abort();
			await Promise.allSettled(moduleRuns.values());
			await settled();
		},
	};
}
