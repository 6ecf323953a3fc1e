/** What ELF, Mach-O and PE files have in common. */
import { partitionPoint } from '../partitionPoint.ts';

export interface BinaryImage {
	readonly format: 'ELF' | 'Mach-O' | 'PE';
	/** By Go's name where Go has the architecture, `amd64`; otherwise by the format's number. */
	readonly arch: string;
	readonly littleEndian: boolean;
	readonly sections: readonly ImageSection[];
	/** By address. Empty when the file is stripped. */
	readonly symbols: readonly ImageSymbol[];
	/** The shared libraries that it asks for, in their order. */
	readonly needed: readonly string[];
	/** The program that loads it, for ELF. */
	readonly interpreter: string | undefined;
	/** It may lie anywhere in memory. */
	readonly isPositionIndependent: boolean;
	/** Segments, or sections for PE, that can be written and executed. */
	readonly writableExecutable: readonly string[];
	readonly hasExecutableStack: boolean;
	/** How much of what the loader writes is read-only afterwards, for ELF. */
	readonly relro: 'none' | 'partial' | 'full' | undefined;
	/** Address of the first function's section. */
	readonly text: number;
	/** Where it lies in a file of several architectures: the byte that its offsets count from. */
	readonly start: number;
	/** How many architectures the file holds. */
	readonly architectures: number;
}

export interface ImageSection {
	readonly name: string;
	readonly address: number;
	/** Bytes in memory. */
	readonly size: number;
	/** Where it begins in the file, in bytes. */
	readonly offset: number;
	/** Bytes in the file. */
	readonly diskSize: number;
	/** `r-x` as it is mapped; empty when it is not. */
	readonly permissions: string;
}

export interface ImageSymbol {
	readonly name: string;
	readonly address: number;
	/** Bytes. */
	readonly size: number;
	readonly kind: 'code' | 'data';
}

/** `rw-` of what may be done with it. */
export function permissionText(readable: boolean, writable: boolean, executable: boolean): string {
	return `${readable ? 'r' : '-'}${writable ? 'w' : '-'}${executable ? 'x' : '-'}`;
}

/** Sections by address, for look-ups; those that are not mapped are left out. */
export function mappedSections(sections: readonly ImageSection[]): readonly ImageSection[] {
	return sections
		.filter(({ permissions, size }) => permissions !== '' && size > 0)
		.sort((a, b) => a.address - b.address);
}

/** What holds an address, of things by address like {@link mappedSections}. */
export function holderOf<T extends { readonly address: number; readonly size: number }>(
	sorted: readonly T[],
	address: number,
): T | undefined {
	const found = sorted[partitionPoint(sorted.length, (index) => (sorted[index]?.address ?? 0) <= address) - 1];
	return found && address < found.address + found.size ? found : undefined;
}

/** For formats whose symbols have no sizes: each reaches to the next one, or to the end of its section. */
export function sizedByNext(
	symbols: readonly Omit<ImageSymbol, 'size'>[],
	sections: readonly ImageSection[],
): readonly ImageSymbol[] {
	const mapped = mappedSections(sections);
	const sorted = [...symbols].sort((a, b) => a.address - b.address);
	let next = Infinity;
	const sized: ImageSymbol[] = [];
	for (let index = sorted.length - 1; index >= 0; index--) {
		const symbol = sorted[index];
		if (!symbol) continue;
		const after = sorted[index + 1];
		if (after && after.address > symbol.address) next = after.address;
		const section = holderOf(mapped, symbol.address);
		const end = section ? Math.min(next, section.address + section.size) : symbol.address;
		sized.push({ ...symbol, size: Math.max(0, end - symbol.address) });
	}
	return sized.reverse();
}
