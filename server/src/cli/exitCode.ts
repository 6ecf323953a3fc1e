export const exitCode = { clean: 0, findings: 1, cannotRun: 2 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** How a run ended, for reports that say it. */
export interface RunEnd {
	readonly exitCode: ExitCode;
	readonly problems: readonly Problem[];
}

/** Something that the user has to know about the run itself, one sentence. */
export interface Problem {
	/** `error`: part of what was asked for could not be done, and the exit code is 2. `note`: it was, with less to go by. */
	readonly level: 'error' | 'note';
	readonly message: string;
}

/** The exit code of a run: what could not be done outweighs what was found. */
export function endOf(problems: readonly Problem[], hasFindings: boolean): RunEnd {
	const failed = problems.some(({ level }) => level === 'error');
	return { exitCode: failed ? exitCode.cannotRun : hasFindings ? exitCode.findings : exitCode.clean, problems };
}
