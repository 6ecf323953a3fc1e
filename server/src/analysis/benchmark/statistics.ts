/** The statistics that benchstat tells: medians, how sure they are, and whether two series differ. */

export interface Summary {
	readonly median: number;
	/**
	 * How far the median may be off, as a part of it (0.02: ±2 %), with 95 % confidence; undefined for fewer than six
	 * values, which cannot say.
	 */
	readonly spread: number | undefined;
}

/** Undefined for no values. */
export function summarize(values: readonly number[]): Summary | undefined {
	const sorted = [...values].sort((a, b) => a - b);
	const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
	if (low === undefined || high === undefined) return undefined;
	const median = (low + high) / 2;
	const rank = confidenceRank(sorted.length);
	if (rank === undefined) return { median, spread: undefined };
	const [from, to] = [sorted[rank] ?? median, sorted[sorted.length - 1 - rank] ?? median];
	const off = Math.max(median - from, to - median);
	return { median, spread: median === 0 ? (off === 0 ? 0 : undefined) : off / median };
}

/**
 * How many of the smallest and of the largest of `count` values may be left out so that the rest still spans the true
 * median in 95 % of all cases: each value lies below it with probability ½.
 */
function confidenceRank(count: number): number | undefined {
	let rank: number | undefined;
	let term = 0.5 ** count;
	let tail = term;
	for (let left = 0; 2 * tail <= 0.05; left++) {
		rank = left;
		term *= (count - left) / (left + 1);
		tail += term;
	}
	return rank;
}

/**
 * The two-sided p-value of the Mann–Whitney U test: how likely two series from one and the same distribution lie at least as
 * far apart as these. Exact, ties included: of all ways to deal the ranks to the two series, those as extreme are counted.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
	const ranks = doubledRanks([...a, ...b]);
	const observed = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
	const ways = sumsOfChosen(ranks, a.length);
	let [all, below, above] = [0, 0, 0];
	for (const [sum, count] of ways) {
		all += count;
		if (sum <= observed) below += count;
		if (sum >= observed) above += count;
	}
	return Math.min(1, (2 * Math.min(below, above)) / all);
}

/** Twice the rank of each value from 1, so that the middle of equal ones is whole too. */
function doubledRanks(values: readonly number[]): number[] {
	return values.map((value) => {
		const smaller = values.filter((other) => other < value).length;
		const equal = values.filter((other) => other === value).length;
		return 2 * smaller + equal + 1;
	});
}

/** In how many ways `chosen` of the ranks make each sum. */
function sumsOfChosen(ranks: readonly number[], chosen: number): ReadonlyMap<number, number> {
	const ways = Array.from({ length: chosen + 1 }, () => new Map<number, number>());
	ways[0]?.set(0, 1);
	for (const rank of ranks) {
		for (let size = chosen; size > 0; size--) {
			for (const [sum, count] of ways[size - 1] ?? []) {
				ways[size]?.set(sum + rank, (ways[size]?.get(sum + rank) ?? 0) + count);
			}
		}
	}
	return ways[chosen] ?? new Map();
}
