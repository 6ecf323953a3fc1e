/** What SARIF says about rules and classes is what their pages say. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { escapeClasses } from '../../server/src/analysis/escape/escapeHint.ts';
import { type RuleId, rules } from '../../server/src/analysis/linkname/rules.ts';
import { classDescriptions, ruleDescriptions } from '../../server/src/cli/report/descriptions.ts';

const oneLine = (paragraph = '') => paragraph.trim().replaceAll('\n', ' ');

test.each(Object.keys(rules) as RuleId[])('%s', (id) => {
	// The title, the line with severity and versions, then what the rule finds.
	const [, , paragraph] = readFileSync(`docs/rules/${id}.md`, 'utf8').split('\n\n');
	expect(ruleDescriptions[id]).toBe(oneLine(paragraph));
});

test.each([...escapeClasses])('%s', (id) => {
	const sections = readFileSync('docs/escape-classes.md', 'utf8').split(/^## /m);
	const [, paragraph] = sections.find((section) => section.startsWith(`${id}\n`))?.split('\n\n') ?? [];
	expect(classDescriptions[id]).toBe(oneLine(paragraph).replace(/^\*\*L\d\.\*\* /, ''));
});
