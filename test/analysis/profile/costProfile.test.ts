import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CostProfile, readCostProfile } from '../../../server/src/analysis/profile/costProfile.ts';
import { costOfLine } from '../../../server/src/analysis/profile/costWords.ts';
import { hintCosts } from '../../../server/src/analysis/profile/hintCosts.ts';
import { goTest, temporaryModule } from '../../support/go.ts';
import { long } from '../../support/long.ts';
import { profileBytes, recordProfile, writtenProfile } from '../../support/profiles.ts';
import { profiledModule } from '../../support/profiledModule.mjs';

function read(bytes: Uint8Array): CostProfile {
	const profile = readCostProfile(bytes);
	if (typeof profile === 'string') throw new Error(profile);
	return profile;
}

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

/** What the go command tells the compiler of the module under -trimpath; the standard library need not be compiled anew for it. */
const trimmed = (root: string) => [`-gcflags=example.com/yaml.v3/...=-trimpath=${root}=>example.com/yaml.v3`];

describe('a heap profile of a real program', () => {
	const pkg = profiledModule['pkg/p.go'];
	const main = profiledModule['cmd/x/main.go'];
	const bytesAt = (profile: CostProfile, file: { path: string; importPath: string }, line: number) =>
		profile.file(file)?.lines.get(line);

	goTest.each([
		['built in place', () => [], (root: string) => root],
		['built with -trimpath', long ? () => ['-trimpath'] : trimmed, (root: string) => root],
		['built elsewhere', () => [], () => '/another/machine'],
	])('%s', (_, flagsFor, rootOf) => {
		const built = temporaryModule(profiledModule);
		const profile = read(profileBytes(recordProfile(built, './cmd/x', flagsFor(built))));
		const root = rootOf(built);
		const file = { path: join(root, 'pkg', 'p.go'), importPath: 'example.com/yaml.v3/pkg' };

		expect(profile.kind).toBe('allocations');
		// What is inlined counts at its own line and at those that it was inlined into.
		expect(bytesAt(profile, file, lineOf(pkg, '// the same 1,000'))).toMatchObject({ bytes: 512_000, objects: 1000 });
		expect(bytesAt(profile, file, lineOf(pkg, '// 1,000 objects'))).toMatchObject({ bytes: 512_000, objects: 1000 });
		expect(bytesAt(profile, file, lineOf(pkg, '// 100 closures'))).toMatchObject({ objects: 100 });
		expect(bytesAt(profile, file, lineOf(pkg, '// 10 times'))).toMatchObject({ bytes: 10_240, objects: 10 });

		const functions = profile.file(file)?.functions;
		expect(functions?.get('newP')).toMatchObject({ bytes: 512_000, startLine: lineOf(pkg, 'func newP') });
		expect(functions?.get('V.M')).toMatchObject({ objects: 10 });
		expect(functions?.get('Map')).toMatchObject({ objects: 101 });
		const module = { path: join(root, 'root.go'), importPath: 'example.com/yaml.v3' };
		expect(profile.file(module)?.functions.get('Root')).toMatchObject({ bytes: 20_480 });

		// A program is package main wherever it lies: elsewhere it is found from where its module's packages lie.
		const program = { path: join(root, 'cmd', 'x', 'main.go'), importPath: 'example.com/yaml.v3/cmd/x' };
		const known = profile.file(program)?.functions.get('own');
		expect(known).toMatchObject({ objects: 10, startLine: lineOf(main, 'func own') });
		const another = { path: join(root, 'cmd', 'y', 'main.go'), importPath: 'example.com/yaml.v3/cmd/y' };
		expect(profile.file(another)).toBeUndefined();
		expect(profile.file({ path: join(root, 'other.go'), importPath: 'example.com/yaml.v3' })).toBeUndefined();
	});

	goTest('hot is what takes 1 % of it, and the lines of the profile move with their functions', () => {
		const root = temporaryModule(profiledModule);
		const profile = read(profileBytes(recordProfile(root, './cmd/x')));
		const moved = `// A line more.\n${pkg}`;
		const starts = new Map(
			[
				['(*S).Add', 'func (s *S) Add'],
				['newP', 'func newP'],
				['Map', 'func Map'],
				['V.M', 'func (v V) M'],
				['Once', 'func Once'],
			].map(([name = '', start = '']) => [name, lineOf(moved, start)]),
		);
		const place = { path: join(root, 'pkg', 'p.go'), importPath: '' };
		const costs = hintCosts(profile, place, { starts, text: moved });
		const at = (name: string, part: string) => ({ function: name, line: lineOf(moved, part) });
		// Objects count as well as bytes: 100 of about 1,300 closures, of few bytes each.
		expect(costs.isHot(at('Map', '// 100 closures'))).toBe(true);
		expect(costs.isHot(at('newP', '// the same'))).toBe(true);
		expect(costs.isHot(at('(*S).Add', '// 1,000 objects'))).toBe(true);
		expect(costs.isHot(at('Once', '// one object'))).toBe(false);
		expect(costs.lineCost(at('Once', '// one object'))).toMatchObject({ bytes: 512, objects: 1 });
		expect(costs.lineCost(at('Once', 'func Once'))).toBeUndefined();
		const cost = costs.lineCost(at('newP', '// the same'));
		expect(cost && costOfLine(cost, profile)).toMatch(
			/^512 kB, 1,000 objects on this line \(\d\d % of the heap profile\)$/,
		);
	});
});

