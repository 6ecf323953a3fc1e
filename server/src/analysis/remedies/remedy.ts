/** Ways to save an allocation that were measured: each has a program in test/analysis/remedies/programs that proves it. */
import type { EscapeClass } from '../escape/escapeHint.ts';

export interface Remedy {
	/** The name of its program. */
	readonly id: string;
	readonly class: EscapeClass;
	/** What its program allocates in one call, without and with it. */
	readonly before: number;
	readonly after: number;
	/** What it allocates with Go 1.x of a range, ends included. */
	readonly otherGo?: readonly {
		readonly from?: number;
		readonly to?: number;
		readonly before: number;
		readonly after: number;
	}[];
	/** The first Go 1.x that has what it needs; absent for 1.22. */
	readonly since?: number;
	/**
	 * When it is the advice of a hint, and the words. Absent for what proves the advice that all hints of its class have.
	 */
	readonly advice?: RemedyAdvice;
}

export interface RemedyAdvice {
	readonly text: string;
	readonly when: (site: RemedySite) => boolean;
}

/** What is known of a place that allocates. */
export interface RemedySite {
	readonly class: EscapeClass;
	/** The statement that it stands in, with single spaces, or as much of it as is looked at. */
	readonly source: string;
	/** As the compiler prints it. */
	readonly subject: string;
	/** The function that the value is handed to: `io.ReadFull`; undefined where it is handed to none. */
	readonly callee: string | undefined;
	/** What the callee is written in, where that is not Go. */
	readonly foreign: 'assembly' | 'c' | undefined;
	readonly inLoop: boolean;
	/** It is returned as an error. */
	readonly isError: boolean;
	/** Whether the file imports a package. */
	readonly imports: (path: string) => boolean;
	/** 26 for go1.26.8. */
	readonly minor: number;
}

/** The advice of the first remedy that fits, of several that do; undefined when none was measured. */
export function adviceOf(remedies: readonly Remedy[], site: RemedySite): string | undefined {
	const found = remedies.find(({ class: of, since = 0, advice }) => {
		return advice !== undefined && of === site.class && since <= site.minor && advice.when(site);
	});
	return found?.advice?.text;
}
