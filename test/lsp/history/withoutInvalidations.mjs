// npm run histories:weakened [-- WORD…]: leaves out each invalidation of the server once, and shows that histories.test.ts then fails.
// An invalidation is a call of something named `forget…`, `renewDependents` or `filesChanged`; WORD chooses those whose place has it in it.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/repository.mjs';

const words = process.argv.slice(2).filter((word) => word !== '--list');
const seeds = (process.env.SEEDS ?? '1,2').split(',');
const places = readdirSync(join(root, 'server/src'), { recursive: true })
	.filter((name) => /^(?:world|linkname|escape|session|lsp)[/\\].*\.ts$/.test(name))
	.map((name) => join('server/src', name))
	.sort()
	.flatMap((file) =>
		readFileSync(join(root, file), 'utf8')
			.split('\n')
			.flatMap((text, index) => (isInvalidation(text) ? [{ file, line: index + 1, text: text.trim() }] : [])),
	)
	.filter(({ file, line }) => words.length === 0 || words.some((word) => `${file}:${line}`.includes(word)));
if (process.argv.includes('--list')) {
	for (const { file, line, text } of places) console.log(`${file}:${line}  ${text}`);
	process.exit();
}

let unnoticed = 0;
for (const { file, line, text } of places) {
	const start = performance.now();
	const seed = seeds.find((one) => fails(`${file}:${line}`, one));
	if (seed === undefined) unnoticed++;
	const seconds = ((performance.now() - start) / 1000).toFixed(0);
	console.log(
		`${seed === undefined ? 'NOT NOTICED' : `seed ${seed}`.padEnd(11)} ${seconds.padStart(4)} s  ${file}:${line}  ${text}`,
	);
}
console.log(`${places.length - unnoticed} of ${places.length} are noticed`);
process.exitCode = unnoticed === 0 ? 0 : 1;

/** A statement that forgets something, or a property that is nothing but one. */
function isInvalidation(text) {
	return (
		/^\t+(?!function|async|\/\/|\*)[^=]*\b(?:forget\w*|renewDependents|filesChanged)\(.*\);$/.test(text) ||
		/^\t+forget\w*: \([^)]*\) => .*,$/.test(text)
	);
}

function fails(place, seed) {
	const args = ['vitest', 'run', '--config', 'test/lsp/history/vitest.config.mts'];
	const env = { ...process.env, OMIT: place, SEED: seed, RUNS: process.env.RUNS ?? '25', PATIENCE: '5000' };
	const { status, stdout } = spawnSync('npx', args, { cwd: root, env, encoding: 'utf8' });
	if (process.env.VERBOSE) console.log(stdout.slice(0, 6000));
	return status !== 0;
}
