/** Code that runs rarely, by its text. */
import { expect, test } from 'vitest';
import { coldPathOf } from '../../../server/src/analysis/escape/coldPath.ts';
import { goParser } from '../../support/goParser.ts';

const cases: readonly (readonly [string, string | undefined])[] = [
	['func f() { use(§&T{}) }', undefined],
	['func f() { panic(§&T{}) }', 'panic'],
	['func f() { log.Fatalf("%d", §n) }', 'panic'],
	['func f() error { return fmt.Errorf("%d", §n) }', 'error'],
	['func f() (int, error) { return 0, §&T{} }', 'error'],
	['func f() (n int, err error) { return 0, T{§n} }', 'error'],
	['func f() (*T, error) { return §&T{}, nil }', undefined],
	['func f() error { return enc.Encode(§&T{}) }', undefined],
	['func f() { g(func() error { return §&T{} }) }', 'error'],
	['var kept = §&T{}', 'initialization'],
	['func init() { kept = §&T{} }', 'initialization'],
	['var make = func() *T { return §&T{} }', undefined],
	['var make = §func() *T { return kept }', 'initialization'],
	['func (t *T) init() { t.next = §&T{} }', undefined],
	['func f() { once.Do(func() { kept = §&T{} }) }', 'once'],
	['func f() { c.initOnce.Do(func() { kept = §&T{} }) }', 'once'],
	['func f() { c.Do(func() { kept = §&T{} }) }', undefined],
	['func f() { panic(1); use(§&T{}) }', undefined],
	['func codec(t reflect.Type) enc { return §func(n int) { use(t) } }', 'once'],
	['func codec(v reflect.Value) enc { return §func(n int) { use(v) } }', undefined],
];

test.each(cases)('%s', async (marked, expected) => {
	const parser = await goParser();
	const start = `package p\n\n${marked}\n`;
	const offset = start.indexOf('§');
	const { table } = parser.parse(start.replace('§', ''));
	let node = table.at(offset);
	while (table.start(table.parent(node)) === offset && table.kind(table.parent(node)) !== 'expression_list')
		node = table.parent(node);
	expect(coldPathOf(table, node)).toBe(expected);
});
