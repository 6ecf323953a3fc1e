/** A pprof profile as stacks of frames: the only place that knows the format. */
import { Profile } from 'pprof-format';
import { hasProfileShape } from './profileShape.ts';

export interface Stacks {
	readonly kind: ProfileKind;
	readonly samples: readonly Sample[];
	/** The numbers are estimates, from some of the allocations or from the stacks at some times. */
	readonly sampled: boolean;
	/** When it was recorded, milliseconds since 1970; 0 when it does not say. */
	readonly recorded: number;
}

/** `allocations`: a heap or allocs profile, all that was allocated since the program started. */
export type ProfileKind = 'cpu' | 'allocations';

export interface Sample {
	/** Nanoseconds of CPU time; bytes allocated. */
	readonly amount: number;
	/** Objects allocated; 0 in a CPU profile. */
	readonly objects: number;
	/** From where it happens outwards. Each place holds the frames that were inlined there, the innermost first. */
	readonly places: readonly (readonly Frame[])[];
}

export interface Frame {
	/** As the linker names it: `example.com/m/p.(*T).M`, `example.com/yaml%2ev3.F`. */
	readonly function: string;
	/** As it stands in the profile, with `/`: absolute, or below a package's path in a build with -trimpath. */
	readonly file: string;
	/** 1-based; 0 when it is not known. */
	readonly line: number;
	/** 1-based, of the `func`; 0 before Go 1.20. */
	readonly startLine: number;
}

/** What a profile measures → the amounts that are read, by type and unit. */
const wanted: readonly { readonly kind: ProfileKind; readonly amount: string; readonly objects?: string }[] = [
	{ kind: 'cpu', amount: 'cpu/nanoseconds' },
	{ kind: 'allocations', amount: 'alloc_space/bytes', objects: 'alloc_objects/count' },
];

/** @param bytes already decompressed. Answers one sentence, without the file's name, when it cannot be used. */
export function readStacks(bytes: Uint8Array): Stacks | string {
	if (!hasProfileShape(bytes)) return 'this is not a pprof profile.';
	try {
		return stacksOf(Profile.decode(bytes));
	} catch {
		return 'this pprof profile is damaged.';
	}
}

function stacksOf(profile: Profile): Stacks | string {
	const { strings } = profile.stringTable;
	const text = (at: number | bigint) => strings[Number(at)] ?? '';
	const types = profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`);
	const measured = wanted.find(({ amount }) => types.includes(amount));
	if (!measured) return `a CPU or a heap profile is needed, and this one has ${listed(types)}.`;
	const [amountAt, objectsAt] = [types.indexOf(measured.amount), types.indexOf(measured.objects ?? '')];

	// Ids are numbers or, when they are large, bigints: as texts they are equal when they should be.
	const functions = new Map(profile.function.map((one) => [String(one.id), one]));
	const places = new Map(
		profile.location.map(({ id, line }) => [
			String(id),
			line.map((each): Frame => {
				const called = functions.get(String(each.functionId));
				return {
					function: text(called?.name ?? 0),
					file: text(called?.filename ?? 0).replaceAll('\\', '/'),
					line: Number(each.line),
					startLine: Number(called?.startLine ?? 0),
				};
			}),
		]),
	);
	const samples = profile.sample.map(({ value, locationId }): Sample => {
		const found = locationId.flatMap((id) => {
			const frames = places.get(String(id));
			return frames && frames.length > 0 ? [frames] : [];
		});
		return { amount: Number(value[amountAt] ?? 0), objects: Number(value[objectsAt] ?? 0), places: found };
	});
	// runtime.MemProfileRate: with 1 every allocation is recorded.
	const sampled = measured.kind === 'cpu' || Number(profile.period) > 1;
	return { kind: measured.kind, samples, sampled, recorded: Number(profile.timeNanos) / 1e6 };
}

function listed(types: readonly string[]): string {
	return types.length === 0 ? 'nothing' : types.map((type) => type.replace(/\/.*/, '')).join(', ');
}
