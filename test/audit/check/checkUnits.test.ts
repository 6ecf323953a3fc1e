/** Units handed to threads, and what becomes of them when nobody wants the answer any more. */
import { expect, test } from 'vitest';
import { checkUnits } from '../../../server/src/audit/check/checkUnits.ts';
import type { UnitReport, UnitWorker } from '../../../server/src/audit/check/unitWorker.ts';
import type { CheckUnit } from '../../../server/src/linkname/check/treeUnits.ts';

const report: UnitReport = { findings: [], suppressed: [], directives: 1, unread: [] };

async function* units(count: number): AsyncGenerator<CheckUnit> {
	for (let at = 0; at < count; at++) yield { module: `m${at}`, directories: [], last: true };
}

function workerThat(check: UnitWorker['check']): UnitWorker {
	return { check, problems: async () => [] };
}

const listener = { findings() {}, progress() {} };

test('an abort ends the work with the unit that is checked', async () => {
	const stop = new AbortController();
	const checked: (string | undefined)[] = [];
	const local = workerThat(async ({ module }) => {
		checked.push(module);
		if (checked.length === 2) stop.abort(new Error('enough'));
		return report;
	});
	const crew = { local, more: () => [], isMuch: () => false };
	await expect(checkUnits(units(9), crew, listener, stop.signal)).rejects.toThrow('enough');
	expect(checked).toEqual(['m0', 'm1']);
});

test('threads that are still at work are not waited for', async () => {
	const stop = new AbortController();
	const busy = workerThat(() => {
		setImmediate(() => stop.abort(new Error('enough')));
		return new Promise(() => {});
	});
	const crew = { local: workerThat(async () => report), more: () => [busy], isMuch: () => true };
	await expect(checkUnits(units(2), crew, listener, stop.signal)).rejects.toThrow('enough');
});

test('without one all are counted', async () => {
	const crew = { local: workerThat(async () => report), more: () => [], isMuch: () => false };
	const totals = await checkUnits(units(5), crew, listener, new AbortController().signal);
	expect(totals.directives).toBe(5);
});
