/** Which instances are compiled of generic functions that nothing instantiates. */
import { expect, test } from 'vitest';
import {
	genericFunctionsOf,
	withoutInstance,
} from '../../../../server/src/analysis/escape/generics/genericFunctions.ts';
import { instanceFileFor } from '../../../../server/src/analysis/escape/generics/instanceFile.ts';
import { typeArgumentsOf } from '../../../../server/src/analysis/escape/generics/typeArguments.ts';
import { scanGoFile } from '../../../../server/src/analysis/source/scanGoFile.ts';

const filesOf = (body: string) => new Map([['/p/a.go', scanGoFile(`package p\n${body}`)]]);

function instancesFor(body: string, rejected: ReadonlySet<string> = new Set()): readonly string[] {
	const files = filesOf(body);
	const { text = '' } = instanceFileFor(genericFunctionsOf(files), files, rejected) ?? {};
	return text.split('\n').slice(1, -1);
}

const value = 'var _ interface{} = ';

test.each<[declared: string, body: string, lines: readonly string[]]>([
	['any', 'func F[T any](v T) {}', ['F[int]', 'F[string]']],
	['several of one constraint', 'func F[K, V comparable](k K, v V) {}', ['F[int, int]', 'F[string, string]']],
	['a slice of another', 'func F[S ~[]E, E any](s S) {}', ['F[[]int, int]', 'F[[]string, string]']],
	['a list of types', 'func F[T ~int32 | ~int64](v T) {}', ['F[int64]', 'F[int32]']],
	['one type', 'func F[T ~[]byte](v T) {}', ['F[[]byte]']],
	[
		'a constraint of the package',
		'type Number interface {\n\t~int | // whole\n\t\t~float64\n}\nfunc F[T Number](v T) {}',
		['F[int]', 'F[float64]'],
	],
	[
		'constraints in a constraint',
		'type A interface{ ~int8 | ~int16 }\ntype B interface{ A | ~string }\nfunc F[T B](v T) {}',
		['F[int8]', 'F[string]'],
	],
	['an alias', 'import "cmp"\ntype Ordered = cmp.Ordered\nfunc F[T Ordered](v T) {}', ['F[int]', 'F[string]']],
	['cmp', 'import "cmp"\nfunc F[T cmp.Ordered](v T) {}', ['F[int]', 'F[string]']],
	[
		'methods of a generic type',
		'type S[K comparable, V any] struct{}\nfunc (s *S[K, V]) M() {}',
		['(*S[int, int])(nil)', '(*S[string, string])(nil)'],
	],
	['none without a generic function', 'type S[T any] struct{}\nfunc f() {}', []],
])('%s', (_declared, body, lines) => {
	expect(instancesFor(body)).toEqual(lines.map((line) => value + line));
});

test('a type of its own where methods are asked for', () => {
	expect(
		instancesFor('import "io"\ntype Scanner interface {\n\tScan(io.Reader) error\n}\nfunc F[T Scanner](v T) {}'),
	).toEqual([
		'import io "io"',
		'type linkscape0_0 struct{ v int }',
		'func (linkscape0_0) Scan(io.Reader) error { panic(0) }',
		`${value}F[linkscape0_0]`,
		'type linkscape1_0 struct{ a, b string }',
		'func (linkscape1_0) Scan(io.Reader) error { panic(0) }',
		`${value}F[linkscape1_0]`,
	]);
});

test('a type whose pointers have the methods', () => {
	expect(instancesFor('func F[T any, P interface{ *T; Set(T) }](v T) {}').slice(0, 3)).toEqual([
		'type linkscape0_0 struct{ v int }',
		'func (*linkscape0_0) Set(linkscape0_0) { panic(0) }',
		`${value}F[linkscape0_0, *linkscape0_0]`,
	]);
});

test('other types in the place of those that do not compile', () => {
	const body = 'import "other"\nfunc F[T other.Key](v T) {}';
	expect(instancesFor(body)).toEqual(['import other "other"', `${value}F[int]`, `${value}F[other.Key]`]);
	expect(instancesFor(body, new Set(['func F#0', 'func F#1']))).toEqual([`${value}F[*int]`, `${value}F[float64]`]);
	expect(instancesFor(body, new Set([0, 1, 2, 3].map((choice) => `func F#${choice}`)))).toEqual([]);
});

test('functions that the compiler says nothing about have no instance', () => {
	const files = filesOf('func F[T any](v T) {}\nfunc G[T any](v T) {}\nfunc h() { G(1) }\n');
	const output =
		'./a.go:3:6: can inline G[go.shape.int] with cost 0 as: …\n./a.go:4:6: can inline h with cost 3 as: …\n';
	const silent = withoutInstance(genericFunctionsOf(files), files, output, () => '/p/a.go');
	expect(silent.map(({ name }) => name)).toEqual(['F']);
});

test.each([
	['F', undefined],
	['F[int]', undefined],
	['F[go.shape.int]', 'int'],
	['(*Map[go.shape.string,go.shape.*uint8]).Load.func1', 'string, pointers'],
	['F[go.shape.map[string]int,go.shape.func(int, int) bool].func2', 'map[string]int, func(int, int) bool'],
	['F[go.shape.struct { example.com/p.first string; second string }]', 'struct {…}'],
])('%s is the instance for %s', (name, expected) => {
	expect(typeArgumentsOf(name)).toBe(expected);
});
