/** What each line has allocated and what of it is live, over several snapshots of a heap. */
import { allocatingFrames, innermostFrames, partKey } from './costProfile.ts';
import { createSourceFiles, type FilePlace } from './sourceFiles.ts';
import { isStandardLibrary, standardLibraryOf } from './standardLibrary.ts';
import type { Frame, Sample, Stacks } from './stacks.ts';

/** One number for each snapshot, in their order. What was allocated counts from the start of the program. */
export interface SiteSeries {
	readonly objects: readonly number[];
	readonly bytes: readonly number[];
	/** Sampled allocations behind {@link objects}. */
	readonly events: readonly number[];
	readonly liveObjects: readonly number[];
	readonly liveBytes: readonly number[];
	/** Sampled objects behind {@link liveObjects}. */
	readonly liveEvents: readonly number[];
}

export interface LineSeries {
	/** As `LineCost.parts`, by the same keys. */
	readonly parts: ReadonlyMap<string, SiteSeries>;
	/** All of the line, with what the standard library allocates for it. */
	readonly withLibrary: SiteSeries;
}

export interface HeapSeries {
	/** All of the heap. */
	readonly total: SiteSeries;
	/** Those of which enough is allocated that their lives can be compared. */
	readonly busiest: readonly SiteSeries[];
	/** By line of the text that the program was built from; undefined when no snapshot has a line of the file. */
	file(place: FilePlace): ReadonlyMap<number, LineSeries> | undefined;
}

type Sums = { readonly [Key in keyof SiteSeries]: number[] };
interface LineSums {
	readonly parts: Map<string, Sums>;
	readonly withLibrary: Sums;
}

/** Sampled allocations from which on a site is among the busiest. */
const busy = 300;

/** @param snapshots heap profiles of one run, in order of time */
export function heapSeries(snapshots: readonly Stacks[]): HeapSeries {
	const empty = (): Sums => {
		const zeros = () => snapshots.map(() => 0);
		return {
			objects: zeros(),
			bytes: zeros(),
			events: zeros(),
			liveObjects: zeros(),
			liveBytes: zeros(),
			liveEvents: zeros(),
		};
	};
	const total = empty();
	const files = createSourceFiles(() => new Map<number, LineSums>());
	const all: Sums[] = [];
	const lineOf = (frame: Frame): LineSums => {
		const lines = files.of(frame);
		let line = lines.get(frame.line);
		if (!line) lines.set(frame.line, (line = { parts: new Map(), withLibrary: empty() }));
		return line;
	};
	snapshots.forEach(({ samples }, at) => {
		const library = standardLibraryOf(samples);
		for (const sample of samples) {
			addSample(total, at, sample);
			const seen = new Set<LineSums>();
			for (const { frame, callee } of allocatingFrames(sample)) {
				const line = lineOf(frame);
				if (seen.has(line)) continue;
				seen.add(line);
				const key = partKey(callee, Math.round(sample.size));
				let part = line.parts.get(key);
				if (!part) {
					line.parts.set(key, (part = empty()));
					all.push(part);
				}
				addSample(part, at, sample);
			}
			const user = innermostFrames(sample, (symbol, file) => isStandardLibrary(library, symbol, file));
			for (const line of new Set(user.map(lineOf))) addSample(line.withLibrary, at, sample);
		}
	});
	const last = snapshots.length - 1;
	return {
		total,
		busiest: all.filter(({ events }) => (events[last] ?? 0) - (events[0] ?? 0) > busy),
		file: (place) => files.find(place),
	};
}

function addSample(sums: Sums, at: number, sample: Sample): void {
	const more = (list: number[], value: number) => void (list[at] = (list[at] ?? 0) + value);
	more(sums.objects, sample.objects);
	more(sums.bytes, sample.amount);
	more(sums.events, sample.events);
	more(sums.liveObjects, sample.liveObjects);
	more(sums.liveBytes, sample.liveBytes);
	more(sums.liveEvents, sample.liveEvents);
}

/** The sum of several. */
export function joinedSeries(parts: readonly SiteSeries[]): SiteSeries {
	const sum = (key: keyof SiteSeries) => {
		const length = Math.max(0, ...parts.map((part) => part[key].length));
		return Array.from({ length }, (_, at) => parts.reduce((all, part) => all + (part[key][at] ?? 0), 0));
	};
	return {
		objects: sum('objects'),
		bytes: sum('bytes'),
		events: sum('events'),
		liveObjects: sum('liveObjects'),
		liveBytes: sum('liveBytes'),
		liveEvents: sum('liveEvents'),
	};
}
