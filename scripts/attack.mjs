// npm run attack: tries every attack of docs/security.md in Restricted Mode, in the trusted server and on the command line, shows that
// its traps work, and says how many were tried and how many programs of the repository ran.
import { root } from './repository.mjs';
import { runVisibly } from './run.mjs';
import { setUp } from './setup.mjs';

await setUp();
const command = [
	'node_modules/vitest/vitest.mjs',
	'run',
	'test/attack',
	'--disable-console-intercept',
	...process.argv.slice(2),
];
process.exitCode = await runVisibly([process.execPath, ...command], {
	cwd: root,
	env: { ...process.env, ATTACK: 'all' },
});
