/** Reports in the formats of other tools, checked against their schemas where there are some. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RuleId, rules } from '../../server/src/analysis/linkname/rules.ts';
import type { PlacedFinding } from '../../server/src/audit/check/placedFinding.ts';
import type { EscapesReport, ReportedHint } from '../../server/src/cli/escapesReport.ts';
import { checkstyle } from '../../server/src/cli/report/checkstyle.ts';
import { gitlab } from '../../server/src/cli/report/gitlab.ts';
import { human } from '../../server/src/cli/report/human.ts';
import { json } from '../../server/src/cli/report/json.ts';
import { junit } from '../../server/src/cli/report/junit.ts';
import { markdown } from '../../server/src/cli/report/markdownReport.ts';
import type { CheckReport } from '../../server/src/cli/report/report.ts';
import { reporters } from '../../server/src/cli/report/reporters.ts';
import { sarif } from '../../server/src/cli/report/sarif.ts';

const look = { colour: false, toolVersion: '1.2.3' };
const context = { go: 'go1.26.8', goos: 'linux', goarch: 'amd64' };

function schema(name: string) {
	// Draft 4 calls `$id` `id`; nothing else of it is of another kind.
	const { $schema: _draft, id: _id, ...rest } = JSON.parse(readFileSync(`test/oracle/schemas/${name}`, 'utf8'));
	return new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(rest);
}

const isSarif = schema('sarif-2.1.0.json');
const isIssue = schema('codequality.json');

const finding: PlacedFinding = {
	rule: 'linkname-refused',
	severity: 'error',
	message: 'runtime.a is refused: <b> & "c" | d\u0007',
	target: 'runtime.a',
	file: 'a b/ä.go',
	region: { line: 3, column: 1, endLine: 3, endColumn: 9 },
	sourceLine: '//go:linkname a runtime.a',
	related: [{ file: 'b.go', region: { line: 1, column: 1, endLine: 1, endColumn: 2 }, message: 'here' }],
	fixes: [
		{ title: 'Remove it', replacements: [{ region: { line: 3, column: 1, endLine: 4, endColumn: 1 }, text: '' }] },
		{ title: 'Ask somebody' },
	],
	module: '.',
};

function report(findings: readonly PlacedFinding[], more: Partial<CheckReport> = {}): CheckReport {
	const isFailing = ({ severity, new: isNew }: PlacedFinding) => severity === 'error' && isNew !== false;
	const run = { exitCode: 1, problems: [] } as const;
	return { context, findings, files: 2, directives: 1, fixed: 0, seconds: 0, run, isFailing, ...more };
}

const hint: ReportedHint = {
	file: 'a.go',
	line: 3,
	column: 2,
	endLine: 3,
	endColumn: 4,
	function: 'F',
	verdict: 'heap',
	class: 'returned',
	level: 1,
	subject: '&x',
	message: '&x goes to the heap.',
	advice: 'Return x.',
	flow: [{ file: 'a.go', line: 3, column: 2, text: 'return &x' }],
};

function escapes(hints: readonly ReportedHint[], more: Partial<EscapesReport> = {}): EscapesReport {
	const run = { exitCode: 0, problems: [] } as const;
	const packages = [{ importPath: 'p', status: 'ok' }] as const;
	return {
		context,
		hints,
		functions: [],
		packages,
		contracts: [],
		budgets: [],
		run,
		isFailing: (one) => one.new !== false,
		...more,
	};
}

test('sarif is valid, and says what code scanning asks for', () => {
	const suppressed = { ...finding, suppression: { kind: 'inSource', reason: 'known' } } as const;
	const problems = [{ level: 'error', message: 'x cannot be read.' }] as const;
	const log = JSON.parse(
		sarif.check(
			report([finding, { ...finding, go: ['go1.22'] }], { suppressed: [suppressed], run: { exitCode: 2, problems } }),
			look,
		),
	);
	expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
	const [run] = log.runs;
	const [first, second, third] = run.results;
	expect(run.tool.driver.rules[first.ruleIndex]).toMatchObject({
		id: 'linkname-refused',
		help: { text: expect.any(String), markdown: expect.any(String) },
		defaultConfiguration: { level: 'error' },
	});
	expect(first).toMatchObject({
		fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 3, endLine: 4 } }] }] }],
		relatedLocations: [{ message: { text: 'here' } }],
		partialFingerprints: { 'linkscape/v1': expect.stringMatching(/^[\w-]{22}$/) },
	});
	expect(second.partialFingerprints).not.toEqual(first.partialFingerprints);
	expect(second.properties).toEqual({ go: ['go1.22'] });
	expect(third.suppressions).toEqual([{ kind: 'inSource', justification: 'known' }]);
	expect(run.automationDetails).toEqual({ id: 'linkscape/check/' });
	expect(run.invocations[0].executionSuccessful).toBe(false);
});

test('sarif of hints is valid, with the way to the heap', () => {
	const log = JSON.parse(sarif.escapes(escapes([{ ...hint, new: true }, hint]), look));
	expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
	expect(log.runs[0].results[0].codeFlows[0].threadFlows[0].locations[0].location.message.text).toBe('return &x');
});

test('a fingerprint survives moved lines and a renamed file', () => {
	const marksOf = (list: readonly PlacedFinding[]) =>
		JSON.parse(sarif.check(report(list), look)).runs[0].results.map(
			(result: { partialFingerprints: object }) => result.partialFingerprints,
		);
	const moved = {
		...finding,
		file: 'z.go',
		region: { ...finding.region, line: 90 },
		sourceLine: `\t${finding.sourceLine}`,
	};
	expect(marksOf([moved])).toEqual(marksOf([finding]));
});

test('sarif holds no more results than GitHub takes, the most severe ones', () => {
	const notes = Array.from({ length: 25_000 }, () => ({ ...finding, severity: 'information' }) as const);
	const [run] = JSON.parse(sarif.check(report([...notes, finding]), look)).runs;
	expect(run.results).toHaveLength(25_000);
	expect(run.results.at(-1).level).toBe('error');
	expect(run.invocations[0].toolExecutionNotifications).toMatchObject([
		{ level: 'note', message: { text: '1 of 25001 results are left out: the most severe are here.' } },
	]);
});

test('gitlab: issues that are valid and different', () => {
	const known = { ...finding, new: false };
	const issues = JSON.parse(gitlab.check(report([finding, finding, known]), look));
	expect(issues.map(isIssue)).toEqual([true, true]);
	expect(issues[0]).toMatchObject({
		check_name: 'linkname-refused',
		severity: 'critical',
		location: { path: 'a b/ä.go', lines: { begin: 3, end: 3 } },
	});
	expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(2);
	expect(JSON.parse(gitlab.escapes(escapes([hint]), look)).map(isIssue)).toEqual([true]);
});

test('checkstyle: files with errors, nothing that XML cannot hold', () => {
	expect(checkstyle.check(report([finding]), look)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
	<file name="a b/ä.go">
		<error line="3" column="1" severity="error" message="runtime.a is refused: &lt;b&gt; &amp; &quot;c&quot; | d" source="linkscape.linkname-refused"/>
	</file>
</checkstyle>
`);
});

test('junit: what counts fails, the rest passes, and a run that could not be made is an error', () => {
	const mild = { ...finding, severity: 'hint', message: 'm' } as const;
	const problems = [{ level: 'error', message: 'x cannot be read.' }] as const;
	const text = junit.check(report([finding, mild], { run: { exitCode: 2, problems } }), look);
	expect(text).toContain('<testsuite name="linkscape check" tests="3" failures="1" errors="1">');
	expect(text).toContain('<failure message="runtime.a is refused: &lt;b&gt; &amp; &quot;c&quot; | d" type="error">');
	expect(text).toContain('<system-out>hint: m</system-out>');
	expect(text).toContain('<error message="x cannot be read."/>');
	expect(junit.check(report([]), look)).toContain('tests="1" failures="0" errors="0"');
});

test('markdown: what is new, and what is gone', () => {
	const text = markdown.check(
		report(
			[
				{ ...finding, new: true },
				{ ...finding, new: false },
			],
			{ gone: ['b.go | x'] },
		),
		look,
	);
	expect(text).toBe(`### Linkscape check

1 new finding in 2 files, 1 directive, 1 gone.

| | Where | What |
|---|---|---|
| error | \`a b/ä.go:3\` | runtime.a is refused: \\<b\\> & "c" \\| d\u0007 [linkname-refused](https://github.com/linkscape/linkscape/blob/main/docs/rules/linkname-refused.md) |

<details><summary>Gone since the baseline</summary>

- \`b.go | x\`

</details>
`);
	expect(markdown.escapes(escapes([hint]), look)).toContain('1 heap allocation in 1 package.');
});

test('whatever is reported, XML stays XML', () => {
	const found = fc.record({
		rule: fc.constantFrom(...(Object.keys(rules) as RuleId[])),
		message: fc.string({ unit: 'binary' }),
		file: fc.string({ unit: 'binary' }),
	});
	fc.assert(
		fc.property(fc.array(found), (list) => {
			const all = report(list.map((one) => ({ ...finding, ...one })));
			for (const format of [checkstyle, junit]) {
				const text = format.check(all, look);
				// oxlint-disable-next-line no-control-regex
				expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
				expect(text.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
			}
		}),
	);
});

test('many hints are summed up by class and function, few are not', () => {
	const many = Array.from(
		{ length: 31 },
		(_, at) => ({ ...hint, function: at < 20 ? 'F' : 'G', class: at === 0 ? 'stored' : 'returned' }) as const,
	);
	const { summary } = JSON.parse(json.escapes(escapes(many), look));
	expect(summary).toEqual({
		classes: { returned: 30, stored: 1 },
		functions: [
			{ file: 'a.go', function: 'F', hints: 20 },
			{ file: 'a.go', function: 'G', hints: 11 },
		],
	});
	expect(human.escapes(escapes(many), look)).toContain(
		'By class: 30 returned, 1 stored.\nMost in: F (a.go) 20, G (a.go) 11.\n',
	);
	expect(human.escapes(escapes(many.slice(1)), look)).not.toContain('By class');
});

test('the same advice is printed once', () => {
	const hints = ['use a value', 'use a value', 'reuse a buffer'].map((advice) => ({ ...hint, advice }));
	const lines = human.escapes(escapes(hints), look).split('\n');
	expect(lines.filter((line) => line.startsWith(' '))).toEqual(['    use a value', '    reuse a buffer']);
});

const breach = { line: 5, column: 2, endLine: 5, endColumn: 9, message: '//linkscape:noalloc of F is broken' };
const broken = escapes([], {
	contracts: [
		{
			file: 'a.go',
			line: 3,
			column: 1,
			function: 'F',
			contract: 'noalloc',
			state: 'broken',
			breaches: [breach, breach],
		},
		{ file: 'a.go', line: 8, column: 1, function: 'G', contract: 'noalloc', state: 'unsure', breaches: [breach] },
	],
	budgets: [
		{
			...{ file: 'p/p.go', line: 7, column: 1, endLine: 7, endColumn: 3 },
			...{ package: 'm/p', allowed: 1, found: 2, message: 'm/p has 2 places that allocate, and its budget is 1.' },
		},
	],
	run: { exitCode: 1, problems: [] },
});

test.each(['human', 'github', 'sarif', 'gitlab', 'checkstyle', 'junit', 'markdown', 'json'] as const)(
	'%s: broken contracts and exceeded budgets, each at its place',
	(format) => {
		const text = reporters[format].escapes(broken, look);
		for (const word of ['noalloc of F is broken', 'its budget is 1.', 'a.go', 'p/p.go']) expect(text).toContain(word);
		if (format === 'sarif') {
			const log = JSON.parse(text);
			expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
			const { results } = log.runs[0];
			// GitHub takes no result without a place.
			expect(results.map(({ locations }: { locations: readonly object[] }) => locations.length)).toEqual([1, 1, 1]);
		}
		if (format === 'gitlab') {
			const issues = JSON.parse(text);
			expect(issues.map(isIssue)).toEqual([true, true, true]);
			expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(3);
		}
		if (format === 'junit') expect(text).toContain('tests="3" failures="3" errors="0"');
		if (format === 'checkstyle') expect(text).toContain('source="linkscape.budget-exceeded"');
		if (format === 'markdown') expect(text).toContain('docs/rules/contract-broken.md');
	},
);
