import { expect, test } from 'vitest';
import { allocatedType } from '../../../server/src/analysis/escape/allocatedType.ts';
import type { EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';

/** The text of a function, with « and » around what the hint speaks of. */
function typeIn(marked: string, change: Partial<EscapeHint> = {}): string {
	const start = marked.indexOf('«');
	const end = marked.indexOf('»') - 1;
	const text = marked.replace(/[«»]/g, '');
	const subject = text.slice(start, end);
	const hint = { span: { start, end }, subject, verdict: 'heap', inlined: false, ...change } as EscapeHint;
	const found = allocatedType(hint, text, { start: 0, end: text.length });
	return found === undefined ? '-' : `${found.count} ${found.type}`;
}

test.each([
	['func f() *T { return «&T{a: 1}» }', '1 T'],
	['func f() *p.T { return «&p.T{}» }', '1 p.T'],
	['func f() *L[int] { return «&L[int]{}» }', '1 L[int]'],
	['func f() *int { return «new(int)» }', '1 int'],
	['func f() *int { return «new(g(1))» }', '-'],
	['func f() []T { return «make([]T, 4)» }', '4 T'],
	['func f() []T { return «make([]T, 0, 1_000)» }', '1000 T'],
	['func f(n int) []T { return «make([]T, n)» }', '-'],
	['func f() map[string]T { return «make(map[string]T, 4)» }', '-'],
	['func f() { «x» := 0\n}', '1 int'],
	['func f() { «x» := "a"\n}', '1 string'],
	['func f() { «x» := T{a: 1}\n}', '1 T'],
	['func f() { «x» := g()\n}', '-'],
	['func f() { «x», y := 1, 2\n}', '-'],
	['func f() { x, «y» := 1, "a"\n}', '-'],
	['func f() { var «x» [8]*T\n}', '1 [8]*T'],
	['func f() { var «x» map[string]int\n}', '-'],
	['func f(a int, «b» T) *T { return &b }', '1 T'],
	['func f(«a», b T) *T { return &a }', '-'],
	['func f() *T { type T int; return «&T{}» }', '-'],
	['func f[T any]() *T { return «new(T)» }', '-'],
	['func (l *L[T]) f() *T { return «new(T)» }', '-'],
	['func f() { for i := range c { «x» := i\n} }', '-'],
	['func f() any { return «x» }', '-'],
])('%s', (marked, expected) => {
	expect(typeIn(marked)).toBe(expected);
});

test('code of an inlined callee and what stays on the stack have none', () => {
	expect(typeIn('func f() *T { return «&T{}» }', { inlined: true })).toBe('-');
	expect(typeIn('func f() *T { return «&T{}» }', { verdict: 'stack' })).toBe('-');
});
