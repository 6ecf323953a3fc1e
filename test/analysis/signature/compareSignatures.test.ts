import { describe, expect, test } from 'vitest';
import { compareSignatures } from '../../../server/src/analysis/signature/compareSignatures.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { declared, goPackages } from './support/goFixture.ts';

const types = `
-- m/p --
package p
import (
	"reflect"
	"runtime/abi"
	"unsafe"
)
type slice struct { ptr unsafe.Pointer; len, cap int }
type eface struct { typ, data unsafe.Pointer }
type nameOff int32
type name struct { bytes *byte }
type moment [2]uint64
type mystery = missing.Type
-- runtime --
package runtime
import (
	"reflect"
	"runtime/abi"
	"unsafe"
)
type _type = abi.Type
type slice struct { array unsafe.Pointer; len int; cap int }
type iface struct { tab, data unsafe.Pointer }
type worldStop struct { reason uint8; started, finished int64 }
const size = 4
-- runtime/abi --
package abi
type Type struct { Size_ uintptr }
type Name struct { Bytes *byte }
type NameOff int32
const (
	_ = iota
	One
	Two
	ZeroValSize = 1 << (10 * One)
)
-- reflect --
package reflect
type Type interface { Elem() Type; common() uintptr }
type Kind interface { common() uintptr }
type Aead interface { Open(); Seal() }
type aead interface { Aead; explicitNonceLen() int }
`;

