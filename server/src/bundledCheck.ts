/** Who checks the units of a tree, with the data and the parser of the bundle: in this thread, and in others that run the same bundle. */
import { relative, sep } from 'node:path';
import { createUnitWorker, type UnitReport, type UnitWorker, type WorkerSetup } from './audit/check/unitWorker.ts';
import type { BundledFixes } from './bundledFixes.ts';
import type { CheckUnit } from './linkname/check/treeUnits.ts';
import { checkTreeTargets } from './linkname/standard/checkTreeTargets.ts';
import { serveThread, startThread, type Thread } from './toolchain/threads.ts';
import type { TargetSources } from './world/build/targetSources.ts';

/** What a worker makes use of; each thread has its own. */
export interface WorkerTools {
	readonly targets: TargetSources;
	readonly fixes: BundledFixes;
	/** One sentence for each thing of the Go trees and of this installation that silenced a rule, after all that was asked before. */
	problems(): Promise<readonly string[]>;
	/** One sentence once a fault of ours has silenced a rule. */
	failure(): string | undefined;
}

const never = new AbortController().signal;

export function bundledWorker(setup: WorkerSetup, tools: WorkerTools): UnitWorker {
	const { targets, fixes } = tools;
	const { directory } = setup.request;
	const worker = createUnitWorker(setup, {
		targets: (context) => checkTreeTargets(context, setup.environment, targets, never, fixes.moreFixes),
		fixesReady: () => fixes.ready(),
		nameOf: (path) => relative(directory, path).split(sep).join('/'),
		now: Date.now,
	});
	return {
		async check(unit, signal) {
			const report = await worker.check(unit, signal);
			const failure = tools.failure();
			return failure === undefined ? report : { ...report, unread: [...report.unread, failure] };
		},
		problems: async () => [...new Set([...(await worker.problems()), ...(await tools.problems())])],
	};
}

type Question = { readonly kind: 'check'; readonly unit: CheckUnit } | { readonly kind: 'problems' };

/** @param script absolute path of the bundle */
export function threadWorker(script: string, setup: WorkerSetup): UnitWorker & { end(): Promise<void> } {
	const thread: Thread<Question, UnitReport | readonly string[]> = startThread(script, setup);
	return {
		check: async (unit) => (await thread.ask({ kind: 'check', unit })) as UnitReport,
		problems: async () => (await thread.ask({ kind: 'problems' })) as readonly string[],
		end: () => thread.end(),
	};
}

/** What the bundle does in a thread: answers until it is ended. */
export function serveUnits(setup: WorkerSetup, tools: WorkerTools): void {
	const worker = bundledWorker(setup, tools);
	serveThread((question: Question): Promise<UnitReport | readonly string[]> => {
		return question.kind === 'check' ? worker.check(question.unit, never) : worker.problems();
	});
}
