/** Which roots keep the objects of a heap dump, and by which way. */
import { isRuntime } from '../profile/frameNames.ts';
import { isRuntimePlace, type Purpose, purposeOf } from './allocatedAs.ts';
import { type DumpedGoroutine, type HeapDump, objectAt, wordsOf } from './heapDump.ts';
import type { ProgramNames } from './programNames.ts';
import { partitionPoint } from '../partitionPoint.ts';

/** Where a dump's program has a line of the recorded code. */
export interface RecordedPlace {
	/** As the caller names files. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
}

export interface Keeper {
	/**
	 * `timer`: the runtime, until it fires. `finalizer`: a function that runs when another object is freed. `runtime`: a variable of the
	 * run-time itself. `unknown`: nothing that the dump shows; it may be garbage that is not collected yet.
	 */
	readonly root: 'package variable' | 'goroutine' | 'timer' | 'finalizer' | 'runtime' | 'unknown';
	/** The variable, `example.com/m/p.cache`; the function whose frame holds it; empty where there is no name. */
	readonly name: string;
	/** From the root to the object, without what says nothing. */
	readonly through: readonly KeptThrough[];
	/** Of a goroutine: what it waits for, and the go statement. */
	readonly waits?: string;
	readonly started?: { readonly function: string } & Partial<RecordedPlace>;
}

/** `closure`: the values that a function value holds. */
export interface KeptThrough extends Partial<RecordedPlace> {
	readonly kind: Purpose | 'closure';
	/** Of a closure: its function. */
	readonly function?: string;
}

/** Who keeps what one line has made. */
export interface KeptLine extends RecordedPlace {
	/** What it stands in, as symbols name it; what is inlined bears the name of what it was inlined into. */
	readonly function: string;
	/** `callee`: made by functions of other packages that the line calls. */
	readonly madeBy: 'line' | 'callee';
	/** Of the objects of the line that are in the dump and kept. */
	readonly bytes: number;
	readonly objects: number;
	/** The one that keeps most first. */
	readonly keepers: readonly (Keeper & { readonly bytes: number; readonly objects: number })[];
}

export interface KeptQuestion {
	/** How a file of the recorded code is named; undefined for every other file. */
	readonly local: (file: string) => string | undefined;
	/** Whether a function is of the recorded code, by its symbol. */
	readonly isOwn: (symbol: string) => boolean;
	/** Where goroutines were started, by their number. */
	readonly started: ReadonlyMap<number, { readonly function: string; readonly file: string; readonly line: number }>;
}

/** More steps than that are told by nobody. */
const longestWay = 6;

/** Says of each line of the recorded code who keeps what it made, by bytes. */
export function keptLines(dump: HeapDump, names: ProgramNames, question: KeptQuestion): readonly KeptLine[] {
	const { owner, ways } = reach(dump, names, question);
	const lines = new Map<string, Gathering>();
	const places = new Map<number, ReturnType<typeof madeAt>>();
	for (const [address, id] of dump.samples) {
		const bucket = dump.buckets.get(id);
		if (!bucket) continue;
		if (!places.has(id)) places.set(id, madeAt(bucket.stack, question));
		const made = places.get(id);
		const object = objectAt(dump, address);
		const way = ways[(object < 0 ? undefined : owner[object]) ?? 0];
		// What nothing holds is freed by the next collection.
		if (!made || !way || way === nobody) continue;
		const key = `${made.file}:${made.line} ${made.madeBy}`;
		const line = lines.get(key) ?? { ...made, ways: new Map() };
		lines.set(key, line);
		const held = line.ways.get(way) ?? { bytes: 0, objects: 0 };
		held.bytes += bucket.size;
		held.objects++;
		line.ways.set(way, held);
	}
	return [...lines.values()].map(keptLine).sort((a, b) => b.bytes - a.bytes);
}

interface Held {
	bytes: number;
	objects: number;
}

interface Gathering extends Omit<KeptLine, 'bytes' | 'objects' | 'keepers'> {
	readonly ways: Map<Way, Held>;
}

