/** The contracts of compiled packages, checked. */
import { type CallTreeSite, firstAgainst } from '../analysis/allocations/callTree.ts';
import {
	type Breach,
	breachMessage,
	codeOf,
	type CompilerWord,
	contractsOf,
	type JudgedContract,
	judgeContract,
} from '../analysis/annotation/contracts.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import type { ReportedContract } from './escapesReport.ts';
import { plural } from './plural.ts';

/** The lines (1-based) of a file with a bounds check that stays; one sentence when they cannot be found out. */
export type AskBounds = (path: string, signal: AbortSignal) => Promise<ReadonlySet<number> | string>;

/**
 * Where a call of a function of a package may allocate, through all that it calls.
 *
 * @param path a file of the package, absolute
 * @param name `F`, `T.M` or `(*T).M`
 */
export type AskCalls = (
	path: string,
	name: string,
	signal: AbortSignal,
) => Promise<{ readonly sites: readonly CallTreeSite[] } | { readonly problem: string }>;

export interface CheckedContracts {
	readonly contracts: readonly ReportedContract[];
	/** One sentence for each thing that could not be asked. */
	readonly problems: readonly string[];
}

/** @param shown the path to show for an absolute one */
export async function checkContracts(
	packages: readonly AnalysedPackage[],
	{ askBounds, askCalls }: { readonly askBounds: AskBounds; readonly askCalls: AskCalls },
	shown: (path: string) => string,
	signal: AbortSignal,
): Promise<CheckedContracts> {
	const contracts: ReportedContract[] = [];
	const problems = new Set<string>();
	for (const { escapes, sources } of packages) {
		for (const [path, text] of sources) {
			if (!text.includes('//linkscape:')) continue;
			const found = contractsOf(scanGoFile(text));
			if (found.length === 0) continue;
			const bounds = found.some(({ verb }) => verb === 'nobounds') ? await askBounds(path, signal) : undefined;
			if (typeof bounds === 'string') problems.add(`${shown(path)}: bounds checks are not known: ${bounds}`);
			const word: CompilerWord = {
				hints: escapes.hints.filter(({ file }) => file === path),
				functions: escapes.functions.filter(({ file }) => file === path),
				boundsChecks: typeof bounds === 'string' ? undefined : bounds,
				lines: new LineIndex(text),
			};
			for (const contract of found) {
				const alone = judgeContract(contract, word);
				const whole = needsCalls(alone)
					? withCalls(alone, await askCalls(path, contract.function, signal), path, word.lines)
					: alone;
				contracts.push(reported(whole, word.lines, shown(path)));
			}
		}
	}
	contracts.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
	return { contracts, problems: [...problems] };
}

/** What the function does itself is the compiler's word; a promise to allocate nothing is also about what it calls. */
function needsCalls({ contract, state }: JudgedContract): boolean {
	return contract.verb === 'noalloc' && (state === 'kept' || state === 'unsure');
}

/** Broken by a callee that allocates each time its line runs; uncertain where it sometimes does, or where nobody knows who is called. */
function withCalls(
	alone: JudgedContract,
	calls: Awaited<ReturnType<AskCalls>>,
	path: string,
	lines: LineIndex,
): JudgedContract {
	const { contract } = alone;
	const asBreach = (line: number, message: string): Breach => {
		return { span: line > 0 ? codeOf(lines, line) : contract.nameSpan, message, cold: '' };
	};
	const unsure = (breach: Breach): JudgedContract => ({
		contract,
		state: 'unsure',
		breaches: [...alone.breaches, breach],
	});
	if ('problem' in calls) return unsure(asBreach(0, `what it calls is not known: ${calls.problem}`));
	// The lines of the function itself were judged by their values; that it has no code of its own says nothing against it.
	const outside = calls.sites.filter(({ kind, path: steps }) => steps.length > (kind === 'allocation' ? 1 : 0));
	const sure = outside.find(({ kind, how }) => kind === 'allocation' && how === 'always');
	const against = sure ?? firstAgainst(outside);
	if (!against) return alone;
	const [first] = against.path;
	const breach = asBreach(first?.file === path ? first.line : 0, callMessage(against));
	return sure ? { contract, state: 'broken', breaches: [breach] } : unsure(breach);
}

function callMessage({ path, what, when }: CallTreeSite): string {
	const way = path.slice(1).map(({ function: name }) => name);
	const through = way.length > 1 ? ` (through ${way.slice(0, -1).join(', ')})` : '';
	const occasion = when === '' ? '' : ` ${when}`;
	return way.length === 0 ? `it ${what}${occasion}` : `${way.at(-1)}${through} ${what}${occasion}`;
}

function reported({ contract, state, breaches }: JudgedContract, lines: LineIndex, file: string): ReportedContract {
	const start = lines.position(contract.span.start);
	return {
		file,
		line: start.line + 1,
		column: start.column + 1,
		function: contract.function,
		contract: contract.verb,
		state,
		breaches: breaches.map((breach) => {
			const from = lines.position(breach.span.start);
			const to = lines.position(breach.span.end);
			return {
				line: from.line + 1,
				column: from.column + 1,
				endLine: to.line + 1,
				endColumn: to.column + 1,
				message: state === 'broken' ? breachMessage(contract, breach) : breach.message,
				...(breach.cold !== '' && { cold: breach.cold }),
			};
		}),
	};
}

/** `3 contracts kept, 1 broken`; empty without contracts. */
export function contractSummary(contracts: readonly ReportedContract[]): string {
	if (contracts.length === 0) return '';
	const count = (state: ReportedContract['state']) => contracts.filter((one) => one.state === state).length;
	const parts = [
		`${plural(count('kept'), 'contract')} kept`,
		...(count('broken') > 0 ? [`${count('broken')} broken`] : []),
		...(count('unsure') > 0 ? [`${count('unsure')} uncertain`] : []),
		...(count('unknown') > 0 ? [`${count('unknown')} that the compiler said nothing about`] : []),
	];
	return `${parts.join(', ')}.`;
}
