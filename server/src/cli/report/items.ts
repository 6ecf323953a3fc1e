/** Findings and hints as formats see them that make no difference between the two. */
import { identityOf } from '../../audit/check/fingerprint.ts';
import type { PlacedFinding, Region } from '../../audit/check/placedFinding.ts';
import type { RuleId } from '../../analysis/linkname/rules.ts';
import type { Severity } from '../../analysis/severity.ts';
import type { EscapesReport, ReportedHint } from '../escapesReport.ts';
import type { CheckReport } from './report.ts';

export interface ReportItem extends Region {
	/** Relative to the working directory, with `/`. */
	readonly file: string;
	/** The rule, or the class of a hint. */
	readonly rule: string;
	readonly severity: Severity;
	/** What is wrong, and what to do; one or two sentences. */
	readonly message: string;
	/** It counts against the run: with a baseline it is new, and it is as severe as the run asks for. */
	readonly fails: boolean;
	/** The words that make it what it is, wherever it stands. */
	readonly identity: readonly string[];
}

/** Those that a reader has to see: with a baseline only what is new. */
export function itemsOfCheck({ findings, isFailing }: CheckReport): readonly ReportItem[] {
	return findings.filter((one) => one.new !== false).map((finding) => toItem(finding, isFailing(finding)));
}

function toItem(finding: PlacedFinding, fails: boolean): ReportItem {
	const { file, region, rule, severity, message, go } = finding;
	const versions = go === undefined ? '' : ` (with ${go.join(', ')})`;
	return { file, ...region, rule, severity, message: message + versions, fails, identity: identityOf(finding) };
}

/** Hints, then what breaks a contract, then budgets that are exceeded; the last two count whatever the baseline holds. */
export function itemsOfEscapes({ hints, contracts, budgets, isFailing }: EscapesReport): readonly ReportItem[] {
	const broken = contracts
		.filter(({ state }) => state === 'broken')
		.flatMap(({ file, function: name, contract, breaches }) =>
			breaches.map(({ message, ...region }) =>
				broke('contract-broken', { file, ...regionOf(region) }, message, [name, contract, message]),
			),
		);
	const exceeded = budgets.map(({ package: path, function: name = '', message, ...place }) =>
		broke('budget-exceeded', { file: place.file, ...regionOf(place) }, message, [path, name]),
	);
	const allocations = hints
		.filter((hint) => hint.new !== false)
		.map((hint) => {
			const { file, line, column, endLine, endColumn } = hint;
			return {
				...{ file, line, column, endLine, endColumn },
				rule: hint.class,
				severity: hint.new ? 'warning' : 'information',
				message: hint.advice === '' ? hint.message : `${hint.message} ${hint.advice}`,
				fails: isFailing(hint),
				identity: identityOfHint(hint),
			} as const;
		});
	return [...allocations, ...broken, ...exceeded];
}

function broke(
	rule: RuleId,
	place: Pick<ReportItem, 'file' | keyof Region>,
	message: string,
	identity: readonly string[],
): ReportItem {
	return { ...place, rule, severity: 'error', message, fails: true, identity };
}

function regionOf({ line, column, endLine, endColumn }: Region): Region {
	return { line, column, endLine, endColumn };
}

export function identityOfHint(hint: ReportedHint): readonly string[] {
	return [hint.function, hint.verdict, hint.class, hint.subject];
}

/** Whether it may go to the heap. */
export function allocates({ verdict }: ReportedHint): boolean {
	return verdict === 'heap' || verdict === 'maybe-heap';
}
