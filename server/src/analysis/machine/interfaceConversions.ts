/** Conversions to interfaces that a line holds, and what of them is in memory. */
import { shortSymbol } from '../listing/functionName.ts';
import type { CodeLine, ListedFunction } from '../listing/listedFunction.ts';

export interface InterfaceConversion {
	/** In the function itself. */
	readonly at: CodeLine;
	/** `*lib.Sq` */
	readonly type: string;
	/** `lib.Shape` */
	readonly interface: string;
}

/** The operand of what takes the address of a method table: `go:itab.*example.com/m.Sq,example.com/m.Shape(SB)`. */
const table = /go:itab\.(.+),([^,]+?)(?:\+\d+)?\(SB\)/;

/** Conversions whose method table the linker makes, each once a line. */
export function interfaceConversions(functions: readonly ListedFunction[]): readonly InterfaceConversion[] {
	const found = new Map<string, InterfaceConversion>();
	for (const { instructions } of functions) {
		for (const { operands, outer } of instructions) {
			const [, type, name] = (operands.includes('go:itab.') && table.exec(operands)) || [];
			if (type === undefined || name === undefined) continue;
			const key = `${outer.file}:${outer.line} ${type} ${name}`;
			if (!found.has(key)) found.set(key, { at: outer, type: shortType(type), interface: shortType(name) });
		}
	}
	return [...found.values()];
}

function shortType(type: string): string {
	return type.startsWith('*') ? `*${shortType(type.slice(1))}` : shortSymbol(type);
}

/** The words of the two in memory (abi.ITab, runtime.iface; Go 1.21 to 1.27), a few lines without periods. */
export function conversionWords(
	{ type, interface: name }: InterfaceConversion,
	pointerSize: number,
): readonly string[] {
	// Interface, type, hash of four bytes, and what aligns the methods.
	const methods = 2 * pointerSize + 8;
	return [
		`${type} with the method table of ${name}: an interface of two words, the address of the table and that of the value`,
		`the table (go:itab.${type},${name}) holds the interface, the type, its hash, and from byte ${methods} on the methods in the order of their names, ${pointerSize} bytes each`,
		'an interface without methods (any) has the type in its first word instead',
	];
}
