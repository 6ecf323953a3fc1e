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
	const noticed = seeds
		.map((seed) => differenceWithout(`${file}:${line}`, seed))
		.find((difference) => difference !== '');
	if (noticed === undefined) unnoticed++;
	const seconds = ((performance.now() - start) / 1000).toFixed(0);
	console.log(
		`${noticed ? 'noticed' : 'NOT NOTICED'} ${seconds.padStart(4)} s  ${file}:${line}  ${text}${noticed ? `\n    ${noticed}` : ''}`,
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

/** What differs, and after which event; empty when nothing does. */
function differenceWithout(place, seed) {
	const args = ['vitest', 'run', '--config', 'test/lsp/history/vitest.config.mts', '--bail', '1'];
	const env = {
		...process.env,
		OMIT: place,
		SEED: seed,
		RUNS: process.env.RUNS ?? '25',
		PATIENCE: process.env.PATIENCE ?? '20000',
		NO_COLOR: '1',
	};
	const { status, stdout, stderr } = spawnSync('npx', args, { cwd: root, env, encoding: 'utf8' });
	if (status === 0) return '';
	const [, after = '', question = ''] = /AssertionError: (.*)\n(.*)/.exec(`${stdout}${stderr}`) ?? [];
	return question === '' ? `it failed: ${stderr.slice(-300)}` : `${question}, ${after}`;
}
