import type { GoContext, NoGo } from '../world/go/goContext.ts';
import type { PackageAnalysis, PackagePlan } from './runs/analysePackage.ts';
import type { AnalysedPackage } from './runs/analysePatterns.ts';
import type { CompileFailure } from './runs/compileError.ts';
import { type FileEscapes, nothingKnown } from './hints/fileEscapes.ts';
import { createKeptHints, type KeptHints } from './hints/keptHints.ts';

/** What is known of one package, and what is going on for it. */
export interface PackageState {
	readonly directory: string;
	readonly kept: KeptHints;
	/** Waiting for a pause in typing. */
	timer: NodeJS.Timeout | undefined;
	/** The run whose answer counts. */
	run: AbortController | undefined;
	/** All runs that have not ended, those that were cancelled included. */
	readonly running: Set<AbortController>;
	context: GoContext | NoGo | undefined;
	/** The text was changed since the last run. */
	outdated: boolean;
	/** When a text was changed the last time, by `Date.now`. */
	edited: number;
	/** One sentence; empty when all is well. */
	readonly problem: string;
	/** Why it does not compile; undefined when it does, or when nothing could be run at all. */
	readonly failure: CompileFailure | undefined;
	/** Empty until a full run named it. */
	readonly importPath: string;
	/** What the last full run left for runs of the compiler alone; `undefined` when there was none. */
	readonly plan: PackagePlan | undefined;
	/** True when the package depends on the one in a directory, as far as its last full run knew. */
	reaches(directory: string): boolean;
	/** False when the last run saw the same Go and the same texts, and spoke about everything that is open. */
	needsRun(context: GoContext, key: string, open: readonly string[]): boolean;
	/** What a run of the compiler by itself needs; `undefined` when a full run is due. */
	planFor(context: GoContext, key: string, open: readonly string[]): PackagePlan | undefined;
	/** Takes over the result of a run; answers how many lines of output nobody understood. */
	accept(analysis: PackageAnalysis, seen: SeenContent): number;
	/**
	 * Takes over what a run over the whole module said about it. Of a package with open files only the name is taken: it has runs of its
	 * own, and its texts may have changed meanwhile.
	 */
	acceptFromModule(found: AnalysedPackage, context: GoContext, isOpen: boolean): void;
	/** A run over the whole module spoke about it: it is kept while no file of it is open. */
	readonly ofModule: boolean;
	/** Nothing could be run at all, for a reason that holds for all files. */
	block(problem: string): void;
	/** The next run is a full one, whatever the texts say. */
	forgetPlan(): void;
	escapes(path: string): FileEscapes;
}

export interface SeenContent {
	readonly context: GoContext;
	readonly key: string;
	readonly open: readonly string[];
	readonly files: ReadonlyMap<string, string>;
}

export function createPackageState(directory: string): PackageState {
	const kept = createKeptHints();
	let plan: PackagePlan | undefined;
	let key = '';
	let coversTests = false;
	let problems: ReadonlyMap<string, string> = new Map();
	let left: ReadonlySet<string> = new Set();
	let problem = '';
	let failure: CompileFailure | undefined;
	let blocked = '';
	let name = '';

	const isLeftOut = (open: readonly string[]) => {
		return open.some((file) => left.has(file) || (isTestFile(file) && !coversTests));
	};

	const state: PackageState = {
		directory,
		kept,
		timer: undefined,
		run: undefined,
		running: new Set(),
		context: undefined,
		outdated: false,
		edited: 0,
		get problem() {
			return blocked || problem;
		},
		get plan() {
			return plan;
		},
		get failure() {
			return blocked === '' ? failure : undefined;
		},
		get importPath() {
			return plan?.importPath || name;
		},
		reaches: (other) => [...(plan?.dependencies.values() ?? [])].some((dependency) => dependency.directory === other),
		needsRun(context, now, open) {
			if (state.context !== context || now !== key || isLeftOut(open)) return true;
			state.outdated = false;
			return false;
		},
		planFor(context, now, open) {
			// The same text once more: what the fast run left out is wanted now.
			const due = state.context !== context || now === key || (!coversTests && open.some(isTestFile));
			return due ? undefined : plan;
		},
		accept(analysis, seen) {
			({ plan, problems, left, problem, failure } = analysis);
			blocked = '';
			key = seen.key;
			coversTests = seen.open.some(isTestFile);
			state.context = seen.context;
			state.outdated = false;
			kept.keepOnly(new Set(seen.files.keys()));
			for (const { sources, escapes } of analysis.units) kept.replace(sources, escapes);
			return analysis.units.reduce((sum, unit) => sum + unit.escapes.unknown.length, 0);
		},
		get ofModule() {
			return name !== '';
		},
		acceptFromModule({ importPath, error = '', sources, escapes }, context, isOpen) {
			name = importPath;
			if (isOpen) return;
			problem = error;
			state.context = context;
			state.outdated = false;
			key = '';
			if (error !== '') return;
			kept.keepOnly(new Set(sources.keys()));
			kept.replace(sources, escapes);
		},
		block(reason) {
			blocked = reason;
			key = '';
		},
		forgetPlan() {
			plan = undefined;
			key = '';
		},
		escapes(path) {
			const problem = blocked || (problems.get(path) ?? '');
			const known = kept.of(path);
			if (known === undefined) return { ...nothingKnown, problem };
			const stale = state.outdated || problem !== '' || left.has(path);
			const { hints, functions, notes } = known;
			return { hints, functions, notes, state: stale ? 'stale' : 'fresh', problem };
		},
	};
	return state;
}

function isTestFile(path: string): boolean {
	return path.endsWith('_test.go');
}
