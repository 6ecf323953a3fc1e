import { expect, test } from 'vitest';
import { parseGateFile, spellGateFile } from '../../../server/src/analysis/gates/gateFile.ts';

const line = { file: 'a.go', function: 'p.F', text: 'x := new(T)', objects: 1, bytes: 48 };
const benchmarks = { 'example.com/p.BenchmarkF': { iterations: 100, allocs: 1, bytes: 48, lines: [line] } };
const file = { go: 'go1.26.8', platform: 'linux/amd64', benchmarks };

test('what is written is read again', () => {
	expect(parseGateFile(spellGateFile(file))).toEqual({ version: 1, ...file });
});

test('line numbers do not change the file', () => {
	const placed = { ...line, path: '/m/a.go', line: 7 };
	const moved = { 'example.com/p.BenchmarkF': { ...benchmarks['example.com/p.BenchmarkF'], lines: [placed] } };
	expect(spellGateFile({ ...file, benchmarks: moved })).toBe(spellGateFile(file));
});

const broken = (change: object) => JSON.stringify({ version: 1, ...file, ...change });

test.each<[text: string, problem: string]>([
	['', 'is not a gate: it is not JSON'],
	['[]', 'is not a gate: it names no version'],
	['null', 'is not a gate: it names no version'],
	[broken({ version: 2 }), 'is a gate of version 2, and this release reads version 1'],
	['{"version":1,"hints":{}}', 'is not a gate of linkscape escapes: it holds no "benchmarks"'],
	[
		broken({ benchmarks: { B: { iterations: 0, allocs: 1, bytes: 1, lines: [] } } }),
		'is damaged: the numbers of B cannot be read',
	],
	[
		broken({ benchmarks: { B: { iterations: 1, allocs: 1, bytes: 1, lines: [{ ...line, objects: '1' }] } } }),
		'is damaged: the numbers of B cannot be read',
	],
	[
		broken({ benchmarks: { B: { iterations: 1, allocs: -1, bytes: 1, lines: [] } } }),
		'is damaged: the numbers of B cannot be read',
	],
])('%s', (text, problem) => {
	expect(parseGateFile(text)).toBe(problem);
});
