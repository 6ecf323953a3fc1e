import type { PackageEscapes } from '../../analysis/escape/escapeHint.ts';
import { markInstances } from '../../analysis/escape/generics/markInstances.ts';
import type { ListedPackage } from '../../toolchain/goCommand.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { type CompileError, type CompileFailure, compileFailure, formatError } from './compileError.ts';
import { planHeader, planUnit, reachedPackages, type UnitPlan } from './compilePlan.ts';
import { baseName, type CompileUnit, goFiles } from './compileUnit.ts';
import { type Explain, explainOutput } from '../hints/outputReader.ts';
import { filesTogether } from './looseFiles.ts';
import { type OpenTexts, type PackageContent, readOpenTexts } from '../../world/packages/packageContent.ts';
import { genericFunctionsIn, outputWithInstances } from './instances.ts';
import { runCompiler } from './runCompiler.ts';
import { runList } from './runList.ts';

export interface PackageRequest {
	readonly context: GoContext;
	/** The directory of the package, absolute. */
	readonly directory: string;
	readonly content: PackageContent;
	readonly open: OpenTexts;
	/** Texts of that directory that differ from the disk: of other packages, what is saved counts. */
	readonly unsaved: OpenTexts;
	/** The file that somebody looks at: decides which files belong together where there is no module. */
	readonly file: string;
	readonly explain: Explain;
}

/** What one run said about a package. */
export interface PackageAnalysis {
	readonly units: readonly AnalysedUnit[];
	/** Files whose hints could not be renewed, with the reason as one sentence. */
	readonly problems: ReadonlyMap<string, string>;
	/** The first of them; empty when there is none. */
	readonly problem: string;
	/** Why the package does not compile; undefined when it does. */
	readonly failure: CompileFailure | undefined;
	/** Files that only the next full run can speak about again. */
	readonly left: ReadonlySet<string>;
	/** For the next run; `undefined` when nothing could be listed. */
	readonly plan: PackagePlan | undefined;
}

export interface AnalysedUnit {
	readonly sources: ReadonlyMap<string, string>;
	readonly escapes: PackageEscapes;
}

export interface PlannedUnit {
	readonly files: readonly string[];
	/** `undefined` when only the go command can compile it. */
	readonly plan: UnitPlan | undefined;
	/** External tests: nothing else depends on them. */
	readonly external: boolean;
	readonly failed: boolean;
	/** Its generic functions that are compiled for chosen types, and those that cannot be; by {@link genericKey}. */
	readonly assumed: ReadonlySet<string>;
	readonly silent: ReadonlySet<string>;
}

/** What a full run found out, so that the next edit needs only the compiler. */
export interface PackagePlan {
	readonly units: readonly PlannedUnit[];
	/** Of the content that the full run saw. */
	readonly hashes: ReadonlyMap<string, string>;
	/** Of each file of the units, see {@link planHeader}. */
	readonly headers: ReadonlyMap<string, string>;
	readonly importPath: string;
	/** All that the package reaches, by the import paths of the build and by those that its files write. */
	readonly dependencies: ReadonlyMap<string, Dependency>;
}

/** A package that another one is compiled with. */
export interface Dependency {
	readonly directory: string;
	/** Absolute paths of the Go files that are built. */
	readonly files: readonly string[];
}

const nothing: ReadonlySet<string> = new Set();

/** The full run: the go command compiles the package, its tests included when a test file is open. */
export async function analyseFully(request: PackageRequest, signal: AbortSignal): Promise<PackageAnalysis> {
	const { context, directory, open, unsaved } = request;
	const tests = [...open.keys()].some((path) => dirname(path) === directory && path.endsWith('_test.go'));
	const patterns = context.moduleFile === undefined ? await looseFiles(request) : ['.'];
	const list = {
		context,
		directory,
		patterns,
		buffers: outsideModuleCache(unsaved, context),
		tests,
		dependencies: true,
	};
	const ran = await runList(list, signal);
	if (ran.kind === 'failed') return failedEverywhere(request, ran.error);
	const problems = new Map<string, string>();
	const units: AnalysedUnit[] = [];
	const planned: PlannedUnit[] = [];
	for (const unit of ran.units) {
		const plan = await planUnit(unit, ran.listed, context);
		const { files } = unit;
		const external = unit.listed.ForTest !== undefined && baseName(unit) !== unit.listed.ForTest;
		if (unit.result.kind === 'failed') {
			for (const file of files) problems.set(file, spell(unit.result.error, context));
			planned.push({ files, plan, external, failed: true, assumed: nothing, silent: nothing });
			continue;
		}
		const sources = await readOpenTexts(files, open);
		const compiled = await outputWithInstances(
			{ context, plan, sources, buffers: list.buffers, output: unit.result.output, directory },
			signal,
		);
		const reading = request.explain(sources, { directory: compiled.directory, goVersion: context.version.text });
		const found = await explainOutput(reading, compiled.output, signal);
		const { escapes, silent } = markInstances(found, genericFunctionsIn(sources), compiled.assumed);
		units.push({ sources, escapes });
		planned.push({ files, plan: compiled.plan, external, failed: false, assumed: compiled.assumed, silent });
	}
	for (const file of request.content.hashes.keys()) {
		if (ran.units.some((unit) => unit.listed.IgnoredGoFiles?.some((name) => join(directory, name) === file))) {
			problems.set(file, notBuilt(context));
		}
	}
	const failed = ran.units.find((unit) => unit.result.kind === 'failed')?.result;
	const said = failureOf(failed?.kind === 'failed' ? failed.error : undefined, context);
	return {
		units,
		problems,
		...said,
		left: new Set(),
		plan: await planPackage(request, planned, ran.units, ran.listed),
	};
}

