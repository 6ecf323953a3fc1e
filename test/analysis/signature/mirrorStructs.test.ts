import { describe, expect, test } from 'vitest';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { smallerMirrors, valueMade } from '../../../server/src/analysis/signature/mirrorStructs.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { declared, goPackages } from './support/goFixture.ts';

const packages = goPackages(`
-- m --
package m
import "m/rt"
type hiter struct { key, value *byte }
type handle struct{}
type same struct { a, b, c, d uintptr }
type alias = hiter
func small(t uintptr, it *hiter)
func aliased(t uintptr, it *alias)
func elsewhere(t uintptr, it *rt.Hiter)
func opaque(t uintptr, it *handle)
func equal(t uintptr, it *same)
func fewer(it *hiter)
func untyped(t uintptr, it *uint8)
-- m/rt --
package rt
type Hiter struct { key, value, typ *byte }
-- runtime --
package runtime
type linknameIter struct { key, elem, typ *byte; it *iter }
type iter struct {}
func mapiterinit(t uintptr, it *linknameIter)
`);

describe('a smaller struct behind a pointer', () => {
	test.each([
		['small', [{ parameter: 1, path: 'm', name: 'hiter', size: 16, targetName: 'linknameIter', targetSize: 32 }]],
		['aliased', [{ parameter: 1, path: 'm', name: 'hiter', size: 16, targetName: 'linknameIter', targetSize: 32 }]],
		[
			'elsewhere',
			[{ parameter: 1, path: 'm/rt', name: 'Hiter', size: 24, targetName: 'linknameIter', targetSize: 32 }],
		],
		['opaque', []],
		['equal', []],
		['fewer', []],
		['untyped', []],
	])('%s', (name, expected) => {
		const local = declared(packages, 'm', name).signature;
		const target = declared(packages, 'runtime', 'mapiterinit').signature;
		if (local.kind !== 'func' || target.kind !== 'func') throw new Error('not functions');
		expect(smallerMirrors(local, target, machineOf('amd64', 26))).toEqual(expected);
	});
});

describe('the file makes a value', () => {
	test.each([
		'var it hiter',
		'var a, b hiter',
		'var its [4]hiter',
		'it := hiter{}',
		'it := &hiter{key: nil}',
		'it := new(hiter)',
		'return []hiter{{}}',
	])('%s', (statement) => {
		expect(valueMade(scanGoFile(`package m\n\nfunc f() {\n\t${statement}\n}\n`), 'hiter')).toBeDefined();
	});

	test.each([
		'var it *hiter',
		'var its []hiter',
		'it := (*hiter)(p)',
		'its := []*hiter{}',
		'// hiter{}',
		's := "hiter{}"',
		'it := other.hiter{}',
		'x := hiter2{}',
		'var f func(hiter)',
	])('not by %s', (statement) => {
		expect(valueMade(scanGoFile(`package m\n\nfunc f() {\n\t${statement}\n}\n`), 'hiter')).toBeUndefined();
	});

	test('nor by the declaration, a result, or a field', () => {
		expect(
			valueMade(
				scanGoFile(
					'package m\n\ntype hiter struct{}\n\nfunc f(a hiter) hiter {\n}\n\ntype s struct {\n\tit hiter\n}\n',
				),
				'hiter',
			),
		).toBeUndefined();
	});

	test('in another package under the name of its own', () => {
		const file = scanGoFile('package n\n\nvar it rt.Hiter\n');
		expect([
			valueMade(file, 'Hiter', 'rt') !== undefined,
			valueMade(file, 'Hiter') !== undefined,
			valueMade(file, 'Hiter', 'x') !== undefined,
		]).toEqual([true, false, false]);
	});
});
