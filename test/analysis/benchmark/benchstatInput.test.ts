import { expect, test } from 'vitest';
import { benchstatInput } from '../../../server/src/analysis/benchmark/benchstatInput.ts';

test('two benchmarks of one run become two runs of one benchmark', () => {
	const stdout = [
		'goos: linux',
		'pkg: example.com/m',
		'BenchmarkNanotimePull-2 \t10\t1 ns/op',
		'BenchmarkNanotimePull-2 \t10\t2 ns/op',
		'BenchmarkNanotimePublic \t10\t3 ns/op',
		'BenchmarkNanotimePublicToo-2 \t10\t4 ns/op',
		'PASS',
		'ok  \texample.com/m\t1s',
	].join('\r\n');
	const names = { pull: 'NanotimePull', public: 'NanotimePublic' };
	expect(benchstatInput(stdout, names, 'Nanotime')).toEqual({
		pull: 'goos: linux\npkg: example.com/m\nBenchmarkNanotime-2 \t10\t1 ns/op\nBenchmarkNanotime-2 \t10\t2 ns/op\n',
		public: 'goos: linux\npkg: example.com/m\nBenchmarkNanotime \t10\t3 ns/op\n',
	});
});
