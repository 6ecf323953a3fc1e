/** Reports of instrumented test runs, recorded with Go 1.26.8 and shortened. */
import { expect, test } from 'vitest';
import { readRunReports } from '../../../server/src/analysis/sanitizer/runReports.ts';
import { missingCompiler } from '../../../server/src/analysis/sanitizer/sanitizers.ts';

const race = `==================
WARNING: DATA RACE
Read at 0x00c000094038 by goroutine 9:
  sync.(*Map).Load()
      /go/src/sync/map.go:7 +0x7d
  example.com/m.(*Box).Add()
      /m/a.go:7 +0x7d
  example.com/m.TestRace.func1()
      /m/a_test.go:13 +0x12

Previous write at 0x00c000094038 by goroutine 8:
  example.com/m.(*Box).Add()
      /m/a.go:8 +0x8f

Goroutine 9 (running) created at:
  example.com/m.TestRace()
      /m/a_test.go:13 +0x78
  testing.tRunner()
      /go/src/testing/testing.go:2036 +0x21c

Goroutine 8 (finished) created at:
  example.com/m.TestRace()
      /m/a_test.go:14 +0x78
==================
--- FAIL: TestRace (0.02s)
    testing.go:1712: race detected during execution of test
FAIL
`;

const checkptr = `fatal error: checkptr: unsafe.Slice result straddles multiple allocations

goroutine 18 gp=0x1f0cd29aa1e0 m=0 mp=0x6d90e0 [running]:
runtime.throw({0x592ee7?, 0x675378?})
	/go/src/runtime/panic.go:1229 +0x48 fp=0x1f0cd290c710 sp=0x1f0cd290c6e0 pc=0x483e88
example.com/m.Past(...)
	/m/a.go:11
example.com/m.TestPast(0x1f0cd29ee248?)
	/m/a_test.go:19 +0x28 fp=0x1f0cd290c770 sp=0x1f0cd290c738 pc=0x52ef68
created by testing.(*T).Run in goroutine 1
	/go/src/testing/testing.go:2101 +0x4c5

goroutine 1 gp=0x1f0cd28da1e0 m=nil [chan receive]:
runtime.gopark(0x3000cee7f0a00?, 0x3000cee61f9a8?, 0xa8?, 0xf9?, 0x7f0cee7f0a00?)
	/go/src/runtime/proc.go:462 +0xce fp=0x1f0cd29dd990 sp=0x1f0cd29dd970 pc=0x483fae
`;

const panic = `--- FAIL: TestPanics (0.00s)
panic: runtime error: invalid memory address or nil pointer dereference [recovered, repanicked]
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x52ecc3]

goroutine 6 [running]:
testing.tRunner.func1.2({0x55b820, 0x6ccec0})
	/go/src/testing/testing.go:1974 +0x232
panic({0x55b820?, 0x6ccec0?})
	/go/src/runtime/panic.go:860 +0x13a
example.com/m.(*Box).Add(...)
	/m/a.go:7
FAIL	example.com/m	0.025s
`;

const asan = `==12==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000014 at pc 0x0000004a3b20 bp 0x1 sp 0x2
READ of size 4 at 0x602000000014 thread T0
    #0 0x4a3b20  (/tmp/x/plain.test+0x4a3b20)
    #1 0x4a3b55  (/tmp/x/plain.test+0x4a3b55)

0x602000000014 is located 0 bytes to the right of 4-byte region
`;

const msan = `==12==WARNING: MemorySanitizer: use-of-uninitialized-value
    #0 0x55d0 in example.com/m.Read /m/c.go:9:3
    #1 0x55d1 in main.main /m/c.go:12
`;

const isOwn = (file: string) => file.startsWith('/m/');

test.each([
	['a race', race, 'race', 'Read by goroutine 9; previous write by goroutine 8', '/m/a.go:7 example.com/m.(*Box).Add'],
	[
		'checkptr',
		checkptr,
		'checkptr',
		'unsafe.Slice result straddles multiple allocations',
		'/m/a.go:11 example.com/m.Past',
	],
	[
		'a panic',
		panic,
		'panic',
		'runtime error: invalid memory address or nil pointer dereference',
		'/m/a.go:7 example.com/m.(*Box).Add',
	],
	['msan', msan, 'msan', 'use-of-uninitialized-value', '/m/c.go:9 example.com/m.Read'],
	['asan', asan, 'asan', 'read of size 4: heap-buffer-overflow', undefined],
])('%s is one report at the first frame of the module', (_, text, kind, message, place) => {
	const found = readRunReports(`ok\n${text}FAIL\n`, isOwn);
	const shown = found.map(({ at, ...one }) => [one.kind, one.message, at && `${at.file}:${at.line} ${at.function}`]);
	expect(shown).toEqual([[kind, message, place]]);
});

test('a race has its other side and where the goroutines were created', () => {
	const [found] = readRunReports(race, isOwn);
	expect(found?.related.map(({ message, file, line }) => `${message} ${file}:${line}`)).toEqual([
		'previous write by goroutine 8 /m/a.go:8',
		'goroutine 9 was created here /m/a_test.go:13',
		'goroutine 8 was created here /m/a_test.go:14',
	]);
	expect(found?.stack).toHaveLength(3);
});

test('a sanitizer of C may know an address only', () => {
	expect(readRunReports(asan, isOwn).map(({ address, stack }) => [address, stack.length])).toEqual([['0x4a3b20', 0]]);
});

test.each([
	'',
	'panic: x',
	'WARNING: DATA RACE',
	'fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [x]:',
])('%j is read without an error', (text) => {
	expect(readRunReports(text, isOwn).length).toBeLessThan(2);
});

test.each([
	['msan', "gcc: error: unrecognized argument to '-fsanitize=' option: 'memory'", 'msan needs clang: set CC=clang.'],
	['race', 'go: -race requires cgo; enable cgo by setting CGO_ENABLED=1', /^race needs a C compiler/],
	[
		'asan',
		'cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH',
		/^asan needs a C compiler/,
	],
	['checkptr', 'C compiler', undefined],
	['race', 'a.go:3:1: undefined: x', undefined],
] as const)('%s: %s', (sanitizer, complaint, sentence) => {
	const found = missingCompiler(sanitizer, complaint);
	if (sentence === undefined) expect(found).toBeUndefined();
	else expect(found).toMatch(sentence);
});
