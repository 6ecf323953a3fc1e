/** `linkscape layout TYPE`: how a type lies in memory. */
import type { TypeLayout } from '../../behind/typeLayout.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Terminal } from '../terminal.ts';
import type { BehindOptions } from './behindOptions.ts';
import { layoutJson, layoutText } from './layoutReport.ts';

export interface LayoutDeps {
	readonly terminal: Terminal;
	lay(options: BehindOptions, signal: AbortSignal): Promise<TypeLayout>;
}

export async function runLayout(options: BehindOptions, deps: LayoutDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, out } = deps.terminal;
	const found = await deps.lay(options, signal);
	out(options.format === 'json' ? layoutJson(found, directory) : layoutText(found, directory));
	return exitCode.clean;
}
