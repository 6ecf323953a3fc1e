/** What a profile says about lines and functions of the source. */
import { functionName, isCollector, isRuntime } from './frameNames.ts';
import { createSourceFiles, type FilePlace } from './sourceFiles.ts';
import { isStandardLibrary, standardLibraryOf } from './standardLibrary.ts';
import { type Frame, type ProfileKind, type Sample, type Stacks, readStacks } from './stacks.ts';

export interface CostProfile {
	readonly kind: ProfileKind;
	/** As {@link Stacks.sampled}. */
	readonly sampled: boolean;
	/** As {@link Stacks.difference}. */
	readonly difference: boolean;
	/** As {@link Stacks.recorded}. */
	readonly recorded: number;
	/** All of it; of a difference, what became more and what became less added up without their signs. */
	readonly total: Cost;
	/** Nanoseconds of CPU time that the garbage collector took. */
	readonly collector: number;
	/** What a file of the source costs; undefined when the profile has no line of it. */
	file(place: FilePlace): FileCosts | undefined;
	/** The CPU time of calls of a symbol from a package; undefined when the profile has no line of that package. */
	calls(symbol: string, caller: string): number | undefined;
}

/** What the profile does not measure is 0. In a difference all can be negative. */
export interface Cost {
	/** Nanoseconds of CPU time, with what the runtime does on its behalf: allocating, copying, hashing. */
	readonly cpu: number;
	/** The same, with everything that is called from there. */
	readonly cpuBelow: number;
	/** Of {@link cpu} and of what is called in the standard library from there, without the garbage collector. */
	readonly cpuLibrary: number;
	/** Allocated there, or live. */
	readonly bytes: number;
	readonly objects: number;
	/** Nanoseconds of waiting, with what the runtime does for it. */
	readonly waited: number;
	/** Events behind the estimate, see {@link Sample.events}; never negative. */
	readonly events: number;
}

export interface FileCosts {
	/** By line, from 1, of the text that the program was built from. */
	readonly lines: ReadonlyMap<number, LineCost>;
	/** By name, as {@link functionName} has it. */
	readonly functions: ReadonlyMap<string, FunctionCost>;
}

export interface LineCost extends Cost {
	/** What was allocated there, apart by whose code it is and by size; empty in a profile of something else. */
	readonly parts: ReadonlyMap<string, LinePart>;
}

/** Objects of one size that one line allocates, by code of its own or of one function that was inlined into it. */
export interface LinePart extends Cost {
	/** The function called on the line, whose code was inlined, as {@link functionName} has it; empty for the line's own. */
	readonly callee: string;
	/** Bytes, the size class; 0 when the profile does not say. */
	readonly size: number;
}

export interface FunctionCost extends Cost {
	/** The line of its `func` at that time; 0 when it is not known. */
	readonly startLine: number;
}

type Sums = { -readonly [Key in keyof Cost]: Cost[Key] };
type PartSums = Sums & Pick<LinePart, 'callee' | 'size'>;
type LineSums = Sums & { readonly parts: Map<string, PartSums> };
type FunctionSums = Sums & { startLine: number };
interface KnownFrame {
	/** Of its package. */
	readonly path: string;
	readonly line: LineSums;
	readonly called: FunctionSums;
}

/** @param bytes already decompressed. Answers one sentence, without the file's name, when it cannot be used. */
export function readCostProfile(bytes: Uint8Array, sampleType = ''): CostProfile | string {
	const stacks = readStacks(bytes, sampleType);
	return typeof stacks === 'string' ? stacks : costProfile(stacks);
}

