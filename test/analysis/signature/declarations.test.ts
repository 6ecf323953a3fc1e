/** Constants, inferred types, generics and layouts, through declarations of several packages. */
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../server/src/analysis/signature/layout.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { measuring } from '../../../server/src/analysis/signature/measuring.ts';
import { parseType } from '../../../server/src/analysis/signature/parseType.ts';
import { funcSignature, signatureText } from '../../../server/src/analysis/signature/signature.ts';
import { declared, goPackages } from './support/goFixture.ts';

const packages = goPackages(`
-- p --
package p
import (
	"example.com/go-units/v2"
	. "m/dot"
	al "m/other"
	"unsafe"
)
const (
	a = iota
	b
	_
	d, e = iota * 10, 1 << iota
	f, g
)
const (
	one uint8 = iota + 1
	two
)
const (
	size = 4 << (^uintptr(0) >> 63)
	wrap = ^uint8(0)
	text = len("añb")
	rune_ = 'a'
	hex = 0x_10 + 0b11 + 0o7 + 010
	bits = 7 &^ 2 | 8 ^ 1
	div = (17 - 2) / 4 % 2
	sum = units.Kilo + al.Two + Dotted
	sized = unsafe.Sizeof(pair{}) + unsafe.Sizeof(uint16(0)) + unsafe.Alignof(table)
	count = len(table)
	loop1 = loop2
	loop2 = loop1
)
type pair struct { a uint8; b uint64 }
type padded struct { a uint64; _ struct{} }
type list[T any] struct { head *T; value T }
type tree[K, V any] struct { left, right *tree[K, V]; key K; items list[V] }
type self struct { inner self }
type mutual1 struct { m mutual2 }
type mutual2 struct { m [1]mutual1 }
type grow[T any] struct { g grow[*T]; h grow[**T] }
var table = [...]uint16{1, 2, 3}
var (
	text1 = "x"
	number, float = 1, 2.5
	letter = 'x'
	yes = !true
	negative = -1
	literal = pair{a: 1}
	pointer = &pair{}
	slice = []*pair{{}, {}}
	mapped = map[string]pair{}
	made = make(chan int, 3)
	fresh = new(pair)
	converted = uint32(7)
	cast = (*pair)(nil)
	raw = unsafe.Pointer(&table)
	size_ = unsafe.Sizeof(pair{})
	function = func(x int) bool { return true }
	called = makePair()
	constant = two
	copied = literal
	foreign = al.Default
	foreignCall = al.New(1)
	named = makePair
	generic = list[int]{}
	both, none = makeBoth()
	unknown = somewhere()
	sumOfTwo = number + 1
	written al.Thing = nil
	commented = [...]byte{
		1, // one
		2, /* two */ // and the last
	}
	field = literal.b
	fieldOfPointer = pointer.b
	viaMethod = literal.sum(1)
	chained = al.Maker.Make(nil).Inner
	embedded = outer{}.b
	embeddedMethod = al.Outer{}.Describe()
	deeper = outer{}.pair.b
	ofInterface = made2.M2()
	shadowed = copied2.A
	indexed = table[1]
	keyed = mapped["x"].b
	throughArray = (&table)[0]
	sliced = slice[1:]
	pointed = *pointer
	dereferenced = *al.New(1)
	dereferencedField = *pointers.first
	asserted = anything.(*pair)
	assertedField = anything.(*pair).b
	immediately = func() (n uint8) { return 1 }()
	returned = makeMaker()()
	parens = (makePair)()
	parensValue = (literal).a
	methodValue = literal.sum
	ofGeneric = generic.value
	viaAlias = same{}.sum(2)
	notViaDefined = defined{}.sum(2)
	viaDefined = defined{}.b
	noField = literal.missing
	twoResults = al.Maker.Both()
	ambiguous = al.Maker.Make
	ofError = failure.Error()
)
var (
	anything any
	failure error
	made2 interface { M2() [2]byte; al.Thing }
	copied2 = al.Default
	pointers struct { first *uint16 }
)
type outer struct { n int; pair }
type same = pair
type defined pair
func (p pair) sum(n int) uint16
func makeMaker() func() *pair
func makePair() pair
func makeBoth() (int, int)
func variadic(n int, rest ...pair) (err error)
func generic1[T any](t T) *T
func (p *pair) pointerMethod(n int) bool
func (p pair) valueMethod()
-- example.com/go-units/v2 --
package units
const Kilo = 1000
-- m/dot --
package dot
const Dotted = 100000
-- m/other --
package other
type Thing interface { M() }
type kind int
const Two kind = 2
var Default = Options{}
type Options struct { A, B int }
func New(n int) *Options
var Maker maker
type maker struct{}
func (maker) Make(p *int) *Made
func (m *maker) Both() (int, error)
type Made struct { Inner struct{ X int8 } }
type Outer struct { *named; Options }
type named struct { Label string }
func (n *named) Describe() [3]int
`);

