import { describe, expect, test } from 'vitest';
import { isFixed } from '../../../server/src/analysis/syntax/constantNodes.ts';
import { boxingCost, sizeOfType } from '../../../server/src/analysis/syntax/goTypes.ts';
import { capturesOf } from '../../../server/src/analysis/syntax/captures.ts';
import { methodOf, typeOf } from '../../../server/src/analysis/syntax/inferNodeType.ts';
import { isGuardedByKind } from '../../../server/src/analysis/syntax/kindGuard.ts';
import { movedSlicesOf } from '../../../server/src/analysis/syntax/movedSlices.ts';
import { parsedPackage } from '../../support/goDeclarations.ts';

const declared = `
type empty struct{}
type level int8
type count int64
type name string
type small struct{ a int32 }
type large struct{ a, b int; c string }
type holder struct{ p *large }
type list []int
type tree struct { *large; child *tree; sub map[string]small }
func (t *tree) first() (level, error) { return 0, nil }
func (t tree) label() string { return "" }
func two() (int, level) { return 0, 0 }
func any1[T any](v T) T { return v }
var table map[string]level
`;

describe('what it costs to put a value into an interface', () => {
	test.each([
		['x := true', 'never'],
		['var x byte', 'never'],
		['var x level', 'never'],
		['x := empty{}', 'never'],
		['x := &large{}', 'never'],
		['var x holder', 'never'],
		['x := make(chan int)', 'never'],
		['x := 3', 'sometimes'],
		['var x count', 'sometimes'],
		['x := small{}', 'sometimes'],
		['x := "text"', 'sometimes'],
		['x := name("text")', 'sometimes'],
		['var x list', 'sometimes'],
		['x := []byte(nil)', 'sometimes'],
		['x := large{}', 'always'],
		['var x [4]int', 'always'],
		['x := complex(1, 2)', undefined],
		['x := other.Value()', undefined],
		['var x time.Duration', 'sometimes'],
		['x := table["a"]', 'never'],
		['x, ok := table["a"]', 'never'],
		['var t tree; x, err := t.first()', 'never'],
		['var t tree; x := t.label()', 'sometimes'],
		['var t tree; x := t.child.sub["a"]', 'sometimes'],
		['var t tree; x := t.c', 'sometimes'],
		['_, x := two()', 'never'],
		['x := len(table)', 'sometimes'],
		['x := 1 == 2', 'never'],
		['x := "a" + "b"', 'sometimes'],
	])('%s: %s', async (statement, cost) => {
		const { table, declarations, node } = await parsedPackage(
			`package p\n${declared}\nfunc f() { ${statement}; _ = x }\n`,
		);
		const type = typeOf(declarations, { table, node: node('x }', 'identifier') });
		expect(type && boxingCost(declarations, type)).toBe(cost);
	});

	test('a range, a parameter and a type switch say what their variables are', async () => {
		const source = `package p\n${declared}\nfunc f(v any, rest ...level) { for _, r := range rest { use1(r) }; switch s := v.(type) { case large: use2(s) } }`;
		const { table, declarations, node } = await parsedPackage(source);
		const costs = ['r) }; switch', 's) } }'].map((text) => {
			const type = typeOf(declarations, { table, node: node(text, 'identifier') });
			return type && boxingCost(declarations, type);
		});
		expect(costs).toEqual(['never', 'always']);
	});
});

test.each([
	['struct{ a bool; b int64; c bool }', 24],
	['struct{ a int32; b struct{} }', 8],
	['[3]struct{ a int16 }', 6],
	['struct{ a any; b []int }', 40],
])('%s has %i bytes', async (type, size) => {
	const { table, declarations, node } = await parsedPackage(`package p\n\ntype t ${type}\n`);
	expect(sizeOfType(declarations, { kind: 'written', at: { table, node: node(type) } })?.size).toBe(size);
});

