/** What a program that is recorded finds in its environment, and what it prints besides its own. */
import type { Environment } from '../../toolchain/runProcess.ts';
import type { GoContext } from '../../world/go/goContext.ts';
import { recorderVariables } from './recorderSource.ts';

export interface RecordingRates {
	/** The directory that the recorder writes to, absolute. */
	readonly directory: string;
	/** runtime.MemProfileRate, bytes. */
	readonly rate: number;
	/** Milliseconds between snapshots of the heap. */
	readonly every: number;
}

/** The environment of the user, with what the recorder reads; it takes that out again before the program sees it. */
export function recordingEnvironment(context: GoContext, { directory, rate, every }: RecordingRates): Environment {
	const debug = context.ownEnvironment['GODEBUG'] ?? process.env['GODEBUG'];
	return {
		...context.ownEnvironment,
		GODEBUG: [debug, 'gctrace=1'].filter(Boolean).join(','),
		[recorderVariables.directory]: directory,
		[recorderVariables.rate]: String(rate),
		[recorderVariables.every]: `${every}ms`,
		[recorderVariables.debug]: debug,
	};
}

/** Takes the lines of GODEBUG=gctrace=1 out of standard error. */
export function separateTrace(): { readonly keepLine: (line: string) => boolean; readonly lines: () => string } {
	const found: string[] = [];
	return {
		keepLine(line) {
			const isTrace = /^gc [0-9]+ @[0-9.]+s /.test(line);
			if (isTrace) found.push(line);
			return !isTrace;
		},
		lines: () => (found.length === 0 ? '' : `${found.join('\n')}\n`),
	};
}
