/** `linkscape asm FUNC`: what the compiler made of a function. */
import type { RuntimeCallTable } from '../../analysis/machine/runtimeCalls.ts';
import type { FunctionAssembly } from '../../behind/functionAssembly.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Terminal } from '../terminal.ts';
import { asmJson, asmText } from './asmReport.ts';
import type { BehindOptions } from './behindOptions.ts';

export interface AsmDeps {
	readonly terminal: Terminal;
	assemble(options: BehindOptions, signal: AbortSignal): Promise<FunctionAssembly>;
	runtimeCalls(): Promise<RuntimeCallTable>;
}

export async function runAsm(options: BehindOptions, deps: AsmDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, out } = deps.terminal;
	const [found, table] = await Promise.all([deps.assemble(options, signal), deps.runtimeCalls()]);
	out(options.format === 'json' ? asmJson(found, table, directory) : asmText(found, table, directory));
	return exitCode.clean;
}
