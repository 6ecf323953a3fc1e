/** `linkscape abi FUNC`: where the parameters and results of a function travel. */
import type { FunctionAbi } from '../../behind/functionAbi.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Terminal } from '../terminal.ts';
import { abiJson, abiText } from './abiReport.ts';
import type { BehindOptions } from './behindOptions.ts';

export interface AbiDeps {
	readonly terminal: Terminal;
	place(options: BehindOptions, signal: AbortSignal): Promise<FunctionAbi>;
}

export async function runAbi(options: BehindOptions, deps: AbiDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, out } = deps.terminal;
	const found = await deps.place(options, signal);
	out(options.format === 'json' ? abiJson(found, directory) : abiText(found, directory));
	return exitCode.clean;
}
