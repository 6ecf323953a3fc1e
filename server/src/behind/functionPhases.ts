/** The passes of the compiler over one function. */
import { createPhaseReader, type SsaPhases } from '../analysis/ssa/phaseReader.ts';
import { escapeImportPath } from '../analysis/linker/symbolName.ts';
import { withTemporaryDirectory } from '../toolchain/temporaryDirectory.ts';
import { formatError } from '../escape/runs/compileError.ts';
import { runUnit } from '../escape/runs/runUnit.ts';
import type { GoContext } from '../world/go/goContext.ts';
import { assemblyOf, type FunctionOfPackage, locateFunction } from './functionAssembly.ts';
import { asSentence, type Asker } from './packageUnit.ts';
import { BehindProblem } from './problem.ts';

export interface FunctionPhases extends SsaPhases {
	readonly context: GoContext;
	readonly importPath: string;
	/** As the compiler names it, without the package: `F`, `(*T).M`, `G[go.shape.int]`. */
	readonly name: string;
	/** Absolute path and 1-based line of the declaration; undefined for what the compiler made. */
	readonly declared: { readonly path: string; readonly line: number } | undefined;
}

/** Milliseconds. */
const timeout = 5 * 60_000;

/** @throws BehindProblem when there is no such function, or no code was made of it */
export async function functionPhases(written: string, asker: Asker, signal: AbortSignal): Promise<FunctionPhases> {
	return phasesOf(await locateFunction(written, asker, signal), asker, signal);
}

/** The same for a function that was found. @throws BehindProblem when no code was made of it */
export async function phasesOf(
	{ unit, found, written: asked }: FunctionOfPackage,
	asker: Asker,
	signal: AbortSignal,
): Promise<FunctionPhases> {
	const { context, importPath, plan } = unit;
	if (!plan) {
		throw new BehindProblem(
			'The package can only be compiled by the go command (cgo, a profile, or an instrumented build), which does not show the passes.',
		);
	}
	const symbols = async () => {
		const { functions } = await assemblyOf(unit, found, found?.generic ? found.name : asked, asker, signal);
		return functions.map(({ symbol }) => symbol.slice(escapeImportPath(importPath).length + 1));
	};
	// The instances of a generic function are named by what they are compiled for.
	const shapes = found?.generic ? await symbols() : [];
	const closure =
		found && asked !== found.name && /[.-](?:func|range|gowrap|deferwrap)\d/.test(asked) ? asked : undefined;
	const name = shapes.find((shape) => shape.includes('go.shape.')) ?? shapes[0] ?? closure ?? found?.name ?? asked;
	const reader = createPhaseReader();
	const ran = await withTemporaryDirectory((temporary) => {
		const environment = { GOSSAFUNC: `${importPath}.${name}+`, GOSSADIR: temporary };
		const onLine = (line: string) => {
			reader.line(line);
			return undefined;
		};
		return runUnit({ context, plan, buffers: asker.buffers, flags: [], environment, timeout, onLine }, signal);
	});
	if (ran.kind === 'failed') {
		throw new BehindProblem(asSentence(`The package does not compile: ${formatError(ran.error, asker.directory)}`));
	}
	if (ran.kind !== 'compiled') throw new BehindProblem('The compiler could not be run by itself for this package.');
	const read = reader.end();
	if (read.phases.length === 0) {
		// Says why there is no code.
		await symbols();
		throw new BehindProblem(`The compiler said nothing about the passes over ${name}.`);
	}
	const declared = found && {
		path: found.path,
		line: found.file.text.slice(0, found.declaration.span.start).split('\n').length,
	};
	return { ...read, context, importPath, name, declared };
}
