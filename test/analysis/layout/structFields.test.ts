import { expect, test } from 'vitest';
import { pointerBytes, pointerMap } from '../../../server/src/analysis/layout/pointerWords.ts';
import { bestOrder, cacheLineOf, placedFields } from '../../../server/src/analysis/layout/structFields.ts';
import { layoutOf } from '../../../server/src/analysis/signature/layout.ts';
import type { Layout, StructLayout } from '../../../server/src/analysis/signature/layoutShape.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { measuring } from '../../../server/src/analysis/signature/measuring.ts';
import { parseType } from '../../../server/src/analysis/signature/parseType.ts';
import { packageTypes } from '../../../server/src/analysis/signature/typeScope.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

const file = scanGoFile('package p');
const scope = { packages: { find: () => undefined }, own: packageTypes('p', [file]), file };

function layout(type: string, goarch = 'amd64'): Layout {
	const found = layoutOf(parseType(type), scope, measuring(machineOf(goarch, 26)));
	if (!found) throw new Error(`${type} has no layout`);
	return found;
}

test.each([
	['by alignment, not by size', ['[3]int8', 'int16', 'int64'], [2, 1, 0]],
	['without a size first', ['int64', 'struct{}', 'bool'], [1, 0, 2]],
	['pointers before others', ['int64', '*int', 'uint'], [1, 0, 2]],
	['fewer bytes behind the last pointer first', ['string', '*int'], [1, 0]],
	['equal ones in their order', ['bool', 'int8', 'uint8'], [0, 1, 2]],
] as const)('%s', (_, types, order) => {
	expect(
		bestOrder(
			types.map((type) => layout(type)),
			8,
		),
	).toEqual(order);
});

test('padding is lost behind fields, and a field may lie on two cache lines', () => {
	const { fields } = layout('struct{ a bool; pad [56]byte; s string; b bool }') as StructLayout;
	expect(fields).toHaveLength(4);
	const placed = placedFields(layout('struct{ a bool; pad [56]byte; s string; b bool }') as StructLayout, 64);
	expect(placed.map(({ name, offset, size, padding, crosses }) => [name, offset, size, padding, crosses])).toEqual([
		['a', 0, 1, 0, false],
		['pad', 1, 56, 7, false],
		['s', 64, 16, 0, false],
		['b', 80, 1, 7, false],
	]);
	const [, crossing] = placedFields(layout('struct{ pad [60]byte; n [8]byte }') as StructLayout, 64);
	expect(crossing).toMatchObject({ offset: 60, crosses: true });
});

test.each([
	['struct{ n int; s string; e any; m map[int]int; f func() }', 'amd64', '.p..ppp', 56],
	['[3]struct{ p *int; n int }', 'amd64', 'p.p.p.', 40],
	['struct{ n int64; s []byte }', '386', '..p..', 12],
	['[4]int', 'amd64', '....', 0],
	['struct{}', 'amd64', '', 0],
] as const)('%s on %s is %s', (type, goarch, words, bytes) => {
	const size = machineOf(goarch, 26).pointerSize;
	expect([pointerMap(layout(type, goarch), size), pointerBytes(layout(type, goarch), size)]).toEqual([words, bytes]);
});

test.each([
	['amd64', 64],
	['arm64', 128],
	['s390x', 256],
	['386', 64],
])('a cache line of %s has %i bytes', (goarch, bytes) => {
	expect(cacheLineOf(goarch)).toBe(bytes);
});
