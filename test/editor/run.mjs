// The editor tests: the packaged extension in a real VS Code, one scenario after the other.
//   --only WORD    just the scenarios with that word in their title or file name
//   --times N      each of them N times
//   --vsix FILE    test this package; without it a new one is made
//   --newest       in the newest VS Code that npm has (another 810 MB)
//   --pictures     renew the pictures of the README and of the walkthrough
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { findOnPath } from '../../scripts/run.mjs';
import { setUp } from '../../scripts/setup.mjs';
import { installNewestVsCode, installVsCode } from './vscode/install.mjs';

const { values: options } = parseArgs({
	options: {
		only: { type: 'string', default: '' },
		times: { type: 'string', default: '1' },
		vsix: { type: 'string' },
		newest: { type: 'boolean', default: false },
		pictures: { type: 'boolean', default: false },
	},
});

// Ctrl+C ends what was started as well: browser and VS Code end with this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

await setUp();
const installed = await (options.newest ? installNewestVsCode() : installVsCode());
const { setStage } = await import('./vscode/stage.mjs');

const scenarios = await loadScenarios(options.only);
const stage = await setStage({ installed, vsix: options.vsix ?? (await newVsix()), keepPictures: options.pictures });
const count = { passed: 0, failed: 0 };
try {
	for (let time = 0; time < Number(options.times); time++) {
		for (const scenario of scenarios) await play(scenario);
	}
} finally {
	await stage.close();
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;

async function play({ file, title, needsGo = true, run }) {
	if (needsGo && findOnPath('go') === undefined) {
		console.log(`skip   ${title}: no go on PATH`);
		return;
	}
	const start = performance.now();
	const error = await run(stage).then(
		() => undefined,
		(thrown) => thrown,
	);
	await stage.clear({ failedAs: error && file.replace('.mjs', '') });
	count[error ? 'failed' : 'passed']++;
	const seconds = ((performance.now() - start) / 1000).toFixed(1);
	console.log(`${error ? 'failed' : 'ok    '} ${title} (${seconds} s)`);
	if (error) console.log(error.stack.replaceAll(/^/gm, '       '));
}

async function loadScenarios(word) {
	const folder = join(import.meta.dirname, 'scenarios');
	const files = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
	const all = await Promise.all(files.sort().map(async (file) => ({ file, ...(await import(join(folder, file))) })));
	return all.filter(({ file, title, onlyForPictures = false }) => {
		return (options.pictures || !onlyForPictures) && `${file} ${title}`.includes(word);
	});
}

async function newVsix() {
	const { packageVsix } = await import('../../scripts/vsix.mjs');
	const { file } = await packageVsix();
	return file;
}