/** Ways that differ in the objects between only are one, told by the one that most goes along. */
function keptLine({ ways, ...line }: Gathering): KeptLine {
	const keepers = new Map<string, KeptLine['keepers'][number]>();
	for (const [{ keeper, through }, held] of [...ways].sort(([, a], [, b]) => b.bytes - a.bytes)) {
		const key = JSON.stringify([keeper, through.filter(({ kind }) => kind !== 'object')]);
		const known = keepers.get(key);
		const sum = { bytes: held.bytes + (known?.bytes ?? 0), objects: held.objects + (known?.objects ?? 0) };
		keepers.set(key, { ...(known ?? { ...keeper, through }), ...sum });
	}
	const sorted = [...keepers.values()].sort((a, b) => b.bytes - a.bytes);
	const sumOf = (key: keyof Held) => sorted.reduce((sum, keeper) => sum + keeper[key], 0);
	return { ...line, bytes: sumOf('bytes'), objects: sumOf('objects'), keepers: sorted };
}

/** The line of the recorded code that an object comes from. */
function madeAt(stack: HeapDumpStack, question: KeptQuestion) {
	const place = placeOf(stack, question);
	const inside = stack.find((each) => !isRuntimePlace(each));
	const isLine = place && inside && question.local(inside.file) !== undefined;
	return place && { ...place, madeBy: isLine ? ('line' as const) : ('callee' as const) };
}

/** The innermost place of the recorded code. */
function placeOf(stack: HeapDumpStack, { local }: KeptQuestion) {
	for (const { function: name, file, line } of stack) {
		const named = local(file);
		if (named !== undefined) return { function: name, file: named, line };
	}
	return undefined;
}

type HeapDumpStack = NonNullable<ReturnType<HeapDump['buckets']['get']>>['stack'];

/** A root with what lies between it and an object. */
interface Way {
	readonly keeper: Omit<Keeper, 'through'>;
	readonly through: readonly KeptThrough[];
	/** Ways that go one step further, by the key of the step. */
	readonly further: Map<string, number>;
}

const nobody: Way = { keeper: { root: 'unknown', name: '' }, through: [], further: new Map() };

interface Reached {
	/** The number of an object's way. */
	readonly owner: Int32Array;
	readonly ways: readonly Way[];
}

/** Follows all pointers: first from variables, then from what runs, then from what the runtime holds, at last from what may be no pointer. */
function reach(dump: HeapDump, names: ProgramNames, question: KeptQuestion): Reached {
	const owner = new Int32Array(dump.objects.count);
	const ways: Way[] = [nobody];
	const roots = new Map<string, number>();
	const words = wordsOf(dump);
	const { at, size, fieldsAt, address } = dump.objects;
	const scheduler = schedulerObjects(dump, names);
	const describe = describer(dump, names, question);
	const queue: number[] = [];
	const wayFor = (keeper: Way['keeper'], through: readonly KeptThrough[]) => {
		ways.push({ keeper, through, further: new Map() });
		return ways.length - 1;
	};
	const rootWay = (keeper: Way['keeper']) => {
		const key = JSON.stringify(keeper);
		const known = roots.get(key);
		if (known !== undefined) return known;
		const made = wayFor(keeper, []);
		roots.set(key, made);
		return made;
	};
	const give = (pointer: number, way: number) => {
		const object = objectAt(dump, pointer);
		if (object < 0 || owner[object] !== 0 || scheduler.has(object)) return;
		owner[object] = way;
		queue.push(object);
	};
	const onwards = (before: number, object: number) => {
		const way = ways[before] ?? nobody;
		const step = describe(object);
		if (!step || way.through.length >= longestWay || hasStep(way.through, step)) return before;
		// What the run-time keeps for a timer is kept by the timer.
		if (step.kind === 'timer' && way.keeper.root === 'runtime') {
			return rootWay({ root: 'timer', name: '', ...(step.file !== undefined && { started: startedAt(step) }) });
		}
		if (step.kind === 'timer' && way.keeper.root === 'timer') return before;
		const key = JSON.stringify(step);
		const known = way.further.get(key);
		if (known !== undefined) return known;
		const made = wayFor(way.keeper, [...way.through, step]);
		way.further.set(key, made);
		return made;
	};
	const spread = () => {
		for (let index = 0; index < queue.length; index++) {
			const object = queue[index] ?? 0;
			const range = { at: at[object] ?? 0, size: size[object] ?? 0, fieldsAt: fieldsAt[object] ?? 0 };
			let way: number | undefined;
			words.pointers(range, (pointer) => {
				const target = objectAt(dump, pointer);
				if (target < 0 || owner[target] !== 0) return;
				way ??= onwards(owner[object] ?? 0, object);
				give(address[target] ?? 0, way);
			});
		}
		queue.length = 0;
	};

	const variables = variableRoots(dump, names);
	for (const { name, pointer } of variables) {
		if (!isOfRuntime(name)) give(pointer, rootWay({ root: 'package variable', name }));
	}
	spread();
	const running = dump.goroutines.filter(({ isSystem, frames }) => !isSystem && !isRecorder(frames));
	for (const goroutine of running) {
		for (const [index, frame] of goroutine.frames.entries()) {
			const keeper = goroutineKeeper(goroutine, index, names, question);
			words.pointers(frame, (pointer) => give(pointer, rootWay(keeper)));
		}
		const last = goroutineKeeper(goroutine, 0, names, question);
		for (const closure of goroutine.deferred) give(closure, rootWay(last));
	}
	spread();
	scheduler.clear();
	for (const { name, pointer } of variables) {
		if (isOfRuntime(name)) give(pointer, rootWay({ root: 'runtime', name }));
	}
	spread();
	for (const closure of dump.finalizers) give(closure, rootWay({ root: 'finalizer', name: '' }));
	spread();
	// Variables whose address is taken are not in a frame's list of pointers.
	for (const goroutine of running) {
		for (const [index, frame] of goroutine.frames.entries()) {
			if (isRuntime(frame.function)) continue;
			const keeper = goroutineKeeper(goroutine, index, names, question);
			for (let offset = 0; offset + dump.pointerSize <= frame.size; offset += dump.pointerSize) {
				give(words.word(frame.at + offset), rootWay(keeper));
			}
		}
	}
	spread();
	return { owner, ways };
}