describe('a CPU profile', () => {
	const profile = read(
		writtenProfile(
			['samples/count', 'cpu/nanoseconds'],
			[
				{
					values: [3, 30_000_000],
					stack: [
						'runtime.mallocgc /go/src/runtime/malloc.go:1000',
						['runtime.newobject /go/src/runtime/malloc.go:1500', 'example.com/m.fill /m/a.go:11'],
						['example.com/m.work.func1 /m/a.go:21', 'example.com/m.work /m/a.go:20'],
						'main.main /m/cmd/main.go:5',
					],
				},
				{
					values: [1, 10_000_000],
					stack: [
						'runtime.nanotime /go/src/runtime/time.go:1',
						'example.com/m.tick /m/b.go:3',
						'main.main /m/cmd/main.go:6',
					],
				},
				{
					values: [1, 10_000_000],
					stack: [
						'runtime.nanotime /go/src/runtime/time.go:1',
						'time.Now /go/src/time/time.go:9',
						'main.main /m/cmd/main.go:7',
					],
				},
				{ values: [5, 50_000_000], stack: ['runtime.gcBgMarkWorker /go/src/runtime/mgc.go:1'] },
			],
		),
	);
	const file = (path: string) => profile.file({ path, importPath: '' });

	test('gives the time of the runtime to who called it, and the time below to everybody on the way', () => {
		expect(profile.total).toMatchObject({ cpu: 100_000_000 });
		expect(file('/m/a.go')?.lines.get(11)).toMatchObject({ cpu: 30_000_000, cpuBelow: 30_000_000 });
		expect(file('/m/a.go')?.functions.get('work')).toMatchObject({ cpu: 0, cpuBelow: 30_000_000 });
		expect(file('/m/cmd/main.go')?.functions.get('main')).toMatchObject({ cpu: 0, cpuBelow: 50_000_000 });
	});

	test('tells what the calls of one function from one package take', () => {
		expect(profile.calls('runtime.nanotime', 'example.com/m')).toBe(10_000_000);
		expect(profile.calls('runtime.nanotime', 'time')).toBe(10_000_000);
		expect(profile.calls('runtime.cputicks', 'example.com/m')).toBe(0);
		expect(profile.calls('runtime.nanotime', 'example.com/other')).toBeUndefined();
	});

	test('is hot by function, literals included', () => {
		const costs = hintCosts(profile, { path: '/m/a.go', importPath: '' }, { starts: new Map(), text: '' });
		expect(costs.isHot({ function: 'fill', line: 99 })).toBe(true);
		expect(costs.isHot({ function: 'work', line: 99 })).toBe(false);
		expect(costs.isHot({ function: '', line: 11 })).toBe(true);
		const [cost] = [costs.lineCost({ function: '', line: 11 })];
		expect(cost && costOfLine(cost, profile)).toBe(
			'about 30 ms of CPU time on this line (30 % of the CPU profile, sampled, from 3 samples)',
		);
	});
});

test('a heap profile says that its numbers are estimates, unless every allocation was recorded', () => {
	const words = (period: number) => {
		const sample = { values: [8, 4096], stack: ['example.com/m.f /m/a.go:3'] };
		const read = readCostProfile(writtenProfile(['alloc_objects/count', 'alloc_space/bytes'], [sample], period));
		if (typeof read === 'string') return read;
		const cost = read.file({ path: '/m/a.go', importPath: '' })?.lines.get(3);
		return cost && costOfLine(cost, read);
	};
	expect(words(1)).toBe('4.1 kB, 8 objects on this line (100 % of the heap profile)');
	expect(words(512 * 1024)).toBe(
		'about 4.1 kB, 8 objects on this line (100 % of the heap profile, sampled, from 1 sample)',
	);
});

describe('what is no profile is said in one sentence', () => {
	const good = writtenProfile(['cpu/nanoseconds'], [{ values: [1], stack: ['main.main /m/main.go:1'] }]);
	const repeated = (part: readonly number[], times: number) => {
		const bytes = new Uint8Array(part.length * times);
		for (let at = 0; at < times; at++) bytes.set(part, at * part.length);
		return bytes;
	};
	const joined = (head: readonly number[], rest: Uint8Array) => Buffer.concat([new Uint8Array(head), rest]);
	const notOne = 'this is not a pprof profile.';
	test.each<[string, Uint8Array, string]>([
		['nothing', new Uint8Array(), notOne],
		['text', new TextEncoder().encode('goroutine profile: total 1\n'), notOne],
		['a cut', good.subarray(0, good.length - 3), notOne],
		[
			'another type',
			writtenProfile(['requests/count', 'tokens/count'], []),
			'a CPU or a heap profile is needed, and this one has requests, tokens.',
		],
		// Each would become an object.
		['millions of empty samples', repeated([0x12, 0], 2_000_000), notOne],
		['millions of empty labels', new Uint8Array([0x12, 0x80, 0x89, 0x7a, ...repeated([0x1a, 0], 1_000_000)]), notOne],
		// A number that does not end is multiplied with itself at each byte.
		// One sample with one stack of 8,388,608 frames, and then some.
		[
			'millions of frames',
			joined([0x12, 0x86, 0x80, 0x80, 0x04, 0x0a, 0x81, 0x80, 0x80, 0x04], repeated([1], 2 ** 23 + 1)),
			notOne,
		],
		['an endless number', repeated([0x80], 1_000_000), notOne],
		['an endless value', new Uint8Array([0x12, 0x8f, 0x4e, 0x12, 0x8c, 0x4e, ...repeated([0x80], 9996)]), notOne],
	])('%s', (_, bytes, expected) => {
		expect(readCostProfile(bytes)).toBe(expected);
	});

	test('every change of one byte, and every cut', () => {
		for (let at = 0; at < good.length; at++) {
			expect(() => readCostProfile(good.subarray(0, at))).not.toThrow();
			for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
				const changed = good.slice();
				changed[at] = value;
				expect(() => readCostProfile(changed)).not.toThrow();
			}
		}
	});
});
