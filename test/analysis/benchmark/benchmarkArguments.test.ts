/** What functions are called with in a benchmark. */
import { expect, test } from 'vitest';
import { benchmarkArguments } from '../../../server/src/analysis/benchmark/benchmarkArguments.ts';
import { parseSignature } from '../../../server/src/analysis/signature/parseType.ts';

const slice = (pointer: string, length: string) => `unsafe.Slice((*byte)(${pointer}), ${length})`;

test.each([
	['()', '', []],
	['(n uint32, k int)', '', ['uint32(100)', 'int(100)']],
	['(ok bool, f float32, g float64)', '', ['true', 'float32(1.5)', 'float64(1.5)']],
	['(s string, c byte)', '', ['"a string of the length that strings often have, 1"', "byte('x')"]],
	['(b []byte)', '', ['[]byte("a string of the length that strings often have, 1")']],
	[
		'(p unsafe.Pointer, h, s uintptr)',
		`return hash(${slice('p', 's')}) ^ h`,
		['u.Pointer(new([64]byte))', 'uintptr(100)', 'uintptr(64)'],
	],
	// A pointer to who knows what.
	['(p unsafe.Pointer, x uintptr)', 'return unsafe.Add(p, x)', undefined],
	['(p unsafe.Pointer, q unsafe.Pointer, n int)', slice('p', 'n'), undefined],
	['(p *int)', '', undefined],
	['(s []string)', '', undefined],
	['(f func())', '', undefined],
	['(h http.Header)', '', undefined],
	['(e error)', '', undefined],
])('%s', (signature, body, expected) => {
	expect(benchmarkArguments(parseSignature(signature), body, 'u')).toEqual(expected);
});
