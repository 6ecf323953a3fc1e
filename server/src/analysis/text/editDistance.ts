/** How far apart two words are, for "did you mean". */

/** Insertions, deletions and replacements between the two; more than `limit` is `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
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

/** The candidate that a mistyped word most likely means; undefined when none is near. Case does not count. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
	const limit = Math.min(3, Math.ceil(word.length / 3));
	let nearest: string | undefined;
	let least = limit + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), limit);
		if (distance < least) [nearest, least] = [candidate, distance];
	}
	return nearest;
}
