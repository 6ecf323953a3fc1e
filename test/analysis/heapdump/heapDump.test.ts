/** Heap dumps of any bytes, and what keeps an object where every pointer is known. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { objectAt, readHeapDump, wordsOf } from '../../../server/src/analysis/heapdump/heapDump.ts';
import { goroutineStarts } from '../../../server/src/analysis/heapdump/goroutineStarts.ts';
import {
	keeperReport,
	keptInFile,
	keptWords,
	readKeepers,
} from '../../../server/src/analysis/heapdump/keeperReport.ts';
import { keeperKind, keeperWords } from '../../../server/src/analysis/heapdump/keeperWords.ts';
import { keptLines } from '../../../server/src/analysis/heapdump/keptBy.ts';
import { programNames, type ProgramNames } from '../../../server/src/analysis/heapdump/programNames.ts';
import { heapDump, type WrittenDump } from '../../support/heapDumps.ts';
import '../../support/seed.ts';

const variables: Readonly<Record<number, string>> = { 4096: 'm/p.cache', 4104: 'm/p..stmp_1', 4112: 'runtime.allp' };
const functions: Readonly<Record<number, string>> = { 7000: 'm/p.f.func1', 8000: 'm/p.start' };
const names: ProgramNames = {
	variable: (address) => variables[address],
	function: (entry) => functions[entry],
	around: (address) => functions[address],
	address: () => undefined,
};
const own = (line: number, ...inner: readonly (readonly [string, string])[]) => [
	...inner.map(([name, file]) => ({ function: name, file: `/go/src/${file}`, line: 1 })),
	{ function: 'm/p.make', file: '/m/p/a.go', line },
];
const question = {
	local: (file: string) => (file.startsWith('/m/') ? file.slice(3) : undefined),
	isOwn: (symbol: string) => symbol.startsWith('m/'),
	started: new Map([[7, { function: 'm/p.start', file: '/m/p/b.go', line: 3 }]]),
};
/** An object of line 9 of 16 bytes, which the object before it or a root points to. */
const kept = { address: 0x9000, words: [0, 0], pointers: [] };
const bucket = { id: 1, size: 16, stack: own(9) };
const empty = { address: 4096, words: [0, 0, 0], pointers: [0, 1, 2] };

type Case = readonly [title: string, dump: WrittenDump, text: string | undefined, kind?: string];
const cases: readonly Case[] = [
	['a variable', { data: { ...empty, words: [0x9000, 0, 0] } }, 'package variable p.cache', 'package variable'],
	['a pointer into it', { data: { ...empty, words: [0x9008, 0, 0] } }, 'package variable p.cache'],
	['a pointer behind it', { data: { ...empty, words: [0x9010, 0, 0] } }, undefined],
	['a word that is no pointer', { data: { ...empty, words: [0x9000, 0, 0], pointers: [1] } }, undefined],
	['a literal that a variable points to', { data: { ...empty, words: [4104, 0x9000, 0] } }, 'package variable p.cache'],
	[
		'a map between',
		{
			data: { ...empty, words: [0x8000, 0, 0] },
			objects: [{ address: 0x8000, words: [0x9000], pointers: [0] }, kept],
			buckets: [bucket, { id: 2, size: 8, stack: own(5, ['runtime.mapassign', 'runtime/map.go']) }],
			samples: [[0x8000, 2]],
		},
		'package variable p.cache (map)',
		'map',
	],
	[
		'a closure between',
		{
			data: { ...empty, words: [0x8000, 0, 0] },
			objects: [{ address: 0x8000, words: [7000, 0x9000], pointers: [1] }, kept],
		},
		'package variable p.cache, through closure p.f.func1',
		'closure',
	],
	[
		'a goroutine',
		{
			goroutines: [
				{
					id: 7,
					startedAt: 8000,
					waitReason: 'select',
					frames: [
						{ function: 'runtime.gopark', words: [0x9000], pointers: [0] },
						{ function: 'm/p.work', words: [0], pointers: [] },
						{ function: 'm/p.start.gowrap1', words: [0], pointers: [] },
					],
				},
			],
		},
		'goroutine p.work (select), started in p.start at b.go:3',
		'goroutine',
	],
	[
		'a word of a frame, after all that is certain',
		{
			goroutines: [
				{ id: 8, startedAt: 8000, waitReason: '', frames: [{ function: 'm/p.work', words: [0x9000], pointers: [] }] },
			],
		},
		'goroutine p.work, started in p.start',
	],
	[
		'a timer of the run-time',
		{
			data: { ...empty, words: [0, 0, 0x8000] },
			objects: [{ address: 0x8000, words: [0x9000], pointers: [0] }, kept],
			buckets: [bucket, { id: 2, size: 8, stack: own(5, ['time.AfterFunc', 'time/sleep.go']) }],
			samples: [[0x8000, 2]],
		},
		'timer set at a.go:5',
		'timer',
	],
];

/** Pools, what stands before a variable in memory, and what has several roots are in the tests with real programs. */
for (const [title, dump, text, kind] of cases) {
	test(title, () => {
		const read = readHeapDump(
			heapDump({ objects: [kept], buckets: [bucket], ...dump, samples: [...(dump.samples ?? []), [0x9000, 1]] }),
		);
		if (read.kind !== 'dump') throw new Error(read.problem);
		const [line] = keptLines(read.dump, names, question).filter((each) => each.line === 9);
		const [keeper] = line?.keepers ?? [];
		expect(keeper && keeperWords(keeper, (file) => file.replace('p/', ''))).toBe(text);
		expect(line?.bytes).toBe(text === undefined ? undefined : 16);
		if (kind !== undefined) expect(keeper && keeperKind(keeper)).toBe(kind);
	});
}

