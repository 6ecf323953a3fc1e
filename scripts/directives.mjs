// The directive rules beside the compilers of all releases, for thousands of files: `npm run test:directives -- 20000`, `SEED=7 npm run …`.
import { root } from './repository.mjs';
import { runVisibly } from './run.mjs';
import { setUp } from './setup.mjs';

await setUp();
const files = process.argv[2] ?? '3000';
const seed = process.env.SEED ?? String(Date.now() % 1_000_000);
console.log(`SEED=${seed}, ${files} files`);
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/analysis/linkname/gaps.test.ts', '--testTimeout=1800000'];
const env = { ...process.env, SEED: seed, DIRECTIVE_FILES: files };
process.exitCode = await runVisibly([process.execPath, ...args], { cwd: root, env });