/** local type, target type, verdict */
const cases: readonly (readonly [local: string, target: string, expected: string])[] = [
	['func(int) int', 'func(n int) (m int)', 'identical'],
	['func(abi.Type)', 'func(_type)', 'identical'],
	['func(any, byte, rune)', 'func(interface{}, uint8, int32)', 'identical'],
	['func(*abi.Type, ...int)', 'func(*_type, ...int)', 'identical'],
	['func(unsafe.Pointer, slice)', 'func(*_type, slice)', 'compatible'],
	['func(slice)', 'func([]byte)', 'compatible'],
	['func(unsafe.Pointer, int, int)', 'func([]uintptr)', 'compatible'],
	['func(...int)', 'func([]int)', 'compatible'],
	['func(uintptr)', 'func(*_type)', 'compatible'],
	['func(uintptr)', 'func(int)', 'compatible'],
	['func(nameOff) name', 'func(abi.NameOff) abi.Name', 'compatible'],
	['func(eface)', 'func(any)', 'compatible'],
	['func(bool, func(int), map[int]int, chan int)', 'func(uint8, func(), unsafe.Pointer, *int)', 'compatible'],
	['func(reflect.Type)', 'func(iface)', 'compatible'],
	['func(struct{}, int, [0]int)', 'func(int)', 'compatible'],
	['func([1]struct{ a, b int })', 'func(int, int)', 'compatible'],
	['func(struct{ a [2]int32; b int64 })', 'func(struct{ a [2]int32; b uint64 })', 'compatible'],
	['func([abi.ZeroValSize]byte)', 'func([1024]byte)', 'compatible'],
	['func([4]uint16)', 'func([size]uint16)', 'compatible'],
	['func([2]uint64)', 'func([16]byte)', 'compatible'],
	['func(int, int)', 'func(int)', 'different: none: passes 2 words where the target takes 1: the rest is ignored'],
	[
		'func(int64)',
		'func(int32)',
		'different: none: argument 1, an 8-byte integer, arrives as argument 1, a 4-byte integer',
	],
	['func(int)', 'func(int) worldStop', 'different: none: reads no result words where the target returns 3'],
	[
		'func(size int)',
		'func(size uintptr, noscan bool)',
		"different: breaks: passes 1 word where the target takes 2: the target's noscan is whatever",
	],
	[
		'func(unsafe.Pointer)',
		'func(int)',
		'different: breaks: argument 1, a pointer, arrives as argument 1, an 8-byte integer',
	],
	[
		'func(old slice)',
		'func(n int, p unsafe.Pointer, m int)',
		'different: breaks: old.ptr, a pointer, arrives as n, an 8-byte integer',
	],
	[
		'func(int32)',
		'func(int64)',
		'different: breaks: argument 1, a 4-byte integer, arrives as argument 1, an 8-byte integer',
	],
	['func(float64)', 'func(uint64)', "different: breaks: the target's argument 1 is whatever the register holds"],
	['func(float32)', 'func(float64)', 'different: breaks: argument 1, a 4-byte float'],
	['func(any)', 'func(reflect.Type)', 'different: breaks: argument 1.type'],
	['func(reflect.Kind)', 'func(reflect.Type)', 'different: breaks: argument 1.tab'],
	// crypto/tls.aeadAESGCMTLS13 returns an interface with one unexported method more than the cipher.AEAD that QUIC stacks read.
	['func() reflect.Aead', 'func() reflect.aead', 'compatible'],
	['func(reflect.aead)', 'func(reflect.Aead)', 'compatible'],
	['func(reflect.Aead)', 'func(reflect.aead)', 'different: breaks: argument 1.tab'],
	['func() reflect.Kind', 'func() reflect.Type', 'different: breaks: result 1.tab'],
	[
		'func() int',
		'func()',
		'different: breaks: reads 1 result word where the target returns none: result 1 is whatever',
	],
	['func() int', 'func() string', 'different: breaks: reads 1 result word where the target returns 2: result 1.ptr'],
	['func() string', 'func() (unsafe.Pointer, int)', 'compatible'],
	['func(moment)', 'func(uint64, uint64)', 'different: breaks: '],
	[
		'func(uint8, uint16, uint16, uint64)',
		'func(uint8, uint16, struct{ a uint16; b uint64 })',
		'different: breaks: leaves 16 bytes of its stack to the call where the target uses up to 24',
	],
	// go run: b8 0, where the bytes were expected (Go 1.26.8). Arrays of more than one element travel on the stack.
	['func(uint64) byte', 'func([8]byte) byte', 'different: breaks: its argument area on the stack ends at byte 0'],
	['func(uint16)', 'func(struct{ a [2]byte })', 'different: breaks: its argument area on the stack ends at byte 0'],
	['func([2]byte)', 'func([4]byte)', 'different: breaks: its argument area on the stack ends at byte 2'],
	['func([4]byte)', 'func([2]byte)', 'compatible'],
	['func(uint8)', 'func([1]byte)', 'compatible'],
	['func(uint8)', 'func(struct{ a [1]byte })', 'compatible'],
	['func() [16]byte', 'func() [8]byte', 'its result area on the stack has 16 bytes at byte 0 where the target'],
	[
		'func() [8]byte',
		'func() [16]byte',
		'different: breaks: leaves 8 bytes of its stack to the call where the target uses up to 16',
	],
	['func([2]uint64)', 'func(struct{ a [16]byte })', 'compatible'],
	['func(mystery)', 'func(int)', 'unknown: not known: missing.Type'],
	['func(*mystery)', 'func(*_type)', 'compatible'],
	['func(int) mystery', 'func(C.int)', 'unknown: not known: missing.Type, mystery, C.int'],
];

describe('functions on amd64', () => {
	test.each(cases)('%s against %s', (local, target, expected) => {
		expect(verdict(`func local${local.slice(4)}`, `func target${target.slice(4)}`, 'amd64')).toContain(expected);
	});
});

