/** What an instruction calls, and what it reads of the run-time. */
import type { Instruction, ListedFunction } from '../listing/listedFunction.ts';
import type { RuntimeCall, RuntimeCallTable } from './runtimeCalls.ts';

export interface InstructionCall {
	/** `runtime`: put in by the compiler. `direct`: written in the source. `dynamic`: through an interface or a function value. `data`: a read. */
	readonly kind: 'runtime' | 'direct' | 'dynamic' | 'data';
	/** The callee or what is read; of a dynamic call the operand that holds the callee. */
	readonly symbol: string;
	/** For `runtime` and `data`. */
	readonly runtime: RuntimeCall | undefined;
	/** The type that is handed to the run-time: `example.com/m.T`. */
	readonly type: string | undefined;
}

/** Calls on all ports: CALL almost everywhere, DUFFCOPY and DUFFZERO where the assembler has them, JMP for tail calls. */
const callOps = /^(?:CALL|CALLNORESUME|CALLINDIRECT|BL|JAL|JALR|DUFFCOPY|DUFFZERO)$/;
const jumpOps = /^(?:JMP|B|BR|RET|RETJMP)$/;
/** `$896, runtime.duffcopy+14(SB)` and `example.com/m.(*T[go.shape.int]).M(SB)`: symbols have brackets, blanks and commas. */
const symbolOperand = /^(?:\$-?\d+, |\w+, )?(.*?)(?:[+-]\d+)?\(SB\)$/;
/** A register or what it points to; on riscv64 after the register of the return address, and without one it is a jump or a return. */
const dynamicOperand = /^(?:X[15], )?(?:[A-Z]+\d*|\d*\([A-Z]+\d*\))$/;
const dataOperand = /(?:^|[ $])(runtime\.\w+)(?:[+-]\d+)?\(SB\)/;

/** One entry for each instruction. */
export function instructionCalls(
	{ instructions }: ListedFunction,
	table: RuntimeCallTable,
): readonly (InstructionCall | undefined)[] {
	return instructions.map((instruction, index) => {
		const { op, operands } = instruction;
		const isCall = callOps.test(op);
		if (isCall || jumpOps.test(op)) {
			const symbol = symbolOperand.exec(operands)?.[1];
			if (symbol !== undefined) return callOf(symbol, instructions, index, table);
			return isCall && dynamicOperand.test(operands)
				? { kind: 'dynamic', symbol: operands, runtime: undefined, type: undefined }
				: undefined;
		}
		const read = dataOperand.exec(operands)?.[1];
		const runtime = read === undefined ? undefined : table.find(read);
		return read !== undefined && runtime?.cost === 'data'
			? { kind: 'data', symbol: read, runtime, type: undefined }
			: undefined;
	});
}

function callOf(
	symbol: string,
	instructions: readonly Instruction[],
	index: number,
	table: RuntimeCallTable,
): InstructionCall {
	const runtime = table.find(symbol);
	if (!runtime) return { kind: 'direct', symbol, runtime, type: undefined };
	const type = runtime.allocates === 'no' ? undefined : typeBefore(instructions, index);
	return { kind: 'runtime', symbol, runtime, type };
}

/** Arguments are prepared in the few instructions before a call. */
const lookBack = 10;

function typeBefore(instructions: readonly Instruction[], index: number): string | undefined {
	for (let at = index - 1; at >= 0 && at >= index - lookBack; at--) {
		const { op, operands } = instructions[at] ?? { op: '', operands: '' };
		if (callOps.test(op)) return undefined;
		const found = /(?:^|[ $])type:(.*?)(?:\+\d+)?\(SB\)/.exec(operands)?.[1];
		if (found !== undefined) return found;
	}
	return undefined;
}
