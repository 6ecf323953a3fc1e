/**
 * Reads what `compile -S -d=pctab=pctoinline` prints (Go 1.21 to 1.27, every GOARCH): first the table of inlined calls of each
 * function, then the instructions of all of them.
 *
 * `-S` alone gives the innermost line of each instruction. The table gives the outermost one and an index into the tree of inlined
 * calls; its rows are the instructions, in the same order, after TEXT, which stands there twice.
 */
import type { CodeLine, InlinedCall, Instruction, ListedFunction } from './listedFunction.ts';

export interface ListingReader {
	/** Takes a line; `false` when it is none of a listing: a message of the compiler, or something unknown. */
	line(text: string): boolean;
	/** All lines have been taken. */
	end(): void;
}

export interface ListingWishes {
	/** Which functions are read, by their symbols. The others cost little. */
	readonly isWanted: (symbol: string) => boolean;
	readonly onFunction: (found: ListedFunction) => void;
	/** Sees every inlined call of every function. */
	readonly onInlined?: (call: InlinedCall, symbol: string) => void;
	/** Sees what is no part of a listing: the compiler's messages. */
	readonly onMessage?: (line: string) => void;
	/** Sees the symbol of every function with code. */
	readonly onSymbol?: (symbol: string) => void;
}

const header =
	/^(.*) S(?:TEXT|TEXTFIPS) ((?:static |dupok |cfunc |nosplit |topframe |asm )*)size=(\d+)(?: (?:align|args|locals|funcid)=0x[0-9a-f]+)*(?: leaf)?$/;
const instruction = /^\t0x([0-9a-f]{4,}) \d{5,} \((.*?)\)\t(\S+)(?:\t(.*))?$/;
const interfaceUse = /^\trel \d+\+\d+ t=R_USEIFACEMETHOD type:(\S+)\+[0-9a-f]+$/;
const tableHead = /^funcpctab (.+) \[valfunc=pctoinline\]$/;
const tableRow = /^ *[0-9a-f]+ (?: {0,5}(-?\d+)| {6}) \d{5,} \((.*?)\)\t(\S+)(?:\t(.*))?$/;
const treeHead = /^-- inlining tree for (.+):$/;
const treeRow = /^\d+ \| (-?\d+) \| (.+) \((.*)\) pc=-?\d+$/;
/** `TEXT p.F(SB), NOSPLIT|ABIInternal, $24-16`; the flags may be missing. */
const textOperands = /\(SB\)(?:, ([^,$]*))?, \$(-?\d+)(?:-(\d+))?$/;

interface Table {
	/** The operands of its TEXT: a function and the wrapper around it may have one name. */
	text: string;
	/** Outermost position and index into the tree of each row; undefined: as before. */
	readonly rows: { readonly outer: string; readonly index: number | undefined }[];
	readonly tree: TreeCall[];
}

interface TreeCall extends InlinedCall {
	readonly parent: number;
}

interface Raw {
	readonly pc: number;
	readonly at: string;
	readonly op: string;
	readonly operands: string;
}

interface Current {
	readonly symbol: string;
	readonly size: number;
	readonly raw: Raw[];
	readonly interfaces: Set<string>;
}

export function createListingReader({ isWanted, onFunction, onInlined, onSymbol }: ListingWishes): ListingReader {
	const tables = new Map<string, Table[]>();
	let current: Current | undefined;
	/** The part that lines belong to: `skip` for functions that nobody wants. */
	let part: 'none' | 'table' | 'tree' | 'code' | 'skip' = 'none';
	let table: Table | undefined;
	let owner = '';

	function finish(): void {
		if (current) onFunction(joined(current, tables.get(current.symbol)));
		current = undefined;
	}

	function begin(text: string): boolean {
		const inTable = tableHead.exec(text)?.[1];
		if (inTable !== undefined) {
			finish();
			owner = inTable;
			part = 'table';
			table = isWanted(owner) ? { text: '', rows: [], tree: [] } : undefined;
			if (table) tables.set(owner, [...(tables.get(owner) ?? []), table]);
			return true;
		}
		if (treeHead.test(text)) {
			part = 'tree';
			return true;
		}
		if (!/ S[A-Z]\w* /.test(text)) return false;
		finish();
		const [, symbol, , size = ''] = header.exec(text) ?? [];
		part = 'skip';
		if (symbol === undefined) return / size=\d+/.test(text);
		onSymbol?.(symbol);
		if (!isWanted(symbol)) return true;
		current = { symbol, size: Number(size), raw: [], interfaces: new Set() };
		part = 'code';
		return true;
	}

	function takeRow(text: string): boolean {
		if (!table) return true;
		const row = tableRow.exec(text);
		if (!row) return / done$|^wrote \d+ bytes|^[ 0-9a-f]*$/.test(text);
		const [, index, outer = '', , operands = ''] = row;
		if (table.rows.length === 0) table.text = operands;
		table.rows.push({ outer, index: index === undefined ? undefined : Number(index) });
		return true;
	}

	function takeCall(text: string): boolean {
		if (text === '--') {
			part = 'none';
			return true;
		}
		if (!table && !onInlined) return true;
		const row = treeRow.exec(text);
		if (!row) return false;
		const [, parent, callee = '', at = ''] = row;
		const call = { parent: Number(parent), function: callee, ...positionOf(at) };
		table?.tree.push(call);
		onInlined?.(call, owner);
		return true;
	}

	return {
		line(text) {
			// Most of a listing: instructions, code in hexadecimal, relocations.
			if (text.startsWith('\t')) {
				if (part !== 'code' || !current) return part === 'skip';
				const found = instruction.exec(text);
				if (found) {
					const [, pc = '', at = '', op = '', operands = ''] = found;
					current.raw.push({ pc: Number.parseInt(pc, 16), at, op, operands });
					return true;
				}
				const used = text.startsWith('\trel') ? interfaceUse.exec(text)?.[1] : undefined;
				if (used !== undefined) current.interfaces.add(used);
				return true;
			}
			if (part === 'tree') return takeCall(text);
			if (part === 'table' && (text.startsWith(' ') || text.startsWith('wrote ') || text.endsWith(' done'))) {
				return takeRow(text);
			}
			return text === '' || text.startsWith('# ') || begin(text);
		},
		end: finish,
	};
}

