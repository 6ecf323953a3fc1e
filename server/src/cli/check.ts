/** `linkscape check`: findings of modules and trees, for one Go or several. */
import { dirname, resolve } from 'node:path';
import type { Finding } from '../analysis/finding.ts';
import { applyPolicy, dayOf } from '../analysis/policy/applyPolicy.ts';
import type { PolicyOf } from './escapesBudgets.ts';
import { identityOf } from '../audit/check/fingerprint.ts';
import { inReportOrder, type PlacedFinding } from '../audit/check/placedFinding.ts';
import type { TreeCheckListener, TreeCheckRequest, TreeCheckResult } from '../audit/check/treeCheck.ts';
import type { AppliedFixes } from '../linkname/check/applyFixes.ts';
import { type CheckContext, ContextError, contextNames, type ContextRequest } from '../linkname/check/checkContext.ts';
import type { OneGoRequest, TreeFindings } from '../linkname/check/checkTree.ts';
import { PathError } from '../linkname/check/treeRoots.ts';
import type { CheckOptions, FailLevel } from './arguments.ts';
import { type BaselineKind, compareWithBaseline, type Examined } from './baseline.ts';
import { type BaselineFiles, fileStates, notCompared, readBaseline, writeBaseline } from './baselineFile.ts';
import { endOf, type ExitCode, type Problem } from './exitCode.ts';
import { createProgress } from './progressLine.ts';
import { reporters } from './report/reporters.ts';
import { type CheckReport, severities } from './report/report.ts';
import { CannotRun, type Terminal } from './terminal.ts';

/** Tells which lines changed since a commit; see `openSinceCommit`. */
export interface ChangedSince {
	isChanged(path: string, from: number, to: number): Promise<boolean>;
}

export interface CheckDeps extends BaselineFiles {
	readonly terminal: Terminal;
	readonly toolVersion: string;
	/** How many threads the machine runs at the same time. */
	readonly threads: number;
	/** One for each Go that is asked about, oldest first. */
	findContexts(request: ContextRequest, signal: AbortSignal): Promise<readonly CheckContext[]>;
	checkTrees(request: TreeCheckRequest, listener: TreeCheckListener, signal: AbortSignal): Promise<TreeCheckResult>;
	/** For fixes: findings with their edits. */
	checkTree(request: OneGoRequest, context: CheckContext, signal: AbortSignal): Promise<TreeFindings>;
	applySafeFixes(findings: readonly Finding[], texts: ReadonlyMap<string, string>): Promise<AppliedFixes>;
	readonly policyOf: PolicyOf;
	/** Answers one sentence when it cannot be told. */
	openSince(commit: string, signal: AbortSignal): Promise<ChangedSince | string>;
}

/** A fix may uncover a finding that was hidden behind it; this many times is enough for any file seen so far. */
const fixRounds = 5;

/** What baselines of `check` hold. */
export const findingBaseline: BaselineKind<PlacedFinding> = {
	command: 'check',
	field: 'findings',
	noun: 'finding',
	done: 'checked',
	fileOf: ({ file }) => file,
	wordsOf: identityOf,
	counts: () => true,
};

/** @throws CannotRun */
export async function runCheck(options: CheckOptions, deps: CheckDeps, signal: AbortSignal): Promise<ExitCode> {
	const { terminal } = deps;
	const started = performance.now();
	const baseline = await readBaseline(options, findingBaseline, deps);
	const since = await openSince(options, deps, signal);
	const { contexts, tree, fixed, unwritten } = await prepare(options, deps, signal);
	const reporter = reporters[options.format];
	const look = { colour: terminal.colour, toolVersion: deps.toolVersion };
	// What a baseline or another version has to say about a finding is known at the end only.
	const streams = reporter.findings !== undefined && options.baseline === undefined;
	const progress = createProgress(terminal, 'file');
	const findings: PlacedFinding[] = [];
	const suppressed: PlacedFinding[] = [];
	const result = await checked(() => {
		const request = {
			tree,
			contexts,
			environment: terminal.environment,
			jobs: options.jobs ?? deps.threads,
			shard: options.shard,
		};
		const listener: TreeCheckListener = {
			findings(found, silent) {
				for (const one of found) findings.push(one);
				for (const one of silent) suppressed.push(one);
				if (!streams || since !== undefined) return;
				progress.clear();
				terminal.out(reporter.findings?.(found, look) ?? '');
			},
			progress: (files, total) => progress.show(files, total),
		};
		return deps.checkTrees(request, listener, signal);
	});
	progress.clear();

	const problems = problemsOf(contexts, result, unwritten);
	const counted = since ? await changedOnly(findings, since, terminal.directory) : findings;
	const examined: Examined<PlacedFinding> = {
		items: [...counted].sort(inReportOrder),
		leftOut: since ? findings.filter((one) => !counted.includes(one)) : [],
		stateOf: await fileStates(baseline, isExamined(options, result, findings, terminal.directory), deps),
	};
	if (options.update) {
		problems.push(await writeBaseline(options.baseline ?? '', examined, baseline, findingBaseline, deps));
		for (const { message } of problems) terminal.complain(message);
		return endOf(problems, false).exitCode;
	}
	const compared = baseline && compareWithBaseline(examined, baseline, findingBaseline);
	if (compared && compared.notCompared > 0) problems.push(notCompared(compared.notCompared, findingBaseline));
	for (const { message } of problems) terminal.complain(message);

	const { go = '', goos = '', goarch = '' } = contexts.at(-1) ?? {};
	const items = compared?.items ?? examined.items;
	const isFailing = failing(options.failOn);
	const report: CheckReport = {
		context: { go, goos, goarch },
		findings: items,
		suppressed: suppressed.sort(inReportOrder),
		files: result.files,
		directives: result.directives,
		fixed,
		seconds: (performance.now() - started) / 1000,
		isFailing,
		run: endOf(problems, items.some(isFailing)),
		...(compared && { gone: compared.gone }),
		...(contexts.length > 1 && { versions: contextNames(contexts) }),
		...(options.shard && { shard: options.shard }),
	};
	const isPrinted = streams && since === undefined;
	terminal.out(isPrinted ? (reporter.end?.(report, look) ?? '') : reporter.check(report, look));
	return report.run.exitCode;
}

