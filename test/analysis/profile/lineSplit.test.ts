import { describe, expect, test } from 'vitest';
import { type CostProfile, readCostProfile } from '../../../server/src/analysis/profile/costProfile.ts';
import { amountOf, costOfLine } from '../../../server/src/analysis/profile/costWords.ts';
import { hintCosts } from '../../../server/src/analysis/profile/hintCosts.ts';
import { type SplitHint, splitLine } from '../../../server/src/analysis/profile/lineSplit.ts';
import { type Measured, writtenProfile } from '../../support/profiles.ts';

const heapTypes = ['alloc_objects/count', 'alloc_space/bytes'];

function read(types: readonly string[], samples: readonly Measured[], period = 1, sampleType = ''): CostProfile {
	const profile = readCostProfile(writtenProfile(types, samples, period), sampleType);
	if (typeof profile === 'string') throw new Error(profile);
	return profile;
}

describe('what a line allocates is split between its hints', () => {
	const objects = (count: number, size: number, stack: Measured['stack']): Measured => {
		return { values: [count, count * size], stack, size };
	};
	const own = 'm/p.Parse /m/p/a.go:13';
	const profile = read(heapTypes, [
		objects(100, 48, [own]),
		objects(100, 128, ['runtime.makeslice /go/src/runtime/slice.go:1', own]),
		objects(50, 8, [['m/p.key /m/p/a.go:21', own]]),
		objects(50, 16, ['runtime.concatstrings /go/src/runtime/string.go:1', ['m/p.key /m/p/a.go:21', own]]),
		objects(7, 512, [['m/p.(*T[...]).Add /m/p/a.go:30', own]]),
		objects(1000, 1024, ['m/p.other /m/p/a.go:50', own]),
	]);
	const hint = (text: string, size?: number, more: Partial<SplitHint> = {}): SplitHint => {
		return { allocates: true, inlined: false, text, size, ...more };
	};
	const inlined = (text: string) => hint(text, undefined, { inlined: true });
	const row = hint('&Row{}', 48);
	const made = hint('make([]int, 0, n)');
	const box = hint('n');
	const stays = hint('x', undefined, { allocates: false });

	test.each<[string, readonly SplitHint[], readonly (number | undefined)[]]>([
		['one hint has what is the line’s own', [row], [100 * 48 + 100 * 128]],
		['sizes tell hints apart', [row, made], [100 * 48, 100 * 128]],
		['two of unknown size share what is left', [row, made, box], [100 * 48, 100 * 128, 100 * 128]],
		['nothing tells them apart', [made, box], [17_600, 17_600]],
		['a size that the profile does not have tells nothing', [hint('&T{}', 96), made], [17_600, 17_600]],
		['a call has what was inlined there', [row, made, inlined('key(n)')], [4800, 12_800, 1200]],
		['each call has its own', [inlined('key(n)'), inlined('s.Add[int](1)')], [1200, 3584]],
		['what both may have called is theirs together', [inlined('key(t.Add(1))'), inlined('key(2)')], [4784, 4784]],
		['a call of unknown name has all that was inlined', [inlined('f(1)')], [4784]],
		['what stays on the stack has nothing', [stays, row, made], [undefined, 4800, 12_800]],
		['without an allocation it is the line’s', [stays], [22_384]],
	])('%s', (_, hints, expected) => {
		const line = profile.file({ path: '/m/p/a.go', importPath: '' })?.lines.get(13);
		if (!line) throw new Error('no line');
		const shares = splitLine(line, hints);
		expect(shares.map((share) => share?.cost.bytes)).toEqual(expected);
		// Those with one key have one cost.
		const byKey = new Map(shares.map((share) => [share?.key, share?.cost]));
		for (const share of shares) expect(byKey.get(share?.key)).toBe(share?.cost);
	});
});

