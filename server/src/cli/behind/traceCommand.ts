/** `linkscape trace FUNC`: a script that prints each call of a function. */
import type { FunctionTrace } from '../../behind/functionTrace.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Terminal } from '../terminal.ts';
import type { BehindOptions } from './behindOptions.ts';
import { reportHead, shownPath } from './behindReport.ts';

export interface TraceDeps {
	readonly terminal: Terminal;
	trace(options: BehindOptions, signal: AbortSignal): Promise<FunctionTrace>;
}

/** The script goes to standard output as it is, with what to know in comments. */
export async function runTrace(options: BehindOptions, deps: TraceDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, out } = deps.terminal;
	const traced = await deps.trace(options, signal);
	out(options.format === 'json' ? traceJson(traced, directory) : traceText(traced));
	return exitCode.clean;
}

function traceText({ found, script, delve, notes }: FunctionTrace): string {
	const comments = [`Traces ${found.importPath}.${found.name}.`, ...notes, `The same with Delve: ${delve}`];
	return `${comments.map((line) => `// ${line}`).join('\n')}\n\n${script}`;
}

function traceJson({ found, script, delve, notes }: FunctionTrace, directory: string): string {
	const { context, importPath, name, path, line, listed } = found;
	const report = {
		...reportHead(context),
		package: importPath,
		function: name,
		symbol: listed?.symbol,
		file: shownPath(path, directory),
		line,
		bpftrace: script,
		delve,
		notes,
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}
