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
	/** The CPU time by the outermost function of each stack that is not the standard library's; empty in other profiles. */
	readonly roots: readonly RootCost[];
	/** What a file of the source costs; undefined when the profile has no line of it. */
	file(place: FilePlace): FileCosts | undefined;
	/** The CPU time of calls of a symbol from a package; undefined when the profile has no line of that package. */
	calls(symbol: string, caller: string): number | undefined;
}

/** What a goroutine began with, and what it took with all that was called from there. */
export interface RootCost {
	/** As the linker names it. */
	readonly symbol: string;
	/** As {@link Frame.file}. */
	readonly file: string;
	/** As {@link Frame.startLine}. */
	readonly startLine: number;
	/** Nanoseconds. */
	readonly cpu: number;
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
/** `stamp`: the sample that was added last, so that a line on the way twice counts once. */
type LineSums = Sums & { parts: Map<string, PartSums>; stamp: number };
type FunctionSums = Sums & { startLine: number; stamp: number };

interface KnownFrame {
	readonly symbol: string;
	/** Of its package. */
	readonly path: string;
	/** Without the package. */
	readonly name: string;
	readonly line: LineSums;
	readonly called: FunctionSums;
	/** See {@link isRuntime} and {@link isStandardLibrary}. */
	readonly isOurs: boolean;
	readonly isUser: boolean;
}

/** What a frame has by its function alone. */
type KnownSymbol = Pick<KnownFrame, 'path' | 'name' | 'isOurs' | 'isUser'> & { readonly file: string };

const noParts = new Map<string, PartSums>();

function newLine(): LineSums {
	return { ...noCost(), parts: noParts, stamp: -1 };
}

/** The frames of one place of a stack, which many stacks share. */
interface KnownPlace {
	readonly frames: readonly KnownFrame[];
	/** Without the runtime's. */
	readonly ours: readonly KnownFrame[];
	/** Without the standard library's. */
	readonly user: readonly KnownFrame[];
	readonly isCollector: boolean;
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
	const roots = new Map<string, RootCost>();
	const calls = new Map<string, Map<string, number>>();
	const packages = new Set<string>();
	const known = new Map<readonly Frame[], KnownPlace>();
	const symbols = new Map<string, KnownSymbol>();
	const library = standardLibraryOf(samples);
	const isHeap = kind === 'allocations' || kind === 'live';

	samples.forEach((sample, stamp) => {
		const own = ownCost(kind, sample);
		addCost(total, difference ? magnitude(own) : own);
		const places = sample.places;
		const innermost = firstOf(places, knownPlace, ({ ours }) => ours);
		if (innermost[0]) addCost(innermost[0].called, own);
		const seen = new Set<LineSums>();
		innermost.forEach(({ line }, depth) => {
			if (seen.has(line)) return;
			seen.add(line);
			addCost(line, own);
			if (!isHeap) return;
			const [callee, size] = [innermost[depth - 1]?.name ?? '', Math.round(sample.size)];
			// Most lines only call, and need no map of their own.
			if (line.parts === noParts) line.parts = new Map();
			addCost(
				entry(line.parts, partKey(callee, size), () => ({ ...noCost(), callee, size })),
				own,
			);
		});
		if (kind !== 'cpu') {
			// A file is known by all its functions, also by those that only call.
			for (const place of places) if (!known.has(place)) knownPlace(place);
			return;
		}
		total.cpuBelow += own.cpu;
		let isOfCollector = false;
		for (const place of places) {
			const { frames, isCollector: collects } = knownPlace(place);
			isOfCollector ||= collects;
			for (const { line, called } of frames) {
				if (line.stamp !== stamp) line.cpuBelow += own.cpu;
				line.stamp = stamp;
				if (called.stamp !== stamp) called.cpuBelow += own.cpu;
				called.stamp = stamp;
			}
		}
		countCalls(sample, own.cpu);
		countRoot(sample, own.cpu);
		if (isOfCollector) collector += own.cpu;
		else {
			const lines = new Set(firstOf(places, knownPlace, ({ user }) => user).map(({ line }) => line));
			for (const line of lines) line.cpuLibrary += own.cpu;
		}
	});

	function knownPlace(place: readonly Frame[]): KnownPlace {
		let found = known.get(place);
		if (found) return found;
		const frames = place.map(knownFrame);
		found = {
			frames,
			ours: frames.filter(({ isOurs }) => isOurs),
			user: frames.filter(({ isUser }) => isUser),
			isCollector: frames.some(({ symbol }) => isCollector(symbol)),
		};
		known.set(place, found);
		return found;
	}

	/** A function has one file, but for what its package has in several, as init functions. */
	function knownSymbol({ function: symbol, file }: Frame): KnownSymbol {
		let found = symbols.get(symbol);
		if (found?.file === file) return found;
		const { package: path, name } = functionName(symbol);
		packages.add(path);
		found = { file, path, name, isOurs: !isRuntime(symbol), isUser: !isStandardLibrary(library, symbol, file) };
		symbols.set(symbol, found);
		return found;
	}

	function knownFrame(frame: Frame): KnownFrame {
		const { function: symbol, startLine } = frame;
		const { path, name, isOurs, isUser } = knownSymbol(frame);
		const file = files.of(frame);
		return {
			symbol,
			path,
			name,
			line: entry(file.lines, frame.line, newLine),
			called: entry(file.functions, name, () => ({ ...noCost(), startLine, stamp: -1 })),
			isOurs,
			isUser,
		};
	}

	function countRoot({ places }: Sample, cpu: number): void {
		const outermost = places.findLast((place) => knownPlace(place).user.length > 0);
		const root = outermost?.findLast(({ function: symbol, file }) => !isStandardLibrary(library, symbol, file));
		if (!root) return;
		const { function: symbol, file, startLine } = root;
		const key = `${symbol} ${file}`;
		roots.set(key, { symbol, file, startLine, cpu: (roots.get(key)?.cpu ?? 0) + cpu });
	}

	function countCalls({ places }: Sample, cpu: number): void {
		const seen = new Set<string>();
		let called: string | undefined;
		for (const { symbol, path } of places.flatMap((place) => knownPlace(place).frames)) {
			const call = `${called} ${path}`;
			if (called !== undefined && !seen.has(call)) {
				seen.add(call);
				const callers = entry(calls, called, () => new Map<string, number>());
				callers.set(path, (callers.get(path) ?? 0) + cpu);
			}
			called = symbol;
		}
	}

	return {
		kind,
		sampled,
		difference,
		recorded,
		total,
		collector,
		roots: [...roots.values()].sort((a, b) => b.cpu - a.cpu),
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

/** What the innermost place has that has any. */
function firstOf(
	places: Sample['places'],
	known: (place: readonly Frame[]) => KnownPlace,
	of: (place: KnownPlace) => readonly KnownFrame[],
): readonly KnownFrame[] {
	for (const place of places) {
		const found = of(known(place));
		if (found.length > 0) return found;
	}
	return [];
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
