import { expect, test } from 'vitest';
import type { EscapeHint } from '../../../server/src/analysis/escape/escapeHint.ts';
import { allocatingLines, withRepeated } from '../../../server/src/analysis/observed/allocatingLines.ts';
import { compiledFunctions } from '../../../server/src/analysis/observed/compiledFunctions.ts';
import { readCoverage } from '../../../server/src/analysis/observed/coverage.ts';
import { verifyHints } from '../../../server/src/analysis/observed/verifyHints.ts';
import type { Frame, Stacks } from '../../../server/src/analysis/profile/stacks.ts';

const file = '/m/a.go';
const text = ['package p', '', 'func F() {', '\tx := g()', '\tm[k] = v', '}', '', 'func g() *T { return &T{} }'].join(
	'\n',
);

/** `F:4`, or `std:9` for a file of another module, `runtime.newobject:1`. */
function frame(spelled: string): Frame {
	const [name = '', line] = spelled.split(':');
	const isOther = name.includes('.') || name === 'std';
	const symbol = name.includes('.') ? name : isOther ? 'std.F' : `example.com/p.${name}`;
	return { function: symbol, file: isOther ? '/std.go' : file, line: Number(line), startLine: 1 };
}

/** Each stack is its places, innermost first; a place is the frames that were inlined there. */
function profile(...stacks: readonly string[][]): Stacks {
	const samples = stacks.map((places) => {
		return { objects: 2, amount: 48, places: places.map((place) => place.split('<').map(frame)) };
	});
	return { kind: 'allocations', sampled: false, recorded: 0, samples } as unknown as Stacks;
}

function hint(line: number, change: Partial<EscapeHint> = {}): EscapeHint {
	const start =
		text
			.split('\n')
			.slice(0, line - 1)
			.join('\n').length + 2;
	return {
		file,
		span: { start, end: start + 1 },
		function: 'F',
		verdict: 'heap',
		class: 'returned',
		subject: '&T{}',
		because: 'made',
		position: { line, byteColumn: 2 },
		inlined: false,
		flow: [],
		...change,
	} as EscapeHint;
}

const ran = 'mode: atomic\nexample.com/p/a.go:3.10,6.2 2 5\nexample.com/p/a.go:8.13,8.28 1 5\n';

function verify(one: EscapeHint, stacks: readonly string[][], { coverage = ran, symbols = '' } = {}) {
	const verified = verifyHints(
		[{ importPath: 'example.com/p', hints: [one], sources: new Map([[file, text]]), tested: true }],
		{
			sites: allocatingLines([profile(...stacks)]),
			coverage: readCoverage([coverage]),
			compiled: compiledFunctions([symbols]),
			lineText: (_, line) => text.split('\n')[line - 1],
		},
	);
	return {
		...verified.of(one),
		...verified.lines,
		missed: verified.missed.map(({ line, cause }) => `${line} ${cause}`),
	};
}

test.each<
	[what: string, hint: EscapeHint, stacks: string[][], state: string, more?: { coverage?: string; symbols?: string }]
>([
	['its own code allocates', hint(8, { function: 'g' }), [['g:8', 'F:4']], 'allocated'],
	['through the runtime', hint(8, { function: 'g' }), [['runtime.newobject:1', 'g:8']], 'allocated'],
	['in a callee that was inlined there', hint(4, { inlined: true }), [['g:8<F:4']], 'allocated'],
	['in a callee that was called', hint(4, { inlined: true }), [['g:8', 'F:4']], 'never-allocated'],
	['in the statement that takes what an inlined callee makes', hint(4, { inlined: true }), [['F:4']], 'allocated'],
	['of an inlined callee, which is not its own', hint(4), [['g:8<F:4']], 'never-allocated'],
	['in what its callee calls', hint(4, { inlined: true, because: 'in-callee' }), [['std:9', 'std:8<F:4']], 'allocated'],
	['nowhere', hint(4), [], 'never-allocated'],
	['nowhere, and never ran', hint(4), [], 'never-ran', { coverage: ran.replaceAll(' 5\n', ' 0\n') }],
	['nowhere, at package level', hint(4, { function: '' }), [], 'never-allocated', { coverage: '' }],
	[
		'only in copies of its function',
		hint(8, { function: 'g' }),
		[['g:8<F:4']],
		'allocated',
		{ symbols: ' 4 T example.com/p.F\n' },
	],
	[
		'nowhere, and its function has no code of its own',
		hint(8, { function: 'g' }),
		[],
		'never-ran',
		{ symbols: ' 4 T example.com/p.F\n' },
	],
])('a hint whose line allocates %s', (_, one, stacks, state, more) => {
	expect(verify(one, stacks, more).state).toBe(state);
});

test.each<[what: string, hint: EscapeHint, stacks: string[][], lines: object]>([
	['with a hint', hint(4), [['F:4']], { allocating: 1, shown: 1, missed: [] }],
	['without one', hint(4), [['g:8']], { allocating: 1, shown: 0, missed: ['8 undefined'] }],
	['where a map grows', hint(4), [['F:5']], { allocating: 0, shown: 0, missed: ['5 map'] }],
	['that was inlined: its own place counts', hint(8), [['g:8<F:4']], { allocating: 1, shown: 1, missed: [] }],
	['of another module, inlined', hint(8), [['std:9<F:4']], { allocating: 1, shown: 0, missed: ['4 undefined'] }],
	['of another module, called', hint(8), [['std:9', 'F:4']], { allocating: 0, shown: 0, missed: [] }],
])('a line that allocates, %s', (_, one, stacks, lines) => {
	expect(verify(one, stacks)).toMatchObject(lines);
});

test('what only repeated runs show is counted once, and what the first run counted stays', () => {
	const single = allocatingLines([profile(['F:4'])]);
	const repeated = allocatingLines([profile(['F:4'], ['F:4'], ['g:8'])]);
	const all = withRepeated(single, repeated, 8);
	expect(all.map(({ line, objects, bytes }) => [line, objects, bytes])).toEqual([
		[4, 2, 48],
		[8, 1, 6],
	]);
});
