import type { PackageEscapes } from '../../analysis/escape/escapeHint.ts';
import { markInstances } from '../../analysis/escape/generics/markInstances.ts';
import { fileStatus, listDirectory } from '../../toolchain/files.ts';
import { join, resolve } from '../../toolchain/paths.ts';
import type { GoContext, NoGo } from '../../world/go/goContext.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import { formatError } from './compileError.ts';
import { baseName, type CompileUnit } from './compileUnit.ts';
import { type Explain, explainOutput, nothingExplained } from '../hints/outputReader.ts';
import { planUnit, type UnitPlan } from './compilePlan.ts';
import { genericFunctionsIn, outputWithInstances, uninstantiated } from './instances.ts';
import { loosePrograms } from './looseFiles.ts';
import { readOpenTexts } from '../../world/packages/packageContent.ts';
import { runList } from './runList.ts';
import { streamPackages } from './streamPackages.ts';

/** What one run over several packages found, for a terminal. */
export interface PatternAnalysis {
	/** The Go of the (first) module. */
	readonly context: GoContext | undefined;
	readonly packages: readonly AnalysedPackage[];
	/** What could not be run at all, one sentence each. */
	readonly problems: readonly string[];
}

export interface AnalysedPackage {
	readonly importPath: string;
	/** One sentence; absent when the package was compiled. */
	readonly error?: string;
	readonly escapes: PackageEscapes;
	/** Absolute path → text, of the files that were compiled. */
	readonly sources: ReadonlyMap<string, string>;
}

export interface PatternRequest {
	/** Absolute. */
	readonly directory: string;
	/** Import paths, patterns with `...`, directories; a directory may lie in another module. */
	readonly patterns: readonly string[];
	readonly tests: boolean;
}

export interface PatternDeps {
	readonly modules: GoModules;
	readonly explain: Explain;
	/**
	 * Is given each package as soon as it can be explained, in an order that is the same for each run, and waited for; the answer then
	 * names the packages only.
	 */
	readonly onPackage?: ((found: AnalysedPackage) => Promise<void>) | undefined;
}

/** Compiles packages as they are on the disk, once for each module that the patterns lie in. */
export async function analysePatterns(
	request: PatternRequest,
	deps: PatternDeps,
	signal: AbortSignal,
): Promise<PatternAnalysis> {
	const packages: AnalysedPackage[] = [];
	const problems: string[] = [];
	let first: GoContext | undefined;
	for (const { context, directory, patterns } of await groupByModule(request, deps.modules, signal)) {
		if (context.kind === 'no-go') {
			problems.push(context.problem);
			continue;
		}
		first ??= context;
		const here = { context, directory, patterns };
		for (const list of context.moduleFile === undefined ? await looseLists(here, problems) : [here]) {
			const { tests } = request;
			const run = { ...list, buffers: new Map<string, string>(), tests, dependencies: false };
			// With tests a package is compiled twice, and only the end tells which of the two counts; loose programs share files.
			const hand = tests || context.moduleFile === undefined ? undefined : deps.onPackage;
			const { ran, left } = hand
				? await streamPackages(run, deps.explain, hand, signal)
				: { ran: await runList(run, signal), left: undefined };
			if (ran.kind === 'failed') {
				problems.push(formatError(ran.error, request.directory));
				continue;
			}
			problems.push(...ran.unmatched.map((error) => `${formatError(error, request.directory)}.`));
			const rest = left && { ...run, patterns: left.flatMap(({ listed: { Dir } }) => Dir ?? []) };
			const explained = await explainUnits(left ?? ran.units, rest ?? run, request.directory, deps.explain, signal);
			if (!hand) {
				packages.push(...explained);
				continue;
			}
			for (const found of explained) if (found.error === undefined) await hand(found);
			// Also of what was handed on: it may turn out to be a part of its package only.
			const errorOf = ({ result }: CompileUnit) =>
				result.kind === 'failed' ? formatError(result.error, request.directory) : undefined;
			packages.push(...ran.units.map((unit) => named(baseName(unit), errorOf(unit))));
		}
	}
	if (!deps.onPackage) return { context: first, packages: withoutRepeated(packages), problems };
	const names: AnalysedPackage[] = [];
	for (const each of withoutRepeated(packages)) {
		// Those that were not handed on while they were compiled.
		if (each.error === undefined && each.sources.size > 0) await deps.onPackage(each);
		names.push(named(each.importPath, each.error));
	}
	return { context: first, packages: names, problems };
}

/** A package of which everything else was handed on. */
function named(importPath: string, error: string | undefined): AnalysedPackage {
	return { importPath, ...(error !== undefined && { error }), escapes: nothingExplained, sources: new Map() };
}

interface List {
	readonly context: GoContext;
	readonly directory: string;
	readonly patterns: readonly string[];
}

/**
 * What the compiler said about the units of a run, as hints.
 *
 * @param root what paths in an error are relative to
 */
