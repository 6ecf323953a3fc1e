// What is tried on Windows. Where it can be, the expectation is what the same program says on this machine.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runQuietly } from '../../scripts/run.mjs';
import { profiledModule } from '../support/profiledModule.mjs';
import { startClient, windowsUri } from './languageClient.mjs';
import { windowsPath } from './windows.mjs';

/**
 * @typedef {{ windows: any, folder: string, serverFolder: string }} Stage
 * @type {readonly { title: string, needsGo: boolean, run: (stage: Stage) => Promise<void> }[]}
 */
export const scenarios = [
	{ title: 'check, without Go', needsGo: false, run: checkWithoutGo },
	{ title: 'findings and hover of the server, without Go', needsGo: false, run: findingsAndHover },
	{ title: 'check', needsGo: true, run: (stage) => sameAsHere(stage, ['check', '.'], 1) },
	{ title: 'explain', needsGo: true, run: (stage) => sameAsHere(stage, ['explain', 'runtime.nanotime'], 0) },
	{ title: 'escapes', needsGo: true, run: (stage) => sameAsHere(stage, ['escapes', './sampler'], 0) },
	{ title: 'escapes of all packages', needsGo: true, run: (stage) => sameAsHere(stage, ['escapes', '.\\...'], 0) },
	{ title: 'hints, after an unsaved edit too', needsGo: true, run: hintsWhileTyping },
	{ title: 'a quick fix of an escape', needsGo: true, run: escapeFix },
	{ title: 'a profile', needsGo: true, run: profile },
];

async function checkWithoutGo(stage) {
	await sameAsHere(stage, ['check', '--go=1.26', '.'], 1, { PATH: '', GOROOT: '' });
}

/** The command line prints and exits as it does here for a build for Windows. */
async function sameAsHere({ windows, folder, serverFolder }, args, code, environment = {}) {
	const cli = join(serverFolder, 'cliMain.mjs');
	const there = await windows.runNode([windowsPath(cli), ...args], {
		cwd: folder,
		env: 'PATH' in environment ? { WINEPATH: '' } : {},
	});
	const env = {
		...process.env,
		GOOS: 'windows',
		GOARCH: 'amd64',
		CGO_ENABLED: '0',
		GOTOOLCHAIN: 'local',
		...environment,
	};
	const slashed = args.map((argument) => argument.replaceAll('\\', '/'));
	const here = await runQuietly([process.execPath, cli, ...slashed], { cwd: folder, env });
	const untimed = (text) => text.replace(/ \(\d+\.\d+ s\)$/m, '');
	assert.equal(untimed(there.stdout + there.stderr), untimed(here.output));
	assert.equal(there.code, code);
	assert.equal(here.code, code);
}

async function findingsAndHover(stage) {
	await withFile(stage, 'experiment/experiment.go', async ({ client, uri, text }) => {
		const found = await until('findings', () =>
			client.diagnostics(uri).find(({ code }) => code === 'linkname-refused'),
		);
		assert.match(found.message, /runtime\.gcStart/);
		const hover = await client.request('textDocument/hover', {
			textDocument: { uri },
			position: positionOf(text, 'runtime.gcStart'),
		});
		assert.match(hover.contents.value, /runtime\.gcStart/);
		const misspelt = client.diagnostics(uri).find(({ code }) => code === 'directive-ignored');
		const actions = await client.request('textDocument/codeAction', {
			textDocument: { uri },
			range: misspelt.range,
			context: { diagnostics: [misspelt] },
		});
		assert.match(JSON.stringify(actions), /"newText":"[^"]*go:noinline|Change to/);
		const [changed] = Object.keys(actions[0].edit.changes ?? {});
		assert.equal(changed, uri);
	});
}

