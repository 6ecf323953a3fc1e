/** "Did you mean": symbols that resemble one that does not exist. */

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
		const sameName = bare.length > 2 && lastName(candidate) === bare;
		const distance = sameName ? 0.5 : editDistance(wanted, candidate.toLowerCase(), allowed);
		if (distance <= allowed) near.push({ candidate, distance });
	}
	near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
	return near.slice(0, 3).map(({ candidate }) => candidate);
}

function lastName(symbol: string): string {
	return symbol.slice(symbol.lastIndexOf('.') + 1);
}

/** Insertions, deletions and replacements between the two; more than `limit` is `limit + 1`. */
function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let endA = a.length;
	let endB = b.length;
	while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
		endA--;
		endB--;
	}
	let previous = Array.from({ length: endB - start + 1 }, (_, index) => index);
	for (let row = start; row < endA; row++) {
		const current = [row - start + 1];
		for (let column = start; column < endB; column++) {
			const at = column - start;
			const replaced = (previous[at] ?? 0) + (a[row] === b[column] ? 0 : 1);
			current.push(Math.min(replaced, (previous[at + 1] ?? 0) + 1, (current[at] ?? 0) + 1));
		}
		if (Math.min(...current) > limit) return limit + 1;
		previous = current;
	}
	return previous.at(-1) ?? 0;
}
