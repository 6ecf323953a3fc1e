/** What go test prints, read and compared. */
import { expect, test } from 'vitest';
import { compareRuns } from '../../../server/src/analysis/benchmark/compareRuns.ts';

const names = { pull: 'NanotimePull', public: 'NanotimePublic' };
const line = (name: string, time: string, bytes = 0) =>
	`Benchmark${name}-2   \t36285410\t        ${time} ns/op\t       ${bytes} B/op\t       ${bytes / 16} allocs/op`;

test('runs with and without the number of processors', () => {
	const stdout = [
		'goos: linux',
		'cpu: Some CPU @ 2.20GHz',
		line('NanotimePull', '20.00'),
		line('NanotimePull', '0.2200'),
		line('NanotimePull', '19'),
		'BenchmarkNanotimePublic \t100\t 38 ns/op\t 16 B/op\t 1 allocs/op',
		line('NanotimePublic', '1234567', 16),
		line('NanotimePublic', '40.0', 16),
		'PASS',
		'ok  \texample.com/m\t3.210s',
	].join('\r\n');
	const found = compareRuns(stdout, names);
	expect(found?.pull).toMatchObject({ time: { median: 19 }, bytes: 0, allocations: 0 });
	expect(found?.public).toMatchObject({ time: { median: 40 }, bytes: 16, allocations: 1 });
	expect(found?.speedUp).toBeCloseTo(40 / 19, 9);
	expect(found?.runs).toBe(3);
	expect(found?.p).toBeCloseTo(0.1, 9);
});

test('nothing to compare when one of them did not run', () => {
	expect(compareRuns(line('NanotimePull', '20'), names)).toBeUndefined();
	expect(compareRuns('', names)).toBeUndefined();
});
