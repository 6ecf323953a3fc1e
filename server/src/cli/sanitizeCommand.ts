/** `linkscape sanitize MODE [PACKAGE]`: what checks of a running program report, by lines. */
import type { RunReport } from '../analysis/sanitizer/runReports.ts';
import type { Sanitizer } from '../analysis/sanitizer/sanitizers.ts';
import type { SanitizedOutcome } from '../capture/sanitize/sanitizedTests.ts';
import type { GoChoice } from '../world/go/chosenGo.ts';
import type { GoContext } from '../world/go/goContext.ts';
import { reportHead, shownPath } from './behind/behindReport.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { plural } from './plural.ts';
import { logLine, type Terminal } from './terminal.ts';

export interface SanitizeOptions extends GoChoice {
	/** `unsafe`: the source is read, and nothing is run. */
	readonly sanitizer: Sanitizer | 'unsafe';
	/** As the go command takes it; it names one package. */
	readonly package: string;
	readonly run: string | undefined;
	readonly bench: string | undefined;
	readonly format: 'human' | 'json';
}

type Ran = SanitizedOutcome & { readonly kind: 'ran' };

export function printSanitized(options: SanitizeOptions, context: GoContext, ran: Ran, terminal: Terminal): ExitCode {
	const { directory } = terminal;
	terminal.out(options.format === 'json' ? jsonOf(options, context, ran, directory) : textOf(options, ran, directory));
	return ran.reports.length > 0 ? exitCode.findings : exitCode.clean;
}

function jsonOf({ sanitizer }: SanitizeOptions, context: GoContext, ran: Ran, directory: string): string {
	const place = <T extends { readonly file: string }>(one: T) => ({ ...one, file: nearPath(one.file, directory) });
	const report = {
		...reportHead(context),
		mode: sanitizer,
		package: ran.importPath,
		...(sanitizer !== 'unsafe' && { passed: ran.passed }),
		findings: ran.reports.map(({ kind, message, at, stack, related }) => ({
			kind,
			message,
			...(at && place(at)),
			related: related.map(place),
			stack: stack.map(place),
		})),
	};
	return `${JSON.stringify(report, undefined, '\t')}\n`;
}

function textOf({ sanitizer }: SanitizeOptions, { importPath, reports, passed }: Ran, directory: string): string {
	const where = (file: string, line: number) => `${nearPath(file, directory)}:${line}`;
	const lines = reports.flatMap(({ kind, message, at, stack, related }: RunReport) => [
		`${at ? `${where(at.file, at.line)}: ` : ''}${kind}: ${message}`,
		...related.map((one) => `  ${one.message}: ${where(one.file, one.line)} ${one.function}`),
		...stack.map((one) => `    ${one.function} ${where(one.file, one.line)}`),
		'',
	]);
	if (sanitizer === 'unsafe') {
		const sum = reports.length === 0 ? 'nothing to report' : plural(reports.length, 'use');
		return [...lines, `unsafe.Pointer in ${importPath}: ${sum}.`, ''].map(logLine).join('\n');
	}
	const sum = reports.length === 0 ? 'nothing was reported' : plural(reports.length, 'report');
	const tests = passed ? 'the tests pass' : 'the tests fail';
	return [...lines, `${importPath} with ${sanitizer}: ${sum}; ${tests}.`, ''].map(logLine).join('\n');
}

/** Files of the Go tree and of dependencies lie elsewhere, and are named in full. */
function nearPath(file: string, directory: string): string {
	const shown = shownPath(file, directory);
	return shown.startsWith('../') ? file : shown;
}
