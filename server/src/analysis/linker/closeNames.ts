/** "Did you mean": symbols that resemble one that does not exist. */
import { editDistance } from '../text/editDistance.ts';

/**
 * At most three of the candidates, nearest first: the same name on another receiver or with a pointer, a difference of case, or
 * a few changed letters. Both sides are whole symbols.
 */
export function closeNames(symbol: string, candidates: Iterable<string>): string[] {
	const wanted = symbol.toLowerCase();
	const bare = lastName(symbol);
	const allowed = Math.max(1, Math.min(3, Math.floor(bare.length / 4)));
	const near: { readonly candidate: string; readonly distance: number }[] = [];
	for (const candidate of candidates) {
		if (candidate === symbol) continue;
		const sameName = bare.length > 2 && candidate.endsWith(bare) && lastName(candidate) === bare;
		// Most are of another length, and there are 100,000 of them.
		if (!sameName && Math.abs(candidate.length - symbol.length) > allowed) continue;
		const distance = sameName ? 0.5 : editDistance(wanted, candidate.toLowerCase(), allowed);
		if (distance <= allowed) near.push({ candidate, distance });
	}
	near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
	return near.slice(0, 3).map(({ candidate }) => candidate);
}

function lastName(symbol: string): string {
	return symbol.slice(symbol.lastIndexOf('.') + 1);
}
