/** A bpftrace script that prints the arguments of each call of one function, and its results at each return. */
import type { PlacedOperand, PlacedWord } from './operandPlaces.ts';

export interface ProbedFunction {
	/** The program's file, as bpftrace is to open it. */
	readonly binary: string;
	/** The linker's name of the function. */
	readonly symbol: string;
	/** Those of {@link probedPorts}. */
	readonly goarch: string;
	readonly parameters: readonly PlacedOperand[];
	readonly results: readonly PlacedOperand[];
	/** The type of an operand as text: `string`. */
	readonly typeOf: (kind: 'parameter' | 'result', label: string) => string;
	/** Bytes from the start of the function to each return instruction. */
	readonly returns: readonly number[];
}

/** bpftrace's names (those of struct pt_regs) for the registers of Go's assembler. Floating-point registers are not in it. */
const registers: Readonly<Record<string, { readonly stack: string; readonly nameOf: (register: string) => string }>> = {
	amd64: { stack: 'sp', nameOf: (register) => register.toLowerCase() },
	arm64: { stack: 'sp', nameOf: (register) => register.toLowerCase() },
};

/** Where a script can be made. */
export const probedPorts = Object.keys(registers);

/**
 * Returns are probed at the instructions themselves: a uretprobe writes a return address into a stack that Go's runtime reads and moves,
 * which ends the program as soon as the stack grows.
 */
export function probeScript(traced: ProbedFunction): string {
	const { symbol, returns, parameters, results } = traced;
	const probe = `uprobe:${traced.binary}:"${symbol}"`;
	const short = symbol.slice(symbol.lastIndexOf('/') + 1);
	const print = (what: string, kind: 'parameter' | 'result', operands: readonly PlacedOperand[]) => {
		const parts = operands.map((operand) => printed(operand, traced.typeOf(kind, operand.label), traced.goarch));
		const format = [what, short, ...parts.map(({ format: text }) => text)].join(' ').replace(/["\\]/g, "'");
		return `printf("${format}\\n"${parts.flatMap(({ values }) => values.map((value) => `, ${value}`)).join('')});`;
	};
	const blocks = [
		[probe, print('call', 'parameter', parameters)],
		...returns.map((offset) => [`${probe}+${offset}`, print('return', 'result', results)]),
	];
	return blocks.map(([where, action]) => `${where}\n{\n\t${action}\n}\n`).join('');
}

interface Printed {
	readonly format: string;
	readonly values: readonly string[];
}

function printed({ label, words }: PlacedOperand, type: string, goarch: string): Printed {
	const value = (word: PlacedWord) => read(word, goarch);
	const [first, second, third] = words;
	if (!first) return { format: `${label}=(no size)`, values: [] };
	if (words.some(({ word }) => word === 'float'))
		return { format: `${label}=(floating point: no probe reads it)`, values: [] };
	if (type === 'string' && second) {
		return { format: `${label}='%s' (%d bytes)`, values: [`str(${value(first)}, ${value(second)})`, value(second)] };
	}
	if (type === '[]byte' && second && third) {
		const length = value(second);
		return {
			format: `${label}='%s' (%d of %d bytes)`,
			values: [`str(${value(first)}, ${length})`, length, value(third)],
		};
	}
	if (words.length === 1) return { format: `${label}=${formatOf(first)}`, values: [narrowed(first, type, goarch)] };
	const parts = words.map((word) => `${word.path.replace(/^\./, '')}=${formatOf(word)}`);
	// Of what a part of a struct is, only its size is known here.
	return { format: `${label}{${parts.join(' ')}}`, values: words.map((word) => narrowed(word, '', goarch)) };
}

function formatOf({ word }: PlacedWord): string {
	return word === 'integer' ? '%d' : '0x%lx';
}

/** A register holds more bits than a small value: what is above is not its own. */
function narrowed(word: PlacedWord, type: string, goarch: string): string {
	const value = read(word, goarch);
	if (word.word !== 'integer') return value;
	const isUnsigned = /^(?:u(?:int\d*|intptr)|byte|bool)$/.test(type);
	if (word.size === 8) return isUnsigned ? value : `(int64)${value}`;
	return `(${isUnsigned ? 'u' : ''}int${word.size * 8})${value}`;
}

/** At the entry the arguments on the stack lie above the return address (amd64) or the saved link register (arm64): both take eight bytes. */
function read({ register, offset = 0 }: PlacedWord, goarch: string): string {
	const port = registers[goarch];
	if (register !== undefined) return `reg("${port?.nameOf(register)}")`;
	return `*(uint64*)(reg("${port?.stack}") + ${offset + 8})`;
}
