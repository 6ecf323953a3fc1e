/** What a profile says about lines and functions of the source. */
import { functionName, isRuntime } from './frameNames.ts';
import { type Frame, type ProfileKind, type Sample, type Stacks, readStacks } from './stacks.ts';

export interface CostProfile {
	readonly kind: ProfileKind;
	/** As {@link Stacks.sampled}. */
	readonly sampled: boolean;
	/** As {@link Stacks.recorded}. */
	readonly recorded: number;
	/** All of it. */
	readonly total: Cost;
	/** What a file of the source costs; undefined when the profile has no line of it. */
	file(place: FilePlace): FileCosts | undefined;
	/** The CPU time of calls of a symbol from a package; undefined when the profile has no line of that package. */
	calls(symbol: string, caller: string): number | undefined;
}

/** What the profile does not measure is 0. */
export interface Cost {
	/** Nanoseconds of CPU time, with what the runtime does on its behalf: allocating, copying, hashing. */
	readonly cpu: number;
	/** The same, with everything that is called from there. */
	readonly cpuBelow: number;
	/** Allocated there. */
	readonly bytes: number;
	readonly objects: number;
}

export interface FilePlace {
	/** Absolute, as the machine writes it. */
	readonly path: string;
	/** Of the package; empty when it is not known. */
	readonly importPath: string;
}

export interface FileCosts {
	/** By line, from 1, of the text that the program was built from. */
	readonly lines: ReadonlyMap<number, Cost>;
	/** By name, as {@link functionName} has it. */
	readonly functions: ReadonlyMap<string, FunctionCost>;
}

export interface FunctionCost extends Cost {
	/** The line of its `func` at that time; 0 when it is not known. */
	readonly startLine: number;
}

type Sums = { -readonly [Key in keyof Cost]: Cost[Key] };
type FunctionSums = Sums & { startLine: number };
interface KnownFrame {
	/** Of its package. */
	readonly path: string;
	readonly line: Sums;
	readonly called: Sums;
}
interface FileSums {
	readonly lines: Map<number, Sums>;
	readonly functions: Map<string, FunctionSums>;
}

/** @param bytes already decompressed. Answers one sentence, without the file's name, when it cannot be used. */
export function readCostProfile(bytes: Uint8Array): CostProfile | string {
	const stacks = readStacks(bytes);
	return typeof stacks === 'string' ? stacks : costProfile(stacks);
}

function costProfile({ kind, samples, sampled, recorded }: Stacks): CostProfile {
	const total = nothing();
	const files = new Map<string, FileSums>();
	const otherNames = new Map<string, string>();
	const calls = new Map<string, Map<string, number>>();
	const packages = new Set<string>();
	const known = new Map<Frame, KnownFrame>();

	for (const sample of samples) {
		const own = ownCost(kind, sample);
		const below = { ...nothing(), cpuBelow: own.cpu };
		add(total, own);
		add(total, below);
		for (const sums of ownSums(sample)) add(sums, own);
		if (kind !== 'cpu') continue;
		for (const sums of allSums(sample)) add(sums, below);
		countCalls(sample, own.cpu);
	}

	/** The innermost function, and its line with each line that it was inlined into. */
	function ownSums({ places }: Sample): ReadonlySet<Sums> {
		const isOurs = (frame: Frame) => !isRuntime(frame.function);
		const frames = places.find((inlined) => inlined.some(isOurs))?.filter(isOurs) ?? [];
		return new Set(
			frames.map(knownFrame).flatMap(({ line, called }, depth) => (depth === 0 ? [line, called] : [line])),
		);
	}

	/** The lines and functions on the way, each once. */
	function allSums({ places }: Sample): ReadonlySet<Sums> {
		return new Set(places.flatMap((frames) => frames.map(knownFrame)).flatMap(({ line, called }) => [line, called]));
	}

	function knownFrame(frame: Frame): KnownFrame {
		return entry(known, frame, () => {
			const { package: path, name } = functionName(frame.function);
			packages.add(path);
			const file = entry(files, frame.file, () => ({ lines: new Map(), functions: new Map() }));
			for (const other of otherNamesOf(frame.file, path, name)) entry(otherNames, other, () => frame.file);
			return {
				path,
				line: entry(file.lines, frame.line, nothing),
				called: entry(file.functions, name, () => ({ ...nothing(), startLine: frame.startLine })),
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
		recorded,
		total,
		file({ path, importPath }) {
			const exact = files.get(spelled(path));
			if (exact || importPath === '') return exact;
			const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
			const named = otherNames.get(`${importPath}/${base}`);
			return named === undefined ? undefined : files.get(named);
		},
		calls: (symbol, caller) => (packages.has(caller) ? (calls.get(symbol)?.get(caller) ?? 0) : undefined),
	};
}

function nothing(): Sums {
	return { cpu: 0, cpuBelow: 0, bytes: 0, objects: 0 };
}

function add(sums: Sums, cost: Cost): void {
	sums.cpu += cost.cpu;
	sums.cpuBelow += cost.cpuBelow;
	sums.bytes += cost.bytes;
	sums.objects += cost.objects;
}

function ownCost(kind: ProfileKind, { amount, objects }: Sample): Cost {
	return kind === 'cpu' ? { ...nothing(), cpu: amount } : { ...nothing(), bytes: amount, objects };
}

/**
 * What else a file can be known by: the path of its package. That finds it when the program was built with -trimpath
 * (`example.com/m@v1.2.3/p/a.go`), or in a directory of another machine.
 */
function otherNamesOf(file: string, path: string, name: string): readonly string[] {
	const base = file.slice(file.lastIndexOf('/') + 1);
	const trimmed = isAbsolute(file) ? [] : [file.replace(/@[^/]*/, '')];
	// A literal is named after the function that its own one was inlined into, and that may be of another package.
	const told = path !== '' && path !== 'main' && !/\.func\d/.test(name);
	const own = base.endsWith('_test.go') ? path.replace(/_test$/, '') : path;
	return [...trimmed, ...(told ? [`${own}/${base}`] : [])];
}

function isAbsolute(file: string): boolean {
	return file.startsWith('/') || /^[A-Za-z]:\//.test(file);
}

/** As Go writes it into a program, whatever the editor makes of the drive's letter. */
function spelled(path: string): string {
	return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
	let value = map.get(key);
	if (value === undefined) map.set(key, (value = make()));
	return value;
}
