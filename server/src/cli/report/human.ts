import { createColors } from 'picocolors';
import type { PlacedFinding } from '../../audit/check/placedFinding.ts';
import { contractSummary } from '../escapesContracts.ts';
import { percent } from '../../analysis/profile/costWords.ts';
import type { EscapesReport, ReportedContract, ReportedHint } from '../escapesReport.ts';
import { notInstantiated } from '../../analysis/escape/generics/markInstances.ts';
import { gateText, seenWords, verifiedLines } from './measured.ts';
import type { Severity } from '../../analysis/severity.ts';
import { logLine } from '../terminal.ts';
import { plural } from '../plural.ts';
import { summaryLines } from './hintSummary.ts';
import { forecast } from './forecastTable.ts';
import { type CheckReport, countSeverities, severities } from './report.ts';
import type { Look, Reporter } from './reporter.ts';

/** For people in a terminal. */
export const human: Reporter = { check, escapes, findings, end, hints: hintText, escapesEnd };

/** One block for each finding, and a line that sums up; with a baseline only what is new. */
function check(report: CheckReport, look: Look): string {
	const shown = report.findings.filter((finding) => finding.new !== false);
	return findings(shown, look) + end(report, look);
}

function findings(found: readonly PlacedFinding[], { colour }: Look): string {
	const paint = createColors(colour);
	const tint: Readonly<Record<Severity, (text: string) => string>> = {
		error: paint.red,
		warning: paint.yellow,
		information: paint.blue,
		hint: paint.dim,
	};
	const blocks = found.map((placed) => {
		const { severity, rule, message, file, region, related, fixes, go } = placed;
		const place = `${file}:${region.line}:${region.column}`;
		const number = String(region.line).padStart(5);
		const { line, marks } = excerpt(placed);
		return [
			`${paint.bold(logLine(place))} ${tint[severity](severity)} ${paint.dim(rule)}`,
			`${paint.dim(`${number} │`)} ${line}`,
			`${paint.dim('      │')} ${tint[severity](marks)}`,
			`  ${logLine(message)}`,
			...(go === undefined ? [] : [`  ${paint.dim('with:')} ${logLine(go.join(', '))}`]),
			...related.map(
				(other) =>
					`  ${paint.dim('see:')} ${logLine(`${other.file}:${other.region.line}`)} ${paint.dim(logLine(other.message))}`,
			),
			...fixes.map(({ title }) => `  ${paint.dim('fix:')} ${logLine(title)}`),
			'',
			'',
		].join('\n');
	});
	return blocks.join('');
}

function end(report: CheckReport, look: Look): string {
	return `${forecast(report, look)}${summary(report)}\n`;
}

/** More of a line than this is not shown. */
const widest = 160;

/** The finding's line and the marks below it; of a very long line, what surrounds the finding. */
function excerpt({ sourceLine, region }: PlacedFinding): { readonly line: string; readonly marks: string } {
	const from = sourceLine.length <= widest ? 0 : Math.max(0, region.column - 1 - widest / 4);
	const line = sourceLine.slice(from, from + widest);
	const start = region.column - 1 - from;
	const end = region.endLine === region.line ? region.endColumn - 1 - from : line.length;
	const before = withTabs(line.slice(0, start));
	const marked = withTabs(line.slice(start, end));
	const indent = before.replace(/[^\t]/g, ' ');
	return { line: before + marked + withTabs(line.slice(end)), marks: indent + '~'.repeat(Math.max(1, marked.length)) };
}

/** Tabs stay: the marks below stand where the reader's terminal puts them. */
function withTabs(source: string): string {
	return source.split('\t').map(logLine).join('\t');
}

function summary(report: CheckReport): string {
	const counts = countSeverities(report.findings.filter((finding) => finding.new !== false));
	const found = severities
		.filter((severity) => counts[severity] > 0)
		.map((severity) => count(counts[severity], severity));
	const compared = report.gone === undefined ? '' : ` (new since the baseline${goneWords(report.gone)})`;
	const verdict = `${found.length === 0 ? 'no findings' : found.join(', ')}${compared}`;
	const fixed = report.fixed === 0 ? '' : `${count(report.fixed, 'finding')} fixed, `;
	const looked = `${count(report.files, 'file')}, ${count(report.directives, 'directive')}`;
	return `${fixed}${verdict} in ${looked} (${report.seconds.toFixed(2)} s)`;
}

