import { describe, expect, test } from 'vitest';
import { compareSignatures } from '../../../server/src/analysis/signature/compareSignatures.ts';
import { machineOf } from '../../../server/src/analysis/signature/machine.ts';
import { printSignature } from '../../../server/src/analysis/signature/printSignature.ts';
import { signatureFromText } from '../../../server/src/analysis/signature/signature.ts';
import { packageTypes } from '../../../server/src/analysis/signature/typeScope.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { declared, goPackages } from './support/goFixture.ts';

const packages = goPackages(`
-- runtime --
package runtime
import (
	"internal/abi"
	"io"
	"net"
	. "m/dot"
	"time"
	"unsafe"
	htemplate "html/template"
	"text/template"
	"example.com/other"
)
type _type = abi.Type
type slice struct { array unsafe.Pointer; len int; cap int }
type waitReason uint8
type Frame struct { PC uintptr }
type hidden interface { secret() int }
type open interface { io.Reader; Close() error }
type box[T any] struct { v T }
type endless struct { inner endless }
const n = 4
func plain(a, b int, c string) (int, error)
func none()
func pointers(typ *_type, frame *Frame, t *time.Time) unsafe.Pointer
func values(s slice, r waitReason, a [n]waitReason, f Frame) (lo, hi uint32)
func interfaces(h hidden, o open, e interface{}, x error)
func composite(m map[string]slice, m2 map[string]Frame, c chan<- *_type, f func(*_type, Frame) hidden, p []*_type)
func spread(format string, rest ...*slice)
func generic(a box[int32], b box[slice], c *box[int])
func clash(a htemplate.HTML, b template.Kind)
func foreign(a other.T, b *other.T)
func unnamed(*_type, int)
func bad(e endless)
func (*slice) grow(n int)
var variable = []slice{}
-- internal/abi --
package abi
type Type struct { size uintptr }
-- time --
package time
type Time struct { wall uint64 }
-- net --
package net
-- io --
package io
type Reader interface { Read(p []byte) (n int, err error) }
-- html/template --
package template
type HTML string
-- text/template --
package template
type Kind int
-- example.com/other --
package other
type T struct { a, b int16 }
`);

const machine = machineOf('amd64', 26);

/** What is written into a file with these imports, and what has to be imported. */
function print(name: string, imports = 'import _ "unsafe"') {
	const target = declared(packages, 'runtime', name).signature;
	const place = { file: scanGoFile(`package p\n${imports}\n`), path: 'm/p', machine };
	return { target, printed: printSignature(target, place) };
}

describe('a signature for the file of a puller', () => {
	test.each([
		['plain', '(a, b int, c string) (int, error)', []],
		['none', '()', []],
		[
			'pointers',
			'(typ unsafe.Pointer, frame *Frame, t *time.Time) unsafe.Pointer'.replace('*Frame', '*runtime.Frame'),
			['unsafe', 'runtime', 'time'],
		],
		[
			'values',
			'(s struct{array unsafe.Pointer; len int; cap int}, r uint8, a [4]uint8, f runtime.Frame) (lo, hi uint32)',
			['unsafe', 'runtime'],
		],
		[
			'interfaces',
			'(h struct{tab, data unsafe.Pointer}, o interface{Close() error; io.Reader}, e interface{}, x error)',
			['unsafe', 'io'],
		],
		[
			'composite',
			'(m unsafe.Pointer, m2 map[string]runtime.Frame, c unsafe.Pointer, f func(unsafe.Pointer, runtime.Frame) struct{tab, data unsafe.Pointer}, p []unsafe.Pointer)',
			['unsafe', 'runtime'],
		],
		['spread', '(format string, rest ...unsafe.Pointer)', ['unsafe']],
		[
			'generic',
			'(a struct{v int32}, b struct{v struct{array unsafe.Pointer; len int; cap int}}, c unsafe.Pointer)',
			['unsafe'],
		],
		['clash', '(a template.HTML, b int)', ['html/template']],
		['foreign', '(a struct{a int16; b int16}, b unsafe.Pointer)', ['unsafe']],
		['unnamed', '(unsafe.Pointer, int)', ['unsafe']],
		['variable', '[]struct{array unsafe.Pointer; len int; cap int}', ['unsafe']],
	])('%s', (name, text, imports) => {
		expect(print(name).printed).toEqual({ text, imports });
	});

	test('uses what the file imports already, under its names', () => {
		expect(print('pointers', 'import (\n\tu "unsafe"\n\trt "runtime"\n\t"time"\n)').printed).toEqual({
			text: '(typ u.Pointer, frame *rt.Frame, t *time.Time) u.Pointer',
			imports: [],
		});
		expect(print('foreign', 'import "example.com/other"').printed).toEqual({
			text: '(a other.T, b *other.T)',
			imports: [],
		});
	});

	test('does not take a name that the file gives to something else', () => {
		expect(print('pointers', 'import time "m/clock"\nimport "unsafe"\nimport "runtime"').printed?.text).toContain(
			't unsafe.Pointer',
		);
	});

	test('is not made of a type without an end', () => {
		expect(print('bad').printed).toBeUndefined();
	});

	test.each([
		'plain',
		'pointers',
		'values',
		'interfaces',
		'composite',
		'spread',
		'generic',
		'clash',
		'foreign',
		'unnamed',
		'variable',
	])('%s passes the words of the target', (name) => {
		const { target, printed } = print(name);
		const imports = ['unsafe', ...(printed?.imports ?? [])].map((path) => `import "${path}"\n`).join('');
		const file = scanGoFile(`package p\n${imports}`);
		const scope = { packages, own: packageTypes('m/p', [file]), file };
		const local = signatureFromText(target.kind, printed?.text ?? '', scope);
		expect(compareSignatures(local, target, machine).verdict).toMatch(/identical|compatible/);
	});
});

test('a signature from a table, with the receiver of a method first', () => {
	const { scope } = declared(packages, 'runtime', 'plain');
	const stored = signatureFromText('func', '(n int)', scope, '*slice');
	const method = scope.file.declarations.find((declaration) => declaration.name === 'grow');
	expect(method?.kind).toBe('func');
	expect(compareSignatures(stored, signatureFromText('func', '(unsafe.Pointer, int)', scope), machine).verdict).toBe(
		'compatible',
	);
	expect(
		compareSignatures(signatureFromText('var', '', scope), signatureFromText('var', 'int', scope), machine),
	).toMatchObject({ verdict: 'unknown' });
});
