/** `linkscape explain TARGET`: what became of a symbol from release to release, and what to use instead. */
import { alternativeName } from '../analysis/linkname/targets/alternative.ts';
import { type Fate, fateWords } from '../analysis/linkname/targets/fate.ts';
import { linksReasons, refusedReason } from '../analysis/linkname/targets/phrases.ts';
import type { VersionCell, VersionRow } from '../analysis/linker/versionTable.ts';
import { type CheckContext, ContextError, type ContextRequest } from '../workspace/modules/checkContext.ts';
import type { TargetExplanation } from '../workspace/targets/explainTarget.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface ExplainDeps {
	readonly terminal: Terminal;
	findContext(request: ContextRequest, signal: AbortSignal): Promise<CheckContext>;
	explain(symbol: string, context: CheckContext): Promise<TargetExplanation>;
}

/** @throws CannotRun */
export async function runExplain(target: string, deps: ExplainDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, environment, out } = deps.terminal;
	const nothing = { goroot: undefined, go: undefined, goos: undefined, goarch: undefined, tags: [] };
	try {
		const context = await deps.findContext({ directory, path: '.', environment, ...nothing }, signal);
		const explained = await deps.explain(target, context);
		if (!isKnown(explained)) {
			const [meant] = explained.suggestions;
			throw new CannotRun(`No Go release has ${target}${meant ? `; did you mean ${meant}?` : '.'}`);
		}
		out(`${spell(explained, context).join('\n')}\n`);
		return exitCode.clean;
	} catch (error) {
		if (error instanceof ContextError) throw new CannotRun(error.message);
		throw error;
	}
}

function isKnown({ rows, verdict, alternative }: TargetExplanation): boolean {
	return rows.length > 0 || alternative !== undefined || verdict?.facts.definition !== undefined;
}

function spell(explained: TargetExplanation, context: CheckContext): string[] {
	const { symbol, verdict, rows, stdPullers, alternative } = explained;
	const lines = [symbol];
	if (verdict) lines.push('', `${context.go} ${context.goos}/${context.goarch}: ${verdictText(verdict)}.`);
	lines.push(...versionTable(rows), ...signatures(rows));
	if (explained.knownUsers.length > 0) lines.push('', `Known users: ${explained.knownUsers.join(', ')}`);
	if (stdPullers.length > 0) lines.push('', `Pulled in the standard library by: ${stdPullers.join(', ')}`);
	if (alternative?.alternative) {
		lines.push('', `Public API: ${alternativeName(alternative.alternative)} (go${alternative.alternative.since})`);
	}
	if (alternative && alternative.note !== '') lines.push(`Note: ${alternative.note}`);
	return lines;
}

function verdictText(verdict: NonNullable<TargetExplanation['verdict']>): string {
	switch (verdict.state) {
		case 'links':
			return `a pull links; ${linksReasons[verdict.why]}`;
		case 'refused':
			return `the linker refuses a pull; ${refusedReason(verdict.why, verdict.allowed)}`;
		case 'undefined':
			return 'there is no such function';
		case 'zero-variable':
			return 'there is no such variable';
	}
}

/** One line for each platform, or for all of them when they agree. */
function versionTable(rows: readonly VersionRow[]): string[] {
	const [first] = rows;
	if (!first) return [];
	const words = rows.map(({ versions }) => versions.map((cell) => fateWords[fateOf(cell)]));
	const agree = words.every((line) => line.join() === words[0]?.join());
	const shown = agree ? rows.slice(0, 1) : rows;
	const label = Math.max(...shown.map(({ platform }) => (agree ? 2 : platform.length)));
	const line = (name: string, cells: readonly string[]) => {
		return `${name.padEnd(label)}  ${cells.map((cell) => cell.padEnd(7)).join('  ')}`.trimEnd();
	};
	return [
		'',
		line(
			'go',
			first.versions.map(({ minor }) => `1.${minor}`),
		),
		...shown.map(({ platform }, at) => line(agree ? '' : platform, words[at] ?? [])),
	];
}

function fateOf(cell: VersionCell): Fate {
	if (cell.state === 'links') return cell.why === 'pushed' ? 'kept' : 'open';
	return cell.state;
}

/** Each signature once, with the release that brought it. */
function signatures(rows: readonly VersionRow[]): string[] {
	const [first] = rows;
	const lines: string[] = [];
	let last = '';
	for (const cell of first?.versions ?? []) {
		if (!('kind' in cell) || cell.signature === '' || cell.signature === last) continue;
		last = cell.signature;
		lines.push(`  go1.${cell.minor}  ${cell.kind === 'var' ? '' : 'func'}${cell.signature}`);
	}
	return lines.length === 0 ? [] : ['', 'Signature', ...lines];
}
