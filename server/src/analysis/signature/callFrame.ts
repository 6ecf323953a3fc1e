/**
 * Where the arguments and results of a call travel: a port of `ABIAnalyzeFuncType` in cmd/compile/internal/abi/abiutils.go
 * (Go 1.26; the assignment is the same from 1.18 to 1.27).
 */
import { leavesOf, type Leaf } from './leaves.ts';
import { roundUp } from './layout.ts';
import type { Layout, ScalarLayout } from './layoutShape.ts';
import type { Machine } from './machine.ts';

/** One parameter or result: its spelling in messages, and its layout. */
export interface CallOperand {
	readonly label: string;
	readonly layout: Layout;
}

/** One word in one register. */
export interface RegisterWord {
	readonly bank: 'integer' | 'float';
	/** The register's number in its bank, from 0. */
	readonly index: number;
	readonly scalar: ScalarLayout;
	/** Where the word comes from: `old.ptr`. */
	readonly label: string;
}

export interface Side {
	readonly registers: readonly RegisterWord[];
	/** What travels in memory; offsets count from the start of the argument area. */
	readonly stack: readonly Leaf[];
	/** Where the last value on the stack ends, its padding included; bytes from the start of the argument area. */
	readonly stackEnd: number;
	/** Registers used, and register-sized pieces of memory. */
	readonly words: number;
}

export interface CallFrame {
	readonly parameters: Side;
	readonly results: Side;
	/** Bytes of the caller's frame that belong to the call: stack arguments, stack results, spill space for registers. */
	readonly size: number;
	/** The part of `size` that is spill space. */
	readonly spill: number;
}

/** Undefined when a value has more parts than anyone compares. */
export function callFrame(
	parameters: readonly CallOperand[],
	results: readonly CallOperand[],
	machine: Machine,
): CallFrame | undefined {
	const offsets: Offsets = { stack: 0, spill: 0 };
	const incoming = assign(parameters, offsets, machine, false);
	offsets.stack = roundUp(offsets.stack, machine.registerSize);
	const outgoing = assign(results, offsets, machine, true);
	if (!incoming || !outgoing) return undefined;
	const spill = roundUp(offsets.spill, machine.registerSize);
	return { parameters: incoming, results: outgoing, size: roundUp(offsets.stack, machine.registerSize) + spill, spill };
}

interface Offsets {
	stack: number;
	spill: number;
}

function assign(
	operands: readonly CallOperand[],
	offsets: Offsets,
	machine: Machine,
	areResults: boolean,
): Side | undefined {
	const registers: RegisterWord[] = [];
	const stack: Leaf[] = [];
	const used = { integer: 0, float: 0 };
	let stackWords = 0;
	let stackEnd = 0;
	for (const { label, layout } of operands) {
		const fits =
			layout.size > 0 &&
			used.integer + layout.integers <= machine.integerRegisters &&
			used.float + layout.floats <= machine.floatRegisters;
		if (fits) {
			takeRegisters(layout, label, used, registers);
			if (!areResults) offsets.spill = roundUp(offsets.spill, layout.align) + layout.size;
			continue;
		}
		const offset = roundUp(offsets.stack, layout.align);
		offsets.stack = offset + layout.size;
		stackEnd = offsets.stack;
		stackWords += Math.ceil(layout.size / machine.registerSize);
		const leaves = leavesOf(layout);
		if (!leaves) return undefined;
		for (const leaf of leaves) stack.push({ ...leaf, offset: offset + leaf.offset, path: label + leaf.path });
	}
	return { registers, stack, stackEnd, words: registers.length + stackWords };
}

/** Field by field, blank ones too; only arrays of one element come here. */
function takeRegisters(
	layout: Layout,
	label: string,
	used: { integer: number; float: number },
	registers: RegisterWord[],
): void {
	if (layout.kind === 'scalar') {
		const bank = layout.word === 'float' ? 'float' : 'integer';
		registers.push({ bank, index: used[bank]++, scalar: layout, label });
	} else if (layout.kind === 'array') {
		if (layout.length > 0) takeRegisters(layout.element, `${label}[0]`, used, registers);
	} else {
		for (const field of layout.fields) takeRegisters(field.layout, `${label}.${field.name}`, used, registers);
	}
}
