/** Uses of unsafe.Pointer that are reported, and look-alikes that are right. */
import { expect, test } from 'vitest';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { unsafeUses } from '../../../server/src/analysis/unsafePointer/unsafeUses.ts';

const head = 'package p\n\nimport (\n\t"reflect"\n\t"runtime"\n\t"syscall"\n\t"unsafe"\n)\n\n';
const types =
	'\ntype eface struct { typ, data unsafe.Pointer }\ntype header struct { data uintptr; len, cap int }\ntype named string\ntype list []byte\ntype Reader interface{ Read() }\n';

function usesIn(body: string): readonly string[] {
	const file = scanGoFile(head + body + types);
	return unsafeUses(file, [file]).map(({ kind, span }) => `${kind} ${file.text.slice(span.start, span.end)}`);
}

test.each([
	[
		'func f(s string) []byte { return *(*[]byte)(unsafe.Pointer(&s)) }',
		'string-as-slice (*[]byte)(unsafe.Pointer(&s))',
	],
	['func f(s named) list { return *(*list)(unsafe.Pointer(&s)) }', 'string-as-slice (*list)(unsafe.Pointer(&s))'],
	[
		'func f() { var s string = g(); _ = *(*[]byte)(unsafe.Pointer(&s)) }',
		'string-as-slice (*[]byte)(unsafe.Pointer(&s))',
	],
	[
		'func f(x any) uintptr { return (*[2]uintptr)(unsafe.Pointer(&x))[1] }',
		'interface-words (*[2]uintptr)(unsafe.Pointer(&x))',
	],
	['func f(x Reader) *eface { return (*eface)(unsafe.Pointer(&x)) }', 'interface-words (*eface)(unsafe.Pointer(&x))'],
	[
		'func f(err error) *eface { return (*eface)(unsafe.Pointer(&err)) }',
		'interface-words (*eface)(unsafe.Pointer(&err))',
	],
	[
		'func f(b []byte) uintptr { return (*reflect.SliceHeader)(unsafe.Pointer(&b)).Data }',
		'header-struct (*reflect.SliceHeader)(unsafe.Pointer(&b))',
	],
	['func f(b []byte) int { return (*header)(unsafe.Pointer(&b)).cap }', 'header-struct (*header)(unsafe.Pointer(&b))'],
	[
		'func f(b []byte) {\n\tp := uintptr(unsafe.Pointer(&b[0]))\n\tsyscall.Syscall(1, p, 2, 3)\n}',
		'uintptr-before-call p',
	],
])('%s', (body, expected) => {
	expect(usesIn(body)).toEqual([expected]);
});

test.each([
	// A string is the beginning of a slice.
	['func f(b []byte) string { return *(*string)(unsafe.Pointer(&b)) }'],
	['func f(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }'],
	['func f(x float64) uint64 { return *(*uint64)(unsafe.Pointer(&x)) }'],
	['func f(x [2]uintptr) *eface { return (*eface)(unsafe.Pointer(&x)) }'],
	['func f(x *eface) *[2]uintptr { return (*[2]uintptr)(unsafe.Pointer(x)) }'],
	['func f(s string) { s := g(); _ = *(*[]byte)(unsafe.Pointer(&s)) }'],
	['func f(b []byte) { syscall.Syscall(1, uintptr(unsafe.Pointer(&b[0])), 2, 3) }'],
	[
		'func f(b []byte) {\n\tp := uintptr(unsafe.Pointer(&b[0]))\n\tsyscall.Syscall(1, p, 2, 3)\n\truntime.KeepAlive(b)\n}',
	],
	['func f(b []byte) {\n\tp := uintptr(unsafe.Pointer(&b[0])) % 8\n\tsyscall.Syscall(1, p, 2, 3)\n}'],
	['func f(b []byte) {\n\tp := uintptr(unsafe.Pointer(&b[0]))\n\tprintln(p)\n}'],
])('nothing in %s', (body) => {
	expect(usesIn(body)).toEqual([]);
});

test('every message has the safe form', () => {
	const file = scanGoFile(
		`${head}func f(s string, x any) { _ = *(*[]byte)(unsafe.Pointer(&s)); _ = (*[2]uintptr)(unsafe.Pointer(&x)) }${types}`,
	);
	expect(unsafeUses(file, [file]).map(({ message }) => /Use .+\(/.test(message))).toEqual([true, true]);
});