describe('the same pair on other machines', () => {
	test.each([
		['arm64', 'compatible'],
		['386', 'compatible'],
		['wasm', 'compatible'],
	])('an interface and its words on %s', (goarch, expected) => {
		expect(verdict('func local(eface, uint64)', 'func target(any, int64)', goarch)).toBe(expected);
	});

	test('what registers hide, the stack does not', () => {
		const pair = ['func local(int64) bool', 'func target(int32) bool'] as const;
		expect(verdict(...pair, 'arm64')).toContain('different: none');
		expect(verdict(...pair, '386')).toContain('different: breaks');
	});

	test('an interface with more methods, returned in registers or on the stack', () => {
		const pair = ['func local() reflect.Aead', 'func target() reflect.aead'] as const;
		expect(verdict(...pair, 'arm64')).toBe('compatible');
		expect(verdict(...pair, '386')).toBe('compatible');
		expect(verdict('func local(reflect.Aead)', 'func target(reflect.aead)', '386')).toContain('different: breaks');
	});

	test('ten words fit into the registers of arm64, not of amd64', () => {
		const ints = Array.from({ length: 10 }, () => 'int').join(', ');
		const pair = [`func local(${ints})`, `func target(struct{ a, b, c, d, e, f, g, h, i, j int })`] as const;
		expect(verdict(...pair, 'arm64')).toBe('compatible');
		expect(verdict(...pair, 'amd64')).toContain('different: breaks');
	});
});

describe('variables', () => {
	test.each([
		['uintptr', 'int', 'compatible'],
		['[]unsafe.Pointer', '[]*_type', 'compatible'],
		['[1024]byte', '[abi.ZeroValSize]byte', 'compatible'],
		['[24]byte', 'worldStop', 'compatible'],
		['struct{ a uint8; b, c uint64 }', 'worldStop', 'compatible'],
		['uint8', 'worldStop', 'different: none: is 1 byte where the target is 24: it sees only the beginning'],
		['struct{ a uint8; b uint64 }', 'worldStop', 'different: none: is 16 bytes where the target is 24'],
		[
			'struct{ a, b uint64 }',
			'worldStop',
			'different: breaks: is 16 bytes where the target is 24, and has an 8-byte integer at byte 0',
		],
		['[4]uint64', 'worldStop', 'different: breaks: is 32 bytes where the target is 24: the larger one wins'],
		['byte', 'struct{}', 'different: none: is 1 byte where the target takes no memory: they share nothing'],
		['struct{}', '[0]int', 'compatible'],
		['string', '[]byte', 'different: none: is 16 bytes'],
		['float64', 'uint64', 'different: breaks: has an 8-byte float at byte 0'],
		['reflect.Aead', 'reflect.aead', 'different: breaks: has the method table of an interface at byte 0'],
		['reflect.aead', 'reflect.Aead', 'different: breaks: has the method table of an interface at byte 0'],
	])('%s over %s', (local, target, expected) => {
		expect(verdict(`var local ${local}`, `var target ${target}`, 'amd64')).toContain(expected);
	});
});

test('both sides are told with the names of their packages', () => {
	expect(
		compare('func local(t *abi.Type, s slice, n nameOff) []name', 'func target(*_type, []slice) (int, error)', 'amd64'),
	).toMatchObject({
		local: 'func(*abi.Type, p.slice, p.nameOff) []p.name',
		target: 'func(*runtime._type, []runtime.slice) (int, error)',
	});
});

test('a package that is not known is asked for by its path', () => {
	const packages = goPackages('-- m --\npackage m\nimport "net/netip"\nfunc local(netip.Addr)\nfunc target(int)\n');
	const comparison = compareSignatures(
		declared(packages, 'm', 'local').signature,
		declared(packages, 'm', 'target').signature,
		machineOf('amd64', 26),
	);
	expect(comparison).toMatchObject({ verdict: 'unknown', missing: ['net/netip'] });
});

function compare(local: string, target: string, goarch: string) {
	const packages = goPackages(
		types
			.replace('-- runtime --', `${local}\n-- runtime --`)
			.replace('-- runtime/abi --', `${target}\n-- runtime/abi --`),
	);
	return compareSignatures(
		declared(packages, 'm/p', 'local').signature,
		declared(packages, 'runtime', 'target').signature,
		machineOf(goarch, 26),
	);
}

function verdict(local: string, target: string, goarch: string): string {
	const found = compare(local, target, goarch);
	if (found.verdict === 'different') return `different: ${found.harm}: ${found.difference}`;
	return found.verdict === 'unknown' ? `unknown: ${found.reason}` : found.verdict;
}
