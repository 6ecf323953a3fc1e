/** Results that were written, read again and joined. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RuleId, rules } from '../../server/src/analysis/linkname/rules.ts';
import { inReportOrder, type PlacedFinding } from '../../server/src/audit/check/placedFinding.ts';
import { type CheckResult, readCheckResult } from '../../server/src/cli/checkResult.ts';
import type { EscapesReport, ReportedHint, ReportedPackage } from '../../server/src/cli/escapesReport.ts';
import { type EscapesResult, mergeEscapes, readEscapesResult } from '../../server/src/cli/escapesResult.ts';
import { escapeClasses } from '../../server/src/analysis/escape/escapeHint.ts';
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
	const result = readCheckResult(JSON.parse(json.check(report, look)));
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
	['{"version":2}', 'version is not as expected'],
	[json.check(reportOf([]), look).replace('"files": 3', '"files": -3'), 'summary.files is not as expected'],
	['null', 'the document is not as expected'],
])('a file that is no result of check', (text, problem) => {
	expect(readCheckResult(JSON.parse(text))).toBe(`is not a result of linkscape check --format json: ${problem}`);
});

const hints: fc.Arbitrary<ReportedHint> = fc.record({
	file: fc.constantFrom('a/a.go', 'a/b.go', 'b/c.go'),
	line: fc.integer({ min: 1, max: 4 }),
	column: fc.integer({ min: 1, max: 4 }),
	endLine: fc.nat(99),
	endColumn: fc.nat(99),
	function: texts,
	verdict: fc.constantFrom('heap', 'maybe-heap', 'static'),
	class: fc.constantFrom(...escapeClasses),
	level: fc.nat(3),
	subject: texts,
	message: texts,
	advice: texts,
	flow: fc.array(fc.record({ file: texts, line: fc.nat(9), column: fc.nat(9), text: texts }), { maxLength: 2 }),
});
const packages: fc.Arbitrary<ReportedPackage> = fc.record({
	importPath: fc.constantFrom('m/a', 'm/b', 'm/c'),
	status: fc.constantFrom('ok', 'failed'),
});
const budgets = fc.record({
	file: fc.constantFrom('a/a.go', 'b/c.go'),
	line: fc.nat(9),
	column: fc.nat(9),
	endLine: fc.nat(9),
	endColumn: fc.nat(9),
	package: texts,
	allowed: fc.nat(9),
	found: fc.nat(9),
	message: texts,
});
/** As it is after a way through JSON. */
const plain = (one: object): object => JSON.parse(JSON.stringify(one));

const parts = fc.record({ hints: fc.array(hints), packages: fc.array(packages), budgets: fc.array(budgets) });

function escapesOf(part: Partial<EscapesReport>, said: readonly { level: 'error' | 'note'; message: string }[] = []) {
	const run = { exitCode: 0, problems: said } as const;
	const usual = { context, hints: [], functions: [], packages: [], contracts: [], budgets: [], isFailing: () => false };
	const result = readEscapesResult(JSON.parse(json.escapes({ ...usual, ...part, run }, look)));
	if (typeof result === 'string') throw new Error(result);
	return result;
}

test('escapes: what is written as JSON is read again without loss', () => {
	fc.assert(
		fc.property(parts, fc.array(problems), (part, said) => {
			const contract = {
				file: 'a/a.go',
				line: 1,
				column: 1,
				function: 'F',
				contract: 'noalloc',
				state: 'broken',
				breaches: [{ line: 2, column: 3, endLine: 2, endColumn: 4, message: 'it allocates', cold: 'panic' }],
			} as const;
			const functions = [{ file: 'a/a.go', line: 1, name: 'F', inline: { can: true }, leaks: ['p'] }] as const;
			const report = { ...part, contracts: [contract], functions };
			expect(escapesOf(report, said)).toEqual({ context, ...report, problems: said, measured: undefined });
		}),
	);
});

test('escapes: results of several packages make the whole, in any order and given twice', () => {
	const shuffled = fc.array(parts, { minLength: 1, maxLength: 5 }).chain((all) => {
		const order = fc.shuffledSubarray(
			[...all.keys(), ...all.keys()].map((at, index) => ({ at, index })),
			{
				minLength: 2 * all.length,
			},
		);
		return fc.record({ all: fc.constant(all), order });
	});
	fc.assert(
		fc.property(shuffled, ({ all, order }) => {
			const results = all.map((part) => escapesOf(part));
			const merged = mergeEscapes(order.map(({ at }) => results[at] ?? expect.fail()));
			expect(merged).toEqual(mergeEscapes([...results].reverse()));
			if (typeof merged === 'string') return expect.fail(merged);
			const distinct = (list: readonly object[]) => {
				const found: object[] = [];
				for (const one of list)
					if (!found.some((other) => isDeepStrictEqual(plain(one), plain(other)))) found.push(one);
				return found.map(plain);
			};
			const whole = distinct(all.flatMap((part) => part.hints));
			expect(merged.hints.map(plain)).toEqual(expect.arrayContaining(whole));
			expect(merged.hints).toHaveLength(whole.length);
			const failed = new Set(
				all.flatMap((part) => part.packages.filter(({ status }) => status === 'failed').map((one) => one.importPath)),
			);
			for (const { importPath, status } of merged.packages) expect(status === 'failed').toBe(failed.has(importPath));
			expect(merged.hints.map(({ file, line }) => `${file} ${line}`)).toEqual(
				merged.hints.map(({ file, line }) => `${file} ${line}`).sort(),
			);
		}),
	);
});

const measured: EscapesResult = { ...escapesOf({}), measured: '--verify' };

test.each([
	[
		'two versions',
		[escapesOf({}), escapesOf({ context: { ...context, go: 'go1.27.0' } })],
		'The results are of different builds: go1.26.8 linux/amd64 and go1.27.0 linux/amd64.',
	],
	['measurements', [escapesOf({}), measured], 'What --verify measured cannot be joined: merge the results without it.'],
])('escapes: %s make no whole', (_, results, sentence) => {
	expect(mergeEscapes(results)).toBe(sentence);
});

test('escapes: a damaged result is refused with the place that is wrong', () => {
	const text = json.escapes(
		{
			...{ context, functions: [], contracts: [], budgets: [], isFailing: () => false },
			...{ hints: [], packages: [{ importPath: 'm', status: 'ok' }], run: { exitCode: 0, problems: [] } },
		},
		look,
	);
	const value = JSON.parse(text.replace('"ok"', '"fine"'));
	expect(readEscapesResult(value)).toBe(
		'is not a result of linkscape escapes --format json: packages.0.status is not as expected',
	);
});