/** With a baseline only what is new counts; a finding that other versions do not have counts all the same. */
export function failing(failOn: FailLevel): CheckReport['isFailing'] {
	const limit = severities.indexOf(failOn);
	return (finding) => finding.new !== false && severities.indexOf(finding.severity) <= limit;
}

async function openSince(
	{ changedSince }: CheckOptions,
	deps: CheckDeps,
	signal: AbortSignal,
): Promise<ChangedSince | undefined> {
	if (changedSince === undefined) return undefined;
	const since = await deps.openSince(changedSince, signal);
	if (typeof since === 'string') throw new CannotRun(since);
	return since;
}

async function changedOnly(
	findings: readonly PlacedFinding[],
	since: ChangedSince,
	directory: string,
): Promise<readonly PlacedFinding[]> {
	const changed: PlacedFinding[] = [];
	for (const finding of findings) {
		const { file, region } = finding;
		if (await since.isChanged(resolve(directory, file), region.line, region.endLine)) changed.push(finding);
	}
	return changed;
}

/** In a shard nobody knows more of a file than that something was found in it. */
function isExamined(
	{ shard }: CheckOptions,
	result: TreeCheckResult,
	findings: readonly PlacedFinding[],
	directory: string,
): (file: string) => boolean {
	const found = new Set(findings.map(({ file }) => file));
	return (file) => found.has(file) || (shard === undefined && result.isLookedAt(resolve(directory, file)));
}

function problemsOf(
	contexts: readonly CheckContext[],
	result: TreeCheckResult,
	unwritten: readonly string[],
): Problem[] {
	const notes = [...contexts.map(({ note }) => note), ...result.problems].filter((message) => message !== '');
	return [
		...[...unwritten, ...result.unread].map((message): Problem => ({ level: 'error', message })),
		...[...new Set(notes)].map((message): Problem => ({ level: 'note', message })),
	];
}

/** Finds out what to check and for which Go, and mends what is asked to be mended. */
async function prepare(options: CheckOptions, deps: CheckDeps, signal: AbortSignal) {
	const { directory } = deps.terminal;
	const { exclude, gitignore } = options;
	const paths = await listPaths(options.paths, deps.terminal);
	const [path = '.'] = paths;
	return checked(async () => {
		const contexts = await deps.findContexts(await guarded(options, path, deps), signal);
		const tree = { paths, directory, exclude, gitignore };
		let fixed = 0;
		const unwritten: string[] = [];
		const [context] = contexts;
		if (options.fix && contexts.length > 1) throw new CannotRun('--fix takes one Go version.');
		if (!options.fix || !context) return { contexts, tree, fixed, unwritten };
		const request = { ...tree, toolchain: context.go || undefined, goarch: context.goarch };
		for (let round = 0; round < fixRounds; round++) {
			const { findings, texts } = await deps.checkTree(request, context, signal);
			const applied = await deps.applySafeFixes(await withPolicy(findings, deps), texts);
			unwritten.push(...applied.failed.map((file) => `${file} could not be written.`));
			if (applied.fixed === 0 || applied.failed.length > 0) break;
			fixed += applied.fixed;
		}
		return { contexts, tree, fixed, unwritten };
	});
}

/** What is asked about where the command line does not say: the versions and platforms that the policy guards. */
async function guarded(
	options: CheckOptions,
	path: string,
	{ terminal, policyOf }: CheckDeps,
): Promise<ContextRequest> {
	const { goroot, go, goos, goarch, tags } = options;
	const { directory, environment } = terminal;
	const request = { directory, path, goroot, go, goos, goarch, tags, environment };
	// Fixes are made for one Go.
	if (options.fix) return request;
	const { policy } = await policyOf(resolve(directory, path.replace(/\.\.\.$/, '')));
	const versions = policy.go.length > 0 ? policy.go.join(',') : undefined;
	return { ...request, go: goroot === undefined ? (go ?? versions) : go, platforms: policy.platforms };
}

/** What the policy leaves to be mended. */
async function withPolicy(findings: readonly Finding[], { policyOf }: CheckDeps): Promise<readonly Finding[]> {
	const open: Finding[] = [];
	for (const finding of findings) {
		const { policy } = await policyOf(dirname(finding.file));
		if (applyPolicy(finding, policy, dayOf(Date.now())).kind === 'kept') open.push(finding);
	}
	return open;
}

/** `-` stands for the paths that standard input lists, one a line or with a zero byte behind each. */
async function listPaths(paths: readonly string[], { input }: Terminal): Promise<readonly string[]> {
	if (!paths.includes('-')) return paths;
	const text = await input();
	const listed = text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((path) => path !== '');
	const all = paths.flatMap((path) => (path === '-' ? listed : [path]));
	if (all.length === 0) throw new CannotRun('Standard input lists no paths.');
	return all;
}

async function checked<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof ContextError || error instanceof PathError) throw new CannotRun(error.message);
		throw error;
	}
}
