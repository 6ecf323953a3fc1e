import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Declaration, GoFile } from '../../../server/src/analysis/source/goFile.ts';
import { rescanGoFile, scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

/** Spells a declaration the way the tables below expect it. */
function spell(file: GoFile, it: Declaration): string {
	const text = (span: { start: number; end: number } | undefined) =>
		span ? file.text.slice(span.start, span.end) : '-';
	switch (it.kind) {
		case 'func':
			return `func ${text(it.receiver)} ${it.name} [${text(it.typeParameters)}] ${text(it.signature)} ${it.body ? 'body' : 'bodyless'}`;
		case 'type':
			return `type ${it.name} [${text(it.typeParameters)}] ${it.alias ? '= ' : ''}${text(it.definition)}`;
		case 'var':
		case 'const':
			return `${it.kind} ${it.name} ${text(it.type)} ${text(it.value)} ${it.index + 1}/${it.count}`;
	}
}

const declarations: Record<string, readonly [source: string, ...expected: string[]]> = {
	'functions with and without body': [
		'package p\nfunc f(a int) (b, c string)\nfunc (t *T[K]) M() struct{ x int } { return 1 }\nfunc G[T any](x T) T { return x }\n',
		'func - f [-] (a int) (b, c string) bodyless',
		'func t *T[K] M [-] () struct{ x int } body',
		'func - G [T any] (x T) T body',
	],
	'a body-less function at the end of the file': ['package p\nfunc f()', 'func - f [-] () bodyless'],
	'an interface result is not a body': [
		'package p\nfunc f() interface{ M() }\n',
		'func - f [-] () interface{ M() } bodyless',
	],
	'a generic method (Go 1.27)': ['package p\nfunc (s S) M[T any](x T) {}\n', 'func s S M [T any] (x T) body'],
	'variables and constants': [
		'package p\nvar a, b int = 1,\n\t2\nvar c = func() { var d int }\nconst (\n\te = iota\n\tf\n)\nvar (g int)\nvar (h, i = 1, 2; j T)\n',
		'var a int 1,\n\t2 1/2',
		'var b int 1,\n\t2 2/2',
		'var c - func() { var d int } 1/1',
		'const e - iota 1/1',
		'const f - - 1/1',
		'var g int - 1/1',
		'var h - 1, 2 1/2',
		'var i - 1, 2 2/2',
		'var j T - 1/1',
	],
	'types, aliases, arrays and generics': [
		'package p\ntype A = B\ntype C [N]int\ntype D[K comparable, V any] map[K]V\ntype (\n\tE struct {\n\t\tx int\n\t}\n\tF func()\n)\ntype G[P *T,] int\ntype H [N * 2]int\n',
		'type A [-] = B',
		'type C [-] [N]int',
		'type D [K comparable, V any] map[K]V',
		'type E [-] struct {\n\t\tx int\n\t}',
		'type F [-] func()',
		'type G [P *T,] int',
		'type H [-] [N * 2]int',
	],
	'Go 1.26 new(expr) and a raw string full of code': [
		'package p\nvar a = new(f())\nvar b = `\nfunc no() {\n`\nfunc yes()\n',
		'var a - new(f()) 1/1',
		'var b - `\nfunc no() {\n` 1/1',
		'func - yes [-] () bodyless',
	],
	'an open brace does not swallow the next function': [
		'package p\nfunc a() {\n\tif x {\n}\nfunc b()\nfunc (t T) c() {\n',
		'func - a [-] () body',
		'func - b [-] () bodyless',
		'func t T c [-] () body',
	],
	'an open quote ends with its line': [
		'package p\nvar s = "abc\nfunc b()\n',
		'var s - "abc 1/1',
		'func - b [-] () bodyless',
	],
	'an open import group': ['package p\nimport (\n\t"fmt"\nfunc b()\n', 'func - b [-] () bodyless'],
	'BOM and CRLF': [
		'\uFEFFpackage p\r\nfunc f() int\r\nvar x int\r\n',
		'func - f [-] () int bodyless',
		'var x int - 1/1',
	],
	'runes that look like quotes': [
		"package p\nvar q = '\"'\nvar r = '\\''\nvar s = '`'\nfunc f()\n",
		"var q - '\"' 1/1",
		"var r - '\\'' 1/1",
		"var s - '`' 1/1",
		'func - f [-] () bodyless',
	],
};

test.each(Object.entries(declarations))('declarations: %s', (_, [source, ...expected]) => {
	const file = scanGoFile(source);
	expect(file.declarations.map((it) => spell(file, it))).toEqual(expected);
	expect(file.packageName).toBe('p');
});

test('imports', () => {
	const file = scanGoFile('package p\nimport "a"\nimport (\n\t_ "unsafe"\n\t. "b/c"; x "d"\n)\nimport u `unsafe`\n');
	expect(
		file.imports.map(
			(it) => `${it.name ?? '-'} ${it.path} ${it.grouped} ${file.text.slice(it.declaration.start, it.declaration.end)}`,
		),
	).toEqual([
		'- a false import "a"',
		'_ unsafe true import (\n\t_ "unsafe"\n\t. "b/c"; x "d"\n)',
		'. b/c true import (\n\t_ "unsafe"\n\t. "b/c"; x "d"\n)',
		'x d true import (\n\t_ "unsafe"\n\t. "b/c"; x "d"\n)',
		'u unsafe false import u `unsafe`',
	]);
});

test('directives: every comment that begins like one, and nothing in strings', () => {
	const file = scanGoFile(
		'//go:build linux\n\npackage p\n\n//go:linkname a b.c\r\nvar x = 1 // go:noinline\n/*go:linkname d e*/\nvar (\n\t//go:linkname f\n\tf int\n)\nfunc g() {\n\t//go:linkname h i\n\ts := `\n//go:linkname j k\n`\n}\n//go:end',
	);
	expect(
		file.directives.map((it) => `${file.text.slice(it.span.start, it.span.end)} ${it.place} ${it.startsLine}`),
	).toEqual([
		'//go:build linux top true',
		'//go:linkname a b.c top true',
		'// go:noinline top false',
		'/*go:linkname d e*/ top true',
		'//go:linkname f group true',
		'//go:linkname h i body true',
		'//go:end top true',
	]);
	expect(file.buildConstraint).toBe('linux');
});

describe('reading again after an edit', () => {
	const pieces = [
		'func f() {\n',
		'}\n',
		'func g() int\n',
		'//go:linkname g runtime.g\n',
		'var (\n',
		')\n',
		'x int\n',
		'type T [N]int\n',
		'`',
		'"',
		'/*',
		'*/',
		'// go:x\n',
		'import "a"\n',
		'\n',
		' ',
		'package p\n',
		'{',
		'(',
		'é',
		'\r\n',
		'//go:build a\n',
		'func',
		'\tx := 1\n',
		'a',
		'f',
		'\t//',
		'go:',
		'\\',
		"'",
		';',
	];
	const source = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((list) => list.join(''));

	test('equals reading from scratch, whatever the text and the edit', () => {
		fc.assert(
			fc.property(
				source,
				fc.array(fc.tuple(fc.nat(400), fc.nat(40), fc.constantFrom(...pieces, '')), { maxLength: 4 }),
				(start, edits) => {
					let text = start;
					let file = scanGoFile(text);
					for (const [at, length, inserted] of edits) {
						const from = Math.min(at, text.length);
						const oldEnd = Math.min(from + length, text.length);
						text = text.slice(0, from) + inserted + text.slice(oldEnd);
						file = rescanGoFile(file, text, { start: from, oldEnd, newEnd: from + inserted.length });
						expect(file).toEqual(scanGoFile(text));
					}
				},
			),
			{ numRuns: 5000 },
		);
	});

	test('never fails on any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void scanGoFile(text)),
			{ numRuns: 2000 },
		);
	});
});
