/** What a program would save without the allocations of a line: an estimate from shares. */

/** All as parts of a whole, 0 to 1. */
export interface SavingShares {
	/** Of CPU time: the line with the standard library below it, without the garbage collector. */
	readonly own: number;
	/** Of CPU time: the garbage collector. */
	readonly collector: number;
	/** Of the bytes allocated. */
	readonly allocated: number;
	/** Of the bytes live. */
	readonly live: number;
	/** Of the bytes live that the collector looks into: those of objects with pointers. */
	readonly pointers: number;
}

export interface Saving {
	/** Part of CPU time; negative where the program would collect more often: live bytes without pointers make collections rare. */
	readonly cpu: number;
	/** Part of the live heap. */
	readonly live: number;
	/** 0.6 of the one and 0.4 of the other, or by other weights; sorts. */
	readonly score: number;
}

export interface ScoreWeights {
	readonly cpu: number;
	readonly live: number;
}

const usualWeights: ScoreWeights = { cpu: 0.6, live: 0.4 };

/** A heap that is nearly all of one line says nothing about what would be without it. */
const leastLeft = 0.05;

/**
 * The collector runs when the heap has grown by a part of what is live (GOGC), and each time looks through what has pointers: without a
 * site it would run (1 − allocated)/(1 − live) times as often, and look through 1 − pointers each time.
 */
export function savingOf(shares: SavingShares, weights: ScoreWeights = usualWeights): Saving {
	const { own, collector, allocated, live, pointers } = shares;
	const left = ((1 - allocated) * (1 - pointers)) / Math.max(leastLeft, 1 - live);
	const cpu = own + collector * (1 - left);
	return { cpu, live, score: weights.cpu * Math.max(0, cpu) + weights.live * Math.max(0, live) };
}
