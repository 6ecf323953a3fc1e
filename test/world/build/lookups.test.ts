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

test('a lookup that failed is tried again, after a pause that grows', async () => {
	let time = 0;
	const lookups = createLookups(
		() => {},
		() => time,
	);
	const tries: number[] = [];
	const fails = () => {
		tries.push(time);
		return Promise.reject(new Error('the disk is busy'));
	};
	for (; time < 16_000; time += 500) {
		const round = lookups.round();
		round.ask('key', fails);
		await round.missing();
	}
	expect(tries).toEqual([0, 1_000, 3_000, 7_000, 15_000]);

	time = 40_000;
	const round = lookups.round();
	expect(round.ask('key', () => Promise.resolve('there'))).toBeUndefined();
	await round.missing();
	expect(lookups.round().ask('key', fails)).toBe('there');
	time = 10_000_000;
	expect(lookups.round().ask('key', fails)).toBe('there');
});

test('what is forgotten is loaded at once, also when it has failed', async () => {
	const lookups = createLookups(() => {});
	const first = lookups.round();
	first.ask('a key', () => Promise.reject(new Error('no')));
	await first.missing();
	lookups.forget('a ');
	const second = lookups.round();
	second.ask('a key', () => Promise.resolve(2));
	await second.missing();
	expect(lookups.round().ask('a key', () => Promise.resolve(3))).toBe(2);
});
