/** The contracts of compiled packages, checked. */
import {
	breachMessage,
	type CompilerWord,
	type Contract,
	contractsOf,
	judgeContract,
} from '../analysis/annotation/contracts.ts';
import { scanGoFile } from '../analysis/source/scanGoFile.ts';
import { LineIndex } from '../analysis/text/lineIndex.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import type { ReportedContract } from './escapesReport.ts';
import { plural } from './plural.ts';

/** The lines (1-based) of a file with a bounds check that stays; one sentence when they cannot be found out. */
export type AskBounds = (path: string, signal: AbortSignal) => Promise<ReadonlySet<number> | string>;

export interface CheckedContracts {
	readonly contracts: readonly ReportedContract[];
	/** One sentence for each thing that could not be asked. */
	readonly problems: readonly string[];
}

/** @param shown the path to show for an absolute one */
export async function checkContracts(
	packages: readonly AnalysedPackage[],
	askBounds: AskBounds,
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
			for (const contract of found) contracts.push(reported(contract, word, shown(path)));
		}
	}
	contracts.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
	return { contracts, problems: [...problems] };
}

function reported(contract: Contract, word: CompilerWord, file: string): ReportedContract {
	const { lines } = word;
	const { state, breaches } = judgeContract(contract, word);
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
