/** How long objects live: Little's law over snapshots of the heap. */
import type { SiteSeries } from '../profile/siteSeries.ts';

/** When the snapshots show the heap, and what falsifies them. */
export interface SnapshotTimes {
	/** Seconds, of the collection that each snapshot shows; ascending. */
	readonly times: readonly number[];
	/** Collections from the first snapshot to the last; undefined where nobody counted them. */
	readonly collections: number | undefined;
	/**
	 * Seconds that the mark phase of those collections took on average: what is allocated while the collector marks counts as live, so lives
	 * look longer by that (Go 1.21 to 1.27).
	 */
	readonly mark: number;
}

export type Residency =
	| {
			readonly kind: 'lasts';
			/** Mean, with one standard error. */
			readonly seconds: number;
			readonly error: number;
			/** The same mean in collections. */
			readonly collections?: number;
			readonly samples: ResidencySamples;
	  }
	/** Less than so many seconds: shorter than what can be told. */
	| { readonly kind: 'below'; readonly seconds: number; readonly samples: ResidencySamples }
	/** Nothing was freed in the window, of so many seconds. */
	| { readonly kind: 'kept'; readonly window: number; readonly samples: ResidencySamples }
	| { readonly kind: 'few'; readonly samples: ResidencySamples }
	/** What is live grows or shrinks: no mean stands for it. */
	| { readonly kind: 'changing'; readonly grows: boolean; readonly samples: ResidencySamples };

/** Sampled objects behind an estimate. */
export interface ResidencySamples {
	/** Distinct ones that were seen live. */
	readonly live: number;
	/** Allocated in the window. */
	readonly allocated: number;
}

/** Seconds. Programs that wait for the collector allocate in bursts while it marks, which makes the shortest lives look longer. */
const shortest = 0.025;

/** Below so many samples nothing is said. */
const fewest = 10;

/**
 * W = L/λ of one site: the mean number of live objects (trapezoid over the snapshots) by the rate at which objects come and go, less the mark
 * phase.
 * Its relative standard error is √(1/live + 1/allocated) in samples. Undefined when nothing of it was allocated, or live, in the window.
 */
export function residencyOf(series: SiteSeries, { times, collections, mark }: SnapshotTimes): Residency | undefined {
	const snapshots = times.length;
	const last = snapshots - 1;
	const window = (times[last] ?? 0) - (times[0] ?? 0);
	if (snapshots < 2 || window <= 0) return undefined;
	const at = (values: readonly number[], index: number) => values[index] ?? 0;
	const change = (values: readonly number[]) => at(values, last) - at(values, 0);
	const objects = change(series.objects);
	const allocated = change(series.events);
	const seen = series.liveEvents.reduce((sum, events) => sum + events, 0);
	if (allocated < 1 && seen < 1) return undefined;
	const freed = allocated - change(series.liveEvents);
	const perSnapshot = seen / snapshots;

	let area = 0;
	for (let index = 1; index < snapshots; index++) {
		const mean = (at(series.liveObjects, index) + at(series.liveObjects, index - 1)) / 2;
		area += mean * (at(times, index) - at(times, index - 1));
	}
	// Of what came and what went: a window that begins before a site is in balance makes no difference then.
	const turnover = objects - change(series.liveObjects) / 2;
	const seconds = turnover > 0 ? area / turnover : Infinity;
	// Those of one snapshot, and what took their place in the window.
	const live = perSnapshot * Math.min(snapshots, 1 + window / Math.max(seconds, 1e-9));
	const samples = { live, allocated };

	if (freed < Math.max(1, 0.05 * allocated)) {
		// Large objects are all recorded: there is no chance in a few of them.
		const isExact = seen > 0.95 * series.liveObjects.reduce((sum, count) => sum + count, 0);
		const isKnown = (isExact && freed < 0.5) || Math.max(perSnapshot, allocated) >= fewest;
		return isKnown ? { kind: 'kept', window, samples } : { kind: 'few', samples };
	}
	if (allocated < fewest) return { kind: 'few', samples };
	if (seen < 1) return { kind: 'below', seconds: Math.max(mark, 3 / ((allocated / window) * snapshots)), samples };
	const error = seconds * Math.sqrt(1 / live + 1 / allocated);
	const corrected = seconds - mark;
	if (corrected < Math.max(2 * mark, shortest, 2 * error)) {
		return { kind: 'below', seconds: Math.max(mark, corrected + 2 * error), samples };
	}
	if (live < fewest) return { kind: 'few', samples };
	const grown = change(series.liveObjects) / Math.max(1, objects);
	const noise = 3 * Math.sqrt(at(series.liveEvents, 0) + at(series.liveEvents, last));
	if (Math.abs(grown) > 0.3 && Math.abs(change(series.liveEvents)) > noise) {
		return { kind: 'changing', grows: grown > 0, samples };
	}
	const cycles = collections === undefined ? {} : { collections: (corrected * collections) / window };
	return { kind: 'lasts', seconds: corrected, error, ...cycles, samples };
}

/**
 * An upper bound of the mark phase where nobody recorded it: the shortest life of any busy site. 0 without one.
 *
 * @param busiest sites with many samples
 */
export function shortestLife(busiest: readonly SiteSeries[], times: Omit<SnapshotTimes, 'mark'>): number {
	const lives = busiest.flatMap((series) => {
		const found = residencyOf(series, { ...times, mark: 0 });
		return found?.kind === 'lasts' ? [found.seconds] : [];
	});
	return lives.length === 0 ? 0 : Math.min(...lives);
}
