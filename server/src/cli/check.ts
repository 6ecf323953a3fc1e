/** `linkscape check`: findings of modules and trees, in one of four formats. */
import { relative, sep } from 'node:path';
import type { Finding } from '../analysis/finding.ts';
import type { AppliedFixes } from '../linkname/check/applyFixes.ts';
import { type CheckContext, ContextError, type ContextRequest } from '../linkname/check/checkContext.ts';
import { PathError, type TreeFindings, type TreeRequest } from '../linkname/check/checkTree.ts';
import type { CheckOptions, FailLevel } from './arguments.ts';
import { endOf, type ExitCode, type Problem } from './exitCode.ts';
import { reporters } from './report/reporters.ts';
import { type CheckReport, placeFindings, severities } from './report/report.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface CheckDeps {
	readonly terminal: Terminal;
	readonly toolVersion: string;
	findContext(request: ContextRequest, signal: AbortSignal): Promise<CheckContext>;
	checkTree(request: TreeRequest, context: CheckContext, signal: AbortSignal): Promise<TreeFindings>;
	applySafeFixes(findings: readonly Finding[], texts: ReadonlyMap<string, string>): Promise<AppliedFixes>;
}

/** A fix may uncover a finding that was hidden behind it; this many times is enough for any file seen so far. */
const fixRounds = 5;

/** @throws CannotRun */
export async function runCheck(options: CheckOptions, deps: CheckDeps, signal: AbortSignal): Promise<ExitCode> {
	const { terminal } = deps;
	const started = performance.now();
	const { context, result, fixed, unwritten } = await judge(options, deps, signal);
	const problems = problemsOf(context, result, unwritten);
	for (const { message } of problems) terminal.complain(message);

	const nameOf = (path: string) => relative(terminal.directory, path).split(sep).join('/');
	const { go, goos, goarch } = context;
	const report: CheckReport = {
		context: { go, goos, goarch },
		findings: placeFindings(result.findings, result.texts, nameOf),
		files: result.files,
		directives: result.directives,
		fixed,
		seconds: (performance.now() - started) / 1000,
		run: endOf(
			problems,
			result.findings.some(({ severity }) => severities.indexOf(severity) <= limit(options.failOn)),
		),
	};
	terminal.out(reporters[options.format].check(report, { colour: terminal.colour, toolVersion: deps.toolVersion }));
	return report.run.exitCode;
}

function problemsOf(context: CheckContext, result: TreeFindings, unwritten: readonly string[]): readonly Problem[] {
	const notes = [context.note, ...result.problems].filter((message) => message !== '');
	return [
		...[...unwritten, ...result.unread].map((message): Problem => ({ level: 'error', message })),
		...notes.map((message): Problem => ({ level: 'note', message })),
	];
}

async function judge(options: CheckOptions, deps: CheckDeps, signal: AbortSignal) {
	const { directory, environment } = deps.terminal;
	const [path = '.'] = options.paths;
	const { goroot, go, goos, goarch, tags, paths } = options;
	try {
		const context = await deps.findContext({ directory, path, goroot, go, goos, goarch, tags, environment }, signal);
		const request = { paths, directory, toolchain: context.go || undefined, goarch: context.goarch };
		let result = await deps.checkTree(request, context, signal);
		let fixed = 0;
		const unwritten: string[] = [];
		for (let round = 0; options.fix && round < fixRounds; round++) {
			const applied = await deps.applySafeFixes(result.findings, result.texts);
			unwritten.push(...applied.failed.map((file) => `${file} could not be written.`));
			if (applied.fixed === 0 || applied.failed.length > 0) break;
			fixed += applied.fixed;
			result = await deps.checkTree(request, context, signal);
		}
		return { context, result, fixed, unwritten };
	} catch (error) {
		if (error instanceof ContextError || error instanceof PathError) throw new CannotRun(error.message);
		throw error;
	}
}

/** The index of the mildest severity that fails the run. */
function limit(failOn: FailLevel): number {
	return severities.indexOf(failOn);
}
