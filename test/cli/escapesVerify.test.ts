import { expect, test } from 'vitest';
import { goTest, temporaryModule } from '../support/go.ts';
import { runMeasuring } from './measuringRuns.ts';

const code = `package m

type T struct{ a, b, c int }

var kept *T

var table = make([]int, 100)

func Make() { kept = &T{} }

func Rare(ok bool) {
	if ok {
		kept = &T{}
	}
}

//go:noinline
func Count(words []string) map[string]int {
	m := map[string]int{}
	for _, word := range words {
		m[word]++
	}
	return m
}
`;

const tests = `package m

import (
	"fmt"
	"testing"
)

func BenchmarkMake(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Make()
	}
}

func TestRare(t *testing.T) {
	Rare(false)
	var words []string
	for i := 0; i < 100; i++ {
		words = append(words, fmt.Sprint(i))
	}
	Count(words)
}
`;

const module = { 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'a.go': code, 'a_test.go': tests };

goTest('hints are marked with what tests and benchmarks allocated', async () => {
	const root = temporaryModule(module);
	const { exitCode, printed, complaints } = await runMeasuring(root, ['--verify', '--format', 'json']);
	expect(complaints).toEqual([]);
	expect(exitCode).toBe(0);
	const { hints, verification } = JSON.parse(printed);
	const marked = hints.map((hint: Record<string, unknown>) => [hint['line'], hint['verdict'], hint['verified']]);
	expect(marked).toEqual([
		[7, 'maybe-heap', 'allocated'],
		[9, 'heap', 'allocated'],
		[13, 'heap', 'never-ran'],
		[19, 'heap', 'allocated'],
	]);
	const made = hints.find(({ line }: { line: number }) => line === 9);
	expect(made.allocations).toBeGreaterThan(10);
	expect(made.bytes).toBe(24 * made.allocations);
	expect(verification).toMatchObject({
		heap: { ran: 2, allocated: 2, rate: 1 },
		maybeHeap: { ran: 1, allocated: 1 },
		lines: { allocating: 3, shown: 3 },
		missed: [{ file: 'a.go', line: 21, cause: 'map' }],
		packages: [{ importPath: 'example.com/m', tests: 'ok' }],
	});
});

goTest('tests alone: what they do not reach never ran', async () => {
	const root = temporaryModule(module);
	const { printed, exitCode } = await runMeasuring(root, ['--verify', '-run=Rare', '--format=human']);
	expect(exitCode).toBe(0);
	expect(printed).toMatch(/a\.go:9:\d+: heap .*\n {4}never ran\n/);
	expect(printed).toContain(
		'On lines that ran: 1 of 1 (100.0 %) heap hints allocated, 1 of 1 (100.0 %) maybe-heap hints.\n',
	);
	expect(printed).toContain('have a hint; 1 line more where only the runtime allocates for itself.\n');
});

const failing = `package m

import "testing"

func TestBad(t *testing.T) { t.Fatal("no") }
func TestMake(t *testing.T) { Make() }
`;

goTest.each<[what: string, files: Record<string, string>, args: string[], problem: string | RegExp]>([
	[
		'none',
		{ 'a_test.go': 'package m\n' },
		[],
		'There are no tests and no benchmarks in example.com/m, so nothing can be verified.',
	],
	['failing', { 'a_test.go': failing }, ['-run=.'], 'example.com/m: TestBad fails; what ran is counted.'],
	[
		'ending the program',
		{ 'a_test.go': failing.replace('t.Fatal("no")', 'panic("no")') },
		['-run=.'],
		'example.com/m: TestBad fails; 1 of 2 run by themselves.',
	],
	[
		'broken',
		{ 'a_test.go': 'package m\n\nvar x int = "s"\n' },
		[],
		/^example\.com\/m: its tests do not build: .*a_test\.go:3:13: /,
	],
	['no match', {}, ['-bench', 'Nothing'], 'example.com/m: no benchmark matches Nothing.'],
])('tests that are of no use, %s: one sentence, and 2', async (_, files, args, problem) => {
	const root = temporaryModule({ ...module, ...files });
	const { exitCode, complaints } = await runMeasuring(root, ['--verify', ...args]);
	expect(exitCode).toBe(2);
	expect(complaints).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)]);
});

test.each<[args: string[], problem: string]>([
	[['-bench', '.'], '--bench needs --verify or --gate FILE.'],
	[['-run', '.', '--gate', 'f'], '--run needs --verify.'],
	[['--gate', 'f', '--verify'], 'Give --gate or --verify, not both.'],
	[['--verify', '-bench'], '--bench needs a value.'],
])('%j is refused', async (args, problem) => {
	expect((await runMeasuring('/', args)).complaints).toEqual([problem]);
});
