// npm run bench: runs the benchmarks of test/bench and prints what they compare, as ratios.
//   -- WORD…     just those with one of the words in their file name
//   -- --in DIR   those of another folder: the soak and load runs are in test/endurance
// Ends with a failure when a ratio is over its limit.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './repository.mjs';
import { setUp } from './setup.mjs';

/**
 * What a benchmark measured: one thing of ours beside another one of the same unit.
 * @typedef {object} Row
 * @property {string} what
 * @property {{ name: string, value: number }} ours
 * @property {{ name: string, value: number }} other
 * @property {string} unit
 * @property {number} [limit] the largest ratio of ours to the other that is good enough
 *
 * A file of test/bench exports `title` and `measure`, which returns rows.
 * @typedef {{ title: string, measure: () => Promise<readonly Row[]> }} Benchmark
 */

await setUp();
const { build } = await import('./bundles.mjs');
await build();

const { values, positionals: words } = parseArgs({
	options: { in: { type: 'string', default: 'test/bench' } },
	allowPositionals: true,
});
const folder = join(root, values.in);
const names = readdirSync(folder)
	.filter((name) => name.endsWith('.bench.mjs') && (words.length === 0 || words.some((word) => name.includes(word))))
	.sort();

for (const name of names) {
	/** @type {Benchmark} */
	const { title, measure } = await import(join(folder, name));
	console.log(`\n${title}`);
	const rows = await measure();
	for (const row of rows) console.log(`  ${spell(row)}`);
	if (rows.some(isOver)) process.exitCode = 1;
}

function spell(row) {
	const { what, ours, other, unit, limit } = row;
	const values = `${ours.name} ${rounded(ours.value)} ${unit}, ${other.name} ${rounded(other.value)} ${unit}`;
	const verdict = limit === undefined ? '' : `   at most ${limit}: ${isOver(row) ? 'TOO MUCH' : 'ok'}`;
	return `${what.padEnd(32)} ${ratio(row).toFixed(2).padStart(6)} x   (${values})${verdict}`;
}

function ratio({ ours, other }) {
	return ours.value / other.value;
}

function isOver(row) {
	return row.limit !== undefined && ratio(row) > row.limit;
}

function rounded(value) {
	return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
