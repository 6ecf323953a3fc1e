/**
 * What the functions of a compiled package call, read from its object file (cmd/internal/goobj; the format is the same for Go
 * 1.20 to 1.27). This is the code after inlining, devirtualization and dead code elimination: a call that is not there is
 * not made.
 */
import { unescapeImportPath } from '../linker/symbolName.ts';
import { utf8Text } from '../text/utf8.ts';
import { readPcTable, valueAt } from './pcTable.ts';

export interface GoObject {
	/** By symbol: `net/http.(*Client).Do`. Several when assembly and its wrapper share a name. */
	readonly functions: ReadonlyMap<string, readonly CompiledFunction[]>;
}

export interface CompiledFunction {
	readonly symbol: string;
	/** In the order of the code. */
	references(): readonly CodeReference[];
}

export interface CodeReference {
	/** `dynamic`: a call through a register. `address`: the function is named, not called. */
	readonly kind: 'call' | 'dynamic' | 'address';
	/** The symbol; empty for a dynamic call. */
	readonly symbol: string;
	/** The package that defines it, where the object file says so. */
	readonly importPath: string | undefined;
	/** Where it stands: the innermost inlined body first, the function itself last. */
	readonly places: readonly CodePlace[];
}

export interface CodePlace {
	/** As the compiler spells it: absolute, or `$GOROOT/…`; empty when unknown. */
	readonly file: string;
	/** 1-based; 0 when unknown. */
	readonly line: number;
}

export interface ObjectOptions {
	/** The names of cmd/internal/goobj's builtin list of the Go that wrote the object, in order. */
	readonly builtins: readonly string[];
	/** Bytes of the smallest instruction of the architecture: 1 for amd64 and 386, 4 for arm64. */
	readonly quantum: number;
}

const block = {
	packages: 1,
	files: 2,
	symbols: 3,
	hashed64: 4,
	hashed: 5,
	named: 6,
	namedReferences: 7,
	relocationIndex: 11,
	auxIndex: 12,
	dataIndex: 13,
	relocations: 14,
	aux: 15,
	data: 16,
	referenceNames: 17,
} as const;

const auxiliary = { functionInfo: 1, pcFile: 8, pcLine: 9, pcInline: 10 } as const;

/** Numbers of packages that stand for something else (goobj.PkgIdxNone and below). */
const packageIndex = {
	none: 0x7fffffff,
	hashed64: 0x7ffffffe,
	hashed: 0x7ffffffd,
	builtin: 0x7ffffffc,
	self: 0x7ffffffb,
};

/** objabi.R_CALL, R_CALLARM, R_CALLARM64, R_CALLMIPS. */
const directCalls = new Set([7, 8, 9, 12]);
const indirectCall = 10;

const headerStart = 8 + 8 + 4;
const symbolSize = 21;
const relocationSize = 23;
const auxSize = 9;
const referenceNameSize = 16;

