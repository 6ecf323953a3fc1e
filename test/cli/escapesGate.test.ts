import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { goTest, temporaryModule, writeFiles } from '../support/go.ts';
import { runMeasuring } from './measuringRuns.ts';

const code = (body: string, above = '') => `package m
${above}
type T struct{ a, b, c int }

var kept *T

//go:noinline
func Step(n int) {
${body}
}
`;

const bench = `package m

import "testing"

func BenchmarkStep(b *testing.B) {
	warm := make([]*T, 0, 1000)
	for i := 0; i < 1000; i++ {
		warm = append(warm, &T{})
	}
	kept = warm[0]
	b.Run("one", func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			Step(i)
		}
	})
}
`;

const module = {
	'go.mod': 'module example.com/m\n\ngo 1.22\n',
	'a.go': code('\tkept = &T{a: n}'),
	'a_test.go': bench,
};

goTest('a gate holds what an operation allocates, and fails with the line that got worse', async () => {
	const root = temporaryModule(module);
	const written = await runMeasuring(root, ['--gate', 'gate.json', '--update']);
	expect(written).toEqual({ exitCode: 0, printed: '', complaints: ['gate.json holds 1 benchmark.'] });
	const text = readFileSync(join(root, 'gate.json'), 'utf8');
	expect(JSON.parse(text).benchmarks).toEqual({
		'example.com/m.BenchmarkStep/one': {
			iterations: 1000,
			allocs: 1,
			bytes: 24,
			lines: [{ file: 'a.go', function: 'example.com/m.Step', text: 'kept = &T{a: n}', objects: 1, bytes: 24 }],
		},
	});
	expect(readdirSync(root).sort()).toEqual(['a.go', 'a_test.go', 'gate.json', 'go.mod']);

	const body = '\tkept = &T{a: n}\n\tfor range 2 {\n\t\tkept = &T{b: n}\n\t}';
	writeFiles(root, { 'a.go': code(body, '\n// Moved\n// down.\n') });
	const worse = await runMeasuring(root, ['--gate', 'gate.json', '--format', 'github']);
	expect(worse.exitCode).toBe(1);
	expect(worse.printed).toMatch(
		/^::warning file=a\.go,line=14,.*::BenchmarkStep\/one: 0 → 2 allocations per operation, 0 → 48 B: kept = &T\{b: n\}[^\n]*\n$/,
	);

	writeFiles(root, { 'a.go': code('\tkept.a = n') });
	const better = await runMeasuring(root, ['--gate', 'gate.json']);
	expect(better.exitCode).toBe(0);
	expect(better.printed).toBe(
		'a.go: better: BenchmarkStep/one: 1 → 0 allocations per operation, 24 → 0 B: kept = &T{a: n}\n0 lines worse, 1 better, in 1 benchmark.\n',
	);
});

goTest.each<[what: string, text: string | undefined, args: string[], problem: string]>([
	['missing', undefined, [], 'There is no gate gate.json; write one with --update.'],
	['damaged', '{"version":1', [], 'gate.json is not a gate: it is not JSON.'],
	['damaged, and to be written', '{"version":1', ['--update'], 'gate.json is not a gate: it is not JSON.'],
])('a gate that is %s: one sentence, and 2', async (_, text, args, problem) => {
	const root = temporaryModule({ 'go.mod': module['go.mod'], 'a.go': module['a.go'] });
	if (text !== undefined) writeFileSync(join(root, 'gate.json'), text);
	const ran = await runMeasuring(root, ['--gate', 'gate.json', ...args]);
	expect(ran).toEqual({ exitCode: 2, printed: '', complaints: [problem] });
	if (text !== undefined) expect(readFileSync(join(root, 'gate.json'), 'utf8')).toBe(text);
});

goTest('a benchmark that ends the program keeps no other from being measured', async () => {
	const root = temporaryModule({
		...module,
		'b_test.go': 'package m\n\nimport "testing"\n\nfunc BenchmarkBad(b *testing.B) { panic("no") }\n',
	});
	const ran = await runMeasuring(root, ['--gate', 'gate.json', '--update']);
	expect(ran.exitCode).toBe(2);
	expect(ran.complaints).toEqual([
		'example.com/m: BenchmarkBad: its benchmarks end with "panic: no".',
		'gate.json holds 1 benchmark.',
	]);
});

goTest('a gate cannot pass because nothing was measured', async () => {
	const root = temporaryModule({ 'go.mod': module['go.mod'], 'a.go': module['a.go'] });
	writeFileSync(join(root, 'gate.json'), '{"version":1,"go":"go1.26.8","platform":"linux/amd64","benchmarks":{}}');
	const ran = await runMeasuring(root, ['--gate', 'gate.json']);
	expect(ran.exitCode).toBe(2);
	expect(ran.complaints).toEqual(['There are no benchmarks in these packages, so nothing was measured.']);
});
