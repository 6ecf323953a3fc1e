import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runtimeVocabulary } from '../../../scripts/runtimeVocabulary.mjs';
import { readRuntimeCalls } from '../../../server/src/analysis/machine/runtimeCalls.ts';
import { goTest } from '../../support/go.ts';
import { askGo, gorootOf } from '../../support/downloads.ts';

const json = readFileSync('server/data/runtime-calls.json', 'utf8');
const table = readRuntimeCalls(json);

test.each([
	['runtime.newobject', 'allocation', 'yes', 'allocates one zeroed object on the heap'],
	[
		'runtime.mallocgcSmallScanNoHeaderSC5',
		'allocation',
		'yes',
		'allocates a small object with pointers, by the allocator made for its size class',
	],
	[
		'runtime.mallocgcTinySC2',
		'allocation',
		'yes',
		'allocates a tiny object without pointers, which shares a block with others',
	],
	['runtime.convT64', 'interface', 'sometimes', 'puts a number in an interface'],
	[
		'runtime.assertI2I',
		'type assertion',
		'sometimes',
		'x.(Interface): looks for the method table and panics when there is none',
	],
	['runtime.cgocall', 'cgo', 'no', 'calls a function of C, on the stack of the system'],
	['runtime.gostring', 'cgo', 'yes', 'copies a string or bytes of C to the heap (C.GoString, C.GoStringN, C.GoBytes)'],
	[
		'type:.eq.example.com/m.T',
		'comparison',
		'no',
		'compares two values of type example.com/m.T, field by field (function made by the compiler)',
	],
	[
		'runtime.retpolineAX',
		'dispatch',
		'no',
		'dynamic call of the function in AX, guarded against speculation (-spectre=ret)',
	],
])('%s', (symbol, category, allocates, meaning) => {
	expect(table?.find(symbol)).toMatchObject({ category, allocates, meaning });
});

test.each(['runtime.GC', 'fmt.Println', 'runtime.newobjects', 'example.com/m.newobject', 'constructor', 'type:int'])(
	'%s is a call of the source',
	(symbol) => {
		expect(table?.find(symbol)).toBeUndefined();
	},
);

test('a write barrier is no sign of an allocation, and a map on the stack calls makemap', () => {
	expect(table?.find('runtime.gcWriteBarrier2')).toMatchObject({
		allocates: 'no',
		note: /^This is no sign of a heap allocation/,
	});
	expect(table?.find('runtime.makemap')).toMatchObject({ note: 'A map that stays on the stack calls it as well.' });
});

test.each(['', '{}', '[]', 'null', '{"kinds": 1}'])('%s is no table', (text) => {
	expect(readRuntimeCalls(text)).toBeUndefined();
});

describe('every name of the run-time that a compiler knows has a meaning', () => {
	const unknownTo = (goroot: string) =>
		[...runtimeVocabulary(goroot)].filter((name) => table?.find(`runtime.${name}`) === undefined);

	goTest('in the Go in use', () => {
		const goroot = askGo(['env', 'GOROOT']).trim();
		expect(runtimeVocabulary(goroot).size).toBeGreaterThan(250);
		expect(unknownTo(goroot)).toEqual([]);
	});

	const releases = ['1.21.13', '1.22.12', '1.23.12', '1.24.12', '1.25.8', '1.26.8', '1.27.0'];
	test.runIf(process.env['LONG']).each(releases)('in Go %s', (release) => {
		const goroot = gorootOf(release);
		if (goroot !== undefined) expect(unknownTo(goroot)).toEqual([]);
	});
});