export function costProfile({ kind, samples, sampled, difference, recorded }: Stacks): CostProfile {
	const total = noCost();
	let collector = 0;
	const files = createSourceFiles(() => ({
		lines: new Map<number, LineSums>(),
		functions: new Map<string, FunctionSums>(),
	}));
	const calls = new Map<string, Map<string, number>>();
	const packages = new Set<string>();
	const known = new Map<Frame, KnownFrame>();
	const library = standardLibraryOf(samples);

	for (const sample of samples) {
		const own = ownCost(kind, sample);
		addCost(total, difference ? magnitude(own) : own);
		const innermost = innermostFrames(sample, isRuntime).map(knownFrame);
		const [first] = innermost;
		if (first) addCost(first.called, own);
		for (const line of new Set(innermost.map(({ line: each }) => each))) addCost(line, own);
		if (kind === 'allocations' || kind === 'live') {
			for (const { line, callee } of allocatingLines(sample)) {
				const size = Math.round(sample.size);
				const part = () => ({ ...noCost(), callee, size });
				addCost(entry(line.parts, partKey(callee, size), part), own);
			}
		}
		if (kind !== 'cpu') continue;
		const below = { ...noCost(), cpuBelow: own.cpu };
		addCost(total, below);
		for (const sums of allSums(sample)) addCost(sums, below);
		countCalls(sample, own.cpu);
		if (isOfCollector(sample)) collector += own.cpu;
		else {
			const withLibrary = innermostFrames(sample, (symbol, file) => isStandardLibrary(library, symbol, file));
			const cost = { ...noCost(), cpuLibrary: own.cpu };
			for (const line of new Set(withLibrary.map((frame) => knownFrame(frame).line))) addCost(line, cost);
		}
	}

	/** Each line that a sample counts for, once, with the function that was inlined there. */
	function allocatingLines(sample: Sample): readonly { readonly line: LineSums; readonly callee: string }[] {
		const seen = new Set<LineSums>();
		const found: { line: LineSums; callee: string }[] = [];
		for (const { frame, callee } of allocatingFrames(sample)) {
			const { line } = knownFrame(frame);
			if (seen.has(line)) continue;
			seen.add(line);
			found.push({ line, callee });
		}
		return found;
	}

	/** The lines and functions on the way, each once. */
	function allSums({ places }: Sample): ReadonlySet<Sums> {
		return new Set(places.flatMap((frames) => frames.map(knownFrame)).flatMap(({ line, called }) => [line, called]));
	}

	function knownFrame(frame: Frame): KnownFrame {
		return entry(known, frame, () => {
			const { package: path, name } = functionName(frame.function);
			packages.add(path);
			const file = files.of(frame);
			return {
				path,
				line: entry(file.lines, frame.line, () => ({ ...noCost(), parts: new Map<string, PartSums>() })),
				called: entry(file.functions, name, () => ({ ...noCost(), startLine: frame.startLine })),
			};
		});
	}

	function countCalls({ places }: Sample, cpu: number): void {
		const seen = new Set<string>();
		let called: string | undefined;
		for (const frame of places.flat()) {
			const caller = knownFrame(frame).path;
			const call = `${called} ${caller}`;
			if (called !== undefined && !seen.has(call)) {
				seen.add(call);
				const callers = entry(calls, called, () => new Map<string, number>());
				callers.set(caller, (callers.get(caller) ?? 0) + cpu);
			}
			called = frame.function;
		}
	}

	return {
		kind,
		sampled,
		difference,
		recorded,
		total,
		collector,
		file: (place) => files.find(place),
		calls: (symbol, caller) => (packages.has(caller) ? (calls.get(symbol)?.get(caller) ?? 0) : undefined),
	};
}

/** What a {@link LinePart} is kept under. */
export function partKey(callee: string, size: number): string {
	return `${size} ${callee}`;
}

/** A frame that an allocation counts for. */
export interface AllocatingFrame {
	readonly frame: Frame;
	/** As {@link LinePart.callee}. */
	readonly callee: string;
}

/** The innermost line outside the runtime, and each line that its function was inlined into. */
export function allocatingFrames(sample: Pick<Sample, 'places'>): readonly AllocatingFrame[] {
	const frames = innermostFrames(sample, isRuntime);
	return frames.map((frame, depth) => {
		const inner = frames[depth - 1];
		return { frame, callee: inner ? functionName(inner.function).name : '' };
	});
}

/** The innermost frame that is not left out, with each that it was inlined into. */
export function innermostFrames(
	{ places }: Pick<Sample, 'places'>,
	isLeftOut: (symbol: string, file: string) => boolean,
): readonly Frame[] {
	for (const inlined of places) {
		const kept = inlined.filter((frame) => !isLeftOut(frame.function, frame.file));
		if (kept.length > 0) return kept;
	}
	return [];
}

function isOfCollector({ places }: Sample): boolean {
	return places.some((frames) => frames.some((frame) => isCollector(frame.function)));
}

export function noCost(): Sums {
	return { cpu: 0, cpuBelow: 0, cpuLibrary: 0, bytes: 0, objects: 0, waited: 0, events: 0 };
}

/** Adds a cost to sums. */
export function addCost(sums: Sums, cost: Cost): void {
	sums.cpu += cost.cpu;
	sums.cpuBelow += cost.cpuBelow;
	sums.cpuLibrary += cost.cpuLibrary;
	sums.bytes += cost.bytes;
	sums.objects += cost.objects;
	sums.waited += cost.waited;
	sums.events += cost.events;
}

function magnitude(cost: Cost): Cost {
	const { abs } = Math;
	return {
		...cost,
		cpu: abs(cost.cpu),
		bytes: abs(cost.bytes),
		objects: abs(cost.objects),
		waited: abs(cost.waited),
	};
}

function ownCost(kind: ProfileKind, { amount, objects, events }: Sample): Cost {
	switch (kind) {
		case 'cpu':
			return { ...noCost(), cpu: amount, events };
		case 'waiting':
			return { ...noCost(), waited: amount, objects, events };
		case 'goroutines':
			return { ...noCost(), objects, events };
		case 'allocations':
		case 'live':
			return { ...noCost(), bytes: amount, objects, events };
	}
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	let value = map.get(key);
	if (value === undefined) map.set(key, (value = make()));
	return value;
}
