/** PE, as Windows has it (Go: debug/pe). */
import { type BinaryImage, type ImageSection, permissionText, sizedByNext } from './binaryImage.ts';
import { type ByteView, MalformedBinary, viewOf } from './byteView.ts';

const machines: Readonly<Record<number, string>> = { 0x14c: '386', 0x1c4: 'arm', 0x8664: 'amd64', 0xaa64: 'arm64' };
const characteristics = { execute: 0x20000000, read: 0x40000000, write: 0x80000000 };
const dynamicBase = 0x40;
const largeHeader = 0x20b;
/** More than any program asks for. */
const mostLibraries = 10_000;

export function isPe(bytes: Uint8Array): boolean {
	if (bytes[0] !== 0x4d || bytes[1] !== 0x5a || bytes.length < 64) return false;
	const at = viewOf(bytes, true).u32(60);
	return bytes[at] === 0x50 && bytes[at + 1] === 0x45 && bytes[at + 2] === 0 && bytes[at + 3] === 0;
}

/** @throws MalformedBinary */
export function readPe(bytes: Uint8Array): BinaryImage {
	const view = viewOf(bytes, true);
	const header = view.u32(60) + 4;
	const machine = view.u16(header);
	const optional = header + 20;
	const isLarge = view.u16(optional) === largeHeader;
	const base = isLarge ? view.u64(optional + 24) : view.u32(optional + 28);
	const names = view.u32(header + 8) + view.u32(header + 12) * 18;
	const raw = rawSections(view, optional + view.u16(header + 16), view.u16(header + 2), names);
	const sections = raw.map((section): ImageSection => toSection(section, base));
	const symbols = symbolsOf(view, header, names, raw, base);
	return {
		format: 'PE',
		arch: machines[machine] ?? `machine 0x${machine.toString(16)}`,
		littleEndian: true,
		sections,
		symbols: sizedByNext(symbols, sections),
		needed: librariesOf(view, raw, view.u32(optional + (isLarge ? 112 : 96) + 8)),
		interpreter: undefined,
		isPositionIndependent: (view.u16(optional + 70) & dynamicBase) !== 0,
		writableExecutable: sections
			.filter(({ permissions }) => permissions.endsWith('wx'))
			.map(({ name }) => `section ${name}`),
		hasExecutableStack: false,
		relro: undefined,
		text: sections.find(({ name }) => name === '.text')?.address ?? 0,
		start: 0,
		architectures: 1,
	};
}

interface RawSection {
	readonly name: string;
	readonly virtualSize: number;
	readonly virtualAddress: number;
	readonly diskSize: number;
	readonly offset: number;
	readonly characteristics: number;
}

function rawSections(view: ByteView, start: number, count: number, names: number): readonly RawSection[] {
	return Array.from({ length: count }, (_, index) => {
		const at = start + index * 40;
		return {
			name: sectionName(view, at, names),
			virtualSize: view.u32(at + 8),
			virtualAddress: view.u32(at + 12),
			diskSize: view.u32(at + 16),
			offset: view.u32(at + 20),
			characteristics: view.u32(at + 36),
		};
	});
}

/** Names of more than eight bytes stand among those of the symbols: `/42` says where. */
function sectionName(view: ByteView, at: number, names: number): string {
	const name = view.fixedText(at, 8);
	return /^\/\d+$/.test(name) && names < view.length ? view.text(names + Number(name.slice(1))) : name;
}

function toSection(section: RawSection, base: number): ImageSection {
	const { name, characteristics: its } = section;
	const isDebugging = name.startsWith('.debug_') || name.startsWith('.zdebug_');
	return {
		name,
		address: base + section.virtualAddress,
		size: section.virtualSize,
		offset: section.offset,
		diskSize: section.offset === 0 ? 0 : section.diskSize,
		permissions: isDebugging
			? ''
			: permissionText(
					(its & characteristics.read) !== 0,
					(its & characteristics.write) !== 0,
					(its & characteristics.execute) !== 0,
				),
	};
}

function symbolsOf(view: ByteView, header: number, names: number, sections: readonly RawSection[], base: number) {
	const [start, count] = [view.u32(header + 8), view.u32(header + 12)];
	const symbols: { name: string; address: number; kind: 'code' | 'data' }[] = [];
	if (start === 0) return symbols;
	view.slice(start, count * 18);
	for (let index = 0; index < count; index++) {
		const at = start + index * 18;
		const section = sections[view.u16(at + 12) - 1];
		// What stands behind a symbol says more about it.
		index += view.u8(at + 17);
		if (!section) continue;
		const name = view.u32(at) === 0 ? view.text(names + view.u32(at + 4)) : view.fixedText(at, 8);
		const address = base + section.virtualAddress + view.u32(at + 8);
		symbols.push({ name, address, kind: section.name === '.text' ? 'code' : 'data' });
	}
	return symbols;
}

/** The libraries of the import table at an address counted from the image's base. */
function librariesOf(view: ByteView, sections: readonly RawSection[], table: number): readonly string[] {
	const offsetOf = (address: number): number | undefined => {
		const section = sections.find(
			({ virtualAddress, diskSize }) => virtualAddress <= address && address < virtualAddress + diskSize,
		);
		return section && section.offset + address - section.virtualAddress;
	};
	const start = table === 0 ? undefined : offsetOf(table);
	const libraries: string[] = [];
	if (start === undefined) return libraries;
	for (let at = start; ; at += 20) {
		const name = view.u32(at + 12);
		if (name === 0) return [...new Set(libraries)];
		const offset = offsetOf(name);
		if (offset === undefined || libraries.length > mostLibraries)
			throw new MalformedBinary('its table of imports is damaged');
		libraries.push(view.text(offset));
	}
}
