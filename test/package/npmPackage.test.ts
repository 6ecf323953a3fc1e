/** The npm package as a stranger gets it: packed, installed in an empty folder without a network, started by its commands. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { build } from '../../scripts/bundles.mjs';
import { largestNpmPackage, packNpm } from '../../scripts/npmPackage.mjs';
import { cloneRepository } from '../support/clone.ts';
import { goTest } from '../support/go.ts';

const shell = process.platform === 'win32';
let folder = '';
let project = '';
let module = '';
let packed: { readonly file: string; readonly bytes: number; readonly contents: readonly string[] };
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-npm-')));
	const clone = join(folder, 'clone');
	cloneRepository(clone);
	await build(clone);
	// What an earlier build for development left behind.
	writeFileSync(join(clone, 'server/out/cliMain.mjs.map'), '{}');
	packed = await packNpm(clone, folder);

	project = join(folder, 'project');
	module = join(folder, 'module');
	for (const directory of [project, module]) mkdirSync(directory);
	writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
	writeFileSync(join(module, 'go.mod'), 'module example.com/m\n\ngo 1.21\n');
	writeFileSync(
		join(module, 'a.go'),
		'package m\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\nfunc New() *int { return new(int) }\n',
	);
	writeFileSync(join(module, 'a.s'), '');
	environment = {
		...process.env,
		HOME: folder,
		npm_config_cache: join(folder, 'npm'),
		npm_config_offline: 'true',
		npm_config_loglevel: 'error',
	};
	const install = ['install', '--no-audit', '--no-fund', packed.file];
	execFileSync('npm', install, { cwd: project, env: environment, shell, stdio: 'pipe' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command of the installed package, as somebody who types it there. */
function npx(...command: readonly string[]) {
	const options = { cwd: project, env: environment, encoding: 'utf8', shell } as const;
	const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...command], options);
	return { status, stdout, stderr };
}

test('holds what runs and what is read, and nothing else', () => {
	const shared = packed.contents.filter((path) => /^server\/out\/shared-\w+\.mjs$/.test(path));
	expect(shared.length).toBeGreaterThan(0);
	expect(packed.contents.filter((path) => !shared.includes(path)).sort()).toEqual([
		'CHANGELOG.md',
		'LICENSE',
		'README.md',
		'package.json',
		'server/data/alternatives.json',
		'server/data/runtime-calls.json',
		'server/data/versions.bin',
		'server/out/ThirdPartyNotices.txt',
		'server/out/cliMain.mjs',
		'server/out/lspMain.mjs',
		'server/out/mcpMain.mjs',
		'server/out/tree-sitter-go.wasm',
		'server/out/web-tree-sitter.wasm',
	]);
	expect(packed.bytes).toBeLessThan(largestNpmPackage);
});

test('runs nothing when it is installed, and brings nothing along', () => {
	const installed = JSON.parse(readFileSync(join(project, 'node_modules/linkscape/package.json'), 'utf8'));
	const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
	expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/linkscape']);
	expect(lock.packages['node_modules/linkscape'].hasInstallScript).toBeUndefined();
	const run = ['preinstall', 'install', 'postinstall', 'prepare'];
	expect(run.filter((name) => name in installed.scripts)).toEqual([]);
	for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies'])
		expect(installed[kind] ?? {}).toEqual({});
	expect(installed.private).toBeUndefined();
});

test('is built before `npm pack` packs it', () => {
	expect(manifest.scripts.prepack).toBe(manifest.scripts.build);
	expect(readFileSync('.npmrc', 'utf8')).not.toMatch(/^ignore-scripts\s*=\s*true/m);
});

const commands: readonly { command: readonly string[]; status: number; says: RegExp }[] = [
	{ command: ['linkscape', '--version'], status: 0, says: /^linkscape \d+\.\d+\.\d+\n$/ },
	{ command: ['linkscape', '--help'], status: 0, says: /linkscape check/ },
	{ command: ['linkscape', 'check', '../module'], status: 1, says: /linkname-needs-unsafe/ },
	{ command: ['linkscape', 'explain', 'runtime.nanotime'], status: 0, says: /runtime\.nanotime/ },
	{ command: ['linkscape-lsp', '--version'], status: 0, says: /^linkscape-lsp \d+\.\d+\.\d+\n$/ },
];

test.each(commands)('npx $command', ({ command, status, says }) => {
	const ran = npx(...command);
	expect(ran).toEqual({ status, stdout: expect.stringMatching(says), stderr: '' });
});

goTest('npx linkscape escapes', () => {
	writeFileSync(join(module, 'a.go'), 'package m\n\nfunc New() *int { return new(int) }\n');
	const linkscape = join(project, 'node_modules/.bin/linkscape');
	const ran = spawnSync(linkscape, ['escapes', './...'], { cwd: module, env: environment, encoding: 'utf8', shell });
	expect(ran.stdout).toContain('new(int)');
	expect(ran.stderr).toBe('');
});

test.each([[[]], [['--stdio']]])('linkscape-lsp %j is a language server', async (args) => {
	const server = spawn(join(project, 'node_modules/.bin/linkscape-lsp'), args, { env: environment, shell });
	const client = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
	try {
		client.listen();
		const rootUri = pathToFileURL(module).href;
		const { serverInfo } = await client.sendRequest<{ serverInfo: unknown }>('initialize', {
			processId: process.pid,
			rootUri,
			capabilities: {},
		});
		expect(serverInfo).toEqual({ name: 'linkscape', version: manifest.version });
		await client.sendRequest('shutdown');
		const ended = new Promise((done) => server.once('exit', done));
		await client.sendNotification('exit');
		expect(await ended).toBe(0);
	} finally {
		client.dispose();
		server.kill();
	}
});
