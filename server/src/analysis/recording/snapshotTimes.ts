/** When the snapshots of a capture show the heap: `snapshots.jsonl` and `gctrace.txt`. */
import type { SiteSeries } from '../profile/siteSeries.ts';
import { shortestLife, type SnapshotTimes } from './residency.ts';

export interface DatedSnapshot {
	/** Of the profile, beside it. */
	readonly file: string;
	/** Collections that were completed, the one that it shows included; undefined where nobody recorded it. */
	readonly numGC: number | undefined;
	/** Seconds since 1970, of the end of that collection. */
	readonly time: number;
	/** Seconds that a server took to collect and to answer; undefined where that is not known. */
	readonly took: number | undefined;
}

/** Lines that are none are left out. */
export function readSnapshots(text: string): readonly DatedSnapshot[] {
	return text.split('\n').flatMap((line): DatedSnapshot[] => {
		let read: unknown;
		try {
			read = JSON.parse(line);
		} catch {
			return [];
		}
		const { file, numGC, lastGC, took } = (read ?? {}) as Readonly<Record<string, unknown>>;
		if (typeof file !== 'string' || typeof numGC !== 'number' || typeof lastGC !== 'number') return [];
		return [{ file, numGC, time: lastGC / 1e9, took: typeof took === 'number' ? took / 1000 : undefined }];
	});
}

/**
 * Number of a collection → seconds of its concurrent mark phase, from lines of GODEBUG=gctrace=1: `gc 7 @1.2s 3%: 0.02+41+0.01 ms clock, …`
 * (runtime/extern.go, Go 1.21 to 1.27).
 */
export function markPhases(text: string): ReadonlyMap<number, number> {
	const found = new Map<number, number>();
	for (const line of text.split('\n')) {
		const [, number, mark] =
			/^gc ([0-9]+) @[0-9.]+s [0-9]+%: [0-9.]+\+([0-9]+(?:\.[0-9]+)?)\+[0-9.]+ ms clock/.exec(line) ?? [];
		if (number !== undefined && mark !== undefined) found.set(Number(number), Number(mark) / 1000);
	}
	return found;
}

/**
 * @param snapshots in order of time
 * @param marks see {@link markPhases}; empty where the program was not told to print them: then what a server took bounds them, else the
 * shortest life of a busy site
 */
export function snapshotTimes(
	snapshots: readonly Omit<DatedSnapshot, 'file'>[],
	marks: ReadonlyMap<number, number>,
	busiest: readonly SiteSeries[],
): SnapshotTimes {
	const times = snapshots.map(({ time }) => time);
	const [first, last] = [snapshots[0], snapshots.at(-1)];
	const isCounted = first?.numGC !== undefined && last?.numGC !== undefined;
	const collections = isCounted ? (last.numGC ?? 0) - (first.numGC ?? 0) : undefined;
	const known = snapshots.flatMap(({ numGC }) => (numGC === undefined ? [] : (marks.get(numGC) ?? [])));
	const took = snapshots.flatMap((snapshot) => snapshot.took ?? []);
	const mark =
		known.length > 0 ? meanOf(known) : took.length > 0 ? meanOf(took) : shortestLife(busiest, { times, collections });
	return { times, collections, mark };
}

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
