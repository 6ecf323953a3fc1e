/** The commands about one function or type, with what they need. Loaded when one of them is run. */
import { fileURLToPath } from 'node:url';
import { readRuntimeCalls, type RuntimeCallTable } from './analysis/machine/runtimeCalls.ts';
import { functionAbi } from './behind/functionAbi.ts';
import { functionAssembly } from './behind/functionAssembly.ts';
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
import type { ExitCode } from './cli/exitCode.ts';
import { CannotRun, type Terminal } from './cli/terminal.ts';
import { readText } from './toolchain/files.ts';
import type { Toolchain } from './toolchain/toolchain.ts';
import { Unusable } from './toolchain/unusable.ts';

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
		}
	} catch (error) {
		if (error instanceof BehindProblem) throw new CannotRun(error.message);
		throw error;
	}
}

/**
 * The table that is shipped.
 *
 * @throws Unusable when it is missing or damaged
 */
async function runtimeCalls(): Promise<RuntimeCallTable> {
	// The sources and the bundles both lie one directory beside data/.
	const file = fileURLToPath(new URL('../data/runtime-calls.json', import.meta.url));
	const text = await readText(file);
	const table = text === undefined ? undefined : readRuntimeCalls(text);
	if (table) return table;
	const state = text === undefined ? 'missing' : 'damaged';
	throw new Unusable(`${file} is ${state}: this installation of Linkscape is incomplete; please install it again`);
}
