/**
 * Reads the samples of a profile, which are nearly all of its bytes: the library makes objects of every number, and takes seconds for what
 * this reads in a tenth. Everything else is the library's.
 */

/** Samples, and the profile without them. */
export interface SplitProfile {
	readonly samples: readonly RawSample[];
	/** What the library decodes: strings, functions, locations. */
	readonly rest: Uint8Array;
}

export interface RawSample {
	readonly locations: readonly LocationId[];
	/** int64, as near as a number comes. */
	readonly values: readonly number[];
	/** The number of each label by the index of its key in the string table. */
	readonly numbers: ReadonlyMap<number, number> | undefined;
}

/** A number where that is exact, else its digits. */
export type LocationId = number | string;

/** As the library gives it. */
export function locationId(id: number | bigint): LocationId {
	return id <= Number.MAX_SAFE_INTEGER ? Number(id) : String(id);
}

const sampleTag = (2 << 3) | 2;

/** @param bytes whose form is good, see `hasProfileShape` */
export function splitProfile(bytes: Uint8Array): SplitProfile {
	const samples: RawSample[] = [];
	const rest = new Uint8Array(bytes.length);
	let kept = 0;
	const reader = new NumberReader(bytes);
	while (reader.at < bytes.length) {
		const start = reader.at;
		const tag = reader.next();
		const length = (tag & 7) === 2 ? reader.next() : 0;
		if ((tag & 7) !== 2) reader.next();
		const end = reader.at + length;
		if (tag === sampleTag) samples.push(readSample(reader, end));
		else {
			rest.set(bytes.subarray(start, end), kept);
			kept += end - start;
		}
		reader.at = end;
	}
	return { samples, rest: rest.subarray(0, kept) };
}

function readSample(reader: NumberReader, end: number): RawSample {
	const locations: LocationId[] = [];
	const values: number[] = [];
	let numbers: Map<number, number> | undefined;
	while (reader.at < end) {
		const tag = reader.next();
		const field = tag >> 3;
		// A list is packed, or each of its numbers has a tag.
		const isList = (tag & 7) === 2;
		const length = isList ? reader.next() : 1;
		const stop = reader.at + length;
		if (field === 3 && isList) {
			numbers ??= new Map();
			readLabel(reader, stop, numbers);
			reader.at = stop;
			continue;
		}
		while (reader.at < stop) {
			if (field === 1) locations.push(reader.nextId());
			else if (field === 2) values.push(reader.next());
			else reader.next();
			if (!isList) break;
		}
	}
	return { locations, values, numbers };
}

function readLabel(reader: NumberReader, end: number, numbers: Map<number, number>): void {
	let [key, number] = [0, 0];
	while (reader.at < end) {
		const field = reader.next() >> 3;
		const value = reader.next();
		if (field === 1) key = value;
		if (field === 3) number = value;
	}
	numbers.set(key, number);
}

/** Reads varints one after the other. */
class NumberReader {
	readonly #bytes: Uint8Array;
	at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** As int64: up to 2^53 exact, and so are negative numbers down to there. */
	next(): number {
		const bytes = this.#bytes;
		let byte = bytes[this.at++] ?? 0;
		if (byte < 0x80) return byte;
		let low = byte & 0x7f;
		let factor = 0x80;
		for (let count = 1; count < 4; count++) {
			byte = bytes[this.at++] ?? 0;
			low += (byte & 0x7f) * factor;
			if (byte < 0x80) return low;
			factor *= 0x80;
		}
		let high = 0;
		factor = 1;
		for (let count = 4; count < 9; count++) {
			byte = bytes[this.at++] ?? 0;
			high += (byte & 0x7f) * factor;
			if (byte < 0x80) return high * 2 ** 28 + low;
			factor *= 0x80;
		}
		// The last bit is the sign. The halves keep small negative numbers exact.
		const sign = (bytes[this.at++] ?? 0) & 1;
		return (high - sign * 2 ** 35) * 2 ** 28 + low;
	}

	/** The same as a name: exact, whatever its size. */
	nextId(): LocationId {
		const start = this.at;
		const value = this.next();
		if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
		let id = 0n;
		for (let at = this.at - 1; at >= start; at--) id = (id << 7n) | BigInt((this.#bytes[at] ?? 0) & 0x7f);
		return String(BigInt.asUintN(64, id));
	}
}
