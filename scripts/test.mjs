// npm test: sets everything up and runs every check, one line each.
//   --only NAME[,NAME]   just these: types, lint, format, unused, package, unit, grammar, editor, windows
// What the machine lacks is skipped with a visible line; with CI=true that is a failure.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setUp } from './setup.mjs';

const isCi = process.env.CI === 'true' || process.env.CI === '1';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const total = { passed: 0, failed: 0 };
/**
 * The checks, and the parts of them that took longest, for the summary.
 * @type {Record<'checks' | 'parts', { name: string, seconds: number }[]>}
 */
const slow = { checks: [], parts: [] };

const setUpResult = await timed('set-up', async () => {
	await setUp();
	return { passed: 0, failed: 0, skipped: [], output: '' };
});
if (setUpResult.failed > 0) process.exit(1);

const { checks, needs } = await import('./checks.mjs');
const chosen = choose(checks, values.only);

/** The checks that run beside others. */
const running = [];
for (const check of chosen) {
	const missing = check.needs !== undefined && !needs[check.needs].isHere() ? needs[check.needs] : undefined;
	if (missing) reportMissing(check, missing);
	// Without a browser or a Windows none of their tests can run; without Go most of the others can.
	if (missing && check.needs !== 'go') continue;
	const ended = timed(check.name, check.run).then(count);
	if (check.beside) running.push(ended);
	else await ended;
}
await Promise.all(running);

printSlowest('slowest checks', slow.checks, 3);
printSlowest('slowest tests', slow.parts, 10);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

function count(result) {
	total.passed += result.passed;
	total.failed += result.failed;
	slow.parts.push(...(result.slow ?? []));
}

function choose(all, only) {
	if (only === undefined) return all;
	const names = only.split(',');
	const unknown = names.filter((name) => !all.some((check) => check.name === name));
	if (unknown.length === 0) return all.filter((check) => names.includes(check.name));
	console.error(`There is no check ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}.`);
	process.exit(2);
}

function reportMissing(check, { sentence }) {
	console.log(`${isCi ? 'failed ' : 'skipped'}  ${check.name.padEnd(8)} ${sentence}`);
	if (isCi) total.failed++;
}

async function timed(name, run) {
	const start = performance.now();
	const result = await run().catch((error) => ({ passed: 0, failed: 1, skipped: [], output: String(error.stack) }));
	const seconds = (performance.now() - start) / 1000;
	slow.checks.push({ name, seconds });
	const word = result.failed === 0 ? 'ok     ' : 'failed ';
	const tests = result.passed + result.failed > 1 ? `${result.passed} passed, ${result.failed} failed` : '';
	console.log(`${word}  ${name.padEnd(8)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${tests}`.trimEnd());
	for (const test of result.skipped) console.log(`skipped  ${name.padEnd(8)} ${test}`);
	if (result.failed > 0) console.log(indent(result.output));
	return result;
}

/** @param {{ name: string, seconds: number }[]} timed @param {number} most how many of them */
function printSlowest(title, timed, most) {
	const slowest = timed.toSorted((a, b) => b.seconds - a.seconds).slice(0, most);
	if (slowest.length < 2) return;
	console.log(`\n${title}, of ${(performance.now() / 1000 / 60).toFixed(1)} minutes in all`);
	for (const { name, seconds } of slowest) console.log(`${`${seconds.toFixed(1)} s`.padStart(9)}  ${name}`);
}

function indent(text) {
	return text.trim().replaceAll(/^/gm, '    ');
}
