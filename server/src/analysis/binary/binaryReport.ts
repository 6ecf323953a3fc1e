/** What a program is and what is in it, from its bytes alone. */
import { symbolPackage } from '../allocations/symbolPackage.ts';
import { binaryParts, type FilePart, isDebugging, type PackageSize } from './binaryParts.ts';
import type { BinaryImage, ImageSection } from './binaryImage.ts';
import { type BuildInformation, readBuildInformation } from './buildInformation.ts';
import { MalformedBinary } from './byteView.ts';
import { isElf, readElf } from './elfImage.ts';
import { type BinaryFunction, readFunctionTable } from './functionTable.ts';
import { isMachO, readMachO } from './machOImage.ts';
import { isPe, readPe } from './peImage.ts';
import { type PushedBody, pushedBodies } from './pushedBodies.ts';

export interface BinaryReport {
	/** Bytes of the file. */
	readonly size: number;
	readonly format: BinaryImage['format'];
	readonly arch: string;
	/** How many architectures a universal file has; the first one is reported. */
	readonly architectures: number;
	readonly build: BuildInformation | undefined;
	/** Nothing is loaded beside it. */
	readonly isStatic: boolean;
	readonly interpreter: string | undefined;
	readonly needed: readonly string[];
	/** C code is linked in, or the part of the runtime that calls it. */
	readonly usesCgo: boolean;
	readonly isPositionIndependent: boolean;
	readonly writableExecutable: readonly string[];
	readonly hasExecutableStack: boolean;
	readonly relro: BinaryImage['relro'];
	readonly hasSymbols: boolean;
	/** Bytes in the file. */
	readonly debugInformation: number;
	/** Bytes; undefined where the table is no section of its own and symbols are stripped. */
	readonly functionTable: number | undefined;
	readonly sections: readonly ImageSection[];
	/** Bytes of variables that each garbage collection scans; undefined for PE, which mixes them with others. */
	readonly scannedGlobals: number | undefined;
	/** Bytes of variables without pointers. */
	readonly otherGlobals: number | undefined;
	readonly functions: number;
	/** Bytes of instructions in functions. */
	readonly code: number;
	readonly packages: readonly PackageSize[];
	readonly parts: readonly FilePart[];
	/** Instances of generic functions, the largest first. */
	readonly generics: readonly GenericSize[];
	/** Functions and variables, the largest first. */
	readonly largest: readonly { readonly name: string; readonly kind: 'code' | 'data'; readonly bytes: number }[];
	readonly pushed: readonly PushedBody[];
	/** What could not be found, in sentences. */
	readonly notes: readonly string[];
}

export interface GenericSize {
	/** Without type arguments: `slices.SortFunc`. */
	readonly name: string;
	readonly instances: number;
	readonly bytes: number;
}

export type ReadBinary =
	| { readonly kind: 'binary'; readonly report: BinaryReport }
	/** A sentence without a subject: `is neither ELF, Mach-O nor PE`. */
	| { readonly kind: 'unreadable'; readonly problem: string };

const mostLargest = 50;

/** Reads any bytes; those that are no program, or a damaged one, are one sentence. */
export function readBinary(bytes: Uint8Array): ReadBinary {
	try {
		const image = imageOf(bytes);
		if (!image) return { kind: 'unreadable', problem: 'is neither ELF, Mach-O nor PE' };
		return { kind: 'binary', report: reportOf(bytes, image) };
	} catch (error) {
		if (!(error instanceof MalformedBinary)) throw error;
		return {
			kind: 'unreadable',
			problem: `is damaged: ${error.message}`,
		};
	}
}

/** Any program in a format that Go writes; undefined for everything else. @throws MalformedBinary */
export function imageOf(bytes: Uint8Array): BinaryImage | undefined {
	if (isElf(bytes)) return readElf(bytes);
	if (isMachO(bytes)) return readMachO(bytes);
	return isPe(bytes) ? readPe(bytes) : undefined;
}

function reportOf(file: Uint8Array, image: BinaryImage): BinaryReport {
	const bytes = file.subarray(image.start);
	const build = readBuildInformation(bytes, image);
	const table = readFunctionTable(bytes, image);
	const functions = table?.functions ?? [];
	const { packages, parts } = binaryParts(image, functions, file.length);
	const notes: string[] = [];
	if (!build) notes.push('It holds no build information.');
	if (!table) notes.push('It holds no table of functions: it was not made by Go 1.16 or newer, or it is packed.');
	if (image.architectures > 1) notes.push(`It holds ${image.architectures} architectures; this is the first.`);
	return {
		size: file.length,
		format: image.format,
		arch: image.arch,
		architectures: image.architectures,
		build,
		isStatic: image.interpreter === undefined && image.needed.length === 0,
		interpreter: image.interpreter,
		needed: image.needed,
		usesCgo: packages.some(({ package: path, functions: count }) => path === 'runtime/cgo' && count > 0),
		isPositionIndependent: image.isPositionIndependent,
		writableExecutable: image.writableExecutable,
		hasExecutableStack: image.hasExecutableStack,
		relro: image.relro,
		hasSymbols: image.symbols.length > 0,
		debugInformation: sum(image.sections.filter(({ name }) => isDebugging(name)).map(({ diskSize }) => diskSize)),
		functionTable: table?.size ?? parts.find(({ what }) => what === 'function table')?.bytes,
		sections: image.sections,
		...globalsOf(image),
		functions: functions.length,
		code: sum(functions.map(({ size }) => size)),
		packages,
		parts,
		generics: genericsOf(functions),
		largest: largestOf(functions, image),
		pushed: pushedBodies(functions, build),
		notes,
	};
}

/** Go's linker keeps variables with pointers apart from those without (cmd/link/internal/ld/data.go). */
function globalsOf({ format, sections }: BinaryImage) {
	if (format === 'PE') return { scannedGlobals: undefined, otherGlobals: undefined };
	const sizeOf = (names: RegExp) => sum(sections.filter(({ name }) => names.test(name)).map(({ size }) => size));
	return {
		scannedGlobals: sizeOf(/^(?:\.|__DATA,__)(?:data|bss)$/),
		otherGlobals: sizeOf(/^(?:\.|__DATA,__)noptr(?:data|bss)$/),
	};
}

function genericsOf(functions: readonly BinaryFunction[]): readonly GenericSize[] {
	const found = new Map<string, { instances: number; bytes: number }>();
	for (const { name, size } of functions) {
		const bracket = name.indexOf('[');
		if (bracket < 0) continue;
		const generic = name.slice(0, bracket) + name.slice(name.lastIndexOf(']') + 1);
		const known = found.get(generic) ?? { instances: 0, bytes: 0 };
		found.set(generic, { instances: known.instances + 1, bytes: known.bytes + size });
	}
	return [...found].map(([name, sizes]) => ({ name, ...sizes })).sort((a, b) => b.bytes - a.bytes);
}

function largestOf(functions: readonly BinaryFunction[], { symbols }: BinaryImage) {
	const code = functions.map(({ name, size }) => ({ name, kind: 'code' as const, bytes: size }));
	const data = symbols
		.filter(
			({ kind, name }) =>
				kind === 'data' &&
				symbolPackage(name) !== '' &&
				!/^(?:runtime\.e?(?:types|pclntab|itablink)$|type:|go:)/.test(name),
		)
		.map(({ name, size }) => ({ name, kind: 'data' as const, bytes: size }));
	return [...code, ...data].sort((a, b) => b.bytes - a.bytes).slice(0, mostLargest);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
