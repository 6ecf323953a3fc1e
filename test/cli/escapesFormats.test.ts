import { expect, test } from 'vitest';
import { escapeClasses } from '../../server/src/analysis/escape/escapeHint.ts';
import type { EscapesReport, ReportedHint } from '../../server/src/cli/escapesReport.ts';
import { github } from '../../server/src/cli/report/github.ts';
import { reporters } from '../../server/src/cli/report/reporters.ts';
import { sarif } from '../../server/src/cli/report/sarif.ts';

const hint: ReportedHint = {
	file: 'lib/a.go',
	line: 3,
	column: 36,
	endLine: 3,
	endColumn: 42,
	function: 'New',
	verdict: 'heap',
	class: 'returned',
	level: 1,
	subject: '&P{...}',
	message: '&P{...} goes to the heap: 100% sure.',
	advice: '',
	flow: [],
};
const known = { ...hint, line: 9, endLine: 9, new: false, advice: 'Return the value.' };
const look = { colour: false, toolVersion: '1.2.3' };
const context = { go: 'go1.26.8', goos: 'linux', goarch: 'amd64' };

function reportOf(...hints: ReportedHint[]): EscapesReport {
	const run = { exitCode: 0, problems: [] } as const;
	return { context, hints, functions: [], packages: [], contracts: [], budgets: [], run, isFailing: () => false };
}

test('github: notices, and with a baseline warnings about what is new', () => {
	const place = 'file=lib/a.go,line=3,endLine=3,col=36,endColumn=42,title=returned';
	const message = '&P{...} goes to the heap: 100%25 sure.';
	expect(github.escapes(reportOf(hint), look)).toBe(`::notice ${place}::${message}\n`);
	expect(github.escapes(reportOf({ ...hint, new: true }, known), look)).toBe(`::warning ${place}::${message}\n`);
});

test('sarif: a rule for each class, and what the baseline knows', () => {
	const [run] = JSON.parse(sarif.escapes(reportOf({ ...hint, new: true }, known), look)).runs;
	expect(run.tool.driver).toMatchObject({ name: 'linkscape', version: '1.2.3', rules: expect.any(Array) });
	expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
		...escapeClasses,
		'contract-broken',
		'budget-exceeded',
	]);
	expect(run.tool.driver.rules[0]).toMatchObject({
		shortDescription: { text: 'heap allocation: returned' },
		helpUri: expect.stringMatching(/escape-classes\.md#returned$/),
		help: { markdown: expect.stringContaining('`return &p`'), text: expect.stringContaining('return &p') },
	});
	expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 0 }]);
	expect(run.results).toMatchObject([
		{
			ruleId: 'returned',
			ruleIndex: 0,
			level: 'warning',
			baselineState: 'new',
			locations: [
				{
					physicalLocation: {
						artifactLocation: { uri: 'lib/a.go' },
						region: { startLine: 3, startColumn: 36, endLine: 3, endColumn: 42 },
					},
				},
			],
		},
		{ level: 'note', baselineState: 'unchanged', message: { text: expect.stringMatching(/Return the value\.$/) } },
	]);
});

test.each(['github', 'sarif', 'gitlab', 'checkstyle', 'junit', 'markdown'] as const)(
	'%s: the lines that allocate more than the gate accepts',
	(format) => {
		const change = {
			benchmark: 'example.com/m.BenchmarkF',
			file: 'lib/a.go',
			line: 3,
			function: 'example.com/m.F',
			text: 'x := new(T)',
			before: { objects: 1, bytes: 8 },
			after: { objects: 2, bytes: 16 },
			message: 'BenchmarkF: 1 → 2 allocations per operation',
		};
		const worse = { ...hint, new: true, message: change.message };
		const gate = { worse: [change], better: [], compared: 1, added: [], gone: [] };
		const text = reporters[format].escapes({ ...reportOf(worse), gate, isFailing: () => true }, look);
		expect(text).toContain('lib/a.go');
		expect(text).toContain('allocations per operation');
	},
);
