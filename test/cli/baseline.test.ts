/** Baselines under edits: what was there before stays known, and what is new is new. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RuleId, rules } from '../../server/src/analysis/linkname/rules.ts';
import type { PlacedFinding } from '../../server/src/audit/check/placedFinding.ts';
import {
	compareWithBaseline,
	type Examined,
	type FileState,
	parseBaseline,
	updateBaseline,
} from '../../server/src/cli/baseline.ts';
import { findingBaseline } from '../../server/src/cli/check.ts';

const findings: fc.Arbitrary<PlacedFinding> = fc
	.record({
		rule: fc.constantFrom(...(Object.keys(rules) as RuleId[]).slice(0, 3)),
		target: fc.constantFrom('runtime.a', 'runtime.b', undefined),
		file: fc.constantFrom('a.go', 'b/b.go', 'b/c.go'),
		line: fc.nat(50),
		sourceLine: fc.constantFrom('//go:linkname a runtime.a', '//go:linkname b runtime.b | x'),
	})
	.map(({ line, ...rest }) => ({
		...rest,
		severity: 'error',
		message: 'm',
		region: { line, column: 1, endLine: line, endColumn: 2 },
		related: [],
		fixes: [],
	}));

function examined(items: readonly PlacedFinding[], stateOf: (file: string) => FileState = () => 'examined') {
	return { items, leftOut: [], stateOf } satisfies Examined<PlacedFinding>;
}

function written(items: readonly PlacedFinding[]) {
	const { text } = updateBaseline(examined(items), undefined, findingBaseline);
	const baseline = parseBaseline(text, findingBaseline);
	if (typeof baseline === 'string') throw new Error(baseline);
	return baseline;
}

const news = (items: readonly { readonly new: boolean }[]) => items.filter((one) => one.new).length;

test('moved lines, other order, other indentation: nothing is new and nothing is gone', () => {
	const moved = fc.array(findings).chain((before) =>
		fc.record({
			before: fc.constant(before),
			after: fc.shuffledSubarray(before, { minLength: before.length, maxLength: before.length }).chain((all) =>
				fc.array(fc.nat(100), { minLength: all.length, maxLength: all.length }).map((lines) =>
					all.map((one, at) => ({
						...one,
						sourceLine: `\t${one.sourceLine.replace(' ', '  ')} `,
						region: { ...one.region, line: lines[at] ?? 0 },
					})),
				),
			),
		}),
	);
	fc.assert(
		fc.property(moved, ({ before, after }) => {
			const compared = compareWithBaseline(examined(after), written(before), findingBaseline);
			expect([news(compared.items), compared.gone.length, compared.notCompared]).toEqual([0, 0, 0]);
		}),
	);
});

test('a renamed file keeps what is known about it', () => {
	fc.assert(
		fc.property(fc.array(findings), (before) => {
			const after = before.map((one) => (one.file === 'a.go' ? { ...one, file: 'new/name.go' } : one));
			const state = (file: string) => (file === 'a.go' ? 'gone' : 'examined');
			const compared = compareWithBaseline(examined(after, state), written(before), findingBaseline);
			expect([news(compared.items), compared.gone.length]).toEqual([0, 0]);
		}),
	);
});

test('what is added is new, what is taken away is gone, and no more', () => {
	fc.assert(
		fc.property(fc.array(findings), fc.array(findings), fc.array(findings), (kept, added, removed) => {
			const names = (list: readonly PlacedFinding[]) =>
				list.map(({ file, rule, target, sourceLine }) => JSON.stringify([file, rule, target ?? '', sourceLine]));
			const count = (list: readonly string[], name: string) => list.filter((one) => one === name).length;
			const before = names([...kept, ...removed]);
			const after = names([...kept, ...added]);
			const all = [...new Set([...before, ...after])];
			const more = (a: readonly string[], b: readonly string[]) =>
				all.reduce((sum, name) => sum + Math.max(0, count(a, name) - count(b, name)), 0);
			const compared = compareWithBaseline(
				examined([...kept, ...added]),
				written([...kept, ...removed]),
				findingBaseline,
			);
			expect([news(compared.items), compared.gone.length]).toEqual([more(after, before), more(before, after)]);
		}),
	);
});

test('an update keeps entries of files that were not checked', () => {
	const finding = { ...(fc.sample(findings, 1)[0] ?? expect.fail()), file: 'a.go' };
	const update = updateBaseline(
		examined([], () => 'not-examined'),
		written([finding]),
		findingBaseline,
	);
	expect(update).toMatchObject({ total: 1, added: 0, removed: 0, kept: 1 });
});
