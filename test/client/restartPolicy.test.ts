import { expect, test } from 'vitest';
import { createRestartPolicy } from '../../client/src/restartPolicy.ts';

const minute = 60_000;

test.each([
	['gives up after the fifth crash in a row', [0, 1, 2, 3, 4], [true, true, true, true, false]],
	['forgets crashes of long ago', [0, 1, 2, 3, 4 * minute, 4 * minute + 1], [true, true, true, true, true, true]],
	['counts anew after giving up and a pause', [0, 0, 0, 0, 0, 5 * minute], [true, true, true, true, false, true]],
])('%s', (_, times, restarts) => {
	let time = 0;
	const crashed = createRestartPolicy(() => time);
	const seen = times.map((at) => {
		time = at;
		return crashed().restart;
	});
	expect(seen).toEqual(restarts);
});
