import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	parseReceiver,
	parseSignature,
	parseType,
	parseTypeParameters,
} from '../../../server/src/analysis/signature/parseType.ts';
import { typeText } from '../../../server/src/analysis/signature/typeText.ts';
import type { TypeScope } from '../../../server/src/analysis/signature/typeScope.ts';
import { goPackages } from './support/goFixture.ts';

const packages = goPackages('-- p --\npackage p\n');
const scope: TypeScope = { packages, own: packages.of('p'), file: { ...emptyFile() } };

describe('a type is read as it was written', () => {
	test.each([
		'int',
		'unsafe.Pointer',
		'*abi.Type',
		'**T',
		'[]byte',
		'[4]uint32',
		'[1 << 10]byte',
		'[len(a[1])]T',
		'map[string][]int',
		'map[K]map[string]V',
		'chan int',
		'<-chan *T',
		'chan<- func()',
		'chan (<-chan int)',
		'func()',
		'func(int, ...string) (int, error)',
		'func(func(int) bool) func() error',
		'struct{}',
		'struct{a int; b int; _ [4]byte}',
		'struct{sync.Mutex; *T; n int}',
		'struct{List[int]; a [4]int; b [n]T; c []T}',
		'interface{}',
		'interface{Read([]byte) (int, error); io.Closer}',
		'atomic.Pointer[T]',
		'Map[string,[]*V]',
	])('%s', (text) => {
		expect(typeText(parseType(text), scope)).toBe(text);
	});
});

describe('a signature is read whatever its layout', () => {
	test.each([
		['()', 'func()'],
		['(a, b int, c string)', 'func(int, int, string)'],
		['(int, string)', 'func(int, string)'],
		['(a, b)', 'func(a, b)'],
		['(a, b []T)', 'func([]T, []T)'],
		['(a [2]T, b [n]T)', 'func([2]T, [n]T)'],
		['(List[int], Map[K, V])', 'func(List[int], Map[K,V])'],
		['(p unsafe.Pointer) unsafe.Pointer', 'func(unsafe.Pointer) unsafe.Pointer'],
		['(unsafe.Pointer, *int)', 'func(unsafe.Pointer, *int)'],
		['(format string, args ...interface{}) (n int, err error)', 'func(string, ...interface{}) (int, error)'],
		['(...int)', 'func(...int)'],
		['(f func(a, b int) bool, g <-chan int)', 'func(func(int, int) bool, <-chan int)'],
		['(\n\ta int, // first\n\tb /* second */ string,\n) (\n\tint,\n\terror,\n)', 'func(int, string) (int, error)'],
		[
			'(x struct {\n\ta int\n\tb string `json:"b"`\n}) interface {\n\tM()\n}',
			'func(struct{a int; b string}) interface{M()}',
		],
		['(struct{ T; n int })', 'func(struct{T; n int})'],
		['() (func(), error)', 'func() (func(), error)'],
	])('%s', (text, expected) => {
		expect(typeText(parseSignature(text), scope)).toBe(expected);
	});
});

test.each([
	['t *T', 't', '*T'],
	['*T', undefined, '*T'],
	['T', undefined, 'T'],
	['m Map[K, V]', 'm', 'Map[K,V]'],
	['_ T', '_', 'T'],
])('receiver %s', (text, name, type) => {
	const receiver = parseReceiver(text);
	expect([receiver.name, typeText(receiver.type, scope)]).toEqual([name, type]);
});

test.each([
	['T any', ['T']],
	['K comparable, V any', ['K', 'V']],
	['A, B ~int | ~string', ['A', 'B']],
	['S ~[]E, E any', ['S', 'E']],
	['P interface{ *T }, T any', ['P', 'T']],
	['T *int,', ['T']],
])('type parameters %s', (text, names) => {
	expect(parseTypeParameters(text)).toEqual(names);
});

describe('what is no type is invalid', () => {
	test.each([
		'',
		'*',
		'[',
		'[]',
		'map[',
		'map[string',
		'chan',
		'func',
		'struct{',
		'struct{ a',
		'interface{',
		'a b',
		'1',
		'"x"',
		'if',
		'a.',
		'('.repeat(5000),
		'*'.repeat(100_000),
		'['.repeat(5000),
		'struct{a '.repeat(3000),
	])('text %#', (text) => {
		expect(typeText(parseType(text), scope)).toContain('invalid type');
	});

	test('no text makes it throw', () => {
		const piece = fc.constantFrom(
			'func',
			'struct',
			'interface',
			'map',
			'chan',
			'{',
			'}',
			'(',
			')',
			'[',
			']',
			'*',
			',',
			';',
			'\n',
			'.',
			'...',
			'<-',
			'T',
			'a',
			' ',
			'"',
			'`',
			'~',
			'|',
			'/*',
			'//',
			'1',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' ')),
				),
				(text) => {
					parseType(text);
					parseSignature(text);
					parseTypeParameters(text);
				},
			),
		);
	});
});

function emptyFile(): TypeScope['file'] {
	return {
		text: '',
		packageName: 'p',
		packageClause: undefined,
		buildConstraint: undefined,
		imports: [],
		declarations: [],
		directives: [],
		annotations: [],
		boundaries: [],
	};
}