export async function explainUnits(
	units: readonly CompileUnit[],
	run: List & { readonly tests: boolean },
	root: string,
	explain: Explain,
	signal: AbortSignal,
): Promise<readonly AnalysedPackage[]> {
	const found: AnalysedPackage[] = [];
	const planFor = createPlanner(units, run, signal);
	for (const unit of units) {
		const importPath = baseName(unit);
		if (unit.result.kind === 'failed') {
			const error = formatError(unit.result.error, root);
			found.push({ importPath, error, escapes: nothingExplained, sources: new Map() });
			continue;
		}
		const { context, directory } = run;
		const sources = await readOpenTexts(unit.files, new Map());
		const { output } = unit.result;
		const plan = uninstantiated(sources, output, directory).length > 0 ? await planFor(unit) : undefined;
		const request = { context, plan, sources, buffers: new Map(), output, directory };
		const compiled = await outputWithInstances(request, signal);
		const reading = explain(sources, { directory: compiled.directory, goVersion: context.version.text });
		const said = await explainOutput(reading, compiled.output, signal);
		const { escapes } = markInstances(said, genericFunctionsIn(sources), compiled.assumed);
		found.push({ importPath, escapes, sources });
	}
	return found;
}

/** Plans units of a run, for which what they depend on has to be listed: once, and only when a plan is wanted. */
function createPlanner(
	units: readonly CompileUnit[],
	{ context, directory, patterns, tests }: List & { readonly tests: boolean },
	signal: AbortSignal,
): (unit: CompileUnit) => Promise<UnitPlan | undefined> {
	let listing: ReturnType<typeof runList> | undefined;
	return async (unit) => {
		const some =
			units.length === 1 ? patterns : units.flatMap(({ listed }) => (listed.Dir === undefined ? [] : [listed.Dir]));
		const wanted = context.moduleFile === undefined ? patterns : [...new Set(some)];
		const request = { context, directory, patterns: wanted, buffers: new Map(), tests, dependencies: true };
		const ran = await (listing ??= runList(request, signal));
		if (ran.kind === 'failed') return undefined;
		const same = ran.units.find(({ importPath }) => importPath === unit.importPath);
		return same && planUnit(same, ran.listed, context);
	};
}

/** Without a module a directory is no pattern: its programs and packages are compiled file by file, each by itself. */
async function looseLists({ context, directory, patterns }: List, problems: string[]): Promise<readonly List[]> {
	const lists: List[] = [];
	const others: string[] = [];
	for (const pattern of patterns) {
		const path = resolve(directory, pattern.replace(/[/\\]?\.\.\.$/, ''));
		if ((await fileStatus(path))?.kind !== 'directory') {
			others.push(pattern);
			continue;
		}
		const programs = loosePrograms(await readOpenTexts(await goFilesIn(path), new Map()), context);
		for (const program of programs) lists.push({ context, directory: path, patterns: program });
		if (pattern.endsWith('...') && (await hasGoBelow(path))) {
			problems.push(`${path}: there is no go.mod here, so directories below are left out: name them.`);
		} else if (programs.length === 0) {
			problems.push(`${path}: there is no go.mod here, and there are no Go files that are built.`);
		}
	}
	return others.length === 0 ? lists : [...lists, { context, directory, patterns: others }];
}

async function goFilesIn(directory: string): Promise<readonly string[]> {
	const names = (await listDirectory(directory)).map(({ name }) => name);
	return names.filter((name) => name.endsWith('.go')).map((name) => join(directory, name));
}

async function hasGoBelow(directory: string): Promise<boolean> {
	for (const { name, kind } of await listDirectory(directory)) {
		if (kind === 'directory' && (await goFilesIn(join(directory, name))).length > 0) return true;
	}
	return false;
}

/** What several programs of a directory share is told once. */
function withoutRepeated(packages: readonly AnalysedPackage[]): readonly AnalysedPackage[] {
	const told = new Set<string>();
	return packages.map((each) => {
		const { escapes, sources } = each;
		const isNew = ({ file }: { readonly file: string }) => !told.has(file);
		const { hints, functions, notes } = escapes;
		const kept = { hints: hints.filter(isNew), functions: functions.filter(isNew), notes: notes.filter(isNew) };
		for (const file of sources.keys()) told.add(file);
		return { ...each, escapes: { ...escapes, ...kept } };
	});
}

interface Group {
	readonly context: GoContext | NoGo;
	/** The working directory of the run. */
	readonly directory: string;
	readonly patterns: string[];
}

async function groupByModule(
	request: PatternRequest,
	modules: GoModules,
	signal: AbortSignal,
): Promise<readonly Group[]> {
	const groups = new Map<string, Group>();
	for (const pattern of request.patterns.length === 0 ? ['.'] : request.patterns) {
		const place = await placeOf(pattern, request.directory);
		const context = await modules.contextOfDirectory(place.directory, signal);
		const here = await modules.contextOfDirectory(request.directory, signal);
		const elsewhere = context.directory !== here.directory;
		const directory = elsewhere ? place.directory : request.directory;
		const group = groups.get(directory) ?? { context, directory, patterns: [] };
		group.patterns.push(elsewhere ? place.pattern : place.written);
		groups.set(directory, group);
	}
	return [...groups.values()];
}

/** A pattern that names a directory means what is in it; the root of a module means all of the module. */
async function placeOf(pattern: string, from: string) {
	const path = pattern.replace(/[/\\]?\.\.\.$/, '');
	const directory = resolve(from, path);
	if ((await fileStatus(directory))?.kind !== 'directory') return { directory: from, pattern, written: pattern };
	const isRoot = (await fileStatus(join(directory, 'go.mod'))) !== undefined;
	const all = path !== pattern || (isRoot && directory !== from);
	const written = /^(\.|\/|[A-Za-z]:)/.test(pattern) ? pattern : `./${pattern}`;
	return { directory, pattern: all ? './...' : '.', written };
}
