/** An installation without its recorded data, or with a part of it: said in one sentence, by the command line and by the server. */
import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { buildBundle } from '../support/bundleServer.ts';
import { temporaryModule } from '../support/go.ts';
import { until } from '../support/until.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const pull = 'package m\n\nimport _ "unsafe"\n\n//go:linkname ncpu runtime.ncpu\nvar ncpu int32\n';

/** What happens to the data, and the sentence about it. */
const broken: readonly (readonly [string, (data: string) => void, string])[] = [
	['no data', (data) => rmSync(data, { recursive: true }), 'versions.bin is missing'],
	['no table', (data) => rmSync(join(data, 'versions.bin')), 'versions.bin is missing'],
	['half a table', (data) => writeFileSync(join(data, 'versions.bin'), 'LSVT\u0001\u0000'), 'versions.bin is damaged'],
	['an empty table', (data) => writeFileSync(join(data, 'versions.bin'), ''), 'versions.bin is damaged'],
	['no alternatives', (data) => rmSync(join(data, 'alternatives.json')), 'alternatives.json is missing'],
	['half of them', (data) => writeFileSync(join(data, 'alternatives.json'), '[{'), 'alternatives.json is damaged'],
];

test.each(broken)('the command line with %s', async (_, spoil, problem) => {
	const cwd = temporaryModule({ 'go.mod': 'module m\n\ngo 1.21\n', 'a.go': pull });
	const kept = join(cwd, 'kept');
	cpSync(cli.data, kept, { recursive: true });
	spoil(cli.data);
	try {
		for (const args of [
			['explain', 'runtime.ncpu'],
			['check', '.'],
		]) {
			const env = { ...process.env, PATH: '/nonexistent', HOME: cwd, XDG_CACHE_HOME: cwd, GOROOT: undefined };
			const { code, stdout, stderr } = await cli.run(args, { cwd, env });
			const file = join(cli.data, problem.split(' ')[0] ?? '');
			const sentence = `linkscape: ${file} is ${problem.split(' ')[2]}: this installation of Linkscape is incomplete; please install it again.\n`;
			expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: sentence });
		}
	} finally {
		cpSync(kept, cli.data, { recursive: true });
	}
});

test.each([
	['tree-sitter-go.wasm', 'missing', (file: string) => rmSync(file)],
	['web-tree-sitter.wasm', 'missing', (file: string) => rmSync(file)],
	['web-tree-sitter.wasm', 'damaged', (file: string) => truncateSync(file, 100)],
	['tree-sitter-go.wasm', 'damaged', (file: string) => writeFileSync(file, '')],
] as const)('the command line whose %s is %s', async (name, state, spoil) => {
	const cwd = temporaryModule({ 'go.mod': 'module m\n\ngo 1.21\n', 'a.go': pull });
	const file = join(dirname(cli.bundle), name);
	const kept = join(cwd, 'kept');
	cpSync(file, kept);
	spoil(file);
	try {
		const env = { ...process.env, PATH: '/nonexistent', HOME: cwd, XDG_CACHE_HOME: cwd, GOROOT: undefined };
		const ran = await cli.run(['check', '.'], { cwd, env });
		const sentence = `linkscape: ${file} is ${state}: this installation of Linkscape is incomplete; please install it again.\n`;
		expect(ran).toEqual({ code: 2, stdout: '', stderr: sentence });
	} finally {
		cpSync(kept, file);
	}
});

test('the server logs it once and goes on', async () => {
	const root = temporaryModule({ 'm/go.mod': 'module m\n\ngo 1.21\n', 'm/a.go': pull });
	mkdirSync(join(root, 'data'));
	copyFileSync(join(cli.data, 'alternatives.json'), join(root, 'data/alternatives.json'));
	const bundle = await buildBundle('lspMain.mjs', join(root, 'out'));
	const env = { ...process.env, PATH: '/nonexistent', HOME: root, XDG_CACHE_HOME: root, GOROOT: undefined };
	const server = spawn(process.execPath, [bundle, '--stdio'], { cwd: root, env });
	const client = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
	try {
		const logged: string[] = [];
		client.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
		client.onRequest(() => null);
		client.listen();
		const folder = { uri: `file://${join(root, 'm')}`, name: 'm' };
		await client.sendRequest('initialize', {
			processId: process.pid,
			rootUri: folder.uri,
			workspaceFolders: [folder],
			capabilities: {},
		});
		await client.sendNotification('initialized', {});
		const uri = `${folder.uri}/a.go`;
		await client.sendNotification('textDocument/didOpen', {
			textDocument: { uri, languageId: 'go', version: 1, text: pull },
		});
		const about = () => logged.filter((message) => message.includes('versions.bin'));
		await until(() => about().length > 0);
		// It still answers.
		const position = { line: 4, character: 4 };
		await client.sendRequest('textDocument/hover', { textDocument: { uri }, position });
		expect(about()).toEqual([
			`${join(root, 'data/versions.bin')} is missing: this installation of Linkscape is incomplete; please install it again.`,
		]);
		await client.sendRequest('shutdown');
	} finally {
		client.dispose();
		const gone = new Promise((resolve) => server.once('exit', resolve));
		server.kill('SIGKILL');
		await gone;
	}
});
