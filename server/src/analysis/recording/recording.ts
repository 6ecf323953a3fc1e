/** What was recorded of a program: one profile, or several that belong together. */
import type { KeeperReport } from '../heapdump/keeperReport.ts';
import { amountOf, profileName } from '../profile/costWords.ts';
import { costProfile, type CostProfile } from '../profile/costProfile.ts';
import { type HeapSeries, heapSeries } from '../profile/siteSeries.ts';
import type { Stacks } from '../profile/stacks.ts';
import type { SnapshotTimes } from './residency.ts';
import { type DatedSnapshot, snapshotTimes } from './snapshotTimes.ts';

export interface Recording {
	/** At least one; what lines cost is said of each. */
	readonly profiles: readonly CostProfile[];
	/** Snapshots of the heap of the same run. */
	readonly heap?: RecordedHeap;
	/** Who kept what, in heap dumps of the same tests. */
	readonly keepers?: KeeperReport;
}

export interface RecordedHeap {
	readonly series: HeapSeries;
	readonly times: SnapshotTimes;
}

/** @param snapshots two or more, in order of time @param marks see `markPhases` */
export function recordedHeap(
	snapshots: readonly (Omit<DatedSnapshot, 'file'> & { readonly stacks: Stacks })[],
	marks: ReadonlyMap<number, number>,
): RecordedHeap {
	// Nothing is computed before somebody asks.
	let series: HeapSeries | undefined;
	let times: SnapshotTimes | undefined;
	return {
		get series() {
			return (series ??= heapSeries(snapshots.map(({ stacks }) => stacks)));
		},
		get times() {
			return (times ??= snapshotTimes(snapshots, marks, this.series.busiest));
		},
	};
}

/** The CPU profile of a recording. */
export function cpuProfileOf(recording: Recording | undefined): CostProfile | undefined {
	return recording?.profiles.find(({ kind }) => kind === 'cpu');
}

/** When the newest of it was recorded, milliseconds since 1970; 0 when none says. */
export function recordedAt({ profiles }: Recording): number {
	return Math.max(0, ...profiles.map(({ recorded }) => recorded));
}

/** `heap profile, 139 MB, 16,269 objects; CPU profile, 3.2 s of CPU time` */
export function recordingSummary({ profiles }: Recording): string {
	return profiles
		.map((profile) => `${profileName(profile)}, ${amountOf(profile.total, profile) || 'empty'}`)
		.join('; ');
}

/** Profiles of one kind, recorded one after the other, as one profile. */
export function joinedProfile(parts: readonly [Stacks, ...Stacks[]]): CostProfile {
	const [first] = parts;
	return costProfile({
		...first,
		samples: parts.flatMap(({ samples }) => samples),
		sampled: parts.some(({ sampled }) => sampled),
		difference: parts.some(({ difference }) => difference),
		recorded: Math.max(...parts.map(({ recorded }) => recorded)),
	});
}
