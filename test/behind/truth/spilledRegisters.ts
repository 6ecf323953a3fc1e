/** What the compiler saves before it calls `morestack`: each register that holds a parameter, and the slot that it is spilled to. */
import type { ListedFunction } from '../../../server/src/analysis/listing/listedFunction.ts';
import type { Layout } from '../../../server/src/analysis/signature/layoutShape.ts';
import { leavesOf } from '../../../server/src/analysis/signature/leaves.ts';
import type { PlacedFunction } from '../../../server/src/analysis/machine/operandPlaces.ts';

/** Bytes that a store writes, by its mnemonic. */
const stores: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	amd64: { MOVB: 1, MOVW: 2, MOVL: 4, MOVQ: 8, MOVSS: 4, MOVSD: 8 },
	arm64: { MOVB: 1, MOVH: 2, MOVW: 4, MOVD: 8, FMOVS: 4, FMOVD: 8, STP: 8, STPW: 4, FSTPS: 4, FSTPD: 8 },
};

/**
 * `AX 8 bytes at 16`, sorted; offsets are from the start of the argument area. Undefined for a function that does not ask for stack.
 */
export function listedSpills({ instructions }: ListedFunction, goarch: string): readonly string[] | undefined {
	const call = instructions.findLastIndex(({ operands }) => operands.startsWith('runtime.morestack'));
	if (call < 0) return undefined;
	const sizes = stores[goarch] ?? {};
	const spills: string[] = [];
	for (let at = call - 1; at >= 0; at--) {
		const { op, operands } = instructions[at] ?? { op: '', operands: '' };
		// arm64 keeps the return address for morestack.
		if (goarch === 'arm64' && op === 'MOVD' && operands === 'R30, R3') continue;
		// What aligns a call is on the way.
		if (/^(?:NOP\w*|XCHGL|PCALIGN)$/.test(op)) continue;
		const [, pair, one, offset = ''] = /^(?:\((\w+, \w+)\)|(\w+)), (\d*)\((?:SP|RSP)\)$/.exec(operands) ?? [];
		const size = sizes[op];
		if (size === undefined || (pair ?? one) === undefined) break;
		const registers = pair === undefined ? [one ?? ''] : pair.split(', ');
		// The caller's return address lies below.
		registers.forEach((register, index) => spills.push(spillText(register, size, Number(offset) - 8 + index * size)));
	}
	return spills.sort();
}

/** The same by the places that were computed. */
export function computedSpills({ parameters }: PlacedFunction): readonly string[] {
	return parameters
		.flatMap(({ layout, words, spill }) => {
			if (spill === undefined) return [];
			const offsets = wordOffsets(layout);
			return words.map(({ register = '', size }, index) => spillText(register, size, spill + (offsets[index] ?? 0)));
		})
		.sort();
}

function wordOffsets(layout: Layout): readonly number[] {
	const isByteArray = layout.kind === 'array';
	const leaves = isByteArray ? undefined : leavesOf(layout);
	return leaves?.flatMap(({ offset, size, scalar }) => (scalar || size > 0 ? [offset] : [])) ?? [0];
}

/** The low byte of a register has a name of its own on amd64. */
function spillText(register: string, size: number, offset: number): string {
	const whole = register.replace(/^([A-D])L$/, '$1X').replace(/^(SI|DI|R\d+)B$/, '$1');
	return `${whole} ${size} bytes at ${offset}`;
}
