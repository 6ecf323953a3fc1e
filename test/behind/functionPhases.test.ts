/** The passes of the Go in use over functions of a small module. */
import { expect } from 'vitest';
import { checkWords } from '../../server/src/analysis/ssa/checkWords.ts';
import { functionPhases } from '../../server/src/behind/functionPhases.ts';
import { askerIn, problemOf } from '../support/behind.ts';
import { goTest, temporaryModule } from '../support/go.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a.go': `package m

type T struct{ a int }

func Sum(xs []int, i, j int, p *T) int {
	total := 0
	for at := range xs {
		total += xs[at]
	}
	p.a = 1
	return total + xs[i]
}

func (t *T) Get() int { return t.a }

//go:noinline
func Each[E any](all []E, i int) E { return all[i] }

var _ = Each([]int{1}, 0)

func Unused[E any](e E) {}

func F(x *int) {
	func() { *x++ }()
}
`,
};

const never = new AbortController().signal;

goTest('bounds and nil checks, with the pass that removed them', async () => {
	const { checks, phases, name, declared } = await functionPhases('Sum', askerIn(temporaryModule(files)), never);
	expect(checks.map((check) => `${check.line} ${checkWords(check)}`)).toEqual([
		'8 bounds check of an index: removed by prove, because a comparison, a loop or a check before it proves it',
		'10 nil check: removed by late nilcheck, because the next read or write through the pointer faults by itself',
		'11 bounds check of an index: stays; no pass could prove that it holds',
	]);
	expect([name, declared?.line]).toEqual(['Sum', 5]);
	expect(phases.map(({ pass }) => pass)).toEqual(
		expect.arrayContaining(['start', 'opt', 'prove', 'lower', 'regalloc']),
	);
	expect(phases.length).toBeGreaterThan(40);
});

goTest.each([
	['T.Get', '(*T).Get'],
	['(*T).Get', '(*T).Get'],
	['Each', 'Each[go.shape.int]'],
])('%s is %s to the compiler', async (written, name) => {
	expect((await functionPhases(written, askerIn(temporaryModule(files)), never)).name).toBe(name);
});

goTest.each([
	['Unused', /^Unused is generic, and example\.com\/m has no instance of it/],
	['F.func1', /^Every caller inlines F\.func1/],
	['Som', 'There is no function Som in example.com/m; did you mean Sum?'],
])('%s is answered with one sentence', async (written, sentence) => {
	expect(await problemOf(functionPhases(written, askerIn(temporaryModule(files)), never))).toMatch(sentence);
});
