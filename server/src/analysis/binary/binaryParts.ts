/** Where the bytes of a program go: by package, and by what the linker makes of it. */
import { symbolPackage } from '../allocations/symbolPackage.ts';
import { unescapeImportPath } from '../linker/symbolName.ts';
import { type BinaryImage, type ImageSection, type ImageSymbol, mappedSections, holderOf } from './binaryImage.ts';
import type { BinaryFunction } from './functionTable.ts';

export interface PackageSize {
	/** Its import path; empty for assembly and C without one. */
	readonly package: string;
	/** Bytes of instructions, with the padding between functions. */
	readonly code: number;
	/** Bytes of variables and constants in the file; 0 when symbols are stripped. */
	readonly data: number;
	/** Bytes of variables that begin as zero and take no room in the file. */
	readonly zeroed: number;
	readonly functions: number;
}

/** What is no package's: type data and the like. All of these, with code and data of the packages, add up to the size of the file. */
export interface FilePart {
	readonly what: string;
	/** In the file. */
	readonly bytes: number;
}

/** Data symbols that are no package's, by the beginning of their names (cmd/link/internal/ld/data.go, cmd/compile/internal/reflectdata). */
const kinds: readonly (readonly [RegExp, string])[] = [
	[/^type:|^runtime\.e?types$/, 'type data'],
	[/^go:itab\.|^runtime\.e?itablink$/, 'interface tables'],
	[/^go:string\./, 'string constants'],
	[/^runtime\.e?pclntab$|^runtime\.(?:pcheader|funcnametab|cutab|filetab|pctab|functab)$/, 'function table'],
	[/^runtime\.gcbits\.|^gclocals|^go:func\.|^runtime\.gcdata/, 'data for the garbage collector'],
	[/^go:/, 'data of the linker'],
];

export interface BinaryParts {
	readonly packages: readonly PackageSize[];
	readonly parts: readonly FilePart[];
}

/** @param size bytes of the file */
export function binaryParts(image: BinaryImage, functions: readonly BinaryFunction[], size: number): BinaryParts {
	const packages = new Map<string, { code: number; data: number; zeroed: number; functions: number }>();
	const parts = new Map<string, number>();
	const of = (path: string) => {
		let found = packages.get(path);
		if (!found) packages.set(path, (found = { code: 0, data: 0, zeroed: 0, functions: 0 }));
		return found;
	};
	const add = (what: string, bytes: number) => parts.set(what, (parts.get(what) ?? 0) + bytes);
	const mapped = mappedSections(image.sections);
	const code = bySection(functions, mapped);
	const data = bySection(
		image.symbols.filter(({ kind, size: its }) => kind === 'data' && its > 0),
		mapped,
	);

	for (const each of functions) of(packageOf(each.name)).functions++;
	let sections = 0;
	for (const section of image.sections) {
		sections += section.diskSize;
		const whole = wholePart(section);
		if (whole !== undefined) {
			add(whole, section.diskSize);
			continue;
		}
		const isCode = section.permissions.endsWith('x');
		let left = section.diskSize;
		for (const { name, bytes } of shares(section, (isCode ? code : data).get(section) ?? [])) {
			const kind = isCode ? undefined : kinds.find(([pattern]) => pattern.test(name))?.[1];
			if (section.diskSize === 0) {
				if (kind === undefined) of(packageOf(name)).zeroed += bytes;
				continue;
			}
			// What the file leaves out of a section is zero and at its end.
			const inFile = Math.min(bytes, left);
			left -= inFile;
			if (kind !== undefined) add(kind, inFile);
			else of(packageOf(name))[isCode ? 'code' : 'data'] += inFile;
		}
		add(isCode ? 'code outside of functions' : 'data without symbols', left);
	}
	add('headers and tables of the file format', size - sections);
	return {
		packages: [...packages]
			.map(([path, sizes]) => ({ package: path, ...sizes }))
			.sort((a, b) => b.code + b.data - (a.code + a.data) || (a.package < b.package ? -1 : 1)),
		parts: [...parts]
			.map(([what, bytes]) => ({ what, bytes }))
			.filter(({ bytes }) => bytes !== 0)
			.sort((a, b) => b.bytes - a.bytes),
	};
}

function packageOf(symbol: string): string {
	return unescapeImportPath(symbolPackage(symbol));
}

/** Sections that are one thing. */
function wholePart({ name, permissions }: ImageSection): string | undefined {
	const own = name.slice(name.lastIndexOf(',') + 1).replace(/^_+|^\./, '');
	if (own === 'gopclntab' || own === 'data.rel.ro.gopclntab') return 'function table';
	if (isDebugging(name)) return 'debug information';
	if (own === 'symtab' || own === 'strtab' || own === 'shstrtab') return 'symbol table';
	if (own === 'go.type' || own === 'typelink') return 'type data';
	if (own === 'itablink') return 'interface tables';
	if (own === 'go.func') return 'data for the garbage collector';
	return permissions === '' ? 'sections that are not loaded' : undefined;
}

/** Whether a section is for debuggers. */
export function isDebugging(section: string): boolean {
	return /^\.z?debug_|^__DWARF,/.test(section);
}

function bySection<T extends { readonly address: number }>(
	all: readonly T[],
	mapped: readonly ImageSection[],
): ReadonlyMap<ImageSection, readonly T[]> {
	const found = new Map<ImageSection, T[]>();
	for (const one of all) {
		const section = holderOf(mapped, one.address);
		if (!section) continue;
		const list = found.get(section);
		if (list) list.push(one);
		else found.set(section, [one]);
	}
	return found;
}

/** What each takes of the section: several names may stand for the same bytes, which count once. */
function* shares(section: ImageSection, within: readonly Pick<ImageSymbol, 'name' | 'address' | 'size'>[]) {
	const end = section.address + section.size;
	let from = section.address;
	for (const { name, address, size } of within) {
		const to = Math.min(address + size, end);
		const bytes = to - Math.max(address, from);
		if (bytes > 0) yield { name, bytes };
		from = Math.max(from, to);
	}
}
