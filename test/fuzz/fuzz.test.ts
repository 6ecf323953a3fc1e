/**
 * Damaged texts of every kind that is read. `RUNS=1000000 SEED=7 npm run fuzz` tries so many in all, and says how each kind fared; a
 * failure names its seed, and what once failed stands in known.ts.
 */
import { expect, test } from 'vitest';
import { goParser } from '../support/goParser.ts';
import { seeded } from '../support/seeded.mjs';
import { fuzzTargets } from './targets.ts';
import { knownInputs } from './known.ts';

const runs = Number(process.env['RUNS'] ?? 3_000);
const seed = Number(process.env['SEED'] ?? 1);
const targets = fuzzTargets(await goParser());

/** Milliseconds of CPU, which a busy machine does not lengthen, for an input below 10 kB. */
const longest = 1_000;

test.each(targets)(
	'$name',
	({ name, input, run, cost }) => {
		let [worst, slowest] = [0, ''];
		const share = Math.max(20, Math.ceil(runs / targets.length / cost));
		for (let at = 0; at < share; at++) {
			const random = seeded(seed * 1_000_003 + at);
			const text = input(random);
			const before = process.cpuUsage().user;
			try {
				run(text, random);
			} catch (error) {
				expect.fail(`seed ${seed}, input ${at}: ${String((error as Error).stack)}\n${JSON.stringify(text)}`);
			}
			const took = (process.cpuUsage().user - before) / 1_000;
			if (took > worst) [worst, slowest] = [took, text];
		}
		if (process.env['RUNS']) console.log(`${name}: ${share} inputs, the slowest took ${worst.toFixed(0)} ms`);
		if (worst > longest) expect.fail(`${worst.toFixed(0)} ms for ${JSON.stringify(slowest)}`);
	},
	Infinity,
);

test.each(knownInputs)('$kind: $why', ({ kind, input }) => {
	const target = targets.find(({ name }) => name === kind);
	expect(target).toBeDefined();
	target?.run(input, seeded(1));
});
