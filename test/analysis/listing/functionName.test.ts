import { describe, expect, test } from 'vitest';
import { findFunction, declaredFunctions, nearestFunction } from '../../../server/src/analysis/listing/findFunction.ts';
import { readWrittenName, shortSymbol, symbolMatcher } from '../../../server/src/analysis/listing/functionName.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

test.each([
	['./p.F', './p|F', '.|p.F', '. called p|F'],
	['./p.T.M', './p.T|M', './p|T.M', '.|p.T.M', '. called p|T.M'],
	['./p.(*T).M', './p|(*T).M', '. called p|(*T).M'],
	['.\\p.F', './p|F', '.|p.F', '. called p|F'],
	['F', '.|F'],
	['./F', '.|F'],
	['../F', '..|F'],
	['(*T).M', '.|(*T).M'],
	['encoding/json.Marshal', 'encoding/json|Marshal'],
	['gopkg.in/yaml.v3.Unmarshal', 'gopkg.in/yaml.v3|Unmarshal', 'gopkg.in/yaml|v3.Unmarshal'],
	['./p.G[example.com/x.T]', './p|G[example.com/x.T]'],
	['./p.F-range1', './p|F-range1', '.|p.F-range1', '. called p|F-range1'],
	['fmt.(*pp).Printf.func1', 'fmt|(*pp).Printf.func1', '. called fmt|(*pp).Printf.func1'],
	['./世界.Ä', './世界|Ä', '.|世界.Ä', '. called 世界|Ä'],
	['x y'],
	['./p.'],
	['..F'],
	['./'],
	['a'.repeat(3) + '/'],
])('%s', (written, ...readings) => {
	const read = readWrittenName(written).map(({ package: place, name, packageName }) => {
		return `${place}${packageName === undefined ? '' : ` called ${packageName}`}|${name}`;
	});
	expect(read).toEqual(readings);
});

describe('which symbols belong to a function', () => {
	test.each([
		['F', 'example.com/m.F', true],
		['F', 'example.com/m.F.func1', true],
		['F', 'example.com/m.F.func1.2', true],
		['F', 'example.com/m.F-range1', true],
		['F', 'example.com/m.F.gowrap1', true],
		['F', 'example.com/m.F[go.shape.int]', true],
		['F', 'example.com/m.F[go.shape.[]example.com/x.T].func1', true],
		['F', 'example.com/m.Foo', false],
		['F', 'example.com/m.F.M', false],
		['F', 'example.com/mm.F', false],
		['F[int]', 'example.com/m.F[int]', true],
		['F[int]', 'example.com/m.F[go.shape.int]', false],
		['(*T).M', 'example.com/m.(*T[go.shape.int]).M', true],
		['(*T).M', 'example.com/m.(*T).M-fm', true],
		['T.M', 'example.com/m.(*T).M', false],
		['init', 'example.com/m.init.0', false],
		['init.0', 'example.com/m.init.0', true],
	])('%s: %s %s', (name, symbol, expected) => {
		expect(symbolMatcher('example.com/m', name)(symbol)).toBe(expected);
	});

	test('a dot in the last element of a path is escaped', () => {
		expect(symbolMatcher('gopkg.in/yaml.v3', 'F')('gopkg.in/yaml%2ev3.F')).toBe(true);
	});
});

describe('the declaration', () => {
	const file = scanGoFile(`package p

func F() {}
func (t *T) M() {}
func (t T) V() {}
func (s *Stack[E]) Push(e E) {}
func G[E any]() {}
func init() {}
`);
	const functions = declaredFunctions(new Map([['/a.go', file]]));
	test.each([
		['F', 'F', false],
		['F.func1', 'F', false],
		['T.M', '(*T).M', false],
		['(*T).V', 'T.V', false],
		['(*T).V.func1', 'T.V', false],
		['Stack.Push', '(*Stack).Push', true],
		['(*Stack[int]).Push', '(*Stack).Push', true],
		['G', 'G', true],
		['init.0', 'init', false],
		['Nothing', undefined, undefined],
	])('%s is %s', (written, name, generic) => {
		const found = findFunction(functions, written);
		expect([found?.name, found?.generic]).toEqual([name, generic]);
	});

	test.each([
		['f', 'F'],
		['M', '(*T).M'],
		['T.Push', '(*Stack).Push'],
		['Qwertyuiop', undefined],
	])('instead of %s perhaps %s', (written, nearest) => {
		expect(nearestFunction(functions, written)).toBe(nearest);
	});
});

test.each([
	['example.com/m/lib.(*T[go.shape.int]).M', 'lib.(*T[go.shape.int]).M'],
	['gopkg.in/yaml%2ev3.F', 'yaml.v3.F'],
	['main.F[a/b.T]', 'main.F[a/b.T]'],
])('%s is %s to a reader', (symbol, short) => {
	expect(shortSymbol(symbol)).toBe(short);
});
