/** Mach-O, as macOS has it (Go: debug/macho), and universal files of several architectures. */
import { type BinaryImage, type ImageSection, permissionText, sizedByNext } from './binaryImage.ts';
import { type ByteView, MalformedBinary, viewOf } from './byteView.ts';

const cpus: Readonly<Record<number, string>> = { 7: '386', 12: 'arm', 0x01000007: 'amd64', 0x0100000c: 'arm64' };
const magic = { thin32: 0xfeedface, thin64: 0xfeedfacf, universal: 0xcafebabe };
const commands = {
	segment32: 1,
	symbols: 2,
	segment64: 0x19,
	library: 0xc,
	weakLibrary: 0x80000018,
	reexported: 0x8000001f,
};
const headerFlags = { stackExecution: 0x20000, positionIndependent: 0x200000 };
const protection = { read: 1, write: 2, execute: 4 };
const zeroFill = new Set([1, 12, 18]);
/** A symbol for a debugger. */
const debugging = 0xe0;

export function isMachO(bytes: Uint8Array): boolean {
	if (bytes.length < 32) return false;
	const first = viewOf(bytes, true).u32(0);
	// The magic number of universal files is also that of Java classes, whose next word is a version above 40.
	return first === magic.thin32 || first === magic.thin64 || isUniversal(bytes);
}

function isUniversal(bytes: Uint8Array): boolean {
	const view = viewOf(bytes, false);
	return view.u32(0) === magic.universal && view.u32(4) < 20;
}

/** The first architecture of a universal file. @throws MalformedBinary */
export function readMachO(bytes: Uint8Array): BinaryImage {
	if (!isUniversal(bytes)) return readThin(bytes, 0, 1);
	const view = viewOf(bytes, false);
	const count = view.u32(4);
	if (count === 0) throw new MalformedBinary('it is a universal file of no architecture');
	const [offset, size] = [view.u32(16), view.u32(20)];
	return readThin(view.slice(offset, size), offset, count);
}

function readThin(bytes: Uint8Array, start: number, architectures: number): BinaryImage {
	const view = viewOf(bytes, true);
	const is64 = view.u32(0) === magic.thin64;
	if (!is64 && view.u32(0) !== magic.thin32) throw new MalformedBinary('its first architecture is no Mach-O file');
	const cpu = view.u32(4);
	const flags = view.u32(24);
	const sections: (ImageSection & { readonly isCode: boolean })[] = [];
	const needed: string[] = [];
	const writableExecutable: string[] = [];
	let table: { readonly symbols: number; readonly count: number; readonly names: number } | undefined;
	for (const { command, at, size } of loadCommands(view, is64)) {
		if (command === commands.segment32 || command === commands.segment64) {
			const name = view.fixedText(at + 8, 16);
			const allowed = view.u32(at + (is64 ? 60 : 44));
			if ((allowed & 6) === 6) writableExecutable.push(`segment ${name}`);
			sections.push(...sectionsOf(view, at, size, is64, allowed));
		} else if (command === commands.symbols) {
			table = { symbols: view.u32(at + 8), count: view.u32(at + 12), names: view.u32(at + 16) };
		} else if (command === commands.library || command === commands.weakLibrary || command === commands.reexported) {
			needed.push(view.text(at + view.u32(at + 8)));
		}
	}
	const symbols = table ? symbolsOf(view, table, sections, is64) : [];
	return {
		format: 'Mach-O',
		arch: cpus[cpu] ?? `cpu ${cpu}`,
		littleEndian: true,
		sections,
		symbols: sizedByNext(symbols, sections),
		needed,
		interpreter: undefined,
		isPositionIndependent: (flags & headerFlags.positionIndependent) !== 0,
		writableExecutable,
		hasExecutableStack: (flags & headerFlags.stackExecution) !== 0,
		relro: undefined,
		text: sections.find(({ isCode }) => isCode)?.address ?? 0,
		start,
		architectures,
	};
}

function* loadCommands(view: ByteView, is64: boolean) {
	const count = view.u32(16);
	let at = is64 ? 32 : 28;
	for (let index = 0; index < count; index++) {
		const size = view.u32(at + 4);
		if (size < 8) throw new MalformedBinary('one of its load commands has no size');
		yield { command: view.u32(at), at, size };
		at += size;
	}
}

function sectionsOf(view: ByteView, at: number, size: number, is64: boolean, allowed: number) {
	const [first, each] = is64 ? [72, 80] : [56, 68];
	const pointer = is64 ? 8 : 4;
	const count = Math.min(view.u32(at + (is64 ? 64 : 48)), Math.floor((size - first) / each));
	const sections: (ImageSection & { readonly isCode: boolean })[] = [];
	for (let index = 0; index < count; index++) {
		const start = at + first + index * each;
		const [name, segment] = [view.fixedText(start, 16), view.fixedText(start + 16, 16)];
		const length = view.word(start + 32 + pointer, pointer);
		const rest = start + 32 + 2 * pointer;
		const isZero = zeroFill.has(view.u32(rest + 16) & 0xff);
		sections.push({
			name: `${segment},${name}`,
			address: view.word(start + 32, pointer),
			size: length,
			offset: view.u32(rest),
			diskSize: isZero ? 0 : length,
			permissions:
				segment === '__DWARF'
					? ''
					: permissionText(
							(allowed & protection.read) !== 0,
							(allowed & protection.write) !== 0,
							(allowed & protection.execute) !== 0,
						),
			isCode: name === '__text',
		});
	}
	return sections;
}

function symbolsOf(
	view: ByteView,
	table: { readonly symbols: number; readonly count: number; readonly names: number },
	sections: readonly { readonly isCode: boolean }[],
	is64: boolean,
) {
	const size = is64 ? 16 : 12;
	view.slice(table.symbols, table.count * size);
	const symbols: { name: string; address: number; kind: 'code' | 'data' }[] = [];
	for (let index = 0; index < table.count; index++) {
		const at = table.symbols + index * size;
		const section = sections[view.u8(at + 5) - 1];
		if ((view.u8(at + 4) & debugging) !== 0 || !section) continue;
		const name = view.text(table.names + view.u32(at));
		// C's underscore stands before every name.
		symbols.push({
			name: name.startsWith('_') ? name.slice(1) : name,
			address: view.word(at + 8, is64 ? 8 : 4),
			kind: section.isCode ? 'code' : 'data',
		});
	}
	return symbols;
}