describe('array lengths', () => {
	test.each([
		['a', 0],
		['b', 1],
		['d', 30],
		['e', 8],
		['f', 40],
		['g', 16],
		['one', 1],
		['two', 2],
		['size', 8],
		['wrap', 255],
		['text', 4],
		['rune_', 97],
		['hex', 16 + 3 + 7 + 8],
		['bits', 12],
		['div', 1],
		['sum', 101002],
		['sized', 20],
		['count', 3],
	])('%s is %i', (name, length) => {
		expect(sizeOf(`[${name}]byte`)).toBe(length);
	});

	test.each([
		'loop1',
		'missing',
		'units.Missing',
		'text1',
		'1 +',
		'-1',
		'1 / 0',
		'1 << 10000',
		'"x"',
		'len(missing)',
		'('.repeat(5000),
		'uint('.repeat(3000) + '1' + ')'.repeat(3000),
	])('%# is not known', (name) => {
		expect(sizeOf(`[${name}]byte`)).toBeUndefined();
	});
});

describe('sizes', () => {
	test.each([
		['pair', 16, 12],
		['padded', 16, 12],
		['list[uint16]', 16, 8],
		['tree[string, int32]', 48, 24],
		['list[list[byte]]', 24, 12],
		['[3]pair', 48, 36],
		['interface{ M() }', 16, 8],
		['complex64', 8, 8],
		['complex128', 16, 16],
		['struct{}', 0, 0],
		['[0]func()', 0, 0],
		['map[string]missing', 8, 4],
		['[]missing', 24, 12],
		['al.Thing', 16, 8],
	])('%s', (type, wide, narrow) => {
		expect([sizeOf(type), sizeOf(type, '386')]).toEqual([wide, narrow]);
	});

	test.each(['self', 'mutual1', 'grow[int]', 'list[missing]', '[missing]int', 'C.int', 'any.x'])(
		'%s is not known',
		(type) => {
			expect(sizeOf(type)).toBeUndefined();
		},
	);
});

describe('types that are not written', () => {
	test.each([
		['text1', 'string'],
		['number', 'int'],
		['float', 'float64'],
		['letter', 'rune'],
		['yes', 'bool'],
		['negative', 'int'],
		['literal', 'p.pair'],
		['pointer', '*p.pair'],
		['slice', '[]*p.pair'],
		['mapped', 'map[string]p.pair'],
		['made', 'chan int'],
		['fresh', '*p.pair'],
		['converted', 'uint32'],
		['cast', '*p.pair'],
		['raw', 'unsafe.Pointer'],
		['size_', 'uintptr'],
		['function', 'func(int) bool'],
		['called', 'p.pair'],
		['constant', 'uint8'],
		['copied', 'p.pair'],
		['foreign', 'other.Options'],
		['foreignCall', '*other.Options'],
		['named', 'func() p.pair'],
		['generic', 'p.list[int]'],
		['written', 'al.Thing'],
		['table', '[3]uint16'],
		['both', ''],
		['unknown', ''],
		['sumOfTwo', ''],
		['commented', '[2]byte'],
		['field', 'uint64'],
		['fieldOfPointer', 'uint64'],
		['viaMethod', 'uint16'],
		['chained', 'struct{X int8}'],
		['embedded', 'uint64'],
		['embeddedMethod', '[3]int'],
		['deeper', 'uint64'],
		['ofInterface', '[2]byte'],
		['shadowed', 'int'],
		['indexed', 'uint16'],
		['keyed', 'uint64'],
		['throughArray', 'uint16'],
		['sliced', ''],
		['pointed', 'p.pair'],
		['dereferenced', 'other.Options'],
		['dereferencedField', 'uint16'],
		['asserted', '*p.pair'],
		['assertedField', 'uint64'],
		['immediately', 'uint8'],
		['returned', '*p.pair'],
		['parens', 'p.pair'],
		['parensValue', 'uint8'],
		['methodValue', 'func(int) uint16'],
		['ofGeneric', 'int'],
		['viaAlias', 'uint16'],
		['notViaDefined', ''],
		['viaDefined', 'uint64'],
		['noField', ''],
		['twoResults', ''],
		['ambiguous', 'func(*int) *other.Made'],
		['ofError', ''],
	])('%s is %s', (name, expected) => {
		expect(signatureText(declared(packages, 'p', name).signature)).toBe(expected);
	});
});

describe('functions', () => {
	test.each([
		['variadic', 'func(int, ...p.pair) error'],
		['generic1', 'func(T) *T'],
	])('%s', (name, expected) => {
		expect(signatureText(declared(packages, 'p', name).signature)).toBe(expected);
	});

	test.each([
		['pointerMethod', 'declared', 'func(*p.pair, int) bool'],
		['pointerMethod', 'pointer', 'func(*p.pair, int) bool'],
		['valueMethod', 'declared', 'func(p.pair)'],
		['valueMethod', 'pointer', 'func(*p.pair)'],
	] as const)('the receiver of %s as %s', (name, receiver, expected) => {
		const { scope } = declared(packages, 'p', 'makePair');
		const method = scope.file.declarations.find((declaration) => declaration.name === name);
		if (method?.kind !== 'func') throw new Error(`no ${name}`);
		expect(signatureText(funcSignature(method, scope, receiver))).toBe(expected);
	});
});

function sizeOf(type: string, goarch = 'amd64'): number | undefined {
	const { scope } = declared(packages, 'p', 'makePair');
	return layoutOf(parseType(type), scope, measuring(machineOf(goarch, 26)))?.size;
}
