// npm start: shows Linkscape on the example module: its report here, then the module in an editor with the extension.
//   --no-editor [DIR]   prints the report of DIR (default: the example) and ends
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './repository.mjs';
import { findOnPath, runVisibly } from './run.mjs';
import { setUp } from './setup.mjs';

const { values, positionals } = parseArgs({ options: { 'no-editor': { type: 'boolean' } }, allowPositionals: true });
const example = join(root, 'examples');

await setUp();
const { build } = await import('./bundles.mjs');
await build();

// npm starts scripts in the root of the repository; a relative DIR is meant from where the user is.
const folder = positionals[0] === undefined ? example : resolve(process.env.INIT_CWD ?? '.', positionals[0]);
if (!existsSync(folder)) {
	console.error(`There is no folder ${folder}.`);
	process.exit(2);
}

const couldRun = await report(folder);
if (values['no-editor']) process.exit(couldRun ? 0 : 2);

const code = findOnPath('code');
process.exitCode = code ? await openDesktop(code, folder) : await serveWorkbench(folder);

/** Prints what the command line says about `folder`. Findings are no failure here. */
async function report(folder) {
	let couldRun = true;
	for (const args of [
		['check', '.'],
		['escapes', './...'],
	]) {
		console.log(`\n── linkscape ${args.join(' ')}   (in ${folder})\n`);
		const exitCode = await runVisibly([process.execPath, join(root, 'server/out/cliMain.mjs'), ...args], {
			cwd: folder,
		});
		couldRun &&= exitCode !== 2;
	}
	return couldRun;
}

function openDesktop(code, folder) {
	console.log('\nOpening it in VS Code.');
	return runVisibly([code, `--extensionDevelopmentPath=${root}`, folder]);
}

/** Serves a real VS Code with the packaged extension until the user ends it. */
async function serveWorkbench(folder) {
	console.log('\nThere is no `code` on PATH: setting up a VS Code for the browser (330 MB, once).');
	const { installVsCode } = await import('../test/editor/vscode/install.mjs');
	const installed = await installVsCode();
	const { packageVsix } = await import('./vsix.mjs');
	const { startVsCode } = await import('../test/editor/vscode/server.mjs');
	const vscode = await startVsCode({ installed, vsix: (await packageVsix()).file });
	console.log(`\nVS Code with Linkscape: ${vscode.url(folder, firstGoFile(folder))}\nCtrl+C ends it.`);
	await interrupted();
	await vscode.stop();
	return 0;
}

/** The Go file to show first: one with a directive if there is any. */
function firstGoFile(folder) {
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.go'));
	const files = names.sort().map((name) => join(folder, name));
	return files.find((file) => readFileSync(file, 'utf8').includes('//go:linkname')) ?? files[0];
}

function interrupted() {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
	});
}
