// npm run test:windows: the command line and the server on Windows, under Wine. Sets itself up.
//   --short   without Go: what needs no build of a Go for Windows
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/repository.mjs';
import { setUp } from '../../scripts/setup.mjs';
import { missingForWindows } from './programs.mjs';

const { values: options } = parseArgs({ options: { short: { type: 'boolean', default: false } } });

const missing = missingForWindows();
if (missing !== undefined) {
	const isCi = process.env.CI === 'true' || process.env.CI === '1';
	console.log(`${isCi ? 'failed ' : 'skipped'} the tests on Windows: ${missing}`);
	process.exit(isCi ? 1 : 0);
}
// Ctrl+C goes through the end of this file, where Wine is stopped.
const interrupted = new Promise((_, reject) => {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => reject(new Error(`${signal}`)));
});

await setUp();
const { build } = await import('../../scripts/bundles.mjs');
await build();
const { startWindows } = await import('./windows.mjs');
const { scenarios } = await import('./scenarios.mjs');

const started = performance.now();
const windows = await startWindows({ withGo: !options.short });
const count = { passed: 0, failed: 0 };
try {
	console.log(`ok     set-up (${seconds(started)})`);
	// A blank in the path: nothing may take it for the end of an argument.
	const folder = join(windows.folder, 'the module');
	mkdirSync(folder);
	cpSync(join(root, 'examples'), folder, { recursive: true });
	writeFileSync(join(folder, 'go.sum'), '');
	for (const scenario of scenarios) {
		if (options.short && scenario.needsGo) continue;
		await Promise.race([play(scenario, { windows, folder, serverFolder: join(root, 'server/out') }), interrupted]);
	}
} finally {
	await windows.close();
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed === 0 ? 0 : 1);

async function play({ title, run }, stage) {
	const start = performance.now();
	const error = await run(stage).then(
		() => undefined,
		(thrown) => thrown,
	);
	count[error ? 'failed' : 'passed']++;
	console.log(`${error ? 'failed' : 'ok    '} ${title} (${seconds(start)})`);
	if (error) console.log(String(error.stack).replaceAll(/^/gm, '       '));
}

function seconds(since) {
	return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
