/** `linkscape flow`: where a parameter goes, where a result comes from, and what a call may allocate. */
import { isAbsolute, relative, sep } from 'node:path';
import type { AllocationAnswer, FlowAnswer, FlowQueries } from '../../flow/flowQueries.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import { logLine, type Terminal } from '../terminal.ts';
import { flowDiagram, sitesDiagram } from './flowDiagrams.ts';
import { allocationsText, flowText } from './flowHuman.ts';
import { allocationsJson, flowJson } from './flowJson.ts';
import type { FlowOptions } from './flowOptions.ts';

export interface FlowDeps {
	readonly terminal: Terminal;
	readonly queries: FlowQueries;
}

/** Spells a path as reports have it: relative to the working directory, with `/`. */
export type ShowFile = (path: string) => string;

/** 0 when the question was answered, 1 for allocations at or over `--fail-on`. */
export async function runFlow(
	options: FlowOptions,
	{ terminal, queries }: FlowDeps,
	signal: AbortSignal,
): Promise<ExitCode> {
	const { directory } = terminal;
	const show: ShowFile = (path) => shownPath(path, directory);
	if (options.allocations) {
		const answer = await queries.allocations(options.target, directory, signal);
		terminal.out(allocationsOutput(answer, options, show));
		return fails(answer, options) ? exitCode.findings : exitCode.clean;
	}
	const answer = await queries.flow(options.target, directory, signal);
	for (const problem of answer.problems) terminal.complain(`No verdicts of ${logLine(problem)}`);
	terminal.out(flowOutput(answer, options, show));
	return exitCode.clean;
}

function fails({ verdict }: AllocationAnswer, { failOn }: FlowOptions): boolean {
	if (failOn === 'none') return false;
	return verdict === 'breaks' || (failOn === 'may-allocate' && verdict === 'may');
}

function flowOutput(answer: FlowAnswer, { format, all }: FlowOptions, show: ShowFile): string {
	switch (format) {
		case 'human':
			return flowText(answer, show, all);
		case 'json':
			return flowJson(answer, show);
		case 'dot':
		case 'mermaid':
			return flowDiagram(answer, show, format);
	}
}

function allocationsOutput(answer: AllocationAnswer, { format, all }: FlowOptions, show: ShowFile): string {
	switch (format) {
		case 'human':
			return allocationsText(answer, show, all);
		case 'json':
			return allocationsJson(answer, show);
		case 'dot':
		case 'mermaid':
			return sitesDiagram(answer, show, format);
	}
}

/** On another drive it stays absolute. */
function shownPath(file: string, directory: string): string {
	if (!isAbsolute(file)) return file;
	const way = relative(directory, file);
	const far = way.startsWith(`..${sep}..${sep}..`);
	return (isAbsolute(way) || far ? file : way).split(sep).join('/');
}