test.each([
	[8, false],
	[8, true],
	[4, false],
	[4, true],
] as const)('words of %i bytes, big-endian %s', (pointerSize, bigEndian) => {
	const objects = [
		{ address: 0x20000, words: [1, 0x10000], pointers: [1] },
		{ address: 0x10000, words: [0x20004], pointers: [0] },
	];
	const read = readHeapDump(heapDump({ pointerSize, bigEndian, objects }));
	if (read.kind !== 'dump') throw new Error(read.problem);
	const { dump } = read;
	expect([...dump.objects.address]).toEqual([0x10000, 0x20000]);
	const found: number[] = [];
	for (const object of [0, 1]) {
		const { at, size, fieldsAt } = dump.objects;
		const range = { at: at[object] ?? 0, size: size[object] ?? 0, fieldsAt: fieldsAt[object] ?? 0 };
		wordsOf(dump).pointers(range, (pointer) => void found.push(objectAt(dump, pointer)));
	}
	expect(found).toEqual([1, 0]);
});

test('objects are found whatever the order of their spans', () => {
	const addresses = [0x3000, 0x3010, 0x7000, 0x5000, 0x5020, 0x1000];
	const read = readHeapDump(
		heapDump({ objects: addresses.map((address) => ({ address, words: [1, 2], pointers: [] })) }),
	);
	if (read.kind !== 'dump') throw new Error(read.problem);
	const { dump } = read;
	const sorted = [...addresses].sort((a, b) => a - b);
	expect([...dump.objects.address]).toEqual(sorted);
	expect(sorted.map((address) => objectAt(dump, address + 9))).toEqual([0, 1, 2, 3, 4, 5]);
	expect([0, 0x1010, 0x5010, 0x7010].map((address) => objectAt(dump, address))).toEqual([-1, -1, -1, -1]);
});

describe('what is damaged', () => {
	const whole = heapDump({
		objects: [kept],
		data: empty,
		goroutines: [{ id: 1, startedAt: 0, waitReason: 'sleep', frames: [{ function: 'f', words: [1], pointers: [0] }] }],
		buckets: [bucket],
		samples: [[0x9000, 1]],
	});
	const problemOf = (bytes: Uint8Array) => {
		const read = readHeapDump(bytes);
		return read.kind === 'dump' ? '' : read.problem;
	};

	test('a dump that ends too early, wherever it does, is said to', () => {
		expect(problemOf(whole)).toBe('');
		const problems = new Set(
			Array.from({ length: whole.length - 16 }, (_, at) => problemOf(whole.subarray(0, 16 + at))),
		);
		expect([...problems]).toEqual(['ends too early']);
		expect(problemOf(new Uint8Array())).toBe('is no heap dump');
		expect(problemOf(Buffer.from('go1.6 heap dump\n'))).toBe('is no heap dump');
	});

	test('any bytes are a dump or one sentence', () => {
		const place = fc.record({ at: fc.nat(whole.length - 17), byte: fc.nat(255) });
		fc.assert(
			fc.property(fc.array(place, { minLength: 1, maxLength: 4 }), (damage) => {
				const bytes = Uint8Array.from(whole);
				for (const { at, byte } of damage) bytes[16 + at] = byte;
				const read = readHeapDump(bytes);
				if (read.kind === 'dump') keptLines(read.dump, names, question);
				else expect(read.problem).toMatch(/^(?:ends too early|is damaged)$/);
			}),
		);
	});

	test('a program without symbols is said to be one', () => {
		expect(programNames(Buffer.from('no program'), undefined)).toBe('is no program');
	});
});

test('goroutines say where they were started', () => {
	const text = `goroutine 1 [running]:
main.main()
	/m/main.go:3 +0x1

goroutine 21 [chan receive, 2 minutes]:
m/p.work(0xc000012345)
	/m/p/a.go:9 +0x2
created by m/p.(*T).Start in goroutine 1
	/m/p/b.go:12 +0x3

goroutine 22 [select]:
m/p.f(...)
	C:\\m\\p\\a.go:9
created by m/p.init.0
	C:\\m\\p\\b.go:4
`;
	expect([...goroutineStarts(text)]).toEqual([
		[21, { function: 'm/p.(*T).Start', file: '/m/p/b.go', line: 12 }],
		[22, { function: 'm/p.init.0', file: 'C:/m/p/b.go', line: 4 }],
	]);
});

test('a report is read again, and found by the package and the line', () => {
	const read = readHeapDump(
		heapDump({ objects: [kept], buckets: [bucket], samples: [[0x9000, 1]], data: { ...empty, words: [0x9000, 0, 0] } }),
	);
	if (read.kind !== 'dump') throw new Error(read.problem);
	const report = keeperReport('m', [keptLines(read.dump, names, question)]);
	const again = readKeepers(JSON.stringify(report));
	if (!again) throw new Error('unreadable');
	const at = (path: string, importPath: string) =>
		[...keptInFile(again, { path, importPath })].map(([line, kept]) => [line, keptWords(kept)]);
	const words = 'kept by package variable p.cache (100 % of 16 B in a heap dump)';
	expect(at('/elsewhere/m/p/a.go', 'm/p')).toEqual([[9, words]]);
	expect(at('/elsewhere/m/p/a.go', '')).toEqual([[9, words]]);
	expect(at('/elsewhere/m/p/a.go', 'other/p')).toEqual([]);
	expect(at('/elsewhere/m/p/b.go', 'm/p')).toEqual([]);
	expect(readKeepers('{}')).toBeUndefined();
	expect(readKeepers('x')).toBeUndefined();
	expect(readKeepers('{"version":1,"module":"m","lines":[{"file":1},null]}')?.lines).toEqual([]);
});
