/** What a report format is, for all commands that print one. */
import type { EscapesReport } from '../escapesReport.ts';
import type { CheckReport } from './report.ts';

/** One format of reports: decides nothing and prints nothing. */
export interface Reporter {
	check(report: CheckReport, look: Look): string;
	escapes(report: EscapesReport, look: Look): string;
}

export interface Look {
	/** Standard output is a terminal that shows colours. */
	readonly colour: boolean;
	/** The version of this program. */
	readonly toolVersion: string;
}
