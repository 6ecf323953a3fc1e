import { expect, test } from 'vitest';
import { subjectAt } from '../../../server/src/analysis/syntax/subjectSpan.ts';
import { LineIndex } from '../../../server/src/analysis/text/lineIndex.ts';
import { goParser } from '../../support/goParser.ts';

/** In each line `‸` stands before the character that the compiler reports; what follows `=>` is the span. */
const cases: [line: string, subject: string, span: string][] = [
	['x := ‸&T{a: 1}', '&T{...}', '&T{a: 1}'],
	['x := T‸{a: 1}', 'T{...}', 'T{a: 1}'],
	['x := pkg.T‸{}', 'pkg.T{}', 'pkg.T{}'],
	['x := []T‸{1, 2}', '[]T{...}', '[]T{1, 2}'],
	['x := make‸([]int, n)', 'make([]int, n)', 'make([]int, n)'],
	['x := new‸(T)', 'new(T)', 'new(T)'],
	['x := a ‸+ b', 'a + b', 'a + b'],
	['x := a + b ‸+ c', 'a + b + c', 'a + b + c'],
	['x := string(‸b)', 'string(b)', 'string(b)'],
	['x := string(f‸(b))', 'string(f(b))', 'string(f(b))'],
	['x := []byte(‸s)', '([]byte)(s)', '[]byte(s)'],
	['x := []byte(s‸[i:j])', '([]byte)(s[i:j])', '[]byte(s[i:j])'],
	['x := string(t‸.data)', 'string(t.data)', 'string(t.data)'],
	['x := any(t‸.field)', 't.field', 't.field'],
	['x := t‸.M', 't.M', 't.M'],
	['fmt.Println(‸n)', 'n', 'n'],
	['fmt.Println‸(n)', '... argument', 'fmt.Println(n)'],
	['x := s‸[i]', 's[i]', 's[i]'],
	['x := append‸(s, 1)', 'append', 'append(s, 1)'],
	['x := ‸func(a int) int { return a }', 'func literal', 'func(a int) int'],
	['‸go f(x)', 'func literal', 'go f'],
	['‸defer func() { f(x) }()', 'func literal', 'defer'],
	['c ‸<- &x', 'c <- &x', 'c <- &x'],
	['s ‸+= t', 's += t', 's += t'],
	['x := f‸(1)', '&inner{...}', 'f(1)'],
	['é := 1; f(‸é)', 'é', 'é'],
	['x := "世界😀"; f‸(x)', 'make([]int, n)', 'f(x)'],
];

test.each(cases)('%s: %s', async (line, subject, span) => {
	const text = `package p\n\nfunc f() {\n\t${line.replace('‸', '')}\n}\n`;
	const prefix = Buffer.from(`\t${line.slice(0, line.indexOf('‸'))}`, 'utf8').length;
	const offset = new LineIndex(text).offsetOfByteColumn(4, prefix + 1);
	const tree = (await goParser()).parse(text);
	const found = subjectAt(tree.table, offset, subject);
	tree.dispose();
	expect(text.slice(found.span.start, found.span.end)).toBe(span);
});

test.each([
	['package p\n\nfunc f() { x := new(1 + 2); y := g(x }\n', 'g', 'g'],
	['package p\n\nfunc f() { fmt.Println("a b" }\n', '"', '"a b"'],
	['', '', ''],
])('text alone decides where the tree is broken: %s', async (text, needle, span) => {
	const tree = (await goParser()).parse(text);
	const found = subjectAt(tree.table, Math.max(0, text.indexOf(`${needle}`, 12)), 'x');
	tree.dispose();
	expect(found.node).toBeUndefined();
	expect(text.slice(found.span.start, found.span.end)).toBe(text === '' ? '' : expect.anything() && span);
});
