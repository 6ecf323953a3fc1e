import { Label, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { expect, test } from 'vitest';
import { splitProfile } from '../../../server/src/analysis/profile/sampleReader.ts';
import { seeded } from '../../support/seeded.mjs';

/** As the library reads them. */
function decoded(bytes: Uint8Array) {
	return Profile.decode(bytes).sample.map(({ locationId, value, label }) => ({
		locations: locationId.map((id) => (id <= Number.MAX_SAFE_INTEGER ? Number(id) : String(id))),
		values: value.map((one) => Number(BigInt.asIntN(64, BigInt(one)))),
		numbers: label.map(({ key, num }) => [Number(key), Number(num)]),
	}));
}

test('samples are what the library reads, whatever the size and sign of their numbers', () => {
	const random = seeded(7);
	const number = () => {
		const size = Math.floor(2 ** (random() * 62));
		const value = BigInt(size) + BigInt(Math.floor(random() * 1000));
		return random() < 0.4 ? -value : value;
	};
	const strings = new StringTable();
	const key = strings.dedup('bytes');
	const type = new ValueType({ type: strings.dedup('alloc_space'), unit: strings.dedup('bytes') });
	const extremes = [
		0n,
		1n,
		-1n,
		127n,
		128n,
		-128n,
		2n ** 28n,
		-(2n ** 28n),
		2n ** 53n - 1n,
		1n - 2n ** 53n,
		2n ** 63n - 1n,
		-(2n ** 63n),
	];
	const sample = Array.from({ length: 400 }, (_, index) => {
		const id = () => (random() < 0.1 ? BigInt(Math.floor(random() * 2 ** 53)) * 2000n : Math.floor(random() * 1e6) + 1);
		return new Sample({
			locationId: Array.from({ length: index % 7 }, id),
			value: [extremes[index] ?? number(), number()],
			label: index % 3 === 0 ? [new Label({ key, num: index + 1 })] : [],
		});
	});
	const profile = new Profile({
		sampleType: [type],
		sample,
		location: [new Location({ id: 1 })],
		stringTable: strings,
	});
	const bytes = profile.encode();
	const { samples, rest } = splitProfile(bytes);
	const read = samples.map(({ locations, values, numbers }) => ({ locations, values, numbers: [...(numbers ?? [])] }));
	expect(read).toEqual(decoded(bytes));
	const others = Profile.decode(rest);
	expect([others.sample.length, others.location.length, others.stringTable.strings]).toEqual([0, 1, strings.strings]);
});