async function hintsWhileTyping(stage) {
	await withFile(stage, 'sampler/sampler.go', async ({ client, uri, text }) => {
		const hintedLines = async () => {
			const range = { start: { line: 0, character: 0 }, end: { line: 500, character: 0 } };
			const hints = await client.request('textDocument/inlayHint', { textDocument: { uri }, range });
			return hints.map(({ position }) => position.line);
		};
		const line = lineOf(text, 'make([]*Sample, 0, size)');
		await until('hints', async () => (await hintedLines()).includes(line));
		const hover = await client.request('textDocument/hover', {
			textDocument: { uri },
			position: positionOf(text, 'make([]*Sample'),
		});
		assert.match(hover.contents.value, /heap/);
		// Not saved: the compiler reads it through an overlay.
		const added = 'package sampler\n\nfunc Added() *[64]int { return new([64]int) }\n';
		const edited = text.replace('package sampler\n', added).replace(/import \([^)]*\)\n/, '');
		const imports = /import \([^)]*\)\n/.exec(text)?.[0] ?? '';
		const whole = edited.replace('package sampler\n', `package sampler\n\n${imports}`);
		await client.notify('textDocument/didChange', {
			textDocument: { uri, version: 2 },
			contentChanges: [{ text: whole }],
		});
		await until('the hint of the edit', async () => (await hintedLines()).includes(lineOf(whole, 'new([64]int)')));
	});
}

async function escapeFix(stage) {
	const text =
		'package fixed\n\nfunc Lengths(words []string) []int {\n\tvar out []int\n\tfor _, word := range words {\n\t\tout = append(out, len(word))\n\t}\n\treturn out\n}\n';
	const folder = newModule(stage, 'fixed', { 'go.mod': 'module example.com/fixed\n\ngo 1.24\n', 'fixed.go': text });
	await withFile({ ...stage, folder }, 'fixed.go', async ({ client, uri }) => {
		const start = positionOf(text, 'append(out');
		await until('the quick fix', async () => {
			const actions = await client.request('textDocument/codeAction', {
				textDocument: { uri },
				range: { start, end: start },
				context: { diagnostics: [] },
			});
			return actions.some((action) => JSON.stringify(action).includes('len(words)'));
		});
	});
}

async function profile(stage) {
	const folder = newModule(stage, 'profiled', profiledModule);
	const { windows } = stage;
	const options = { cwd: folder };
	const built = await windows.run(windows.go, ['build', '-work', '-o', 'x.exe', './cmd/x'], options);
	assert.equal(built.code, 0, built.stderr);
	const recorded = await windows.run(join(folder, 'x.exe'), ['recorded.pprof'], options);
	assert.equal(recorded.code, 0, recorded.stderr);
	const start = { ...stage, folder, settings: { profile: 'recorded.pprof' } };
	await withFile(start, 'pkg/p.go', async ({ client, uri, text }) => {
		await until('what the line allocated', async () => {
			const position = positionOf(text, '&P{} // the same');
			const hover = await client.request('textDocument/hover', { textDocument: { uri }, position });
			return /512 kB, 1,000 objects on this line/.test(hover?.contents.value ?? '');
		});
	});
}

/** Opens a file in a new server and ends both. */
async function withFile({ windows, folder, serverFolder, settings }, file, use) {
	const serverFile = join(serverFolder, 'lspMain.mjs');
	const client = await startClient({ windows, serverFile, folder, settings });
	const uri = windowsUri(join(folder, file));
	const text = readFileSync(join(folder, file), 'utf8');
	await client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'go', version: 1, text } });
	await use({ client, uri, text });
	assert.equal(await client.close(), 0);
}

function newModule({ windows }, name, files) {
	const folder = join(windows.folder, name);
	for (const [file, text] of Object.entries(files)) {
		const path = join(folder, file);
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
	return folder;
}

function positionOf(text, part) {
	const before = text.slice(0, text.indexOf(part)).split('\n');
	return { line: before.length - 1, character: before.at(-1).length };
}

function lineOf(text, part) {
	return positionOf(text, part).line;
}

/** Asks again until there is an answer; the first build compiles the standard library. */
async function until(what, ask) {
	const end = Date.now() + 180_000;
	for (;;) {
		const answer = await ask();
		if (answer) return answer;
		if (Date.now() > end) throw new Error(`Waited for ${what} for three minutes`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
