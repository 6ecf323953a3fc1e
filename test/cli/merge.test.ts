/** Results that were written, read again and joined. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RuleId, rules } from '../../server/src/analysis/linkname/rules.ts';
import { inReportOrder, type PlacedFinding } from '../../server/src/audit/check/placedFinding.ts';
import { type CheckResult, parseCheckResult } from '../../server/src/cli/checkResult.ts';
import { mergeResults } from '../../server/src/cli/merge.ts';
import { json } from '../../server/src/cli/report/json.ts';
import type { CheckReport } from '../../server/src/cli/report/report.ts';

const look = { colour: false, toolVersion: '1.2.3' };
const context = { go: 'go1.26.8', goos: 'linux', goarch: 'amd64' };

const regions = fc.record({ line: fc.nat(99), column: fc.nat(99), endLine: fc.nat(99), endColumn: fc.nat(99) });
const texts = fc.string({ unit: 'binary' });
const findings: fc.Arbitrary<PlacedFinding> = fc.record(
	{
		rule: fc.constantFrom(...(Object.keys(rules) as RuleId[])),
		severity: fc.constantFrom('error', 'warning', 'information', 'hint'),
		message: texts,
		target: texts,
		file: fc.constantFrom('a/a.go', 'a/b.go', 'b/c.go', 'd.go'),
		region: regions,
		sourceLine: texts,
		related: fc.array(fc.record({ file: texts, region: regions, message: texts }), { maxLength: 2 }),
		fixes: fc.array(
			fc.oneof(
				fc.record({ title: texts }),
				fc.record({
					title: texts,
					replacements: fc.array(fc.record({ region: regions, text: texts }), { maxLength: 2 }),
				}),
			),
			{ maxLength: 3 },
		),
		module: fc.constantFrom('.', 'a', 'b'),
		go: fc.constantFrom(['go1.22.12'], ['go1.22.12', 'go1.27.0']),
	},
	{ requiredKeys: ['rule', 'severity', 'message', 'file', 'region', 'sourceLine', 'related', 'fixes'] },
);
const problems = fc.record({ level: fc.constantFrom('error', 'note'), message: texts });

function reportOf(found: readonly PlacedFinding[], more: Partial<CheckReport> = {}): CheckReport {
	const end = { exitCode: 0, problems: [] } as const;
	const usual = { context, files: 3, directives: 2, fixed: 1, seconds: 0, run: end, isFailing: () => false };
	return { ...usual, findings: found, ...more };
}

function read(report: CheckReport): CheckResult {
	const result = parseCheckResult(json.check(report, look));
	if (typeof result === 'string') throw new Error(result);
	return result;
}

test('what is written as JSON is read again without loss', () => {
	fc.assert(
		fc.property(fc.array(findings), fc.array(problems), (found, said) => {
			const versions = ['go1.22.12', 'go1.27.0'];
			const suppressed = found.map((one) => ({ ...one, suppression: { kind: 'inSource', reason: 'r' } }) as const);
			const run = { exitCode: 0, problems: said } as const;
			const report = reportOf(found, { suppressed, run, versions, shard: { index: 2, count: 3 } });
			expect(read(report)).toEqual({
				context,
				versions,
				findings: found,
				suppressed,
				files: 3,
				directives: 2,
				fixed: 1,
				shard: { index: 2, count: 3 },
				problems: said,
			});
		}),
	);
});

test('shards make the whole in any order', () => {
	const shared = fc.integer({ min: 1, max: 5 }).chain((count) =>
		fc.record({
			parts: fc.array(fc.array(findings), { minLength: count, maxLength: count }),
			order: fc.shuffledSubarray(
				Array.from({ length: count }, (_, at) => at),
				{ minLength: count, maxLength: count },
			),
		}),
	);
	fc.assert(
		fc.property(shared, ({ parts, order }) => {
			const count = parts.length;
			const results = parts.map((part, at) => read(reportOf(part, { shard: { index: at + 1, count } })));
			const merged = mergeResults(order.map((at) => results[at] ?? expect.fail()));
			const whole = new Map(parts.flat().map((one) => [JSON.stringify(one), one]));
			const expected = [...whole].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
			expect(merged).toEqual({
				context,
				versions: undefined,
				findings: expected.sort(inReportOrder),
				suppressed: [],
				files: 3 * count,
				directives: 2 * count,
				fixed: count,
				problems: [],
			});
			expect(merged).toEqual(mergeResults(results));
		}),
	);
});

const shard = (index: number, count: number) => read(reportOf([], { shard: { index, count } }));

test.each([
	['one is missing', [shard(1, 3), shard(3, 3)], 'Shard 2 of 3 is missing.'],
	['many are missing', [shard(7, 9)], 'Shards 1, 2, 3, 4, 5 and 3 more of 9 are missing.'],
	['one is there twice', [shard(1, 2), shard(2, 2), shard(1, 2)], 'Shard 1 of 2 is given more than once.'],
	['they are of two runs', [shard(1, 2), shard(2, 3)], 'The results are shards of 2 and of 3.'],
	['one is none', [shard(1, 1), read(reportOf([]))], 'Some of the results are shards, and some are not.'],
	[
		'they are of two versions',
		[read(reportOf([])), read(reportOf([], { context: { ...context, go: 'go1.27.0' } }))],
		'The results are of different builds: go1.26.8 linux/amd64 and go1.27.0 linux/amd64.',
	],
])('%s: no whole', (_, results, sentence) => {
	expect(mergeResults(results)).toBe(sentence);
});

test.each([
	['', 'is not a result of linkscape check: it is not JSON'],
	['{"version":2}', 'is not a result of linkscape check --format json: version is not as expected'],
	[
		json.check(reportOf([]), look).replace('"files": 3', '"files": -3'),
		'is not a result of linkscape check --format json: summary.files is not as expected',
	],
])('a file that is no result', (text, problem) => {
	expect(parseCheckResult(text)).toBe(problem);
});
