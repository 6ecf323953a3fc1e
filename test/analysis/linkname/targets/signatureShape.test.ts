import { expect, test } from 'vitest';
import { shapesDiffer } from '../../../../server/src/analysis/linkname/targets/signatureShape.ts';

const cases: readonly (readonly ['func' | 'var', string, string, boolean])[] = [
	['func', '() int64', '() int64', false],
	['func', '(size uintptr) uintptr', '(size uintptr, noscan bool) (reqSize uintptr)', true],
	['func', '(size uintptr) uintptr', '(n uintptr) (size uintptr)', false],
	['func', '(t *_type)', '(typ *abi.Type)', false],
	['func', '(t *_type)', '(p unsafe.Pointer)', false],
	['func', '(t *initTask)', '(ts []*initTask)', true],
	// A name says nothing about its words.
	['func', '(reason string)', '(reason stwReason)', false],
	['func', '(t *_type, reason stwReason)', '(t *abi.Type, reason stwReason)', false],
	['func', '(a, b int) error', '(a int) error', true],
	['func', '(a int, rest ...any)', '(a int, rest []any)', false],
	['func', '()', '', false],
	['var', 'int32', 'uint32', false],
	['var', 'int32', 'int64', true],
	['var', 'struct{ a int }', 'struct{ a, b int }', false],
];

test.each(cases)('%s %s → %s', (kind, one, other, differ) => {
	expect(shapesDiffer(kind, one, other)).toBe(differ);
	expect(shapesDiffer(kind, other, one)).toBe(differ);
});