test.each([
	['a := 1; g := func() int { return a }', ['a']],
	['g := func(a int) int { b := a; return b }', []],
	['const a = 1; g := func() int { return a }', []],
	['g := func() int { return global }', []],
	['a, b := 1, 2; g := func() int { return func() int { return a + b }() }', ['a', 'b']],
	['a := 1; g := func() int { a := 2; return a }', []],
	['a := 1; g := func() t { return t{a: 2} }', []],
	['a := 1; g := func() any { return map[int]int{a: 2} }', ['a']],
	['a := 1; g := func() any { return m{a: 2} }', ['a']],
	['a := 1; g := func() any { return other.T{a: 2} }', ['a']],
	['a := 1; g := func() (n int) { for a := range 3 { n += a }; return n }', []],
])('%s captures %j', async (body, captures) => {
	const { table, declarations } = await parsedPackage(
		`package p\n\ntype t struct{ a int }\ntype m map[int]int\nvar global int\n\nfunc f() { ${body}; _ = g }\n`,
	);
	const literal = Array.from({ length: table.count }, (_, node) => node).find(
		(node) => table.kind(node) === 'func_literal',
	);
	expect(capturesOf(declarations, { table, node: literal ?? 0 })).toEqual(captures);
});

test('a method value is known from a field', async () => {
	const { table, declarations, node } = await parsedPackage(
		`package p\n${declared}\nfunc f(t *tree) { use(t.label, t.child) }\n`,
	);
	expect(methodOf(declarations, { table, node: node('t.label') })).toBeDefined();
	expect(methodOf(declarations, { table, node: node('t.child') })).toBeUndefined();
});

test.each([
	['v.Kind() == reflect.Pointer && v.IsNil()', true],
	['v.Kind() != reflect.Pointer || v.IsNil()', true],
	['ok && v.Kind() == reflect.Pointer && !v.IsNil()', true],
	['v.Kind() == reflect.Pointer || v.IsNil()', false],
	['w.Kind() == reflect.Pointer && v.IsNil()', false],
	['kind == reflect.Pointer && v.IsNil()', false],
	['v.IsNil()', false],
])('%s rules its panic out: %s', async (condition, guarded) => {
	const source = `package p\n\nimport "reflect"\n\nfunc f(v, w reflect.Value, kind reflect.Kind, ok bool) { if ${condition} {} }\n`;
	const { table, declarations, node } = await parsedPackage(source);
	expect(isGuardedByKind(declarations, { table, node: node('v.IsNil()', 'call_expression') })).toBe(guarded);
});

test.each([
	['t{1, "a"}', 'yes'],
	['t{a: -c, b: "a" + s}', 'yes'],
	['t{1, v}', 'no'],
	['t{f(), "a"}', 'no'],
	['t{http.StatusOK, "a"}', 'unknown'],
	['t{int(c), ""}', 'yes'],
])('%s is fixed: %s', async (literal, fixed) => {
	const source = `package p\n\nimport "net/http"\n\ntype t struct { a int; b string }\nconst c = 1\nconst s = "s"\nvar v = "v"\n\nvar x = ${literal}\n`;
	const { table, declarations, node } = await parsedPackage(source);
	expect(isFixed(declarations, { table, node: node(literal, 'composite_literal') })).toBe(fixed);
});

test.each([
	['var s []int; for i := 0; i < n; i++ { s = append(s, i) }; return s', ['s']],
	['s := []int{}; for i := range n { s = append(s, i) }; global = s; return nil', ['s']],
	['var s []int; s = append(s, 1); return s', []],
	['s := make([]int, 0, n); for i := 0; i < n; i++ { s = append(s, i) }; return s', []],
	['var s []int; for i := 0; i < n; i++ { s = append(s, i) }; keep(s); return s', []],
	['var s []int; for i := 0; i < n; i++ { s = append(s, i); if i > 9 { return s } }; return s', []],
	['for i := 0; i < n; i++ { r = append(r, i) }; return', ['r']],
])('%s moves %j', async (body, names) => {
	const { table, declarations } = await parsedPackage(
		`package p\n\nvar global []int\n\nfunc f(n int) (r []int) { ${body} }\n`,
	);
	expect(movedSlicesOf(declarations, table).map((each) => each.name)).toEqual(names);
});

test.each([
	['S ~[]E, E any', ['s']],
	['E any, S interface{ ~[]E }', []],
	['E any, S ~map[int]E', []],
] as const)('of a type parameter %s', async (parameters, names) => {
	const body = 'out := S{}; s := S{}; for _, x := range in { s = append(s, x) }; return out, s';
	const { table, declarations } = await parsedPackage(`package p\n\nfunc f[${parameters}](in S) (S, S) { ${body} }\n`);
	expect(movedSlicesOf(declarations, table).map((each) => each.name)).toEqual(names);
});
