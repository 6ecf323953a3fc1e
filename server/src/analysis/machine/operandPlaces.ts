/** Where each parameter is when a function begins, and each result when it returns. */
import { callFrame, type CallOperand } from '../signature/callFrame.ts';
import { roundUp } from '../signature/layout.ts';
import type { WordKind } from '../signature/layoutShape.ts';
import { leavesOf } from '../signature/leaves.ts';
import { machineOf } from '../signature/machine.ts';
import { registersOf } from './registerNames.ts';

/** A word of an operand: in a register, or on the stack. */
export interface PlacedWord {
	/** The way to it within the operand: `.len`, `.Min.X`; empty for an operand of one word. */
	readonly path: string;
	/** Bytes. */
	readonly size: number;
	readonly word: WordKind;
	/** By the name of Go's assembler; undefined on the stack. */
	readonly register: string | undefined;
	/** Bytes from the start of the argument area; undefined in a register. */
	readonly offset: number | undefined;
}

export interface PlacedOperand extends CallOperand {
	/** What it is made of; empty for one without a size. */
	readonly words: readonly PlacedWord[];
	/** Where a register parameter is spilled to, in bytes from the start of the argument area. */
	readonly spill: number | undefined;
	/** Where one on the stack begins, in bytes from the start of the argument area. */
	readonly stack: number | undefined;
}

export interface PlacedFunction {
	readonly parameters: readonly PlacedOperand[];
	readonly results: readonly PlacedOperand[];
	/** Bytes of the caller's frame that belong to the call, spill space included. */
	readonly size: number;
	/** The part of it that is spill space for register parameters. */
	readonly spill: number;
}

/**
 * An operand goes into registers as a whole or onto the stack as a whole; after one on the stack, later and smaller ones may still get
 * registers (`assignParam` in cmd/compile/internal/abi/abiutils.go, Go 1.21 to 1.27). Undefined when a value has more parts than anyone
 * reads.
 */
export function placeOperands(
	parameters: readonly CallOperand[],
	results: readonly CallOperand[],
	goarch: string,
	minor: number,
): PlacedFunction | undefined {
	const machine = machineOf(goarch, minor);
	const whole = callFrame(parameters, results, machine);
	if (!whole) return undefined;
	const names = registersOf(goarch, minor);
	let stack = 0;

	const placed = (operands: readonly CallOperand[], areResults: boolean): PlacedOperand[] => {
		const { registers } = areResults ? whole.results : whole.parameters;
		let next = 0;
		let spill = 0;
		const used = { integer: 0, float: 0 };
		return operands.map((operand): PlacedOperand => {
			const { layout, label } = operand;
			const fits =
				layout.size > 0 &&
				used.integer + layout.integers <= machine.integerRegisters &&
				used.float + layout.floats <= machine.floatRegisters;
			if (fits) {
				const mine = registers.slice(next, next + layout.integers + layout.floats);
				next += mine.length;
				used.integer += layout.integers;
				used.float += layout.floats;
				const at = roundUp(spill, layout.align);
				if (!areResults) spill = at + layout.size;
				const words = mine.map(({ bank, index, scalar, label: path }) => {
					const register = (bank === 'integer' ? names?.integer : names?.float)?.[index];
					return { path: path.slice(label.length), size: scalar.size, word: scalar.word, register, offset: undefined };
				});
				return { ...operand, words, spill: areResults ? undefined : at, stack: undefined };
			}
			const at = roundUp(stack, layout.align);
			stack = at + layout.size;
			const leaves = leavesOf(layout) ?? [];
			const words = leaves.map(({ path, size, scalar, offset }) => {
				return { path, size, word: scalar?.word ?? 'integer', register: undefined, offset: at + offset };
			});
			return { ...operand, words, spill: undefined, stack: at };
		});
	};

	const incoming = placed(parameters, false);
	stack = roundUp(stack, machine.registerSize);
	const outgoing = placed(results, true);
	const spillStart = whole.size - whole.spill;
	return {
		parameters: incoming.map((operand) =>
			operand.spill === undefined ? operand : { ...operand, spill: spillStart + operand.spill },
		),
		results: outgoing,
		size: whole.size,
		spill: whole.spill,
	};
}
