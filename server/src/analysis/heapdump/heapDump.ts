/** Heap dumps as runtime/debug.WriteHeapDump writes them: "go1.7 heap dump", the same from Go 1.21 to 1.27 (runtime/heapdump.go). */
import { utf8Text } from '../text/utf8.ts';
import { partitionPoint } from '../partitionPoint.ts';

/** Positions are offsets into the bytes of the dump; addresses are those of the program that was dumped. */
export interface HeapDump {
	readonly bytes: Uint8Array;
	/** `go1.26.8` */
	readonly version: string;
	readonly littleEndian: boolean;
	/** Bytes of a pointer. */
	readonly pointerSize: number;
	readonly objects: DumpedObjects;
	/** The variables of all packages. */
	readonly segments: readonly DumpedRange[];
	readonly goroutines: readonly DumpedGoroutine[];
	/** Functions that run when an object is freed: the addresses of their closures. */
	readonly finalizers: readonly number[];
	/** What the profiler knows of where objects are made, by the number that {@link samples} name. */
	readonly buckets: ReadonlyMap<number, DumpedBucket>;
	/** The profiled objects: address → bucket. */
	readonly samples: ReadonlyMap<number, number>;
}

/** A range of memory: `fieldsAt` is where its list of pointers begins, for {@link pointersOf}. */
export interface DumpedRange {
	readonly address: number;
	readonly at: number;
	/** Bytes. */
	readonly size: number;
	readonly fieldsAt: number;
}

/** All objects on the heap, by address; the arrays have one entry for each. */
export interface DumpedObjects {
	readonly count: number;
	readonly address: Float64Array;
	readonly at: Float64Array;
	readonly size: Float64Array;
	readonly fieldsAt: Float64Array;
}

export interface DumpedGoroutine {
	readonly id: number;
	/** Of the instruction behind the go statement; 0 for the first one. */
	readonly startedAt: number;
	/** One of the runtime's own. */
	readonly isSystem: boolean;
	/** What it waits for: `chan receive`; empty when it does not. */
	readonly waitReason: string;
	/** From the function that runs to the one that it began with. */
	readonly frames: readonly DumpedFrame[];
	/** Closures that it is about to call, deferred ones too: their addresses. */
	readonly deferred: readonly number[];
}

export interface DumpedFrame extends DumpedRange {
	readonly function: string;
}

export interface DumpedBucket {
	/** Bytes of one object. */
	readonly size: number;
	readonly stack: readonly DumpedPlace[];
}

