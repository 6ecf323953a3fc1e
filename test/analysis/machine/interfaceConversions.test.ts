import { expect, test } from 'vitest';
import { conversionWords, interfaceConversions } from '../../../server/src/analysis/machine/interfaceConversions.ts';
import type { ListedFunction } from '../../../server/src/analysis/listing/listedFunction.ts';

function functionWith(operands: readonly string[]): ListedFunction {
	const at = { file: '/m/a.go', line: 7 };
	return {
		symbol: 'example.com/m.F',
		size: 0,
		frame: 0,
		argumentBytes: 0,
		flags: '',
		declared: at,
		interfaces: [],
		instructions: operands.map((text, pc) => ({ pc, op: 'LEAQ', operands: text, inner: at, outer: at, inlined: [] })),
	};
}

test.each([
	['go:itab.*example.com/m.Sq,example.com/m.Shape(SB), AX', '*m.Sq m.Shape'],
	['go:itab.*example.com/m.Sq,example.com/m.Shape(SB)', '*m.Sq m.Shape'],
	['go:itab.os.F,io.Writer+8(SB)', 'os.F io.Writer'],
	['type:int(SB), AX', undefined],
])('%s', (operand, expected) => {
	const [found] = interfaceConversions([functionWith([operand, operand])]);
	expect(found && `${found.type} ${found.interface}`).toBe(expected);
});

test.each([
	[8, 24],
	[4, 16],
])('with pointers of %d bytes the methods begin at byte %d', (pointerSize, start) => {
	const at = { file: '/m/a.go', line: 7 };
	const words = conversionWords({ at, type: '*m.Sq', interface: 'm.Shape' }, pointerSize).join('\n');
	expect(words).toContain(`from byte ${start} on`);
});
