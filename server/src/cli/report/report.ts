/** What a report of `check` is made from. */
import type { Severity } from '../../analysis/severity.ts';
import type { PlacedFinding } from '../../audit/check/placedFinding.ts';
import type { RunEnd } from '../exitCode.ts';

export interface CheckReport {
	readonly context: CheckedContext;
	readonly findings: readonly PlacedFinding[];
	/** Those that a comment or a policy keeps from counting. */
	readonly suppressed?: readonly PlacedFinding[] | undefined;
	readonly files: number;
	readonly directives: number;
	/** How many findings `--fix` mended before this. */
	readonly fixed: number;
	/** Wall time. */
	readonly seconds: number;
	readonly run: RunEnd;
	/** Whether a finding counts against the run. */
	readonly isFailing: (finding: PlacedFinding) => boolean;
	/** Only with a baseline: its entries that are no longer in the code, one for each time. */
	readonly gone?: readonly string[] | undefined;
	/** Only where several were asked about: the Go versions, oldest first. */
	readonly versions?: readonly string[] | undefined;
	/** Only this part of the modules was checked. */
	readonly shard?: { readonly index: number; readonly count: number } | undefined;
}

export interface CheckedContext {
	/** `go1.26.8`; of several the newest, empty when none is known. */
	readonly go: string;
	readonly goos: string;
	readonly goarch: string;
}

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export function countSeverities(findings: readonly PlacedFinding[]): Readonly<Record<Severity, number>> {
	const counts = { error: 0, warning: 0, information: 0, hint: 0 };
	for (const { severity } of findings) counts[severity]++;
	return counts;
}
