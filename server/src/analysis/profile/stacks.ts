/** A pprof profile as stacks of frames: the only place that knows the format. */
import { Profile } from 'pprof-format';
import { hasProfileShape } from './profileShape.ts';
import { locationId, type RawSample, splitProfile } from './sampleReader.ts';

export interface Stacks {
	readonly kind: ProfileKind;
	readonly samples: readonly Sample[];
	/** The numbers are estimates, from some of the allocations or from the stacks at some times. */
	readonly sampled: boolean;
	/** One profile minus another: amounts can be negative. */
	readonly difference: boolean;
	/** When it was recorded, milliseconds since 1970; 0 when it does not say. */
	readonly recorded: number;
	/** What is measured besides, as `--sample-type` takes it: `alloc_space`, `inuse_space`. */
	readonly types: readonly string[];
}

/**
 * `allocations`: a heap or allocs profile, all that was allocated since the program started. `live`: what of that had not been freed.
 * `waiting`: a block or mutex profile. `goroutines`: how many stood there.
 */
export type ProfileKind = 'cpu' | 'allocations' | 'live' | 'waiting' | 'goroutines';

export interface Sample {
	/** Nanoseconds of CPU time or of waiting; bytes allocated or live. Negative in a difference. */
	readonly amount: number;
	/** Objects, waits or goroutines; 0 in a CPU profile. */
	readonly objects: number;
	/** How many events were recorded behind the estimate: stacks of a CPU profile, sampled allocations. Fractional, never negative. */
	readonly events: number;
	/** Bytes of each object (its size class); 0 when the profile does not say. */
	readonly size: number;
	/** Bytes and objects that had not been freed, in a heap profile, and the events behind them; else 0. */
	readonly liveBytes: number;
	readonly liveObjects: number;
	readonly liveEvents: number;
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
	/** 1-based, of the `func` (of a literal, of its own one; of the body of a range over a function, of its `for`); 0 before Go 1.20. */
	readonly startLine: number;
}

interface Measured {
	readonly kind: ProfileKind;
	/** Type and unit, of bytes or nanoseconds. */
	readonly amount: string;
	/** Of objects or events. */
	readonly objects: string;
}

/** What profiles measure, what is read first where one has several. */
const measures: readonly Measured[] = [
	{ kind: 'cpu', amount: 'cpu/nanoseconds', objects: 'samples/count' },
	{ kind: 'allocations', amount: 'alloc_space/bytes', objects: 'alloc_objects/count' },
	{ kind: 'live', amount: 'inuse_space/bytes', objects: 'inuse_objects/count' },
	{ kind: 'waiting', amount: 'delay/nanoseconds', objects: 'contentions/count' },
	{ kind: 'goroutines', amount: '', objects: 'goroutine/count' },
	{ kind: 'goroutines', amount: '', objects: 'goroutineleak/count' },
];

/**
 * @param bytes already decompressed
 * @param wanted what to read of a profile that measures several things, as `--sample-type` names it; empty: CPU time, or what was allocated
 * @returns one sentence, without the file's name, when it cannot be used
 */
export function readStacks(bytes: Uint8Array, wanted = ''): Stacks | string {
	if (!hasProfileShape(bytes)) return 'this is not a pprof profile.';
	try {
		const { samples, rest } = splitProfile(bytes);
		return stacksOf(Profile.decode(rest), samples, wanted);
	} catch {
		return 'this pprof profile is damaged.';
	}
}

function stacksOf(profile: Profile, raw: readonly RawSample[], wanted: string): Stacks | string {
	const { strings } = profile.stringTable;
	const text = (at: number | bigint) => strings[Number(at)] ?? '';
	const types = profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`);
	const names = types.map((type) => type.replace(/\/.*/, ''));
	const has = ({ amount, objects }: Measured) => types.includes(amount) || types.includes(objects);
	const named = ({ amount, objects }: Measured) => [amount, objects].some((type) => type.split('/', 1)[0] === wanted);
	const measured = measures.find((each) => has(each) && (wanted === '' || named(each)));
	if (!measured) {
		return wanted === ''
			? `a CPU or a heap profile is needed, and this one has ${listed(names)}.`
			: `the sample type ${wanted} is not in this profile, which has ${listed(names)}.`;
	}
	const { kind } = measured;
	const [amountAt, objectsAt] = [types.indexOf(measured.amount), types.indexOf(measured.objects)];
	const [liveBytesAt, liveObjectsAt] = [types.indexOf('inuse_space/bytes'), types.indexOf('inuse_objects/count')];
	const period = Number(profile.period);

	const functions = new Map(profile.function.map((one) => [locationId(one.id), one]));
	const places = new Map(
		profile.location.map(({ id, line }) => [
			locationId(id),
			line.map((each): Frame => {
				const called = functions.get(locationId(each.functionId));
				return {
					function: text(called?.name ?? 0),
					file: text(called?.filename ?? 0).replaceAll('\\', '/'),
					line: Number(each.line),
					startLine: Number(called?.startLine ?? 0),
				};
			}),
		]),
	);
	const bytesLabel = strings.indexOf('bytes');
	let difference = false;
	const samples = raw.map(({ values, locations, numbers }): Sample => {
		const found: (readonly Frame[])[] = [];
		for (const id of locations) {
			const frames = places.get(id);
			if (frames && frames.length > 0) found.push(frames);
		}
		const valueAt = (at: number) => values[at] ?? 0;
		const [amount, objects] = [valueAt(amountAt), valueAt(objectsAt)];
		difference ||= amount < 0 || objects < 0;
		if (kind === 'cpu') {
			// Some tools keep one of the two numbers.
			const events = Math.abs(objectsAt < 0 && period > 0 ? amount / period : objects);
			const time = amountAt < 0 ? objects * period : amount;
			return { ...notLive, amount: time, objects: 0, events, size: 0, places: found };
		}
		if (kind === 'waiting' || kind === 'goroutines') {
			return { ...notLive, amount, objects, events: Math.abs(objects), size: 0, places: found };
		}
		const labelled = bytesLabel < 0 ? 0 : numbers?.get(bytesLabel);
		const size = labelled || (objects === 0 ? 0 : Math.max(0, amount / objects));
		const share = recordedShare(size, period);
		const liveObjects = valueAt(liveObjectsAt);
		return {
			amount,
			objects,
			events: Math.abs(objects) * share,
			size,
			liveBytes: valueAt(liveBytesAt),
			liveObjects,
			liveEvents: Math.abs(liveObjects) * share,
			places: found,
		};
	});
	// runtime.MemProfileRate: with 1 every allocation is recorded. A mutex profile counts, and multiplies by its fraction.
	const sampled = kind === 'cpu' || kind === 'waiting' || (kind !== 'goroutines' && period !== 1);
	return { kind, samples, sampled, difference, recorded: Number(profile.timeNanos) / 1e6, types: names };
}

const notLive = { liveBytes: 0, liveObjects: 0, liveEvents: 0 };

/**
 * The part of objects of a size that the runtime records, 0 to 1: on average one in each `period` bytes (scaleHeapSample,
 * runtime/pprof/protomem.go, Go 1.21 to 1.27).
 */
function recordedShare(size: number, period: number): number {
	return period > 1 && size > 0 ? 1 - Math.exp(-size / period) : 1;
}

function listed(types: readonly string[]): string {
	return types.length === 0 ? 'nothing' : types.join(', ');
}
