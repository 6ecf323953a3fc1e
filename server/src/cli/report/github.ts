import type { Severity } from '../../analysis/severity.ts';
import type { PlacedFinding, Region } from '../../audit/check/placedFinding.ts';
import type { EscapesReport } from '../escapesReport.ts';
import type { RunEnd } from '../exitCode.ts';
import { withoutControls } from '../terminal.ts';
import type { CheckReport } from './report.ts';
import type { Reporter } from './reporter.ts';

/** Workflow commands: annotations in a pull request on GitHub. */
export const github: Reporter = { check, escapes, findings, end };

/** With a baseline only what is new. */
function check(report: CheckReport): string {
	return findings(report.findings.filter((finding) => finding.new !== false)) + end(report);
}

function findings(found: readonly PlacedFinding[]): string {
	return found
		.map(({ severity, file, region, rule, message }) => annotation(command[severity], file, region, rule, message))
		.join('');
}

function end({ run }: CheckReport): string {
	return problems(run);
}

/** With a baseline only what is new: a hint at every allocation of a repository helps nobody. */
function escapes({ hints, contracts, budgets, run }: EscapesReport): string {
	const annotations = hints
		.filter((hint) => hint.new !== false)
		.map((hint) => {
			const text = hint.advice === '' ? hint.message : `${hint.message} ${hint.advice}`;
			return annotation(hint.new ? 'warning' : 'notice', hint.file, hint, hint.class, text);
		})
		.join('');
	const broken = contracts
		.filter(({ state }) => state === 'broken')
		.flatMap(({ file, breaches }) =>
			breaches.map((breach) => annotation('error', file, breach, 'contract-broken', breach.message)),
		)
		.join('');
	const exceeded = budgets
		.map((budget) => annotation('error', budget.file, budget, 'budget-exceeded', budget.message))
		.join('');
	return annotations + broken + exceeded + problems(run);
}

/** What could not be done, about no line of a file. */
function problems({ problems: all }: RunEnd): string {
	const errors = all.filter(({ level }) => level === 'error');
	return errors.map(({ message }) => `::error title=linkscape::${escapeMessage(message)}\n`).join('');
}

function annotation(level: string, file: string, region: Region, title: string, message: string): string {
	const { line, endLine, column, endColumn } = region;
	const place = { file, line, endLine, col: column, endColumn, title };
	const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
	return `::${level} ${properties.join(',')}::${escapeMessage(message)}\n`;
}

const command: Readonly<Record<Severity, string>> = {
	error: 'error',
	warning: 'warning',
	information: 'notice',
	hint: 'notice',
};

// The escapes of @actions/core (toolkit, command.ts).
function escapeMessage(text: string): string {
	return withoutControls(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
	return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
