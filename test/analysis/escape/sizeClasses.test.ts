import { expect, test } from 'vitest';
import { costText, objectCost, parseSizeClasses } from '../../../server/src/analysis/escape/sizeClasses.ts';
import { layoutOf } from '../../../server/src/analysis/signature/layout.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { measuring } from '../../../server/src/analysis/signature/measuring.ts';
import { parseType } from '../../../server/src/analysis/signature/parseType.ts';
import { packageTypes } from '../../../server/src/analysis/signature/typeScope.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

const since25 = `const (
	PageShift          = 13
)

var SizeClassToSize = [NumSizeClasses]uint16{0, 8, 16, 24, 32, 48, 64, 512, 576, 640, 32768}
var SizeClassToNPages = [NumSizeClasses]uint8{0, 1}
`;
const until24 = since25
	.replace('PageShift', '_PageShift')
	.replace('SizeClassToSize = [NumSizeClasses]', 'class_to_size = [_NumSizeClasses]');

test('both forms of the table are read, another one is not', () => {
	const expected = { sizes: [8, 16, 24, 32, 48, 64, 512, 576, 640, 32768], page: 8192, tiny: 16 };
	expect(parseSizeClasses(since25)).toEqual(expected);
	expect(parseSizeClasses(until24)).toEqual(expected);
	expect(parseSizeClasses(since25.replace('48, 64', '64, 48'))).toBeUndefined();
	expect(parseSizeClasses('package gc\n')).toBeUndefined();
});

test.each([
	[26, 'int', 1, '8 B, no pointers, shares a tiny block of 16 B'],
	[26, '*int', 1, '8 B, size class 8, has pointers'],
	[26, 'string', 1, '16 B, size class 16, has pointers'],
	[26, '[16]byte', 1, '16 B, size class 16, no pointers'],
	[26, 'int32', 10, '40 B, size class 48, no pointers'],
	[26, '*int', 64, '512 B, size class 512, has pointers'],
	[26, '*int', 72, '576 B, size class 640, has pointers'],
	[21, '*int', 72, '576 B, size class 576, has pointers'],
	[26, 'byte', 32_768, '32,768 B, pages of its own (32,768 B), no pointers'],
	[26, 'byte', 40_000, '40,000 B, pages of its own (40,960 B), no pointers'],
	[26, 'struct{}', 1, 'no size'],
	[26, '[0]*int', 1, 'no size'],
])('go1.%i: %s × %i', (minor, type, count, expected) => {
	const machine = machineOf('amd64', minor);
	const classes = parseSizeClasses(since25);
	const file = scanGoFile('package p\n');
	const scope = { packages: { find: () => undefined }, own: packageTypes('p', [file]), file };
	const layout = layoutOf(parseType(type), scope, measuring(machine));
	if (!classes || !layout) throw new Error('nothing was read');
	expect(costText(objectCost(layout, count, classes, { pointerSize: machine.pointerSize, minor }))).toBe(expected);
});
