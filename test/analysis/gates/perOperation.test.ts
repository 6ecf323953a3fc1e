import { expect, test } from 'vitest';
import { allocationsPerOperation } from '../../../server/src/analysis/gates/perOperation.ts';
import type { Stacks } from '../../../server/src/analysis/profile/stacks.ts';

type Sample = readonly [
	objects: number,
	bytes: number,
	...frames: (readonly [symbol: string, file: string, line: number])[],
];

function profile(...samples: readonly Sample[]): Stacks {
	const read = samples.map(([objects, amount, ...frames]) => ({
		objects,
		amount,
		places: frames.map(([symbol, file, line]) => [{ function: symbol, file, line, startLine: 1 }]),
	}));
	return { kind: 'allocations', sampled: false, recorded: 0, samples: read } as unknown as Stacks;
}

const a = (symbol: string, line: number) => [`example.com/m.${symbol}`, '/m/a.go', line] as const;
const std = ['fmt.Sprint', '/go/src/fmt/print.go', 9] as const;

test('what the longer run does more, by the line of the module that causes it', () => {
	const own = (path: string) => {
		return path === '/m/a.go'
			? { name: 'a.go', path, lines: ['', '', '\tx := new(T)', '\ty := fmt.Sprint(n)'] }
			: undefined;
	};
	const found = allocationsPerOperation({
		few: profile([100, 4800, a('F', 3)], [50, 800, std, a('F.func1', 4)], [7, 700, a('init', 1)], [3, 90, std]),
		many: profile([200, 9600, a('F', 3)], [100, 1600, std, a('F.func2', 4)], [7, 700, a('init', 1)], [9, 90, std]),
		operations: 100,
		own,
	});
	expect(found).toEqual([
		{ file: 'a.go', path: '/m/a.go', function: 'example.com/m.F', text: 'x := new(T)', line: 3, objects: 1, bytes: 48 },
		{
			file: 'a.go',
			path: '/m/a.go',
			function: 'example.com/m.F',
			text: 'y := fmt.Sprint(n)',
			line: 4,
			objects: 0.5,
			bytes: 8,
		},
	]);
});
