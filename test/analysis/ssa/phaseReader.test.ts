import { describe, expect, test } from 'vitest';
import { checkWords } from '../../../server/src/analysis/ssa/checkWords.ts';
import { createPhaseReader } from '../../../server/src/analysis/ssa/phaseReader.ts';

/** Shortened from what Go 1.26.8 prints. */
const recorded = `generating SSA for F
buildssa-body
.   RETURN tc(1) # a.go:4:2
  b1:
    (?) v1 = InitMem <mem>
    (-9) v7 = Arg <[]int> {xs} (xs[[]int])
    (10) v11 = IsInBounds <bool> v8 v10
    (11) v12 = NilCheck <*T> v27 v26
    (12) v13 = IsSliceInBounds <bool> v8 v10
    (13) v14 = IsInBounds <bool> v8 v9
    If v11 -> b2 b3 (likely)
  b2: <- b1
    Ret v1
  pass opt begin
  pass opt end [17716 ns]
  b1:
    (?) v1 = InitMem <mem>
    (-9) v7 = Arg <[]int> {xs} (xs[[]int])
    (10) v11 = IsInBounds <bool> v8 v10
    (11) v12 = NilCheck <*T> v27 v26
    (13) v14 = IsInBounds <bool> v8 v9
  pass prove begin
  pass prove end [2824 ns]
  b1:
    (?) v1 = InitMem <mem>
    (-9) v7 = Arg <[]int> {xs} (xs[[]int])
    (10) v11 = IsInBounds <bool> v8 v10 DEAD
    (11) v12 = NilCheck <*T> v27 v26
    (13) v14 = IsInBounds <bool> v8 v9
  pass lower begin
  pass lower end [1 ns]
  b1:
    (11) v12 = LoweredNilCheck <void> v27 v26
    (13) v15 = CMPQ <flags> v8 v9
  pass late nilcheck begin
  pass late nilcheck end [1 ns]
  b1:
    (13) v15 = CMPQ <flags> v8 v9
  pass trim begin
  pass trim end [1 ns]
  b1:
    (13) v15 = CMPQ <flags> v8 v9
dumped SSA for F,1 to ./ssa.html
`;

function read(text: string) {
	const reader = createPhaseReader();
	for (const line of text.split('\n')) reader.line(line);
	return reader.end();
}

test('which passes changed something', () => {
	const { phases, tree } = read(recorded);
	expect(tree).toEqual(['.   RETURN tc(1) # a.go:4:2']);
	expect(
		phases.map(({ pass, blocks, values, changed, nanoseconds }) => [pass, blocks, values, changed, nanoseconds]),
	).toEqual([
		['start', 2, 6, true, 0],
		['opt', 1, 5, true, 17716],
		['prove', 1, 4, true, 2824],
		['lower', 1, 2, true, 1],
		['late nilcheck', 1, 1, true, 1],
		['trim', 1, 1, false, 1],
	]);
	expect(phases.at(-1)?.text).toBe('');
	expect(phases.at(-2)?.text).toBe('  b1:\n    (13) v15 = CMPQ <flags> v8 v9');
});

test('what became of each check', () => {
	expect(read(recorded).checks.map((check) => `${check.line} ${check.value} ${checkWords(check)}`)).toEqual([
		'10 v11 bounds check of an index: removed by prove, because a comparison, a loop or a check before it proves it',
		'11 v12 nil check: removed by late nilcheck, because the next read or write through the pointer faults by itself',
		'12 v13 bounds check of a slice expression: removed by opt, because what it compares is constant',
		'13 v14 bounds check of an index: stays; no pass could prove that it holds',
	]);
});

describe('anything else', () => {
	test.each(['', 'dumped SSA', '  pass opt end [1 ns]', 'generating SSA for F\n  b1:\n    (1) v1 = ', '\u0000'])(
		'%j is read without an error',
		(text) => {
			expect(() => read(text)).not.toThrow();
		},
	);
});