/** `a.go:10:3`; after a //line directive the place in the file that was read follows in brackets, and counts. */
export function positionOf(text: string): CodeLine & { readonly column: number } {
	const bracket = text.endsWith(']') ? text.indexOf('[') : -1;
	const read = text.slice(bracket + 1, -1);
	// What cgo writes is read from a cache, and stands for the file that is named first.
	const isMade = /(?:\.cgo\d|_cgo_\w+)\.go:/.test(read);
	const place = bracket < 0 ? text : isMade ? text.slice(0, bracket) : read;
	const [, file = '', line = '0', column = '0'] = /^(.*?):(\d+)(?::(\d+))?$/.exec(place) ?? [];
	return { file, line: Number(line), column: Number(column) };
}

const unknown: CodeLine = { file: '', line: 0 };

function joined({ symbol, size, raw, interfaces }: Current, candidates: readonly Table[] = []): ListedFunction {
	const text = raw[0];
	const table = candidates.find((one) => one.text === text?.operands);
	const lines = new Map<string, CodeLine>();
	const lineOf = (at: string): CodeLine => {
		let line = lines.get(at);
		if (!line) {
			const { file, line: number } = positionOf(at);
			lines.set(at, (line = { file, line: number }));
		}
		return line;
	};
	const chains = new Map<number, readonly InlinedCall[]>();
	const chainOf = (index: number): readonly InlinedCall[] => {
		let chain = chains.get(index);
		if (!chain) chains.set(index, (chain = chainIn(table?.tree ?? [], index)));
		return chain;
	};
	const instructions: Instruction[] = [];
	let index = -1;
	let [inner, outer] = [unknown, unknown];
	raw.forEach(({ pc, at, op, operands }, number) => {
		const row = table?.rows[number + 1];
		index = row?.index ?? index;
		// What has no line of its own belongs to the one before, as in the tables of the linked program (pctofileline in cmd/internal/obj/pcln.go).
		const isKnown = number > 0 && op !== 'NOP' && !at.startsWith('<unknown');
		if (isKnown) inner = lineOf(at);
		if (isKnown && row && !row.outer.startsWith('<unknown')) outer = lineOf(row.outer);
		else if (isKnown && !row) outer = inner;
		const next = raw[number + 1]?.pc ?? size;
		// Marks for the linker and the run-time take no bytes.
		if (next <= pc) return;
		instructions.push({ pc, op, operands, inner, outer, inlined: chainOf(index) });
	});
	const [, flags = '', frame = '0', argumentBytes = '0'] = textOperands.exec(text?.operands ?? '') ?? [];
	return {
		symbol,
		size,
		frame: Math.max(0, Number(frame)),
		argumentBytes: Number(argumentBytes),
		flags,
		declared: lineOf(text?.at ?? ''),
		interfaces: [...interfaces],
		instructions,
	};
}

function chainIn(tree: readonly TreeCall[], from: number): readonly InlinedCall[] {
	const chain: InlinedCall[] = [];
	for (let index = from; index >= 0; ) {
		const call = tree[index];
		// A parent stands before its children.
		if (!call || call.parent >= index) break;
		chain.unshift({ function: call.function, file: call.file, line: call.line, column: call.column });
		index = call.parent;
	}
	return chain;
}