function goneWords(gone: readonly string[]): string {
	return gone.length === 0 ? '' : `; ${gone.length} of the baseline no longer in the code`;
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 || noun === 'information' ? '' : 's'}`;
}

/** One line for each hint, the advice below the first hint that it is for, and a line that sums up; with a baseline only what is new. */
function escapes(report: EscapesReport): string {
	const { packages, gate, hints } = report;
	if (gate) return gateText(gate, hints);
	if (!packages.some(({ status }) => status === 'ok')) return '';
	return hintText(listedHints(report), new Set()) + escapesEnd(report);
}

function listedHints({ hints, gone }: EscapesReport): readonly ReportedHint[] {
	return gone === undefined ? hints : hints.filter((hint) => hint.new);
}

function hintText(hints: readonly ReportedHint[], advised: Set<string>): string {
	const lines = hints.flatMap((hint) => {
		const advice = advised.has(hint.advice) ? '' : hint.advice;
		advised.add(hint.advice);
		const head = `${hint.file}:${hint.line}:${hint.column}: ${hint.verdict} [${hint.class}] ${hint.message}`;
		const below = [seenWords(hint), hint.costText ?? '', advice].filter((text) => text !== '');
		return [head, ...below.map((text) => `    ${text}`)].map(logLine);
	});
	return lines.map((line) => `${line}\n`).join('');
}

function escapesEnd(report: EscapesReport): string {
	const { functions, packages, gone, contracts, verification } = report;
	const compiled = packages.filter(({ status }) => status === 'ok').length;
	if (compiled === 0) return '';
	const compared = gone !== undefined;
	const listed = listedHints(report);
	const lines: string[] = [];
	const number = (verdict: ReportedHint['verdict']) => listed.filter((hint) => hint.verdict === verdict).length;
	lines.push(...contractLines(contracts));
	lines.push(
		...report.budgets.map(({ file, line, column, message }) =>
			logLine(`${file}:${line}:${column}: error [budget-exceeded] ${message}`),
		),
	);
	lines.push(...goroutineLines(report.goroutines), ...pgoLines(report.pgo));
	const counts = `${number('heap')} heap, ${number('maybe-heap')} maybe-heap, in ${plural(compiled, 'package')}`;
	const stale = gone && gone.length > 0 ? `; ${gone.length} of the baseline no longer in the code` : '';
	if (!compared) lines.push(...genericLines(functions));
	const sums = [`${counts}${compared ? ` (new since the baseline${stale})` : ''}.`, contractSummary(contracts)];
	const measured = verification ? verifiedLines(verification) : [];
	return `${[...lines, ...summaryLines(listed).map(logLine), ...sums.filter((text) => text !== ''), ...measured].join('\n')}\n`;
}

/** What breaks a contract, and what may. */
function contractLines(contracts: readonly ReportedContract[]): string[] {
	return contracts.flatMap(({ file, line, column, contract, function: name, state, breaches }) => {
		if (state === 'kept') return [];
		if (state === 'unknown') {
			return [`${file}:${line}:${column}: note [${contract}] the compiler said nothing about ${name}.`].map(logLine);
		}
		const head = state === 'broken' ? 'error [contract-broken]' : `note [${contract}] of ${name} is uncertain:`;
		return breaches.map((breach) => logLine(`${file}:${breach.line}:${breach.column}: ${head} ${breach.message}`));
	});
}

/** Functions named in one line; more of them are counted. */
const mostNamed = 10;

/** What nothing here instantiates: looked at for some types, or not at all. */
function genericLines(functions: EscapesReport['functions']): string[] {
	const assumed = functions.filter((each) => each.assumed);
	const unknown = functions.filter(({ inline }) => inline.reason === notInstantiated);
	const types = [...new Set(assumed.flatMap(({ instances = [] }) => instances))].slice(0, 2).join(' and ');
	return [
		...(assumed.length === 0 ? [] : [`${areGeneric(assumed)}: compiled for chosen types, such as ${types}.`]),
		...(unknown.length === 0 ? [] : [`${areGeneric(unknown)}, and nothing is known of ${namesOf(unknown)}.`]),
	].map(logLine);
}

function areGeneric(functions: EscapesReport['functions']): string {
	return `${plural(functions.length, 'function')} ${functions.length === 1 ? 'is' : 'are'} ${notInstantiated}`;
}

function namesOf(functions: EscapesReport['functions']): string {
	const names = functions.slice(0, mostNamed).map(({ name }) => name);
	const more = functions.length - names.length;
	return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Who started what took the CPU time. */
function goroutineLines(goroutines: EscapesReport['goroutines'] = []): readonly string[] {
	return goroutines.map(({ function: name, file, line, share, started }) => {
		const place = file === undefined ? '' : `${file}:${line}: `;
		const by = started.length === 0 ? '' : `: ${started.map(({ text }) => text).join(' or ')}`;
		return logLine(`${place}${percent(share)} of the CPU time in ${name}${by}`);
	});
}

/** What the compiler would do with the CPU profile. */
function pgoLines(changes: EscapesReport['pgo']): readonly string[] {
	if (changes === undefined) return [];
	if (changes.length === 0)
		return ['With this CPU profile as default.pgo the compiler would do nothing else in these packages.'];
	return changes.map(({ file, line, column, message }) =>
		logLine(`${file}:${line}:${column}: with this CPU profile as default.pgo: ${message}`),
	);
}
