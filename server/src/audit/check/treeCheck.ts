/** A whole tree for one or several versions of Go, by as many threads as there is work for. */
import type { Environment } from '../../toolchain/runProcess.ts';
import { createTreeReader } from '../../toolchain/treeReader.ts';
import type { CheckContext } from '../../linkname/check/checkContext.ts';
import { createLookedAt, findRoots, type TreeRequest } from '../../linkname/check/treeRoots.ts';
import { countFiles, type Shard, treeUnits, type WalkReport } from '../../linkname/check/treeUnits.ts';
import { checkUnits } from './checkUnits.ts';
import type { PlacedFinding } from './placedFinding.ts';
import type { UnitWorker, WorkerSetup } from './unitWorker.ts';

export interface TreeCheckRequest {
	readonly tree: TreeRequest;
	/** One for each Go that is asked about, oldest first. */
	readonly contexts: readonly CheckContext[];
	readonly environment: Environment;
	/** How many threads work at the same time, this one included. */
	readonly jobs: number;
	readonly shard?: Shard | undefined;
}

export interface TreeCheckDeps {
	createWorker(setup: WorkerSetup): UnitWorker;
	/** A worker in a thread of its own. */
	startWorker(setup: WorkerSetup): UnitWorker & { end(): Promise<void> };
}

export interface TreeCheckListener {
	/** The findings of the next module of the tree, by file and place; beside them those that do not count. */
	findings(found: readonly PlacedFinding[], suppressed: readonly PlacedFinding[]): void;
	/**
	 * @param files how many have been checked by now
	 * @param total how many there are; it takes a look into every directory
	 */
	progress(files: number, total: () => number): void;
}

export interface TreeCheckResult {
	/** How many Go files were looked at. */
	readonly files: number;
	/** How many effective linkname directives they hold. */
	readonly directives: number;
	/** One sentence for each file, directory and path that was asked for and not checked; the rest was. */
	readonly unread: readonly string[];
	/** One sentence for each thing beside them that could not be read, such as a dependency. */
	readonly problems: readonly string[];
	/** Whether the walk comes to a file. */
	isLookedAt(path: string): boolean;
}

/** Go files from which on other threads are worth their start: each reads the program anew, in some 60 ms. */
const worthThreads = 2_000;

/** @throws PathError when one of the paths does not exist or is no Go file and no directory, or none of them holds a Go file */
export async function checkTrees(
	{ tree, contexts, environment, jobs, shard }: TreeCheckRequest,
	deps: TreeCheckDeps,
	listener: TreeCheckListener,
	signal: AbortSignal,
): Promise<TreeCheckResult> {
	const roots = await findRoots(tree);
	const setup: WorkerSetup = { request: tree, roots, contexts, environment };
	const report: WalkReport = { files: 0, unread: [], problems: [] };
	const reader = createTreeReader();
	const threads: { end(): Promise<void> }[] = [];
	let checked = 0;
	const total = () => countFiles(roots, tree, reader, shard);
	try {
		const totals = await checkUnits(
			treeUnits(roots, tree, reader, report, shard),
			{
				local: deps.createWorker(setup),
				isMuch: () => jobs > 1 && report.files >= worthThreads,
				more() {
					const started = Array.from({ length: jobs - 1 }, () => deps.startWorker(setup));
					threads.push(...started);
					return started;
				},
			},
			{
				findings: (found, suppressed) => listener.findings(found, suppressed),
				progress: (files) => listener.progress((checked += files), total),
			},
			signal,
		);
		return {
			files: report.files,
			directives: totals.directives,
			unread: [...new Set([...report.unread, ...totals.unread])],
			problems: [...new Set([...report.problems, ...totals.problems])],
			isLookedAt: createLookedAt(roots, tree, reader),
		};
	} finally {
		await Promise.all(threads.map((thread) => thread.end()));
	}
}
