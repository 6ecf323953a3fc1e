/** A comment on a pull request: what is new, and what is gone. */
import { codeSpan, escapeProse } from '../../analysis/text/markdown.ts';
import { type RuleId, rules, ruleUrl } from '../../analysis/linkname/rules.ts';
import type { RunEnd } from '../exitCode.ts';
import { plural } from '../plural.ts';
import { classUrl } from './descriptions.ts';
import { itemsOfCheck, itemsOfEscapes, type ReportItem } from './items.ts';
import type { Reporter } from './reporter.ts';

export const markdown: Reporter = {
	check(report) {
		const { files, directives, gone, run } = report;
		const looked = `${plural(files, 'file')}, ${plural(directives, 'directive')}`;
		return spellComment({
			title: 'Linkscape check',
			items: itemsOfCheck(report),
			noun: 'finding',
			urlOf: (rule) => ruleUrl(rule as RuleId),
			looked,
			gone,
			run,
		});
	},
	escapes(report) {
		const compiled = report.packages.filter(({ status }) => status === 'ok').length;
		return spellComment({
			title: 'Linkscape escapes',
			items: itemsOfEscapes(report),
			noun: 'heap allocation',
			urlOf: (rule) => (isRule(rule) ? ruleUrl(rule) : classUrl(rule)),
			looked: plural(compiled, 'package'),
			gone: report.gone,
			run: report.run,
		});
	},
};

function isRule(id: string): id is RuleId {
	return Object.hasOwn(rules, id);
}

interface Comment {
	readonly title: string;
	readonly items: readonly ReportItem[];
	readonly noun: string;
	readonly urlOf: (rule: string) => string;
	/** What was looked at: `12 files`. */
	readonly looked: string;
	/** Only with a baseline: what it holds and the code does not any more. */
	readonly gone: readonly string[] | undefined;
	readonly run: RunEnd;
}

/** Rows of a table: GitHub takes 65,536 characters in a comment. */
const mostRows = 100;

function spellComment({ title, items, noun, urlOf, looked, gone, run }: Comment): string {
	const compared = gone !== undefined;
	const count =
		items.length === 0
			? `No ${compared ? 'new ' : ''}${noun}s`
			: `${plural(items.length, `${compared ? 'new ' : ''}${noun}`)}`;
	const left = gone === undefined ? '' : `, ${gone.length} gone`;
	const rows = items.slice(0, mostRows).map(({ file, line, rule, severity, message }) => {
		return `| ${severity} | ${cell(codeSpan(`${file}:${line}`))} | ${cell(escapeProse(oneLine(message)))} [${rule}](${urlOf(rule)}) |`;
	});
	const table = rows.length === 0 ? [] : ['', '| | Where | What |', '|---|---|---|', ...rows];
	const more = items.length > mostRows ? ['', `And ${items.length - mostRows} more.`] : [];
	const ended =
		gone === undefined || gone.length === 0
			? []
			: [
					'',
					'<details><summary>Gone since the baseline</summary>',
					'',
					...gone.slice(0, mostRows).map((one) => `- ${codeSpan(one)}`),
					...(gone.length > mostRows ? [`- and ${gone.length - mostRows} more`] : []),
					'',
					'</details>',
				];
	const problems = run.problems
		.filter(({ level }) => level === 'error')
		.map(({ message }) => `- ${escapeProse(oneLine(message))}`);
	const unable = problems.length === 0 ? [] : ['', 'Could not be checked:', '', ...problems];
	return `${[`### ${title}`, '', `${count} in ${looked}${left}.`, ...table, ...more, ...ended, ...unable].join('\n')}\n`;
}

/** A bar ends a cell even in a code span (GFM 0.29, 4.10). */
function cell(text: string): string {
	return text.replace(/(?<!\\)\|/g, '\\|');
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ');
}