/** The innermost first. An inlined function has the name of the one that it was inlined into, and its own file and line. */
export interface DumpedPlace {
	readonly function: string;
	/** As the compiler recorded it, with `/`. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
}

export type ReadHeapDump =
	| { readonly kind: 'dump'; readonly dump: HeapDump }
	/** A sentence without a subject: `ends too early`. */
	| { readonly kind: 'unreadable'; readonly problem: string };

const header = 'go1.7 heap dump\n';

const tags = {
	end: 0,
	object: 1,
	otherRoot: 2,
	type: 3,
	goroutine: 4,
	frame: 5,
	parameters: 6,
	finalizer: 7,
	itab: 8,
	thread: 9,
	memoryStatistics: 10,
	queuedFinalizer: 11,
	data: 12,
	bss: 13,
	deferred: 14,
	panic: 15,
	bucket: 16,
	sample: 17,
} as const;

/** Numbers of a record that nobody needs. */
const skipped: Readonly<Record<number, number>> = { [tags.itab]: 2, [tags.thread]: 3, [tags.memoryStatistics]: 281 };

class Damaged extends Error {}

/** Reads any bytes. */
export function readHeapDump(bytes: Uint8Array): ReadHeapDump {
	if (utf8Text(bytes.subarray(0, header.length)) !== header) return { kind: 'unreadable', problem: 'is no heap dump' };
	try {
		return { kind: 'dump', dump: dumpOf(bytes) };
	} catch (error) {
		if (error instanceof Damaged) return { kind: 'unreadable', problem: error.message };
		throw error;
	}
}

/** Reads numbers one after the other. */
interface Cursor {
	at: number;
	/** Exact below 2^53, which no address exceeds. */
	number(): number;
	/** Skips so many numbers. */
	skip(count: number): void;
	/** Bytes with their length before them. */
	bytes(): { readonly at: number; readonly size: number };
	text(): string;
	/** Skips a list of fields, and answers where it begins. */
	fields(): number;
}

function cursorOf(bytes: Uint8Array, start: number): Cursor {
	const known = new Map<string, string>();
	return {
		at: start,
		number() {
			let [value, scale] = [0, 1];
			for (let count = 0; count < 10; count++) {
				const byte = bytes[this.at++];
				if (byte === undefined) throw new Damaged('ends too early');
				value += (byte & 0x7f) * scale;
				if (byte < 0x80) return value;
				scale *= 128;
			}
			throw new Damaged('is damaged');
		},
		skip(count) {
			for (let index = 0; index < count; index++) this.number();
		},
		bytes() {
			const size = this.number();
			const { at } = this;
			if (at + size > bytes.length) throw new Damaged('ends too early');
			this.at += size;
			return { at, size };
		},
		text() {
			const { at, size } = this.bytes();
			const text = utf8Text(bytes.subarray(at, at + size));
			// Names of functions and files come again and again.
			const before = known.get(text);
			if (before === undefined) known.set(text, text);
			return before ?? text;
		},
		fields() {
			const { at } = this;
			while (this.number() !== 0) this.number();
			return at;
		},
	};
}

interface Gathered {
	readonly segments: DumpedRange[];
	readonly goroutines: (DumpedGoroutine & { readonly frames: DumpedFrame[]; readonly deferred: number[] })[];
	readonly finalizers: number[];
	readonly buckets: Map<number, DumpedBucket>;
	readonly samples: Map<number, number>;
}

function dumpOf(bytes: Uint8Array): HeapDump {
	const cursor = cursorOf(bytes, header.length);
	const objects = growingObjects();
	const gathered: Gathered = { segments: [], goroutines: [], finalizers: [], buckets: new Map(), samples: new Map() };
	let parameters = { littleEndian: true, pointerSize: 8, version: '' };
	for (;;) {
		const tag = cursor.number();
		switch (tag) {
			case tags.end:
				return { bytes, ...parameters, ...gathered, objects: objects.sorted() };
			case tags.object: {
				const address = cursor.number();
				const { at, size } = cursor.bytes();
				objects.add(address, at, size, cursor.fields());
				break;
			}
			case tags.parameters:
				parameters = parametersAt(cursor);
				break;
			default:
				readRecord(tag, cursor, gathered);
		}
	}
}

function parametersAt(cursor: Cursor) {
	const littleEndian = cursor.number() === 0;
	const pointerSize = cursor.number();
	if (pointerSize !== 4 && pointerSize !== 8) throw new Damaged('is damaged');
	// Where the heap lies, and the architecture.
	cursor.skip(2);
	cursor.bytes();
	const version = cursor.text();
	cursor.skip(1);
	return { littleEndian, pointerSize, version };
}

function readRecord(tag: number, cursor: Cursor, { segments, goroutines, finalizers, buckets, samples }: Gathered) {
	switch (tag) {
		case tags.otherRoot:
			cursor.bytes();
			cursor.skip(1);
			return;
		case tags.type:
			cursor.skip(2);
			cursor.bytes();
			cursor.skip(1);
			return;
		case tags.goroutine:
			goroutines.push(goroutineAt(cursor));
			return;
		case tags.frame:
			goroutines.at(-1)?.frames.push(frameAt(cursor));
			return;
		case tags.deferred: {
			cursor.skip(4);
			goroutines.at(-1)?.deferred.push(cursor.number());
			cursor.skip(2);
			return;
		}
		case tags.panic:
			cursor.skip(6);
			return;
		case tags.finalizer:
		case tags.queuedFinalizer:
			cursor.skip(1);
			finalizers.push(cursor.number());
			cursor.skip(3);
			return;
		case tags.data:
		case tags.bss: {
			const address = cursor.number();
			const { at, size } = cursor.bytes();
			segments.push({ address, at, size, fieldsAt: cursor.fields() });
			return;
		}
		case tags.bucket: {
			const id = cursor.number();
			const size = cursor.number();
			const count = cursor.number();
			const stack: DumpedPlace[] = [];
			for (let index = 0; index < count; index++) {
				const name = cursor.text();
				stack.push({ function: name, file: cursor.text().replaceAll('\\', '/'), line: cursor.number() });
			}
			// How many were made, and how many freed.
			cursor.skip(2);
			buckets.set(id, { size, stack });
			return;
		}
		case tags.sample: {
			const address = cursor.number();
			samples.set(address, cursor.number());
			return;
		}
		default: {
			const count = skipped[tag];
			if (count === undefined) throw new Damaged('is damaged');
			cursor.skip(count);
		}
	}
}

function goroutineAt(cursor: Cursor) {
	cursor.skip(2);
	const id = cursor.number();
	const startedAt = cursor.number();
	cursor.skip(1);
	const isSystem = cursor.number() !== 0;
	cursor.skip(2);
	const waitReason = cursor.text();
	const started = cursor.number();
	cursor.skip(3);
	return { id, startedAt, isSystem, waitReason, frames: [], deferred: [started] };
}

function frameAt(cursor: Cursor): DumpedFrame {
	const address = cursor.number();
	cursor.skip(2);
	const { at, size } = cursor.bytes();
	cursor.skip(3);
	const name = cursor.text();
	return { address, at, size, function: name, fieldsAt: cursor.fields() };
}

/** Spans come in any order, the objects of each by address: what lies together is sorted as one. */
function growingObjects() {
	let columns = [0, 1, 2, 3].map(() => new Float64Array(1 << 12));
	let count = 0;
	const runs: { readonly start: number; readonly address: number }[] = [];
	let end = -1;
	return {
		add(address: number, at: number, size: number, fieldsAt: number) {
			if (count === columns[0]?.length) {
				columns = columns.map((column) => {
					const larger = new Float64Array(column.length * 2);
					larger.set(column);
					return larger;
				});
			}
			if (address !== end) runs.push({ start: count, address });
			end = address + size;
			[address, at, size, fieldsAt].forEach((value, index) => {
				const column = columns[index];
				if (column) column[count] = value;
			});
			count++;
		},
		sorted(): DumpedObjects {
			const ends = runs.map((_, index) => runs[index + 1]?.start ?? count);
			const order = runs
				.map(({ start, address }, index) => ({ start, address, end: ends[index] ?? count }))
				.sort((a, b) => a.address - b.address);
			const [address, at, size, fieldsAt] = columns.map((column) => {
				const sorted = new Float64Array(count);
				let to = 0;
				for (const { start, end } of order) {
					sorted.set(column.subarray(start, end), to);
					to += end - start;
				}
				return sorted;
			}) as [Float64Array, Float64Array, Float64Array, Float64Array];
			return { count, address, at, size, fieldsAt };
		},
	};
}

/** The number of the object that holds an address, inside it too; -1 when there is none. */
export function objectAt({ objects: { count, address, size } }: HeapDump, wanted: number): number {
	const found = partitionPoint(count, (index) => (address[index] ?? 0) <= wanted) - 1;
	return found >= 0 && wanted < (address[found] ?? 0) + (size[found] ?? 0) ? found : -1;
}

/** Reads the words of a dump. */
export interface DumpWords {
	/** The pointer-sized number at an offset of the dump. */
	word(at: number): number;
	/** Calls `visit` with each pointer of a range, and with its offset in that. */
	pointers(range: Omit<DumpedRange, 'address'>, visit: (value: number, offset: number) => void): void;
}

export function wordsOf({ bytes, littleEndian, pointerSize }: HeapDump): DumpWords {
	const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const word = (at: number) => {
		if (pointerSize === 4) return data.getUint32(at, littleEndian);
		const [low, high] = littleEndian ? [at, at + 4] : [at + 4, at];
		return data.getUint32(low, littleEndian) + data.getUint32(high, littleEndian) * 2 ** 32;
	};
	return {
		word,
		pointers({ at, size, fieldsAt }, visit) {
			const cursor = cursorOf(bytes, fieldsAt);
			while (cursor.number() !== 0) {
				const offset = cursor.number();
				if (offset + pointerSize > size) continue;
				const value = word(at + offset);
				if (value !== 0) visit(value, offset);
			}
		},
	};
}
