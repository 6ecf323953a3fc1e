/** The examples in the rules' pages: the wrong one has the fault that the page is about, the right one has none. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkDirectives } from '../../../server/src/analysis/linkname/checkDirectives.ts';
import { type RuleId, rules } from '../../../server/src/analysis/linkname/rules.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';

/** What the rules that read text say to a package of one file. */
function findings(text: string): RuleId[] {
	const view = {
		directory: '/m',
		importPath: 'example.com/m',
		goVersion: '1.24',
		toolchain: 'go1.26.8',
		std: false,
		hasForeignSources: false,
		files: [{ path: '/m/a.go', file: scanGoFile(text) }],
	};
	return checkDirectives(view).map((finding) => finding.rule);
}

test.each(Object.keys(rules) as RuleId[])('%s', (id) => {
	const page = readFileSync(new URL(`../../../docs/rules/${id}.md`, import.meta.url), 'utf8');
	const [wrong, right] = [...page.matchAll(/```go\n([^]*?)```/g)].map((match) => match[1] ?? '');
	if (wrong === undefined || right === undefined) {
		expect(['linkname-dependency-refused', 'budget-exceeded', 'policy-usage']).toContain(id);
		return;
	}
	if (rules[id].decidedBy === 'file') expect(findings(wrong)).toContain(id);
	else expect(findings(wrong)).toEqual([]);
	expect(findings(right)).toEqual([]);
});
