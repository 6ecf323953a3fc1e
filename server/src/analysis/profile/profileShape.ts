/**
 * Looks over the bytes of a profile before they are decoded. The decoder believes what it reads: a few megabytes of empty
 * messages become gigabytes of objects, and a number without an end keeps it busy for hours.
 */

/** Messages inside messages, by the numbers of their fields in profile.proto: samples with labels, locations with lines. */
const messages: Readonly<Record<number, readonly number[]>> = { 1: [], 2: [3], 3: [], 4: [4], 5: [], 11: [] };

/** Fields of a sample that hold a list of numbers. */
const sampleField = 2;
const numberLists: readonly number[] = [1, 2];

/** The largest profiles that people have, of services with thousands of stacks, stay below a tenth of it. */
const mostMessages = 1_000_000;

/** Numbers in lists: frames of stacks, and what was measured. The decoder takes about a second for so many. */
const mostNumbers = 8_000_000;

/** A 64-bit number takes at most this many bytes. */
const longestNumber = 10;

/** Whether the bytes have the form of a profile that can be decoded with a bearable effort. */
export function hasProfileShape(bytes: Uint8Array): boolean {
	let count = 0;
	let numbers = 0;
	const counted = () => ++count <= mostMessages;
	const areNumbers = (start: number, stop: number) => {
		const found = countNumbers(bytes, start, stop);
		numbers += found ?? 0;
		return found !== undefined && numbers <= mostNumbers;
	};
	const end = bytes.length;
	const topLevel = forEachField(bytes, 0, end, (field, start, stop) => {
		const inner = messages[field];
		if (start === stop && field !== sampleField) return counted();
		if (inner === undefined) return counted();
		return (
			counted() &&
			forEachField(bytes, start, stop, (nested, from, to) => {
				if (inner.includes(nested)) return counted() && forEachField(bytes, from, to, () => true);
				return field !== sampleField || !numberLists.includes(nested) || areNumbers(from, to);
			})
		);
	});
	return topLevel && count > 0;
}

/** Calls `visit` for each field that has bytes of its own; false when it says so, or when the bytes are no message. */
function forEachField(
	bytes: Uint8Array,
	start: number,
	end: number,
	visit: (field: number, start: number, end: number) => boolean,
): boolean {
	let at = start;
	while (at < end) {
		const tag = bytes[at] ?? 0;
		// One byte: profile.proto has no field beyond 15.
		if (tag >= 0x80 || tag >> 3 === 0) return false;
		const value = at + 1;
		const after = numberEnd(bytes, value, end);
		if (after === undefined) return false;
		at = after;
		if ((tag & 7) === 0) continue;
		if ((tag & 7) !== 2) return false;
		const length = smallNumber(bytes, value, after);
		if (length === undefined || length > end - after) return false;
		at = after + length;
		if (!visit(tag >> 3, after, at)) return false;
	}
	return true;
}

/** Undefined when one of them does not end. */
function countNumbers(bytes: Uint8Array, start: number, end: number): number | undefined {
	let count = 0;
	for (let at = start; at < end; count++) {
		const after = numberEnd(bytes, at, end);
		if (after === undefined) return undefined;
		at = after;
	}
	return count;
}

/** Where the number that starts there ends; undefined when it does not. */
function numberEnd(bytes: Uint8Array, start: number, end: number): number | undefined {
	const last = Math.min(end, start + longestNumber);
	for (let at = start; at < last; at++) if ((bytes[at] ?? 0) < 0x80) return at + 1;
	return undefined;
}

/** A length: four bytes of it are more than any profile here has. */
function smallNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
	if (end - start > 4) return undefined;
	let value = 0;
	for (let at = start; at < end; at++) value |= ((bytes[at] ?? 0) & 0x7f) << (7 * (at - start));
	return value;
}
