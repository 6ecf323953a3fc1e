// What the commands about one function or type say, beside Go's own tools: `npm run behind-truth -- lines registers calls layouts programs`.
// TRUTH_GO, TRUTH_ARCH and TRUTH_PACKAGES choose releases, processors and packages: test/behind/truth/builds.ts.
import { root } from './repository.mjs';
import { runVisibly } from './run.mjs';
import { setUp } from './setup.mjs';

await setUp();
const all = ['lines', 'registers', 'calls', 'layouts', 'programs'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => !all.includes(word));
if (unknown.length > 0) {
	console.error(`Not known: ${unknown.join(', ')}. There are ${all.join(', ')}.`);
	process.exit(2);
}
const env = { ...process.env, TRUTH: (wanted.length > 0 ? wanted : all).join() };
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/behind/truth', '--no-file-parallelism'];
process.exitCode = await runVisibly([process.execPath, ...args], { cwd: root, env });
