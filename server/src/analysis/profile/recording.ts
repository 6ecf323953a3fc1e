/** What was recorded of a program: one profile, or several that belong together. */
import { amountOf, profileName } from './costWords.ts';
import { costProfile, type CostProfile } from './costProfile.ts';
import type { Stacks } from './stacks.ts';

export interface Recording {
	/** At least one; what lines cost is said of each. */
	readonly profiles: readonly CostProfile[];
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
