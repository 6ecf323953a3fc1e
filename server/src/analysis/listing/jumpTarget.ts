/** Where an instruction may go on. */
import type { Instruction } from './listedFunction.ts';

/**
 * The target of a jump within the function, in bytes from its start; undefined for all else. Go's listing prints targets as bare
 * decimal numbers in the last place, constants with `$` and addresses with parentheses, on every port.
 */
export function jumpTarget({ operands }: Pick<Instruction, 'operands'>): number | undefined {
	const last = operands.slice(operands.lastIndexOf(' ') + 1);
	return /^\d{1,9}$/.test(last) ? Number(last) : undefined;
}
