/** ELF, as Linux and the BSDs have it (System V ABI, chapters 4 and 5; Go: debug/elf). */
import { type BinaryImage, type ImageSection, type ImageSymbol, permissionText } from './binaryImage.ts';
import { type ByteView, MalformedBinary, viewOf } from './byteView.ts';

const machines: Readonly<Record<number, string>> = {
	3: '386',
	8: 'mips',
	20: 'ppc',
	21: 'ppc64',
	22: 's390x',
	40: 'arm',
	62: 'amd64',
	183: 'arm64',
	243: 'riscv64',
	258: 'loong64',
};

const segmentTypes = { load: 1, dynamic: 2, interpreter: 3, stack: 0x6474e551, relro: 0x6474e552 };
const sectionTypes = { null: 0, symbols: 2, noBits: 8 };
const flags = { write: 1, allocated: 2, executable: 4 };
const dynamicTags = { end: 0, needed: 1, names: 5, flags: 30, flags1: 0x6ffffffb };
const bindNow = { flags: 8, flags1: 1 };
const types = { object: 1, function: 2 };
const sharedObject = 3;

/** More of them than any linker writes is damage, not a program. */
const mostHeaders = 100_000;

export function isElf(bytes: Uint8Array): boolean {
	return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

interface Segment {
	readonly type: number;
	readonly flags: number;
	readonly offset: number;
	readonly address: number;
	readonly diskSize: number;
}

/** @throws MalformedBinary */
export function readElf(bytes: Uint8Array): BinaryImage {
	const is64 = bytes[4] === 2;
	const view = viewOf(bytes, bytes[5] !== 2);
	const at = is64
		? { segments: 32, sections: 40, segmentSize: 54, segmentCount: 56, sectionSize: 58, sectionCount: 60, names: 62 }
		: { segments: 28, sections: 32, segmentSize: 42, segmentCount: 44, sectionSize: 46, sectionCount: 48, names: 50 };
	const pointer = is64 ? 8 : 4;
	const segments = headers(view.word(at.segments, pointer), view.u16(at.segmentSize), view.u16(at.segmentCount)).map(
		(start) => segmentAt(view, start, is64),
	);
	const starts = headers(view.word(at.sections, pointer), view.u16(at.sectionSize), view.u16(at.sectionCount));
	const raw = starts.map((start) => rawSection(view, start, is64));
	const names = raw[view.u16(at.names)];
	const named = raw.map((section) => ({ ...section, name: names ? view.text(names.offset + section.nameAt) : '' }));
	const dynamic = dynamicOf(view, segments, pointer);
	const machine = view.u16(18);
	return {
		format: 'ELF',
		arch: archOf(machine, view.littleEndian, is64),
		littleEndian: view.littleEndian,
		sections: named.filter(({ type }) => type !== sectionTypes.null).map(toSection),
		symbols: named.flatMap((section) =>
			section.type === sectionTypes.symbols ? symbolsOf(view, section, raw[section.link], is64) : [],
		),
		needed: dynamic.needed,
		interpreter: interpreterOf(view, segments),
		isPositionIndependent: view.u16(16) === sharedObject,
		writableExecutable: segments
			.filter((segment) => segment.type === segmentTypes.load && (segment.flags & 3) === 3)
			.map(({ address }) => `segment at 0x${address.toString(16)}`),
		hasExecutableStack: segments.some(({ type, flags: allowed }) => type === segmentTypes.stack && (allowed & 1) !== 0),
		relro: segments.some(({ type }) => type === segmentTypes.relro) ? (dynamic.bindsNow ? 'full' : 'partial') : 'none',
		text: named.find(({ name }) => name === '.text')?.address ?? 0,
		start: 0,
		architectures: 1,
	};
}

function archOf(machine: number, littleEndian: boolean, is64: boolean): string {
	const name = machines[machine];
	if (name === 'mips') return `mips${is64 ? '64' : ''}${littleEndian ? 'le' : ''}`;
	if (name === 'ppc64') return littleEndian ? 'ppc64le' : 'ppc64';
	return name ?? `machine ${machine}`;
}

/** Where `count` headers begin. */
function headers(start: number, size: number, count: number): readonly number[] {
	if (count > mostHeaders) throw new MalformedBinary('it claims too many sections');
	return Array.from({ length: count }, (_, index) => start + index * size);
}

function segmentAt(view: ByteView, start: number, is64: boolean): Segment {
	if (is64) {
		return {
			type: view.u32(start),
			flags: view.u32(start + 4),
			offset: view.u64(start + 8),
			address: view.u64(start + 16),
			diskSize: view.u64(start + 32),
		};
	}
	return {
		type: view.u32(start),
		flags: view.u32(start + 24),
		offset: view.u32(start + 4),
		address: view.u32(start + 8),
		diskSize: view.u32(start + 16),
	};
}

interface RawSection {
	readonly nameAt: number;
	readonly type: number;
	readonly flags: number;
	readonly address: number;
	readonly offset: number;
	readonly size: number;
	/** The section that this one refers to: the names of its symbols. */
	readonly link: number;
}

function rawSection(view: ByteView, start: number, is64: boolean): RawSection {
	const pointer = is64 ? 8 : 4;
	const at = (index: number) => start + 8 + index * pointer;
	return {
		nameAt: view.u32(start),
		type: view.u32(start + 4),
		flags: view.word(at(0), pointer),
		address: view.word(at(1), pointer),
		offset: view.word(at(2), pointer),
		size: view.word(at(3), pointer),
		link: view.u32(at(4)),
	};
}

function toSection({
	name,
	flags: its,
	type,
	address,
	offset,
	size,
}: RawSection & { readonly name: string }): ImageSection {
	const isMapped = (its & flags.allocated) !== 0;
	return {
		name,
		address,
		size,
		offset,
		diskSize: type === sectionTypes.noBits ? 0 : size,
		permissions: isMapped ? permissionText(true, (its & flags.write) !== 0, (its & flags.executable) !== 0) : '',
	};
}

function symbolsOf(view: ByteView, table: RawSection, names: RawSection | undefined, is64: boolean): ImageSymbol[] {
	if (!names) return [];
	const size = is64 ? 24 : 16;
	// A damaged size must not lead past the file.
	view.slice(table.offset, table.size);
	const symbols: ImageSymbol[] = [];
	for (let at = table.offset + size; at + size <= table.offset + table.size; at += size) {
		const type = view.u8(at + (is64 ? 4 : 12)) & 0xf;
		const section = view.u16(at + (is64 ? 6 : 14));
		if (type > types.function || section === 0) continue;
		symbols.push({
			name: view.text(names.offset + view.u32(at)),
			address: view.word(at + (is64 ? 8 : 4), is64 ? 8 : 4),
			size: view.word(at + (is64 ? 16 : 8), is64 ? 8 : 4),
			kind: type === types.function ? 'code' : 'data',
		});
	}
	return symbols.sort((a, b) => a.address - b.address);
}

function interpreterOf(view: ByteView, segments: readonly Segment[]): string | undefined {
	const segment = segments.find(({ type }) => type === segmentTypes.interpreter);
	return segment && view.text(segment.offset);
}

function dynamicOf(view: ByteView, segments: readonly Segment[], pointer: number) {
	const segment = segments.find(({ type }) => type === segmentTypes.dynamic);
	const nameOffsets: number[] = [];
	let names: number | undefined;
	let bindsNow = false;
	const end = segment ? Math.min(segment.offset + segment.diskSize, view.length) : 0;
	for (let at = segment?.offset ?? 0; at + 2 * pointer <= end; at += 2 * pointer) {
		const [tag, value] = [view.word(at, pointer), view.word(at + pointer, pointer)];
		if (tag === dynamicTags.end) break;
		if (tag === dynamicTags.needed) nameOffsets.push(value);
		else if (tag === dynamicTags.names) names = offsetOf(segments, value);
		else if (tag === dynamicTags.flags) bindsNow ||= (value & bindNow.flags) !== 0;
		else if (tag === dynamicTags.flags1) bindsNow ||= (value & bindNow.flags1) !== 0;
	}
	const from = names;
	return { needed: from === undefined ? [] : nameOffsets.map((offset) => view.text(from + offset)), bindsNow };
}

/** Where an address lies in the file. */
function offsetOf(segments: readonly Segment[], address: number): number | undefined {
	const segment = segments.find(
		(one) => one.type === segmentTypes.load && one.address <= address && address < one.address + one.diskSize,
	);
	return segment && segment.offset + address - segment.address;
}
