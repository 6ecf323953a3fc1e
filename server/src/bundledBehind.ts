/** The commands about one function or type, with what they need. Loaded when one of them is run. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BinaryReport } from './analysis/binary/binaryReport.ts';
import type { RuntimeCallTable } from './analysis/machine/runtimeCalls.ts';
import { readBinaryFile } from './behind/binaryFile.ts';
import { functionAbi } from './behind/functionAbi.ts';
import { functionAssembly } from './behind/functionAssembly.ts';
import { functionTrace } from './behind/functionTrace.ts';
import type { Asker } from './behind/packageUnit.ts';
import { functionPhases } from './behind/functionPhases.ts';
import { typeLayout } from './behind/typeLayout.ts';
import { BehindProblem } from './behind/problem.ts';
import type { Invocation } from './cli/arguments.ts';
import { runAbi } from './cli/behind/abiCommand.ts';
import { runAsm } from './cli/behind/asmCommand.ts';
import type { BehindOptions } from './cli/behind/behindOptions.ts';
import { runLayout } from './cli/behind/layoutCommand.ts';
import { runSsa } from './cli/behind/ssaCommand.ts';
import { runTrace } from './cli/behind/traceCommand.ts';
import type { ExitCode } from './cli/exitCode.ts';
import { CannotRun, type Terminal } from './cli/terminal.ts';
import type { Toolchain } from './toolchain/toolchain.ts';
import { createBundledData } from './world/build/bundledData.ts';

/** @throws CannotRun when the question cannot be answered */
export async function runBehind(
	{ command, options }: Invocation & { kind: 'behind' },
	{ terminal, toolchain }: { readonly terminal: Terminal; readonly toolchain: Toolchain },
	signal: AbortSignal,
): Promise<ExitCode> {
	const { directory, environment } = terminal;
	const settings = { path: '', allowDownloads: false, extension: {}, folders: [], environment };
	const askerOf = (choice: BehindOptions): Asker => ({ directory, settings, toolchain, choice, buffers: new Map() });
	try {
		switch (command) {
			case 'asm':
				return await runAsm(
					options,
					{ terminal, assemble: (asked) => functionAssembly(asked.target, askerOf(asked), signal), runtimeCalls },
					signal,
				);
			case 'abi':
				return await runAbi(
					options,
					{ terminal, place: (asked) => functionAbi(asked.target, askerOf(asked), signal) },
					signal,
				);
			case 'layout':
				return await runLayout(
					options,
					{ terminal, lay: (asked) => typeLayout(asked.target, askerOf(asked), signal) },
					signal,
				);
			case 'ssa':
				return await runSsa(
					options,
					{ terminal, pass: (asked) => functionPhases(asked.target, askerOf(asked), signal) },
					signal,
				);
			case 'trace':
				return await runTrace(
					options,
					{
						terminal,
						trace: (asked) => functionTrace(asked.target, asked.binary ?? './PROGRAM', askerOf(asked), signal),
					},
					signal,
				);
		}
	} catch (error) {
		if (error instanceof BehindProblem) throw new CannotRun(error.message);
		throw error;
	}
}

/** @throws CannotRun with a sentence for what is no program */
export async function readBinaryOf(file: string, { directory }: Terminal): Promise<BinaryReport> {
	try {
		return await readBinaryFile(resolve(directory, file), file);
	} catch (error) {
		if (error instanceof BehindProblem) throw new CannotRun(error.message);
		throw error;
	}
}

/**
 * The table that is shipped.
 *
 * @throws CannotRun when it is missing or damaged
 */
async function runtimeCalls(): Promise<RuntimeCallTable> {
	let problem = '';
	// The sources and the bundles both lie one directory beside data/.
	const directory = fileURLToPath(new URL('../data', import.meta.url));
	const table = await createBundledData(directory, (sentence) => (problem = sentence)).runtimeCalls();
	if (table) return table;
	throw new CannotRun(problem);
}