/**
 * The fast run: the compiler alone, for the unit that holds every edit made since the full run. `undefined` when the
 * edits are of a kind that only a full run can answer.
 */
export async function analyseQuickly(
	request: PackageRequest,
	plan: PackagePlan,
	signal: AbortSignal,
): Promise<PackageAnalysis | undefined> {
	const { context, content, open, unsaved } = request;
	const edited = [...content.hashes].filter(([file, hash]) => plan.hashes.get(file) !== hash).map(([file]) => file);
	if (plan.hashes.size !== content.hashes.size || edited.length === 0) return undefined;
	const unit = plan.units.find(({ files }) => edited.every((file) => files.includes(file)));
	if (unit?.plan === undefined) return undefined;
	const sources = await readOpenTexts(edited, open);
	for (const [file, text] of sources) if (planHeader(text) !== plan.headers.get(file)) return undefined;
	const reading = await beginReading(request, unit.files, unit.plan.directory);
	const buffers = outsideModuleCache(unsaved, context);
	const generic = genericFunctionsIn(reading.sources);
	// What was not known to be generic, the full run may find instances for.
	if (unit.failed && generic.length > 0) return undefined;
	const ran = await runCompiler({ context, plan: unit.plan, buffers, onLine: reading.explanation.feed }, signal);
	if (ran.kind === 'unplanned' || ran.kind === 'rejected') return undefined;
	const others = plan.units.filter((other) => other !== unit && (other.failed || !unit.external));
	const left = new Set(others.flatMap(({ files }) => files));
	if (ran.kind === 'failed') {
		const said = failureOf(ran.error, context);
		const problems = new Map(unit.files.map((file) => [file, said.problem]));
		return { units: [], problems, ...said, left, plan };
	}
	const found = await reading.explanation.escapes(signal);
	const { escapes, silent } = markInstances(found, generic, unit.assumed);
	if ([...silent].some((key) => !unit.silent.has(key))) return undefined;
	return {
		units: [{ sources: reading.sources, escapes }],
		problems: new Map(),
		...failureOf(undefined, context),
		left,
		plan,
	};
}

async function beginReading({ context, open, explain }: PackageRequest, files: readonly string[], directory: string) {
	const sources = await readOpenTexts(files, open);
	return { sources, explanation: explain(sources, { directory, goVersion: context.version.text }) };
}

async function planPackage(
	{ content, open }: PackageRequest,
	planned: readonly PlannedUnit[],
	units: readonly CompileUnit[],
	listed: readonly ListedPackage[],
): Promise<PackagePlan> {
	const sources = await readOpenTexts([...new Set(units.flatMap((unit) => unit.files))], open);
	const reached = units.flatMap((unit) => reachedPackages(unit.listed, listed));
	return {
		units: planned,
		hashes: content.hashes,
		headers: new Map([...sources].map(([file, text]) => [file, planHeader(text)])),
		importPath: units[0] ? baseName(units[0]) : '',
		dependencies: dependenciesOf(units, reached),
	};
}

function dependenciesOf(units: readonly CompileUnit[], reached: readonly ListedPackage[]) {
	const dependencies = new Map<string, Dependency>();
	for (const each of reached) {
		const directory = each.Dir ?? '';
		dependencies.set(baseName({ importPath: each.ImportPath }), { directory, files: goFiles(each) });
	}
	for (const [written, resolved] of units.flatMap(({ listed }) => Object.entries(listed.ImportMap ?? {}))) {
		const dependency = dependencies.get(baseName({ importPath: resolved }));
		if (dependency) dependencies.set(written, dependency);
	}
	return dependencies;
}

async function looseFiles({ content, open, file, context }: PackageRequest): Promise<readonly string[]> {
	return filesTogether(file, await readOpenTexts([...content.hashes.keys()], open), context);
}

/** The go command refuses to replace files of the module cache. */
function outsideModuleCache(texts: OpenTexts, { moduleCache }: GoContext): OpenTexts {
	return new Map([...texts].filter(([path]) => moduleCache === '' || !path.startsWith(moduleCache)));
}

function failedEverywhere({ content, context }: PackageRequest, error: CompileError): PackageAnalysis {
	const said = failureOf(error, context);
	const problems = new Map([...content.hashes.keys()].map((file) => [file, said.problem]));
	return { units: [], problems, ...said, left: new Set(), plan: undefined };
}

function failureOf(error: CompileError | undefined, context: GoContext) {
	if (error === undefined) return { problem: '', failure: undefined };
	const failure = compileFailure(error, context.directory);
	return { problem: failure.text, failure };
}

function spell(error: CompileError, context: GoContext): string {
	return formatError(error, context.directory);
}

function notBuilt({ goos, goarch, tags }: GoContext): string {
	const with_ = tags.length === 0 ? '' : ` with the tags ${tags.join(', ')}`;
	return `This file is not built for ${goos}/${goarch}${with_}.`;
}
