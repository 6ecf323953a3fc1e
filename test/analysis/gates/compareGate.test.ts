import { expect, test } from 'vitest';
import { compareGate } from '../../../server/src/analysis/gates/compareGate.ts';

interface Line {
	readonly fn?: string;
	readonly text: string;
	readonly n: number;
	readonly b?: number;
}

/** `text before → after` of what got worse and better. */
function compare(before: readonly Line[], after: readonly Line[], allocs: readonly [number, number] = [1, 1]) {
	const line = ({ fn = 'p.F', text, n, b = 48 * n }: Line) => ({
		file: 'a.go',
		function: fn,
		text,
		objects: n,
		bytes: b,
	});
	const { worse, better } = compareGate(
		{ iterations: 100, allocs: allocs[0], bytes: 0, lines: before.map(line) },
		{
			iterations: 100,
			allocs: allocs[1],
			bytes: 0,
			lines: after.map((each, index) => ({ ...line(each), path: '/m/a.go', line: index + 1 })),
		},
	);
	const spell = (changes: typeof worse) =>
		changes.map((change) => `${change.text} ${change.before.objects} → ${change.after.objects}`);
	return { worse: spell(worse), better: spell(better) };
}

test.each<[name: string, before: Line[], after: Line[], worse: string[], better: string[]]>([
	['the same', [{ text: 'a', n: 1 }], [{ text: 'a', n: 1 }], [], []],
	[
		'moved lines',
		[
			{ text: 'a', n: 1 },
			{ text: 'b', n: 2 },
		],
		[
			{ text: 'b', n: 2 },
			{ text: 'a', n: 1 },
		],
		[],
		[],
	],
	['more', [{ text: 'a', n: 1 }], [{ text: 'a', n: 2 }], ['a 1 → 2'], []],
	['fewer', [{ text: 'a', n: 2 }], [{ text: 'a', n: 1 }], [], ['a 2 → 1']],
	['a new line', [], [{ text: 'a', n: 1 }], ['a 0 → 1'], []],
	['a line that is gone', [{ text: 'a', n: 1 }], [], [], ['a 1 → 0']],
	['a text that changed', [{ text: 'x := new(T)', n: 1 }], [{ text: 'y := new(T)', n: 1 }], [], []],
	['a text that changed, and more', [{ text: 'x := f()', n: 1 }], [{ text: 'y := f()', n: 3 }], ['y := f() 1 → 3'], []],
	['a function that was renamed', [{ fn: 'p.F', text: 'a', n: 1 }], [{ fn: 'p.G', text: 'a', n: 1 }], [], []],
	[
		'two equal lines, one of them more',
		[
			{ text: 'a', n: 1 },
			{ text: 'a', n: 1 },
		],
		[
			{ text: 'a', n: 1 },
			{ text: 'a', n: 2 },
		],
		['a 1 → 2'],
		[],
	],
	['larger objects', [{ text: 'a', n: 1, b: 48 }], [{ text: 'a', n: 1, b: 96 }], ['a 1 → 1'], []],
	['fewer and larger objects', [{ text: 'a', n: 5, b: 100 }], [{ text: 'a', n: 1, b: 200 }], [], ['a 5 → 1']],
	['what happens at random', [{ text: 'a', n: 100 }], [{ text: 'a', n: 100.1 }], [], []],
	[
		'tiny objects that change places',
		[
			{ text: 'a', n: 0.5, b: 8 },
			{ text: 'b', n: 0.5, b: 8 },
		],
		[{ text: 'b', n: 1, b: 16 }],
		[],
		['a 0.5 → 0'],
	],
])('%s', (_, before, after, worse, better) => {
	expect(compare(before, after)).toEqual({ worse, better });
});

test('a tiny object more counts when the operation makes more', () => {
	expect(compare([], [{ text: 'a', n: 0.5, b: 8 }], [0, 1]).worse).toEqual(['a 0 → 0.5']);
});
