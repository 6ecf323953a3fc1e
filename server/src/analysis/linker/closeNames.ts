/** "Did you mean": symbols that resemble one that does not exist. */
import { editDistance } from '../text/editDistance.ts';

/**
 * At most three of the candidates, nearest first: the same name on another receiver or with a pointer, a difference of case, or
 * a few changed letters. Both sides are whole symbols.
 */
export function closeNames(symbol: string, candidates: Iterable<string>): string[] {
	return createCloseNames(candidates)(symbol);
}

/** The same for who asks about many symbols: a package has thousands of candidates. */
export function createCloseNames(candidates: Iterable<string>): (symbol: string) => string[] {
	const byName = new Map<string, string[]>();
	const byLength: Candidate[][] = [];
	for (const symbol of candidates) {
		const lower = symbol.toLowerCase();
		(byLength[symbol.length] ??= []).push({ symbol, lower, letters: lettersOf(lower) });
		const name = lastName(symbol);
		const same = byName.get(name);
		if (same) same.push(symbol);
		else byName.set(name, [symbol]);
	}
	return (symbol) => {
		const wanted = symbol.toLowerCase();
		const letters = lettersOf(wanted);
		const bare = lastName(symbol);
		const allowed = Math.max(1, Math.min(3, Math.floor(bare.length / 4)));
		const near = new Map<string, number>();
		for (let length = symbol.length - allowed; length <= symbol.length + allowed; length++) {
			for (const candidate of byLength[length] ?? []) {
				// A change brings at most one letter and takes at most one away.
				if (countBits(candidate.letters ^ letters) > 2 * allowed) continue;
				const distance = editDistance(wanted, candidate.lower, allowed);
				if (distance <= allowed) near.set(candidate.symbol, distance);
			}
		}
		if (bare.length > 2) for (const candidate of byName.get(bare) ?? []) near.set(candidate, 0.5);
		near.delete(symbol);
		const sorted = [...near].sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1));
		return sorted.slice(0, 3).map(([candidate]) => candidate);
	};
}

interface Candidate {
	readonly symbol: string;
	readonly lower: string;
	/** {@link lettersOf} it. */
	readonly letters: number;
}

/** A bit for each letter that occurs; several letters may share one. */
function lettersOf(word: string): number {
	let letters = 0;
	for (let at = 0; at < word.length; at++) letters |= 1 << (word.charCodeAt(at) & 31);
	return letters;
}

function countBits(word: number): number {
	let count = 0;
	for (let rest = word; rest !== 0; rest &= rest - 1) count++;
	return count;
}

function lastName(symbol: string): string {
	return symbol.slice(symbol.lastIndexOf('.') + 1);
}
