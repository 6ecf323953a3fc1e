/** Puts the façade together from world, linkname and escape. */
import type { MoreFixes } from '../analysis/linkname/targets/checkTarget.ts';
import { brokenContracts, contractsOf } from '../analysis/annotation/contracts.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import { testFunctions } from '../analysis/source/testFunctions.ts';
import { contains, touches } from '../analysis/text/span.ts';
import { fileStatus, readText } from '../toolchain/files.ts';
import { dirname, isInside, slashPathBelow } from '../toolchain/paths.ts';
import { releaseMemory } from '../toolchain/releaseMemory.ts';
import type { Environment } from '../toolchain/runProcess.ts';
import { createToolchain, noToolchain } from '../toolchain/toolchain.ts';
import { assemblyLines, callLines } from '../behind/assemblyLines.ts';
import { comparableAssembly } from '../behind/comparableAssembly.ts';
import { createOpenAssembly } from '../behind/openAssembly.ts';
import { benchmarkPull } from '../linkname/benchmark/benchmarkPull.ts';
import { installBenchstat } from '../linkname/benchmark/benchstat.ts';
import { createOpenPolicies } from '../audit/policy/openPolicies.ts';
import { createChanges } from '../world/answers/changes.ts';
import { createChangedSpans } from '../world/git/changedSpans.ts';
import { findProgram } from '../world/go/findGo.ts';
import { headText } from '../world/git/headText.ts';
import { boundsCheckLines } from '../escape/details/boundsChecks.ts';
import { onlyTest } from '../capture/tests/onlyTest.ts';
import { createCheckedHints } from '../capture/verify/checkedHints.ts';
import { createOpenSanitizer } from '../capture/sanitize/openSanitizer.ts';
import { createFileDetails } from '../escape/details/fileDetails.ts';
import { createContentReader } from '../world/packages/packageContent.ts';
import { createEscapeAnalysis } from '../escape/escapeAnalysis.ts';
import type { Explain } from '../escape/hints/outputReader.ts';
import type { FlowQueries } from '../flow/flowQueries.ts';
import { Unusable } from '../toolchain/unusable.ts';
import { createLeaks } from '../escape/leaks.ts';
import { createFixableHints } from '../escape/fixableHints.ts';
import { createProvenFixes } from '../escape/provenFixes.ts';
import { settingsIn } from '../world/go/folderSettings.ts';
import { settingsEnvironment, withoutGo } from '../world/go/goSettings.ts';
import type { GoContext, NoGo } from '../world/go/goContext.ts';
import { createGoModules, type GoModules } from '../world/go/goModules.ts';
import { createLinknameChecks, type GoInUse } from '../linkname/linknameChecks.ts';
import { createNavigation } from '../linkname/navigation/navigation.ts';
import { PackageStore } from '../world/packages/packageStore.ts';
import { changedSince } from '../escape/profile/changedSince.ts';
import { createLoadedProfile } from '../escape/profile/loadedProfile.ts';
import { createProfiledHints } from '../escape/profile/profiledHints.ts';
import { readRecording } from '../escape/profile/readRecording.ts';
import { cpuProfileOf, recordedAt } from '../analysis/recording/recording.ts';
import { createHintSizes } from '../escape/sizes/hintSizes.ts';
import { createAllocationSizes } from '../escape/sizes/allocationSizes.ts';
import { createModuleFiles } from '../linkname/standard/moduleFiles.ts';
import { createModuleVerdicts } from '../linkname/standard/moduleVerdicts.ts';
import { targetContext } from '../world/build/targetContext.ts';
import type { TargetSources } from '../world/build/targetSources.ts';
import { ContextError } from '../linkname/check/checkContext.ts';
import { createDirectiveAnswers } from '../linkname/directiveAnswers.ts';
import { createFileFindings } from '../linkname/fileFindings.ts';
import type { ScoreWeights } from '../analysis/recording/saving.ts';
import type { GoWorkspace, WorkspaceListener, WorkspaceSetup } from './goWorkspace.ts';

export interface GoWorkspaceDeps {
	readonly setup: WorkspaceSetup;
	readonly explain: Explain;
	/** The environment of this process. */
	readonly environment: Environment;
	/** What is known about the targets of directives. */
	readonly targets: TargetSources;
	/** Fixes that go beyond what the rules offer by themselves. */
	readonly moreFixes?: MoreFixes;
	/** Follows values and calls; loaded at the first question. */
	readonly flow?: (modules: GoModules) => Promise<FlowQueries>;
	readonly log: (level: 'info' | 'error', message: string) => void;
}

