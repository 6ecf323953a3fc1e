/** The table of functions that the Go linker writes for the runtime: it stays when symbols are stripped (runtime/symtab.go, debug/gosym/pclntab.go). */
import { type BinaryImage, mappedSections } from './binaryImage.ts';
import { type ByteView, MalformedBinary, viewOf } from './byteView.ts';

export interface FunctionTable {
	/** By address. */
	readonly functions: readonly BinaryFunction[];
	/** Bytes of the table; undefined where it is no section of its own, as in PE. */
	readonly size: number | undefined;
}

export interface BinaryFunction {
	/** As the linker has it: `net/http.(*Client).Do`. */
	readonly name: string;
	readonly address: number;
	/** Bytes up to the next function, the padding between them included. */
	readonly size: number;
	/** The file that its first instruction comes from, with `/`; empty for what no file declares. */
	readonly file: string;
}

/** Go 1.16, 1.18, 1.20 and newer: what changed is where a function's entry is counted from. */
const magics = new Map([
	[0xfffffffa, 116],
	[0xfffffff0, 118],
	[0xfffffff1, 120],
]);

/** Undefined when there is none: no Go program, or one of Go 1.15 or older, or packed. @throws MalformedBinary */
export function readFunctionTable(bytes: Uint8Array, image: BinaryImage): FunctionTable | undefined {
	const section = image.sections.find(({ name }) => name.endsWith('gopclntab'));
	if (section) {
		const view = viewOf(bytes.subarray(section.offset, section.offset + section.diskSize), image.littleEndian);
		return isHeader(view, 0) ? { functions: functionsOf(view, 0, image.text), size: section.size } : undefined;
	}
	for (const { offset, diskSize } of mappedSections(image.sections)) {
		const view = viewOf(bytes.subarray(offset, offset + diskSize), image.littleEndian);
		const at = findHeader(view);
		if (at !== undefined) return { functions: functionsOf(view, at, image.text), size: undefined };
	}
	return undefined;
}

/** The magic number, two zeros, the size of the smallest instruction, the size of a pointer. */
function isHeader(view: ByteView, at: number): boolean {
	if (at + 8 > view.length || !magics.has(view.u32(at)) || view.u16(at + 4) !== 0) return false;
	return [1, 2, 4].includes(view.u8(at + 6)) && [4, 8].includes(view.u8(at + 7));
}

function findHeader(view: ByteView): number | undefined {
	// All magic numbers have three bytes of 0xff; the fourth is first in little endian.
	const marked = view.littleEndian ? 1 : 0;
	for (let at = 0; at < view.length; at += 4) {
		if (view.bytes[at + marked] === 0xff && isHeader(view, at)) return at;
	}
	return undefined;
}

function functionsOf(view: ByteView, start: number, text: number): readonly BinaryFunction[] {
	const version = magics.get(view.u32(start)) ?? 0;
	const pointer = view.u8(start + 7);
	const word = (index: number) => view.word(start + 8 + index * pointer, pointer);
	const count = word(0);
	const isRelative = version >= 118;
	const offsets = isRelative ? 3 : 2;
	const [names = 0, units = 0, files = 0, positions = 0, table = 0] = [0, 1, 2, 3, 4].map(
		(n) => start + word(offsets + n),
	);
	const field = isRelative ? 4 : pointer;
	if (count * 2 * field > view.length) throw new MalformedBinary('its table of functions is damaged');
	const entry = (index: number) =>
		isRelative ? text + view.u32(table + index * 8) : view.word(table + index * 2 * pointer, pointer);
	const functions: BinaryFunction[] = [];
	for (let index = 0; index < count; index++) {
		const at = table + view.word(table + index * 2 * field + field, field);
		// Behind the entry, which is a pointer before Go 1.18.
		const rest = at + (isRelative ? 4 : pointer);
		const address = entry(index);
		functions.push({
			name: view.text(names + view.i32(rest)),
			address,
			size: Math.max(0, entry(index + 1) - address),
			file: fileOf(view, { positions, units, files }, view.u32(rest + 16), view.u32(rest + 28)),
		});
	}
	return functions;
}

interface FileTables {
	readonly positions: number;
	readonly units: number;
	readonly files: number;
}

/** The file of a function's first instruction: the first entry of its table of files, among those of its compilation unit. */
function fileOf(view: ByteView, { positions, units, files }: FileTables, table: number, unit: number): string {
	if (table === 0) return '';
	let encoded = 0;
	for (let at = positions + table, shift = 0; shift < 35; at++, shift += 7) {
		const byte = view.u8(at);
		encoded |= (byte & 0x7f) << shift;
		if ((byte & 0x80) === 0) break;
	}
	// Zigzag, and counted from -1.
	const number = -1 + ((encoded & 1) === 0 ? encoded >>> 1 : ~(encoded >>> 1));
	if (number < 0) return '';
	const offset = view.u32(units + (unit + number) * 4);
	return offset === 0xffffffff ? '' : view.text(files + offset).replaceAll('\\', '/');
}