/** `undefined` for bytes that are no object of this format, or a damaged one. */
export function readGoObject(bytes: Uint8Array, options: ObjectOptions): GoObject | undefined {
	try {
		return read(bytes, options);
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

interface SymbolReference {
	readonly packageNumber: number;
	readonly index: number;
}

function read(bytes: Uint8Array, { builtins, quantum }: ObjectOptions): GoObject {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const word = (at: number): number => view.getUint32(at, true);
	const offset = (which: number): number => word(headerStart + 4 * which);
	const count = (which: number, size: number): number => Math.floor((offset(which + 1) - offset(which)) / size);
	const textAt = (at: number): string => {
		const start = word(at + 4);
		return utf8Text(bytes.subarray(start, start + word(at)));
	};

	const counts = [block.symbols, block.hashed64, block.hashed, block.named].map((which) => count(which, symbolSize));
	const total = counts.reduce((sum, each) => sum + each, 0);
	const firstHashed64 = counts[0] ?? 0;
	const firstHashed = firstHashed64 + (counts[1] ?? 0);
	const firstNamed = firstHashed + (counts[2] ?? 0);
	/** Definitions and named references stand in one run of entries. */
	const nameOf = (entry: number): string => textAt(offset(block.symbols) + symbolSize * entry);
	const referenceAt = (at: number): SymbolReference => ({ packageNumber: word(at), index: word(at + 4) });

	let referenceNames: Map<string, string> | undefined;
	function externalName({ packageNumber, index }: SymbolReference): string {
		if (!referenceNames) {
			referenceNames = new Map();
			for (let each = 0; each < count(block.referenceNames, referenceNameSize); each++) {
				const at = offset(block.referenceNames) + referenceNameSize * each;
				referenceNames.set(`${word(at)} ${word(at + 4)}`, textAt(at + 8));
			}
		}
		return referenceNames.get(`${packageNumber} ${index}`) ?? '';
	}

	/** The entry of a symbol that this object defines or names. */
	function entryOf({ packageNumber, index }: SymbolReference): number | undefined {
		switch (packageNumber) {
			case packageIndex.self:
				return index;
			case packageIndex.hashed64:
				return firstHashed64 + index;
			case packageIndex.hashed:
				return firstHashed + index;
			case packageIndex.none:
				return firstNamed + index;
			default:
				return undefined;
		}
	}

	function resolve(reference: SymbolReference): { readonly symbol: string; readonly importPath: string | undefined } {
		const entry = entryOf(reference);
		if (entry !== undefined) return { symbol: unescapeImportPath(nameOf(entry)), importPath: undefined };
		if (reference.packageNumber === packageIndex.builtin) {
			return { symbol: builtins[reference.index] ?? '', importPath: 'runtime' };
		}
		const importPath = textAt(offset(block.packages) + 8 * reference.packageNumber);
		return { symbol: unescapeImportPath(externalName(reference)), importPath };
	}

	function dataOf(entry: number): Uint8Array {
		const index = offset(block.dataIndex) + 4 * entry;
		return bytes.subarray(offset(block.data) + word(index), offset(block.data) + word(index + 4));
	}

	function auxOf(entry: number, type: number): Uint8Array | undefined {
		const index = offset(block.auxIndex) + 4 * entry;
		for (let each = word(index); each < word(index + 4); each++) {
			const at = offset(block.aux) + auxSize * each;
			if (view.getUint8(at) !== type) continue;
			const found = entryOf(referenceAt(at + 1));
			return found === undefined || found >= total ? undefined : dataOf(found);
		}
		return undefined;
	}

	const files = new Map<number, string>();
	function fileAt(index: number): string {
		if (index < 0 || index >= count(block.files, 8)) return '';
		let file = files.get(index);
		if (file === undefined) files.set(index, (file = plainFile(textAt(offset(block.files) + 8 * index))));
		return file;
	}

	function placesOf(entry: number): (pc: number) => CodePlace[] {
		const table = (type: number) => readPcTable(auxOf(entry, type) ?? new Uint8Array(), quantum);
		const fileTable = table(auxiliary.pcFile);
		const lineTable = table(auxiliary.pcLine);
		const inlineTable = table(auxiliary.pcInline);
		const inlined = inlineNodes(auxOf(entry, auxiliary.functionInfo));
		return (pc) => {
			const places = [{ file: fileAt(valueAt(fileTable, pc) ?? -1), line: valueAt(lineTable, pc) ?? 0 }];
			for (let node = valueAt(inlineTable, pc) ?? -1; node >= 0 && places.length < deepestInlining; ) {
				const each = inlined[node];
				if (!each) break;
				places.push({ file: fileAt(each.file), line: each.line });
				node = each.parent;
			}
			return places;
		};
	}

	function referencesOf(entry: number): readonly CodeReference[] {
		const references: CodeReference[] = [];
		const places = placesOf(entry);
		const index = offset(block.relocationIndex) + 4 * entry;
		for (let each = word(index); each < word(index + 4); each++) {
			const at = offset(block.relocations) + relocationSize * each;
			const pc = view.getInt32(at, true);
			const type = view.getUint16(at + 5, true);
			if (type === indirectCall) {
				references.push({ kind: 'dynamic', symbol: '', importPath: undefined, places: places(pc) });
				continue;
			}
			const reference = referenceAt(at + 15);
			if (reference.packageNumber === 0) continue;
			const target = resolve(reference);
			if (directCalls.has(type)) references.push({ kind: 'call', ...target, places: places(pc) });
			else if (target.symbol.endsWith('·f')) {
				const symbol = target.symbol.slice(0, -2);
				references.push({ kind: 'address', symbol, importPath: target.importPath, places: places(pc) });
			}
		}
		return references;
	}

	const functions = new Map<string, CompiledFunction[]>();
	for (let entry = 0; entry < total; entry++) {
		// Only functions have it, whatever number their kind has in this version.
		if (auxOf(entry, auxiliary.functionInfo) === undefined) continue;
		const symbol = unescapeImportPath(nameOf(entry));
		let known: readonly CodeReference[] | undefined;
		const compiled: CompiledFunction = { symbol, references: () => (known ??= referencesOf(entry)) };
		const same = functions.get(symbol);
		if (same) same.push(compiled);
		else functions.set(symbol, [compiled]);
	}
	return { functions };
}

const deepestInlining = 100;

interface InlineNode {
	readonly parent: number;
	readonly file: number;
	readonly line: number;
}

/** goobj.FuncInfo: after four words a list of files, then the inlined calls, six words each. */
function inlineNodes(info: Uint8Array | undefined): readonly InlineNode[] {
	if (!info || info.length < 20) return [];
	const view = new DataView(info.buffer, info.byteOffset, info.byteLength);
	const tree = 20 + 4 * view.getUint32(16, true);
	const nodes: InlineNode[] = [];
	for (let node = 0; node < view.getUint32(tree, true); node++) {
		const at = tree + 4 + 24 * node;
		nodes.push({
			parent: view.getInt32(at, true),
			file: view.getUint32(at + 4, true),
			line: view.getInt32(at + 8, true),
		});
	}
	return nodes;
}

function plainFile(file: string): string {
	return file.startsWith('gofile..') ? file.slice(8) : file;
}
