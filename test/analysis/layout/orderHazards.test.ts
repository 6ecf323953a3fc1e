import { expect, test } from 'vitest';
import { atomicFieldNames } from '../../../server/src/analysis/layout/atomicFields.ts';
import { orderHazards } from '../../../server/src/analysis/layout/orderHazards.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

const plain = 'struct {\n\ta bool\n\tb int64\n}';

function hazards(text: string, definition = plain, name = 't') {
	return orderHazards({ name, definition, exported: /^[A-Z]/.test(name) }, [scanGoFile(`package p\n\n${text}`)]);
}

test.each([
	['var _ = t{}'],
	['var _ = t{a: true}'],
	['var _ = &t{\n\ta: true,\n}'],
	['var _ = []t{{a: true}, {}}'],
	['var _ = map[string]t{"x": {a: true}, "y": t{}}'],
	['var _ = []*t{{a: f(1, 2)}, nil}'],
	['func f(x t) { if x == (t{}) { g(1) } }'],
	['import _ "unsafe"\n\nvar _ t'],
	['import "encoding/binary"\n\nvar _ = binary.BigEndian'],
	['var _ = tt{1, 2}'],
	['// t{1, 2}\nvar _ = "t{1, 2}"'],
])('nothing speaks against it: %s', (text) => {
	expect(hazards(text)).toEqual({ against: '', cautions: [] });
});

test.each([
	['var _ = t{true, 1}', /^The package has a literal of t without field names/],
	['var _ = &t{\n\ttrue,\n\t1,\n}', /^The package has a literal of t without field names/],
	['var _ = []t{{true, 1}}', /^The package has a literal of t without field names/],
	['var _ = [2]*t{{a: true}, {true, 1}}', /^The package has a literal of t without field names/],
	['var _ = map[string]t{"x": {true, 1}}', /^The package has a literal of t without field names/],
	['type list []t\n\nvar _ = list{{true, 1}}', /^The package has a literal of t without field names/],
	['type grid [][]t\n\nvar _ = grid{{{true, 1}}}', /^The package has a literal of t without field names/],
	['type u = t\n\nvar _ = u{true, 1}', /^The package has a literal of t without field names/],
	['type u t\n\nvar _ = u{true, 1}', /^The package has a literal of t without field names/],
	[
		'import "unsafe"\n\ntype o struct { x t }\n\nfunc f(x *o) { _ = unsafe.Pointer(&x.x) }',
		'A file that uses package unsafe mentions t.',
	],
	['import "example.com/eth/rlp"\n\nvar _ = rlp.Encode(t{})', 'A file that uses example.com/eth/rlp mentions t.'],
	['import "C"', 'The package uses cgo, and C may know the struct.'],
	['import "unsafe"\n\nvar _ = unsafe.Sizeof(t{})', 'A file that uses package unsafe mentions t.'],
	['import "encoding/binary"\n\nvar _ = binary.Size(t{})', 'A file that uses encoding/binary mentions t.'],
])('%s speaks against it', (text, against) => {
	expect(hazards(text).against).toMatch(against);
});

test.each([
	[
		'import "unsafe"\n\nfunc f() { _ = unsafe.Pointer(next()) }',
		'A file that uses package unsafe mentions next, which leads to t.',
	],
	[
		'import "encoding/binary"\n\nvar _ = binary.Size(&all.x)',
		'A file that uses encoding/binary mentions all, which leads to t.',
	],
	['import "encoding/binary"\n\nvar _ = binary.Size(1)', ''],
])('in another file: %s', (text, against) => {
	const files = [
		'type t struct {\n\ta bool\n\tb int64\n}\n\ntype o struct { x t }\n\nvar all o\n\nfunc next() *o { return nil }',
		text,
	];
	const scanned = files.map((one) => scanGoFile(`package p\n\n${one}`));
	expect(orderHazards({ name: 't', definition: plain, exported: false }, scanned).against).toBe(against);
});

test.each([
	[
		'struct {\n\ta bool `cbor:",toarray"`\n\tb int64\n}',
		'A tag of the struct asks for an encoding of its fields one after the other.',
	],
	[
		'struct {\n\t// must be first for 64-bit alignment\n\tn int64\n\tb bool\n}',
		'A comment in the struct speaks of order, alignment or layout.',
	],
	['struct {\n\ta bool\n\t_ [7]byte\n\tn int64\n}', 'The struct has blank fields, which place the others.'],
])('%s speaks against itself', (definition, against) => {
	expect(hazards('', definition).against).toBe(against);
});

test('what is exported or encoded is offered with a word', () => {
	expect(hazards('', 'struct {\n\tA bool `json:"a"`\n\tB int\n}', 'T').cautions).toEqual([
		'T is exported: packages that write its literals without field names, or rely on its layout, change with it.',
		'Its fields have tags for an encoding: what is written has its parts in the order of the fields.',
	]);
});

test('fields of 64-bit atomic functions', () => {
	const text = `package p

import at "sync/atomic"

func f(x *t) {
	at.AddInt64(&x.hits, 1)
	_ = at.LoadUint64(&x.inner.misses)
	at.StoreInt32(&x.small, 1)
	at.AddInt64(p, 1)
}
`;
	expect([...atomicFieldNames([scanGoFile(text)])]).toEqual(['hits', 'misses']);
});
