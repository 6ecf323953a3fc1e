/** `linkscape explain TARGET`: what became of a symbol from release to release, and what to use instead. */
import { alternativeName, isPublic } from '../analysis/linkname/targets/alternative.ts';
import { type VersionStatus, statusMeanings, statusWords } from '../analysis/linkname/targets/versionStatus.ts';
import { linksReasons, refusedReason } from '../analysis/linkname/targets/phrases.ts';
import { parseSymbol } from '../analysis/linker/symbolName.ts';
import type { VersionCell } from '../analysis/linker/versionTable.ts';
import { type CheckContext, ContextError, type ContextRequest } from '../linkname/check/checkContext.ts';
import type { TargetExplanation } from '../linkname/standard/explainTarget.ts';
import type { ExplainArguments } from './arguments.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { CannotRun, type Terminal } from './terminal.ts';

export interface ExplainDeps {
	readonly terminal: Terminal;
	findContext(request: ContextRequest, signal: AbortSignal): Promise<CheckContext>;
	explain(symbol: string, context: CheckContext): Promise<TargetExplanation>;
}

/** @throws CannotRun */
export async function runExplain(options: ExplainArguments, deps: ExplainDeps, signal: AbortSignal): Promise<ExitCode> {
	const { directory, environment, out, complain } = deps.terminal;
	const { target, ...go } = options;
	try {
		const context = await deps.findContext({ directory, path: '.', environment, ...go }, signal);
		// Without any Go the answer itself begins with that.
		if (context.go !== '' && context.note !== '') complain(context.note);
		const explained = await deps.explain(target, context);
		if (!isKnown(explained)) throw new CannotRun(unknownWords(explained));
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

/** Names may be pasted by accident with everything around them. */
const longestName = 100;

function unknownWords({ symbol, verdict, suggestions: [meant] }: TargetExplanation): string {
	const name = symbol.length > longestName ? `${symbol.slice(0, longestName)}…` : symbol;
	if (meant !== undefined) return `No Go release has ${name}; did you mean ${meant}?`;
	if (symbol.includes('[')) return `${name}: instances of generic functions have no names that could be pulled.`;
	const kind = verdict?.facts.declared?.kind;
	if (kind === 'func') return `${name} has no body, and no package provides one.`;
	if (kind === 'type') return `${name} is a type: only functions, methods and variables can be pulled.`;
	if (kind === 'const') return `${name} is a constant: only functions, methods and variables can be pulled.`;
	if (kind === 'generic') return `${name} is generic: its instances have no names that could be pulled.`;
	const parts = parseSymbol(symbol);
	if (parts === undefined || /\s/.test(symbol) || /^[.(]/.test(parts.name)) {
		return `Invalid symbol ${name}; expected e.g. runtime.nanotime or sync.(*Once).doSlow.`;
	}
	if (/^[^/.]*\.[^/]*\//.test(parts.importPath))
		return `${name} is not in the standard library, and no other is known here.`;
	return `No Go release has a function, method or variable ${name}.`;
}

function spell(explained: TargetExplanation, context: CheckContext): string[] {
	const { symbol, verdict, stdPullers, alternative } = explained;
	const lines = [symbol, ''];
	const build = `${context.go} ${context.goos}/${context.goarch}`;
	if (verdict) lines.push(`${build}: ${verdictText(verdict)}.`);
	else if (context.go !== '') lines.push(`${build}: source tree not found; showing recorded data.`);
	else lines.push('Go not found; showing recorded data.');
	lines.push(...versionTable(explained), ...signatures(explained));
	if (explained.knownUsers.length > 0) lines.push('', `Known users: ${explained.knownUsers.join(', ')}`);
	if (stdPullers.length > 0) lines.push('', `Pulled in the standard library by: ${stdPullers.join(', ')}`);
	if (alternative?.alternative) {
		lines.push('', `Public API: ${alternativeName(alternative.alternative)} (go${alternative.alternative.since})`);
	}
	if (isPublic(symbol)) lines.push('', `${symbol} is exported: it can be used without a directive.`);
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
			return undefinedText(verdict);
		case 'zero-variable':
			return 'there is no such variable; a pull links as a new one that is zero';
	}
}

function undefinedText({ why }: Extract<TargetExplanation['verdict'], { state: 'undefined' }>): string {
	if (why === 'assembly-only') return 'it is assembly without a Go declaration, which Go code cannot call';
	return 'there is no such function';
}

/** One line for each platform, or for all of them when they agree. */
function versionTable({ platforms, rows }: TargetExplanation): string[] {
	const [first] = rows;
	if (!first) return [];
	const lines = platforms.map((platform) => {
		const row = rows.find((one) => one.platform === platform);
		const fates = first.versions.map((_, at) => fateOf(row?.versions[at]));
		return { platform, fates, words: fates.map((fate) => statusWords[fate]) };
	});
	const agree = lines.every(({ words }) => words.join() === lines[0]?.words.join());
	const shown = agree ? lines.slice(0, 1) : lines;
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
		...shown.map(({ platform, words }) => line(agree ? '' : platform, words)),
		'',
		...legend(shown.flatMap(({ fates }) => fates)),
	];
}

/** What the words of the table mean. */
function legend(fates: readonly VersionStatus[]): string[] {
	const used = new Set(fates);
	const order: readonly VersionStatus[] = ['open', 'kept', 'refused', 'absent'];
	return order
		.filter((fate) => used.has(fate))
		.map((fate) => `  ${statusWords[fate].padEnd(7)}  ${statusMeanings[fate]}`);
}

function fateOf(cell: VersionCell | undefined): VersionStatus {
	if (!cell) return 'absent';
	if (cell.state === 'links') return cell.why === 'pushed' ? 'kept' : 'open';
	return cell.state;
}

/** Each declaration once, with the release that brought it. */
function signatures({ symbol, rows }: TargetExplanation): string[] {
	const [first] = rows;
	const lines: string[] = [];
	let last = '';
	for (const cell of first?.versions ?? []) {
		if (!('kind' in cell) || cell.signature === '' || cell.signature === last) continue;
		last = cell.signature;
		lines.push(`  go1.${cell.minor}  ${declarationText(symbol, cell.kind, cell.signature)}`);
	}
	return lines.length === 0 ? [] : ['', 'Declaration', ...lines];
}

/** `func (*Once).doSlow(f func())`: in a pull the receiver becomes the first parameter. */
function declarationText(symbol: string, kind: string, signature: string): string {
	const name = parseSymbol(symbol)?.name ?? symbol;
	return kind === 'var' ? `var ${name} ${signature}` : `func ${name}${signature}`;
}
