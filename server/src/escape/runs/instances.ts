/** Compiles generic functions that nothing in their package instantiates: for types that stand for all that they may be given. */
import {
	type GenericFunction,
	genericFunctionsOf,
	withoutInstance,
} from '../../analysis/escape/generics/genericFunctions.ts';
import { genericKey } from '../../analysis/escape/generics/markInstances.ts';
import { instanceFileFor, instanceFileName } from '../../analysis/escape/generics/instanceFile.ts';
import { createLineFilter } from '../../analysis/escape/neededLines.ts';
import { createPathResolver } from '../../analysis/escape/outputPaths.ts';
import type { GoFile } from '../../analysis/source/goFile.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { join } from '../../toolchain/paths.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import type { UnitPlan } from './compilePlan.ts';
import { runCompiler } from './runCompiler.ts';

interface InstanceRequest {
	readonly context: GoContext;
	readonly plan: UnitPlan;
	/** Absolute path → text, of the files of the unit. */
	readonly sources: ReadonlyMap<string, string>;
	/** Unsaved texts. */
	readonly buffers: ReadonlyMap<string, string>;
	/** Those that have no instance. */
	readonly functions: readonly GenericFunction[];
}

interface CompiledInstances {
	/** The plan of the unit together with its instances. */
	readonly plan: UnitPlan;
	/** Lines of `-m=2` about the whole unit; paths are absolute or relative to the directory of the plan. */
	readonly output: string;
}

export interface OutputRequest extends Omit<InstanceRequest, 'plan' | 'functions'> {
	/** `undefined` when only the go command can compile the unit. */
	readonly plan: UnitPlan | undefined;
	/** What the go command printed about it, and the directory that paths in there are relative to. */
	readonly output: string;
	readonly directory: string;
}

export interface UnitOutput {
	readonly plan: UnitPlan | undefined;
	readonly output: string;
	readonly directory: string;
	/** The functions that were compiled for chosen types, by {@link genericKey}. */
	readonly assumed: ReadonlySet<string>;
}

/** The output about a unit, its uninstantiated generic functions included as far as they can be compiled. */
export async function outputWithInstances(request: OutputRequest, signal: AbortSignal): Promise<UnitOutput> {
	const { plan, output, directory, sources } = request;
	const functions = plan ? uninstantiated(sources, output, directory) : [];
	const compiled =
		plan && functions.length > 0 ? await compileInstances({ ...request, plan, functions }, signal) : undefined;
	signal.throwIfAborted();
	if (!plan || !compiled) return { plan, output, directory, assumed: new Set() };
	return { ...compiled, directory: plan.directory, assumed: new Set(functions.map(genericKey)) };
}

/** The generic functions of files: absolute path → text. */
export function genericFunctionsIn(sources: ReadonlyMap<string, string>): readonly GenericFunction[] {
	return mayBeGeneric(sources) ? genericFunctionsOf(scanned(sources)) : [];
}

/** False for most packages, which then need no scan after each edit. */
function mayBeGeneric(sources: ReadonlyMap<string, string>): boolean {
	for (const text of sources.values()) if (/^func (?:[\p{L}\p{N}_]+\[|\([^)\n]*\[)/mu.test(text)) return true;
	return false;
}

/** The generic functions of a unit that its compiler output says nothing about. `directory`: what paths in the output are relative to. */
export function uninstantiated(
	sources: ReadonlyMap<string, string>,
	output: string,
	directory: string,
): readonly GenericFunction[] {
	if (!mayBeGeneric(sources)) return [];
	const files = scanned(sources);
	return withoutInstance(genericFunctionsOf(files), files, output, createPathResolver(directory, sources.keys()));
}

/** Rounds of leaving out what does not compile. The compiler stops after ten errors. */
const mostRounds = 12;

/** Compiles the unit with instances of the functions; `undefined` when none of them compiles. */
async function compileInstances(
	{ context, plan, sources, buffers, functions }: InstanceRequest,
	signal: AbortSignal,
): Promise<CompiledInstances | undefined> {
	const files = scanned(sources);
	const path = join(plan.directory, instanceFileName);
	const rejected = new Set<string>();
	for (let round = 0; round < mostRounds; round++) {
		const file = instanceFileFor(functions, files, rejected);
		if (file === undefined) return undefined;
		const withFile = { ...plan, made: new Map([[path, file.text]]) };
		const isNeeded = createLineFilter();
		const lines: string[] = [];
		const onLine = (line: string) => {
			if (isNeeded(line)) lines.push(line);
		};
		const ran = await runCompiler({ context, plan: withFile, buffers, onLine }, signal);
		if (ran.kind === 'compiled') return { plan: withFile, output: lines.join('\n') };
		if (ran.kind !== 'rejected') return undefined;
		const before = rejected.size;
		for (const line of ran.lines) rejected.add(file.instances.get(line) ?? '');
		if (rejected.size === before) return undefined;
	}
	return undefined;
}

function scanned(sources: ReadonlyMap<string, string>): ReadonlyMap<string, GoFile> {
	return new Map([...sources].map(([path, text]) => [path, scanGoFile(text)]));
}
