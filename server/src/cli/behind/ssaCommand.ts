/** `linkscape ssa FUNC`: the passes of the compiler over a function. */
import type { FunctionPhases } from '../../behind/functionPhases.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Terminal } from '../terminal.ts';
import type { BehindOptions } from './behindOptions.ts';
import { ssaJson, ssaText } from './ssaReport.ts';

export interface SsaDeps {
	readonly terminal: Terminal;
	pass(options: BehindOptions, signal: AbortSignal): Promise<FunctionPhases>;
}

export async function runSsa(options: BehindOptions, deps: SsaDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, out } = deps.terminal;
	const found = await deps.pass(options, signal);
	out(options.format === 'json' ? ssaJson(found, directory) : ssaText(found, directory));
	return exitCode.clean;
}