function startedAt({ file, line }: KeptThrough) {
	return { function: '', ...(file !== undefined && line !== undefined && { file, line }) };
}

/** What a container consists of is one step, and so is each place of a chain of objects. */
function hasStep(through: readonly KeptThrough[], step: KeptThrough): boolean {
	const last = through.at(-1);
	if (last?.kind === step.kind && step.kind !== 'object' && step.kind !== 'closure') return true;
	return through.some(
		({ kind, function: name, file, line }) =>
			kind === step.kind && name === step.function && file === step.file && line === step.line,
	);
}

/** Processors and goroutines: a timer or a channel with a waiter points to them, and they to all others. */
function schedulerObjects(dump: HeapDump, names: ProgramNames): Set<number> {
	const found = new Set<number>();
	const words = wordsOf(dump);
	const segment = (address: number) =>
		dump.segments.find((each) => address >= each.address && address < each.address + each.size);
	for (const variable of ['runtime.allp', 'runtime.allgs']) {
		const start = names.address(variable);
		const around = start === undefined ? undefined : segment(start);
		if (start === undefined || !around) continue;
		const list = objectAt(dump, words.word(around.at + start - around.address));
		if (list < 0) continue;
		const { at, size, fieldsAt } = dump.objects;
		const range = { at: at[list] ?? 0, size: size[list] ?? 0, fieldsAt: fieldsAt[list] ?? 0 };
		words.pointers(range, (pointer) => void found.add(objectAt(dump, pointer)));
	}
	return found;
}

/** Variables of the run-time, and the lists in which pools register themselves: they say nothing of who needs a value. */
function isOfRuntime(name: string): boolean {
	return isRuntime(name) || name === 'sync.allPools' || name === 'sync.oldPools' || name === '';
}

/** The goroutine that makes the dump. */
function isRecorder(frames: DumpedGoroutine['frames']): boolean {
	return frames.some((frame) => frame.function === 'runtime/debug.WriteHeapDump');
}

/**
 * A goroutine is named after the outermost function of the recorded code, which is told apart more than what it happens to call.
 *
 * @param index of the frame that holds something: a function of the run-time in it works for its caller
 */
function goroutineKeeper(
	{ id, frames, waitReason, startedAt: by }: DumpedGoroutine,
	index: number,
	names: ProgramNames,
	{ local, isOwn, started }: KeptQuestion,
): Way['keeper'] {
	const outer = frames.slice(index);
	const frame =
		outer.findLast(({ function: name }) => isOwn(name) && !isWrapper(name)) ??
		outer.find((each) => !isRuntime(each.function)) ??
		frames[index];
	const starter = started.get(id);
	const file = starter && local(starter.file);
	const name = starter?.function ?? startedBy(names, by);
	return {
		root: 'goroutine',
		name: frame?.function ?? '',
		...(waitReason !== '' && { waits: waitReason }),
		...(name !== undefined && {
			started: { function: name, ...(starter && file !== undefined && { file, line: starter.line }) },
		}),
	};
}