/** Rules whose message gives the reason of the verdict on a target. */
const reasonRules: ReadonlySet<string> = new Set(['linkname-refused', 'linkname-undefined', 'linkname-zero-variable']);

export function createGoWorkspace(deps: GoWorkspaceDeps): GoWorkspace {
	let { setup } = deps;
	const listeners: WorkspaceListener[] = [];
	const toolchain = createToolchain();
	let flow: Promise<FlowQueries> | undefined;
	const changes = createChanges();
	const store = new PackageStore(changes);
	const goSettings = (directory?: string) => settingsIn(setup, deps.environment, directory);
	const modules = createGoModules({
		changes,
		settings: goSettings,
		toolchain: () => (setup.trusted ? toolchain : noToolchain),
	});
	const linknames = createLinknameChecks(changes, store, goIn);
	const judges = createModuleVerdicts({
		changes,
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
	const policies = createOpenPolicies(changes, Date.now);
	const navigation = createNavigation({
		changes,
		store,
		linknames,
		modules,
		settings: goSettings,
		targets: deps.targets,
	});
	const findings = createFileFindings({
		changes,
		linknames,
		moduleFiles,
		judges,
		moreFixes: deps.moreFixes,
		isOpen: (path) => store.file(path) !== undefined,
		onMore: (path) => tell((listener) => listener.findingsChanged([path])),
		log: deps.log,
	});
	const directives = createDirectiveAnswers(linknames, judges, hasGo, deps.moreFixes);
	const escapes = createEscapeAnalysis({
		modules,
		explain: deps.explain,
		settings: () => ({ enabled: setup.escapes, delay: setup.delay }),
		onHints: (paths) => tell((listener) => listener.escapesChanged(paths)),
		onStatus: () => tell((listener) => listener.statusChanged(escapes.modules())),
		log: deps.log,
		onQuiet: releaseMemory,
	});

	const keepers = createLeaks({
		changes,
		modules,
		explain: deps.explain,
		planOf: (path) => escapes.planOf(path),
		known: () => escapes.known(),
		isCurrent: (directory) => escapes.isCurrent(directory),
		openText: (path) => (store.isOpen(path) ? store.file(path)?.text : undefined),
	});

	const changedSpans = createChangedSpans({
		changes,
		settings: goSettings,
		toolchain: () => (setup.trusted ? toolchain : noToolchain),
		onChange: (paths) => tell((listener) => listener.escapesChanged(paths)),
	});

	const sizes = createAllocationSizes({ changes, store, modules, settings: goSettings, sources: deps.targets });
	const hintSizes = createHintSizes({
		changes,
		sizes,
		escapes: (path) => escapes.escapes(path),
		textOf: (path) => store.file(path)?.text,
		onChange: (path) => tell((listener) => listener.escapesChanged([path])),
		onError: (error) => deps.log('error', `Sizes could not be measured: ${String(error)}`),
	});

	const profile = createLoadedProfile({
		setting: () => setup.profile,
		settings: goSettings,
		onChange: () => tell((listener) => listener.profileChanged()),
	});
	const profiled = createProfiledHints(
		() => profile.state().recording,
		() => weightsOf(setup.savingWeight),
	);
	profile.look();

	const details = createFileDetails(modules);

	const assembly = createOpenAssembly({
		changes,
		settings: goSettings,
		toolchain: () => (setup.trusted ? toolchain : noToolchain),
		file: (path) => store.file(path),
		unsaved: (directory) => contents.unsaved(openTexts(), directory),
		runtimeCalls: () => deps.targets.data.runtimeCalls(),
	});

	const sanitizer = createOpenSanitizer({ modules });

	const checked = createCheckedHints({ modules, explain: deps.explain });

	const contents = createContentReader();

	const openTexts = () => new Map([...store.openPaths()].map((each) => [each, store.file(each)?.text ?? '']));

	const { tables } = deps.explain;
	const provenFixes =
		tables &&
		createProvenFixes({
			changes,
			modules,
			explain: deps.explain,
			tables,
			texts: openTexts,
			escapes: (path) => escapes.escapes(path),
			planOf: (path) => escapes.planOf(path),
		});
	const fixable =
		provenFixes &&
		createFixableHints({
			changes,
			fixes: provenFixes,
			escapes: (path) => escapes.escapes(path),
			onFound: (path) => tell((listener) => listener.escapesChanged([path])),
			onError: (error) => deps.log('error', `Fixes could not be searched: ${String(error)}`),
		});

	function tell(say: (listener: WorkspaceListener) => void): void {
		for (const listener of listeners) say(listener);
	}

	/** The findings of all open files hang on it. */
	function setPolicy(path: string, text: string | undefined): void {
		policies.set(path, text);
		tell((listener) => listener.findingsChanged([...store.openPaths(), ...moduleFiles.paths(), path]));
	}

	/** What is known of the Go of the module around a directory: the innermost one that was asked for. */
	function goAround(directory: string): GoContext | NoGo | undefined {
		const around = modules.known().filter((context) => isInside(context.directory, directory));
		return around.sort((a, b) => b.directory.length - a.directory.length)[0];
	}

	function goIn(directory: string): GoInUse | undefined {
		const go = goAround(directory);
		if (!go?.version) return undefined;
		return { version: go.version.text, goarch: go.kind === 'go' ? go.goarch : undefined };
	}

	/** Whether it is known that a Go can be run for the module around a file. */
	function hasGo(path: string): boolean {
		return goAround(dirname(path))?.kind === 'go';
	}

	function siblings(path: string): readonly string[] {
		const directory = dirname(path);
		return [...store.openPaths()].filter((other) => other !== path && dirname(other) === directory);
	}

	/** Files are others on the disk than they were: what depends on them is worked out again when it is asked for. */
	function readAgain(paths: readonly string[]): void {
		changes.filesChanged(paths);
		tell((listener) => listener.findingsChanged([...store.openPaths(), ...moduleFiles.paths()]));
	}

	function startAgain(): void {
		changes.buildChanged();
		escapes.reanalyse();
	}

	/** Mostly the Go extension says, once it has started, that its Go is the one that is in use here already. */
	async function startAgainWithAnotherGo(): Promise<void> {
		if (await modules.wouldChange()) startAgain();
	}

	return {
		navigation,
		configure(next) {
			const before = setup;
			setup = next;
			profile.look();
			if (next.savingWeight !== before.savingWeight) tell((listener) => listener.profileChanged());
			if (whatIsCompiled(next) !== whatIsCompiled(before)) startAgain();
			else if (goOfExtension(next) !== goOfExtension(before)) void startAgainWithAnotherGo();
		},
		listen: (listener) => void listeners.push(listener),
		opened(path, text) {
			if (moduleFiles.takes(path)) return moduleFiles.set(path, text);
			if (policies.takes(path)) return setPolicy(path, text);
			store.open(path, text);
			escapes.opened(path, text);
		},
		changed(path, text, edits) {
			if (moduleFiles.takes(path)) return moduleFiles.set(path, text);
			if (policies.takes(path)) return setPolicy(path, text);
			const before = store.file(path);
			store.change(path, text, edits);
			const after = store.file(path);
			if (before && after && linknames.concernsSiblings(path, before, after)) {
				const others = siblings(path);
				if (others.length > 0) tell((listener) => listener.findingsChanged(others));
			}
			details.hide(path);
			escapes.changed(path, text, edits);
		},
		saved(path) {
			if (moduleFiles.takes(path) || policies.takes(path)) return this.filesChanged([path]);
			// Not every client watches files: what others read on the disk has changed in any case.
			readAgain([path]);
			profile.look();
			escapes.saved(path);
		},
		closed(path) {
			if (moduleFiles.takes(path)) return moduleFiles.close(path);
			if (policies.takes(path)) return setPolicy(path, undefined);
			store.close(path);
			details.hide(path);
			escapes.closed(path);
			const others = siblings(path);
			if (others.length > 0) tell((listener) => listener.findingsChanged(others));
		},
		filesChanged(paths) {
			readAgain(paths);
			escapes.filesChanged(paths);
		},
		findings: async (path) => {
			if (policies.takes(path)) return policies.problemsOf(path);
			return policies.apply(path, await findings.of(path));
		},
		settledFindings: async (path, signal) => policies.apply(path, await findings.settled(path, signal)),
		async contractFindings(path) {
			const file = store.file(path);
			const contracts = file ? contractsOf(file) : [];
			const known = escapes.escapes(path);
			if (!file || contracts.length === 0 || known.state === 'none') return [];
			const boundsChecks = details.isShown(path) ? boundsCheckLines(details.of(path, file.text)) : undefined;
			const broken = brokenContracts(path, contracts, { ...known, boundsChecks, lines: new LineIndex(file.text) });
			return policies.apply(path, broken);
		},
		async describe(path, offset, besideFindings = false) {
			if (!besideFindings) return directives.describe(path, offset);
			const shown = (await this.findings(path)).filter(
				({ rule, span }) => reasonRules.has(rule) && touches(span, offset),
			);
			return directives.describe(path, offset, (symbol) => shown.some(({ target }) => target === symbol));
		},
		describeSymbol: (path, symbol) => directives.describeSymbol(path, symbol),
		directiveSummaries: (path) => directives.summaries(path),
		escapes: (path) => escapes.escapes(path),
		escapesText: (path) => escapes.fileOf(path)?.file.text,
		escapeFixes: async (wanted, signal) => (await provenFixes?.of(wanted, signal)) ?? [],
		possibleFixes: async (wanted, signal) => (await provenFixes?.possible(wanted, signal)) ?? [],
		fixableHints: (path) => fixable?.of(path) ?? new Map(),
		analyseModule: (path, onProgress, signal) => escapes.analyseModule(path, onProgress, signal),
		knownPackages: () => escapes.known(),
		changedSpans(path) {
			const text = store.file(path)?.text;
			return text === undefined ? undefined : changedSpans.of(path, text);
		},
		profile() {
			profile.look();
			return profile.state();
		},
		async readProfile(path) {
			const read = await readRecording([path]);
			return typeof read === 'string'
				? { path, recording: undefined, problem: read }
				: { path, recording: read, problem: '' };
		},
		profiledHints(path) {
			const known = escapes.fileOf(path);
			return known && profiled.of({ ...known.file, importPath: known.importPath }, hintSizes.objects(path));
		},
		async profileIsOlder(path) {
			const { recording } = profile.state();
			return changedSince(path, store.file(path)?.text ?? '', recording ? recordedAt(recording) : 0);
		},
		hintSizes: (path) => hintSizes.of(path),
		allocationSize(hint) {
			const { functions } = escapes.escapes(hint.file);
			const text = store.file(hint.file)?.text ?? this.escapesText(hint.file);
			return sizes.of(hint, text, functions.find(({ extent }) => contains(extent, hint.span))?.extent);
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
		async assembly(path, offset, choice, signal) {
			const found = await assembly.at(path, offset, choice, signal);
			if (typeof found === 'string') return found;
			const table = await deps.targets.data.runtimeCalls();
			if (!table) return 'The table of calls of the run-time is missing: please install Linkscape again.';
			const { name, context } = found;
			const show = (file: string) => (isInside(dirname(path), file) ? slashPathBelow(dirname(path), file) : file);
			const build = `${context.version.text} ${context.goos}/${context.goarch}`;
			return { name, build, lines: assemblyLines(found, table, show), comparable: comparableAssembly(found) };
		},
		async assemblyAtHead(path, offset, choice, signal) {
			const git = setup.trusted ? await findProgram('git', goSettings(dirname(path))) : undefined;
			if (git === undefined) return 'There is no git to ask.';
			const head = await headText(path, git, {}, toolchain, signal);
			if (head.kind === 'new') return "git's HEAD does not have this file.";
			if (head.kind === 'unknown') return 'This file is in no git repository.';
			const found = await assembly.withText({ path, offset, text: head.text }, choice, signal);
			if (typeof found === 'string') return found;
			const { name, context } = found;
			const build = `${context.version.text} ${context.goos}/${context.goarch}`;
			return { name, build, lines: [], comparable: comparableAssembly(found) };
		},
		async phases(path, offset, choice, signal) {
			const found = await assembly.phases(path, offset, choice, signal);
			if (typeof found === 'string') return found;
			const file = store.file(path);
			const around = file?.declarations.find(({ span }) => contains(span, { start: offset, end: offset }));
			const span = file && around?.span;
			if (!span) return { ...found, source: [], firstLine: 0 };
			const firstLine = file.text.slice(0, span.start).split('\n').length - 1;
			return { ...found, source: file.text.slice(span.start, span.end).split(/\r?\n/), firstLine };
		},
		async reorderFields(path, offset, signal) {
			const order = await assembly.order(path, offset, signal);
			if (!order) return undefined;
			const { type, takes, cost, cautions, edit } = order;
			const gain = `Reorder the fields of ${type}: ${cost.takes} bytes on the heap instead of ${takes}`;
			return {
				title: [gain, ...cautions].join('. ').replace(/\.$/, ''),
				safety: 'choice',
				edits: [{ kind: 'change', file: path, edits: [edit] }],
			};
		},
		insertedCalls(path, line) {
			const text = store.file(path)?.text ?? '';
			const calls = assembly.calls(path, text, line).map((call) => callLines(call));
			return [...calls, ...assembly.conversions(path, text, line)];
		},
		async benchmark(path, offset, effort, signal) {
			const view = await directives.viewAt(path, offset);
			if (!view) return { kind: 'problem', problem: 'There is no go:linkname directive here.' };
			const deps = {
				modules,
				settings: goSettings,
				profile: () => cpuProfileOf(profile.state().recording) ?? profile.state().recording?.profiles[0],
			};
			return benchmarkPull(view, deps, await contents.unsaved(openTexts()), effort, signal);
		},
		async flowAt(place, ask, signal) {
			flow ??= deps.flow?.(modules);
			const queries = await flow;
			if (!queries) return 'This server does not follow values.';
			try {
				return await queries.at(place, ask, signal);
			} catch (error) {
				if (!(error instanceof Unusable)) throw error;
				return error.message.replace(/[^?]$/, '$&.');
			}
		},
		async inventory(path, signal) {
			const directory = (await fileStatus(path))?.kind === 'directory' ? path : dirname(path);
			const go = await modules.contextOfDirectory(directory, signal);
			const settings = goSettings(directory);
			const request = { directory, paths: [go.directory], environment: settingsEnvironment(settings) };
			const { inventoryOf } = await import('../audit/inventory/inventoryOf.ts');
			const { inventoryTree } = await import('../audit/inventory/inventoryTree.ts');
			try {
				const found = await inventoryOf(request, await targetContext(go, settings), deps.targets, signal);
				return { modules: inventoryTree(found), problems: [...found.unread, ...found.problems] };
			} catch (error) {
				if (!(error instanceof ContextError)) throw error;
				return error.message;
			}
		},
		runnableTests(path) {
			const file = path.endsWith('_test.go') && hasGo(path) ? store.file(path) : undefined;
			return file ? testFunctions(file) : [];
		},
		async checkHints(path, name, onProgress, signal) {
			const unsaved = await contents.unsaved(openTexts(), dirname(path));
			const outcome = await checked.check({ path, name, unsaved, onProgress }, signal);
			if (outcome.kind === 'checked') tell((listener) => listener.escapesChanged(outcome.files));
			return outcome;
		},
		async capture({ path, name, directory, onProgress }, signal) {
			const { captureTest, usualCapture } = await import('../capture/record/captureTest.ts');
			const unsaved = await contents.unsaved(openTexts(), dirname(path));
			const where = { directory: dirname(path), package: '.', out: directory, unsaved: new Map(unsaved) };
			return captureTest({ ...usualCapture, ...where, ...onlyTest(name) }, modules, onProgress, signal);
		},
		async sanitize({ path, offset, name: asked, sanitizer: which, onProgress }, signal) {
			const file = store.file(path);
			const test = path.endsWith('_test.go')
				? file?.declarations.find(
						(one) => one.kind === 'func' && !one.receiver && contains(one.span, { start: offset, end: offset }),
					)
				: undefined;
			const around = test && /^(?:Test|Benchmark|Fuzz|Example)(?!\p{Ll})/u.test(test.name) ? test.name : undefined;
			const name = asked ?? around;
			const unsaved = await contents.unsaved(openTexts(), dirname(path));
			const outcome = await sanitizer.run({ path, name, sanitizer: which, unsaved, onProgress }, signal);
			if (outcome.kind === 'ran') tell((listener) => listener.findingsChanged(outcome.files));
			return { ...outcome, ...(name !== undefined && { name }) };
		},
		sanitizerReports: (path, text) => sanitizer.reports(path, text),
		observed: (hint) => checked.words(hint, escapes.escapes(hint.file).hints),
		async installBenchstat(path, version, signal) {
			const context = await modules.contextOf(path, signal);
			if (context.kind === 'no-go') return context.problem;
			return installBenchstat(context, version, signal);
		},
		reanalyse: (path) => escapes.reanalyse(path),
		text: async (path) => store.file(path)?.text ?? readText(path),
		knownText: (path) => store.file(path)?.text ?? findings.textOf(path),
		dispose() {
			fixable?.dispose();
			hintSizes.dispose();
			assembly.dispose();
			return escapes.dispose();
		},
	};
}

function weightsOf(cpu: number | undefined): ScoreWeights | undefined {
	return cpu === undefined ? undefined : { cpu, live: 1 - cpu };
}

/** All of a set-up that decides what is compiled, and how, in words; but for what {@link goOfExtension} says. */
function whatIsCompiled({ goExtension, folders, ...rest }: WorkspaceSetup): string {
	const settings = folders.map((folder) => [folder.path, withoutGo(folder.goExtension)]);
	return JSON.stringify({
		...rest,
		delay: 0,
		profile: '',
		savingWeight: 0,
		goExtension: withoutGo(goExtension),
		settings,
	});
}

/** The go commands that the Go extension says it runs. */
function goOfExtension({ goExtension, folders }: WorkspaceSetup): string {
	return JSON.stringify([goExtension.go, folders.map((folder) => folder.goExtension.go)]);
}
