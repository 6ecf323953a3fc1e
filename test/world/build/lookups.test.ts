import { expect, test } from 'vitest';
import { createLookups } from '../../../server/src/world/build/lookups.ts';

test('a lookup that fails is no answer, and is reported', async () => {
	const failures: unknown[] = [];
	const lookups = createLookups((error) => failures.push(error));
	const fault = new TypeError('a fault of ours');
	const first = lookups.round();
	expect(first.ask('key', () => Promise.reject(fault))).toBeUndefined();
	await first.missing();

	const second = lookups.round();
	expect(second.ask('key', () => Promise.resolve(1))).toBeUndefined();
	expect({ missing: second.missing(), failures }).toEqual({ missing: undefined, failures: [fault] });
});
