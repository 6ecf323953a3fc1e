import { expect, test } from 'vitest';
import type { EscapesReport, ReportedHint } from '../../server/src/cli/escapesReport.ts';
import { githubEscapes } from '../../server/src/cli/report/github.ts';
import { sarifEscapes } from '../../server/src/cli/report/sarif.ts';

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
const context = { go: 'go1.26.8', goos: 'linux', goarch: 'amd64' };

function reportOf(...hints: ReportedHint[]): EscapesReport {
	return { version: 1, tool: 'linkscape', context, hints, functions: [], packages: [] };
}

test('github: notices, and with a baseline warnings about what is new', () => {
	const place = 'file=lib/a.go,line=3,endLine=3,col=36,endColumn=42,title=returned';
	const message = '&P{...} goes to the heap: 100%25 sure.';
	expect(githubEscapes(reportOf(hint))).toBe(`::notice ${place}::${message}\n`);
	expect(githubEscapes(reportOf({ ...hint, new: true }, known))).toBe(`::warning ${place}::${message}\n`);
});

test('sarif: a rule for each class, and what the baseline knows', () => {
	const [run] = JSON.parse(sarifEscapes(reportOf({ ...hint, new: true }, known), '1.2.3')).runs;
	expect(run.tool.driver).toMatchObject({ name: 'linkscape', version: '1.2.3', rules: [{ id: 'returned' }] });
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
