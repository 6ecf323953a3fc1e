/** GitLab's Code Quality report: an array of issues, which it compares by their fingerprints. */
import { fingerprints } from '../../audit/check/fingerprint.ts';
import type { Severity } from '../../analysis/severity.ts';
import { itemsOfCheck, itemsOfEscapes, type ReportItem } from './items.ts';
import type { Reporter } from './reporter.ts';

export const gitlab: Reporter = {
	check: (report) => spellIssues(itemsOfCheck(report)),
	escapes: (report) => spellIssues(itemsOfEscapes(report)),
};

const levels: Readonly<Record<Severity, string>> = {
	error: 'critical',
	warning: 'major',
	information: 'minor',
	hint: 'info',
};

function spellIssues(items: readonly ReportItem[]): string {
	const marks = fingerprints(items, ({ rule, identity }) => [rule, ...identity], true);
	const issues = items.map(({ file, line, endLine, rule, severity, message }, at) => ({
		type: 'issue',
		check_name: rule,
		description: message,
		categories: ['Bug Risk'],
		severity: levels[severity],
		fingerprint: marks[at],
		location: { path: file, lines: { begin: line, end: endLine } },
	}));
	return `${JSON.stringify(issues, null, '\t')}\n`;
}
