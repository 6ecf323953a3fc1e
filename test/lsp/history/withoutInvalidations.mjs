// npm run histories:weakened [-- WORD…]: takes each dependency and each invalidation out of the server once, and shows that histories.test.ts
// then fails. A dependency is a cause in `dependsOn: […]` or `changes.on([…]`; an invalidation is a call of something named `forget…`,
// `renewDependents`, `filesChanged` or `buildChanged`. WORD chooses those whose place has it in it; `--list` only lists them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/repository.mjs';

const words = process.argv.slice(2).filter((word) => word !== '--list');
const seeds = (process.env.SEEDS ?? '1,2').split(',');
const places = readdirSync(join(root, 'server/src'), { recursive: true })
	.filter((name) => /^(?:world|linkname|escape|audit|capture|flow|behind|session|lsp)[/\\].*\.ts$/.test(name))
	.map((name) => join('server/src', name))
	.sort()
	.flatMap((file) =>
		readFileSync(join(root, file), 'utf8')
			.split('\n')
			.flatMap((text, index) =>
				omissionsIn(text).map((what) => ({ file, line: index + 1, what, text: `${what} ${text.trim()}`.trim() })),
			),
	)
	.filter(({ file, line }) => words.length === 0 || words.some((word) => `${file}:${line}`.includes(word)));
if (process.argv.includes('--list')) {
	for (const { file, line, text } of places) console.log(`${file}:${line}  ${text}`);
	process.exit();
}

let unnoticed = 0;
for (const { file, line, what, text } of places) {
	const start = performance.now();
	const noticed = seeds
		.map((seed) => differenceWithout(`${file}:${line}:${what}`, seed))
		.find((difference) => difference !== '');
	if (noticed === undefined) unnoticed++;
	const seconds = ((performance.now() - start) / 1000).toFixed(0);
	console.log(
		`${noticed ? 'noticed' : 'NOT NOTICED'} ${seconds.padStart(4)} s  ${file}:${line}  ${text}${noticed ? `\n    ${noticed}` : ''}`,
	);
}
console.log(`${places.length - unnoticed} of ${places.length} are noticed`);
process.exitCode = unnoticed === 0 ? 0 : 1;

/** What can be left out of a line: causes that an answer depends on, or (as '') a statement that invalidates something. */
function omissionsIn(text) {
	const [, causes] = /(?:\bdependsOn\b.*|\bchanges\.on\()\[((?:'\w+'(?:, )?)+)\]/.exec(text) ?? [];
	if (causes) return causes.split(', ').map((cause) => cause.slice(1, -1));
	const isInvalidation =
		/^\t+(?!function|async|\/\/|\*)(?!.*(?:forgetOldest|size\())[^=]*\b(?:forget\w*|renewDependents|(?:files|build)Changed)\(.*\);$/.test(
			text,
		);
	return isInvalidation ? [''] : [];
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