/** What the compiler puts around a call of a go or defer statement (cmd/compile, Go 1.21 to 1.27). */
function isWrapper(symbol: string): boolean {
	return /(?:\.(?:gowrap|deferwrap)\d+|-fm)$/.test(symbol);
}

/** The first goroutine is started by the run-time, which says nothing. */
function startedBy(names: ProgramNames, instruction: number): string | undefined {
	const name = instruction === 0 ? undefined : names.around(instruction);
	return name === undefined || isRuntime(name) ? undefined : name;
}

/** What an object is, where that says something of how another one is kept by it. */
function describer(dump: HeapDump, names: ProgramNames, question: KeptQuestion) {
	const { at, size } = dump.objects;
	const words = wordsOf(dump);
	const known = new Map<number, KeptThrough | undefined>();
	// A sample is named by where its contents begin, which may lie behind a header.
	const buckets = new Map<number, number>();
	for (const [sample, bucket] of dump.samples) buckets.set(objectAt(dump, sample), bucket);
	return (object: number): KeptThrough | undefined => {
		const name = (size[object] ?? 0) >= dump.pointerSize ? names.function(words.word(at[object] ?? 0)) : undefined;
		if (name !== undefined && !isRuntime(name)) return { kind: 'closure', function: name };
		const id = buckets.get(object);
		if (id === undefined) return undefined;
		if (known.has(id)) return known.get(id);
		const stack = dump.buckets.get(id)?.stack ?? [];
		const kind = purposeOf(stack);
		const place = placeOf(stack, question);
		const inside = stack.find((each) => !isRuntimePlace(each));
		const isNamed = place !== undefined && (kind !== 'object' || (inside && question.local(inside.file) !== undefined));
		const described =
			kind === 'object' && !isNamed ? undefined : { kind, ...(place && { file: place.file, line: place.line }) };
		known.set(id, described);
		return described;
	};
}

interface VariableRoot {
	/** Empty for memory that no symbol names. */
	readonly name: string;
	readonly pointer: number;
}

/** Every pointer out of a variable. Literals that the linker laid out have no symbol: they are named after the variable that points to them. */
function variableRoots(dump: HeapDump, names: ProgramNames): readonly VariableRoot[] {
	const words = wordsOf(dump);
	const found: { readonly at: number; readonly pointer: number }[] = [];
	for (const segment of dump.segments) {
		words.pointers(segment, (pointer, offset) => found.push({ at: segment.address + offset, pointer }));
	}
	const inSegment = (pointer: number) =>
		dump.segments.some(({ address, size }) => pointer >= address && pointer < address + size);
	const literals: { readonly at: number; readonly owner: number }[] = [];
	for (const { at, pointer } of found) {
		if (inSegment(pointer) && isLiteral(names.variable(pointer))) literals.push({ at: pointer, owner: at });
	}
	literals.sort((a, b) => a.at - b.at);
	const nameOf = (at: number, depth = 0): string => {
		const name = names.variable(at);
		if (!isLiteral(name)) return name ?? '';
		const literal = depth < deepestLiteral ? lastBefore(literals, at) : undefined;
		return literal ? nameOf(literal.owner, depth + 1) : '';
	};
	return found.flatMap(({ at, pointer }) => (inSegment(pointer) ? [] : [{ name: nameOf(at), pointer }]));
}

/** Literals in literals, and no further. */
const deepestLiteral = 8;
/** Bytes of a literal that a pointer to its beginning may name. */
const largestLiteral = 1 << 16;

function isLiteral(name: string | undefined): boolean {
	return name === undefined || /\.\.(?:stmp|autotmp)_/.test(name);
}

function lastBefore(literals: readonly { readonly at: number; readonly owner: number }[], wanted: number) {
	const found = literals[partitionPoint(literals.length, (index) => (literals[index]?.at ?? 0) <= wanted) - 1];
	return found && wanted - found.at < largestLiteral ? found : undefined;
}
