/** JUnit's XML: what counts against the run is a failed test, everything else a test that passed. */
import type { RunEnd } from '../exitCode.ts';
import { itemsOfCheck, itemsOfEscapes, type ReportItem } from './items.ts';
import type { Reporter } from './reporter.ts';
import { attributes, escapeXml } from './xml.ts';

export const junit: Reporter = {
	check: (report) => spellSuite('linkscape check', itemsOfCheck(report), report.run),
	escapes: (report) => spellSuite('linkscape escapes', itemsOfEscapes(report), report.run),
};

function spellSuite(name: string, items: readonly ReportItem[], run: RunEnd): string {
	const problems = run.problems.filter(({ level }) => level === 'error');
	const cases = [
		...items.map(toCase),
		...problems.map(({ message }) => toError(message)),
		...(items.length + problems.length === 0
			? [`\t\t<testcase${attributes({ classname: 'linkscape', name: 'no findings' })}/>\n`]
			: []),
	];
	const counts = {
		tests: cases.length,
		failures: items.filter(({ fails }) => fails).length,
		errors: problems.length,
	};
	const suite = `\t<testsuite${attributes({ name, ...counts })}>\n${cases.join('')}\t</testsuite>\n`;
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes(counts)}>\n${suite}</testsuites>\n`;
}

function toCase({ file, line, column, rule, severity, message, fails }: ReportItem): string {
	const place = `${file}:${line}:${column}`;
	const values = { classname: rule, name: place, file, line };
	if (!fails) {
		return `\t\t<testcase${attributes(values)}>\n\t\t\t<system-out>${escapeXml(`${severity}: ${message}`)}</system-out>\n\t\t</testcase>\n`;
	}
	const failure = `<failure${attributes({ message, type: severity })}>${escapeXml(`${place}: ${message}`)}</failure>`;
	return `\t\t<testcase${attributes(values)}>\n\t\t\t${failure}\n\t\t</testcase>\n`;
}

function toError(message: string): string {
	const values = { classname: 'linkscape', name: 'run' };
	return `\t\t<testcase${attributes(values)}>\n\t\t\t<error${attributes({ message })}/>\n\t\t</testcase>\n`;
}