describe('lines move with their functions', () => {
	const text = [
		'package p',
		'',
		'// added',
		'// added',
		'func Maker(n int) func() {',
		'\treturn func() {',
		'\t\tuse(n)',
	];
	const source = [...text, '\t}', '}', '', 'func Walk(n int) {', '\tfor i := range seq(n) {', '\t\tuse(i)', '\t}', '}'];
	const allocated = (symbol: string, line: number, start: number): Measured => {
		return { values: [1, 64], stack: [`m/p.${symbol} /m/p/a.go:${line}^${start}`], size: 64 };
	};
	const place = { path: '/m/p/a.go', importPath: '' };
	const starts = new Map([
		['Maker', 5],
		['Walk', 11],
	]);
	const costAt = (samples: readonly Measured[], name: string, line: number) =>
		hintCosts(read(heapTypes, samples), place, { starts, text: source.join('\n') }).lineCost({ function: name, line });

	test.each<[string, readonly Measured[], string, number]>([
		['a literal by the line of its own func', [allocated('Maker.func1', 5, 4)], 'Maker', 7],
		['the body of a range over a function', [allocated('Walk-range1', 11, 10)], 'Walk', 13],
		['by its own first line before all', [allocated('Walk', 11, 9)], 'Walk', 13],
		['as the function above', [allocated('Maker', 5, 3), allocated('Walk', 11, 0)], 'Walk', 13],
		['as the function below', [allocated('Walk', 11, 9), allocated('Maker', 5, 0)], 'Maker', 7],
		['not where nothing says how', [allocated('Maker', 7, 0)], 'Maker', 7],
	])('%s', (_, samples, name, line) => {
		expect(costAt(samples, name, line)).toMatchObject({ bytes: 64 });
	});

	test('bodies of ranges over functions, method values and wrappers are hot with their function', () => {
		const cpu = (symbol: string): Measured => {
			return { values: [1, 1e7], stack: [`m/p.${symbol} /m/p/a.go:99`] };
		};
		const isHot = (symbol: string, name: string) =>
			hintCosts(read(['samples/count', 'cpu/nanoseconds'], [cpu(symbol)]), place, { starts, text: '' }).isHot({
				function: name,
				line: 1,
			});
		for (const symbol of [
			'Walk-range1',
			'Walk-range1-range2',
			'Walk-range1.func3',
			'Walk.func1-range1',
			'Walk[...]-range1',
			'outer.Walk-range1',
			'Walk.gowrap1',
			'Walk-fm',
		]) {
			expect([symbol, isHot(symbol, 'Walk')]).toEqual([symbol, true]);
		}
		for (const symbol of ['Walk.Run', 'Walker-range1', 'aWalk.func1', 'Walk.functions']) {
			expect([symbol, isHot(symbol, 'Walk')]).toEqual([symbol, false]);
		}
	});
});

describe('amounts', () => {
	const stack = ['example.com/m.f /m/a.go:3'];
	const wordsOf = (types: readonly string[], values: readonly number[], period = 1, sampleType = '') => {
		const other = { values: values.map((value) => Math.abs(value) * 3), stack: ['example.com/m.g /m/b.go:1'] };
		const profile = read(types, [{ values, stack }, other], period, sampleType);
		const cost = profile.file({ path: '/m/a.go', importPath: '' })?.lines.get(3);
		return cost && costOfLine(cost, profile);
	};
	const four = [...heapTypes, 'inuse_objects/count', 'inuse_space/bytes'];

	test.each<[string, string | undefined, string]>([
		['more', wordsOf(heapTypes, [8, 4096]), '4.1 kB, 8 objects on this line (25 % of the heap profile)'],
		[
			'a difference has signs',
			wordsOf(heapTypes, [-8, -9.8e9]),
			'− 9.8 GB, − 8 objects on this line (25 % of the difference of two heap profiles)',
		],
		[
			'an estimate has an error',
			wordsOf(['samples/count', 'cpu/nanoseconds'], [400, 4e9], 1e7),
			'about 4 s of CPU time on this line (25 % of the CPU profile, sampled, ± 5.0 %)',
		],
		[
			'few samples are counted',
			wordsOf(heapTypes, [2, 1_048_576], 524_288),
			'about 1.05 MB, 2 objects on this line (25 % of the heap profile, sampled, from 1 sample)',
		],
		[
			'what is live',
			wordsOf(four, [9, 9000, 2, 2000], 1, 'inuse_space'),
			'2 kB, 2 objects live on this line (25 % of the live heap)',
		],
		[
			'waiting',
			wordsOf(['contentions/count', 'delay/nanoseconds'], [1000, 3e6]),
			'about 3 ms of waiting, 1,000 times on this line (25 % of the contention profile, sampled, ± 3.2 %)',
		],
		['goroutines', wordsOf(['goroutine/count'], [2]), '2 goroutines on this line (25 % of the goroutine profile)'],
	])('%s', (_, words, expected) => {
		expect(words).toBe(expected);
	});

	test('a total without signs', () => {
		const samples = [
			{ values: [-8, -4096], stack },
			{ values: [8, 4096], stack },
		];
		const profile = read(heapTypes, samples);
		expect(amountOf(profile.total, profile)).toBe('+ 8.19 kB, + 16 objects');
	});

	test('a sample type that is not there is named', () => {
		expect(readCostProfile(writtenProfile(heapTypes, []), 'inuse_space')).toBe(
			'the sample type inuse_space is not in this profile, which has alloc_objects, alloc_space.',
		);
	});
});
