/** Reads numbers and texts out of the bytes of a file that may say anything. */
import { utf8Text } from '../text/utf8.ts';

/** What the file says cannot be; the message is a clause: `it ends too early`. Thrown by readers and caught where a file is read as a whole. */
export class MalformedBinary extends Error {
	override readonly name = 'MalformedBinary';
}

export interface ByteView {
	readonly length: number;
	readonly bytes: Uint8Array;
	readonly littleEndian: boolean;
	u8(at: number): number;
	u16(at: number): number;
	u32(at: number): number;
	i32(at: number): number;
	/** Exact below 2^53, which no address of a Go program exceeds. */
	u64(at: number): number;
	/** A pointer of 4 or 8 bytes. */
	word(at: number, size: number): number;
	/** Up to the next NUL, decoded as UTF-8. */
	text(at: number): string;
	/** A name in `size` bytes, with NULs behind it where it is shorter. */
	fixedText(at: number, size: number): string;
	/** @throws MalformedBinary when it does not lie within the file */
	slice(at: number, size: number): Uint8Array;
}

/** Bytes of a name that nothing exceeds: longer ones are damage. */
const longestText = 1 << 16;

/** Every reader throws {@link MalformedBinary} beyond the end. */
export function viewOf(bytes: Uint8Array, littleEndian: boolean): ByteView {
	const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const within = <T>(read: () => T): T => {
		try {
			return read();
		} catch (error) {
			if (error instanceof RangeError) throw new MalformedBinary('it ends too early');
			throw error;
		}
	};
	const view: ByteView = {
		length: bytes.length,
		bytes,
		littleEndian,
		u8: (at) => within(() => data.getUint8(at)),
		u16: (at) => within(() => data.getUint16(at, littleEndian)),
		u32: (at) => within(() => data.getUint32(at, littleEndian)),
		i32: (at) => within(() => data.getInt32(at, littleEndian)),
		u64: (at) => within(() => Number(data.getBigUint64(at, littleEndian))),
		word: (at, size) => (size === 8 ? view.u64(at) : view.u32(at)),
		text(at) {
			const end = bytes.indexOf(0, at);
			if (at < 0 || at >= bytes.length || end < 0 || end - at > longestText) {
				throw new MalformedBinary('a name in it has no end');
			}
			return utf8Text(bytes.subarray(at, end));
		},
		fixedText(at, size) {
			const name = view.slice(at, size);
			const end = name.indexOf(0);
			return utf8Text(end < 0 ? name : name.subarray(0, end));
		},
		slice(at, size) {
			if (!(at >= 0 && size >= 0 && at + size <= bytes.length))
				throw new MalformedBinary('a part of it lies beyond its end');
			return bytes.subarray(at, at + size);
		},
	};
	return view;
}
