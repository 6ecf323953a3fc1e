/** What a report format is, for all commands that print one. */
import type { PlacedFinding } from '../../audit/check/placedFinding.ts';
import type { EscapesReport, ReportedHint } from '../escapesReport.ts';
import type { CheckReport } from './report.ts';

/** One format of reports: decides nothing and prints nothing. */
export interface Reporter {
	check(report: CheckReport, look: Look): string;
	escapes(report: EscapesReport, look: Look): string;
	/** Only of formats whose reports are the findings one after the other, and {@link end}: they are printed while the check goes on. */
	findings?(found: readonly PlacedFinding[], look: Look): string;
	/** What stands behind the findings. */
	end?(report: CheckReport, look: Look): string;
	/**
	 * The same for hints, of formats whose reports are the hints one after the other, and {@link escapesEnd}.
	 *
	 * @param advised the advice that was printed before; what is printed now is added
	 */
	hints?(found: readonly ReportedHint[], advised: Set<string>): string;
	/** What stands behind the hints. */
	escapesEnd?(report: EscapesReport, look: Look): string;
}

export interface Look {
	/** Standard output is a terminal that shows colours. */
	readonly colour: boolean;
	/** The version of this program. */
	readonly toolVersion: string;
}
