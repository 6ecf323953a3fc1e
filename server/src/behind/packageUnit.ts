/** The package that a question is about: its files, and how the compiler is run for it. */
import type { GoFile } from '../analysis/source/goFile.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import type { ListedPackage } from '../toolchain/goCommand.ts';
import { listDirectory } from '../toolchain/files.ts';
import { join } from '../toolchain/paths.ts';
import type { Toolchain } from '../toolchain/toolchain.ts';
import { formatError } from '../escape/runs/compileError.ts';
import { planUnit, type UnitPlan } from '../escape/runs/compilePlan.ts';
import { baseName, type CompileUnit } from '../escape/runs/compileUnit.ts';
import { loosePrograms } from '../escape/runs/looseFiles.ts';
import { runList } from '../escape/runs/runList.ts';
import { chosenContext, type GoChoice } from '../world/go/chosenGo.ts';
import type { GoContext } from '../world/go/goContext.ts';
import type { GoSettings } from '../world/go/goSettings.ts';
import { readOpenTexts } from '../world/packages/packageContent.ts';
import type { AskedPlace } from '../world/packages/askedPlace.ts';
import { BehindProblem } from './problem.ts';

/** Who asks: where from, and with what. */
export interface Asker {
	/** The working directory, absolute. */
	readonly directory: string;
	readonly settings: GoSettings;
	readonly toolchain: Toolchain;
	readonly choice: GoChoice;
	/** Unsaved texts: absolute path → text. */
	readonly buffers: ReadonlyMap<string, string>;
}

export interface PackageUnit {
	readonly context: GoContext;
	/** What the package is called in symbols; `main` for a command. */
	readonly importPath: string;
	/** The directory of the package, absolute. */
	readonly directory: string;
	/** The files that are built, with unsaved texts. */
	readonly files: ReadonlyMap<string, GoFile>;
	/** Undefined when only the go command can compile it. */
	readonly plan: UnitPlan | undefined;
	readonly listed: ListedPackage;
	/** All packages of the build, those that the unit depends on included. */
	readonly all: readonly ListedPackage[];
	/** For a further run of the go command: its working directory, and what names the package there. */
	readonly run: { readonly directory: string; readonly patterns: readonly string[]; readonly tests: boolean };
}

/** The context of a place under the asker's choice. @throws BehindProblem */
export async function contextOfPlace(place: AskedPlace, asker: Asker, signal: AbortSignal): Promise<GoContext> {
	const context = await chosenContext(place.directory, asker.choice, asker, signal);
	if (typeof context === 'string') throw new BehindProblem(context);
	return context;
}

/**
 * Lists a package with all that it depends on, each compiled; what did not change comes out of the build cache that `go build` fills.
 *
 * @param tests with its test files, and its external tests as a unit of their own
 * @throws BehindProblem when it cannot be listed at all, or when no unit of it compiles
 */
export async function listPackage(
	place: AskedPlace,
	context: GoContext,
	asker: Asker,
	signal: AbortSignal,
	tests = false,
): Promise<readonly PackageUnit[]> {
	const { directory, pattern } = place;
	const loose = context.moduleFile === undefined && pattern === '.';
	const runs = loose ? await looseRuns(directory, context) : [[pattern]];
	if (runs.length === 0) throw new BehindProblem(`There are no Go files in ${directory}.`, 'no-package');
	const units: PackageUnit[] = [];
	let problem: string | undefined;
	const doesNotCompile = 'The package does not compile: ';
	for (const patterns of runs) {
		const run = { directory, patterns, tests };
		const list = { context, ...run, buffers: asker.buffers, dependencies: true, compilerFlags: '' };
		const ran = await runList(list, signal);
		if (ran.kind === 'failed') {
			problem ??= formatError(ran.error, asker.directory);
			continue;
		}
		for (const unit of ran.units) {
			if (unit.result.kind === 'failed') {
				const error = formatError(unit.result.error, asker.directory);
				problem ??= isMissing(error) ? error : doesNotCompile + error;
			} else units.push(await openUnit(unit, ran.listed, context, asker, run));
		}
		problem ??= ran.unmatched[0] && formatError(ran.unmatched[0], asker.directory);
	}
	if (units.length > 0) return units;
	const said = asSentence(problem ?? `The go command finds no package ${pattern}`);
	throw new BehindProblem(said, isMissing(said) ? 'no-package' : 'other');
}

/** By the words of the go command, Go 1.21 to 1.27. */
function isMissing(text: string): boolean {
	return /^no (?:non-test )?Go files in|is not in std|^no required module provides|cannot find (?:module|package)|^malformed import path|build constraints exclude all/.test(
		text,
	);
}

/** Ends with a period. */
export function asSentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

async function openUnit(
	unit: CompileUnit,
	all: readonly ListedPackage[],
	context: GoContext,
	asker: Asker,
	run: PackageUnit['run'],
): Promise<PackageUnit> {
	const texts = await readOpenTexts(unit.files, asker.buffers);
	return {
		context,
		importPath: unit.listed.Name === 'main' ? 'main' : baseName(unit),
		directory: unit.listed.Dir ?? run.directory,
		files: new Map([...texts].map(([path, text]) => [path, scanGoFile(text)])),
		plan: await planUnit(unit, all, context),
		listed: unit.listed,
		all,
		run,
	};
}

/** Without a module each program of a directory is compiled by itself. */
async function looseRuns(directory: string, context: GoContext): Promise<readonly (readonly string[])[]> {
	const names = (await listDirectory(directory)).map(({ name }) => name).filter((name) => name.endsWith('.go'));
	const paths = names.map((name) => join(directory, name));
	return loosePrograms(await readOpenTexts(paths, new Map()), context);
}
