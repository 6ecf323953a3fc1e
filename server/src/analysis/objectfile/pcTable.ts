/**
 * A table from program counters to values, as cmd/internal/obj.funcpctab writes it: pairs of a value's difference (a zigzag
 * varint) and the length of code for which it holds (a varint, in instructions of the smallest size).
 */
import { partitionPoint } from '../partitionPoint.ts';

export interface PcTable {
	/** Where each value ends, ascending, in bytes from the start of the function. */
	readonly ends: readonly number[];
	readonly values: readonly number[];
}

export function readPcTable(bytes: Uint8Array, quantum: number): PcTable {
	const ends: number[] = [];
	const values: number[] = [];
	let at = 0;
	let value = -1;
	let pc = 0;
	const varint = (): number => {
		let result = 0;
		for (let shift = 0; at < bytes.length; shift += 7) {
			const byte = bytes[at++] ?? 0;
			result += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) break;
		}
		return result;
	};
	while (at < bytes.length) {
		const difference = varint();
		// A difference of zero behind the first pair ends the table.
		if (difference === 0 && ends.length > 0) break;
		value += difference % 2 === 0 ? difference / 2 : -(difference + 1) / 2;
		pc += varint() * quantum;
		ends.push(pc);
		values.push(value);
	}
	return { ends, values };
}

/** `undefined` behind the end of the function. */
export function valueAt({ ends, values }: PcTable, pc: number): number | undefined {
	return values[partitionPoint(ends.length, (index) => (ends[index] ?? 0) <= pc)];
}
