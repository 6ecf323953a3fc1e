/** Hands the units of a tree to whoever is free, and gives their findings back in the order of the tree. */
import type { CheckUnit } from '../../linkname/check/treeUnits.ts';
import { inReportOrder, type PlacedFinding } from './placedFinding.ts';
import type { UnitReport, UnitWorker } from './unitWorker.ts';

export interface CheckCrew {
	/** In this thread. */
	readonly local: UnitWorker;
	/** Starts those in other threads; called once, and only when there is enough to do. */
	readonly more: () => readonly UnitWorker[];
	/** Whether there is enough to do by now. */
	readonly isMuch: () => boolean;
}

export interface CheckListener {
	/** The findings of the next module of the tree, by file and place; beside them those that do not count. */
	findings(found: readonly PlacedFinding[], suppressed: readonly PlacedFinding[]): void;
	/** A unit is done. */
	progress(files: number): void;
}

export interface UnitTotals {
	readonly directives: number;
	readonly unread: readonly string[];
	readonly problems: readonly string[];
}

/** Units that wait at a thread: one that it works on, and the next. */
const ahead = 2;

export async function checkUnits(
	units: AsyncIterable<CheckUnit>,
	{ local, more, isMuch }: CheckCrew,
	listener: CheckListener,
	signal: AbortSignal,
): Promise<UnitTotals> {
	let lanes: Lane[] | undefined;
	const totals = { directives: 0, unread: [] as string[] };
	const waiting = new Map<number, { readonly unit: CheckUnit; readonly report: UnitReport }>();
	const running: Promise<void>[] = [];
	let module: PlacedFinding[] = [];
	let suppressed: PlacedFinding[] = [];
	let next = 0;

	function done(at: number, unit: CheckUnit, report: UnitReport): void {
		listener.progress(unit.directories.reduce((sum, { goFiles }) => sum + goFiles.length, 0));
		waiting.set(at, { unit, report });
		for (let ready = waiting.get(next); ready; ready = waiting.get(++next)) {
			waiting.delete(next);
			totals.directives += ready.report.directives;
			totals.unread.push(...ready.report.unread);
			for (const finding of ready.report.findings) module.push(finding);
			for (const finding of ready.report.suppressed) suppressed.push(finding);
			if (ready.unit.last || ready.unit.module === undefined) flush();
		}
	}

	function flush(): void {
		if (module.length + suppressed.length > 0) {
			listener.findings(module.sort(inReportOrder), suppressed.sort(inReportOrder));
		}
		module = [];
		suppressed = [];
	}

	let at = 0;
	for await (const unit of units) {
		signal.throwIfAborted();
		const place = at++;
		if (!lanes && isMuch()) lanes = more().map((worker) => ({ worker, waiting: 0, module: undefined }));
		const lane = lanes && freeLane(lanes, unit);
		if (!lane) {
			done(place, unit, await local.check(unit, signal));
			if (lanes) await turn();
			continue;
		}
		lane.waiting++;
		lane.module = unit.module;
		const answer = lane.worker.check(unit, signal).then((report) => {
			lane.waiting--;
			done(place, unit, report);
		});
		// Who waits for all of them hears of it.
		answer.catch(() => {});
		running.push(answer);
	}
	await unlessAborted(Promise.all(running), signal);
	flush();
	const problems = await Promise.all(
		[local, ...(lanes ?? []).map(({ worker }) => worker)].map((one) => one.problems()),
	);
	return { ...totals, problems: [...new Set(problems.flat())] };
}

interface Lane {
	readonly worker: UnitWorker;
	waiting: number;
	/** The module it was given last: what it knows of that is of use for the next unit of it. */
	module: string | undefined;
}

function freeLane(lanes: readonly Lane[], { module }: CheckUnit): Lane | undefined {
	const free = lanes.filter(({ waiting }) => waiting < ahead).sort((a, b) => a.waiting - b.waiting);
	return free.find((lane) => module !== undefined && lane.module === module) ?? free[0];
}

/** Other threads are not waited for once nobody wants their answers. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason as Error);
		if (signal.aborted) return abort();
		signal.addEventListener('abort', abort, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}

/** Lets the answers of other threads in. */
function turn(): Promise<void> {
	return new Promise((resolve) => void setImmediate(resolve));
}
