/** `linkscape mcp`, asked by the client of the protocol's own SDK. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildBundle } from '../support/bundleServer.ts';
import { goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
	await buildBundle('mcpMain.mjs', dirname(cli.bundle));
});
afterAll(() => cli.dispose());

const goMod = 'module example.com/m\n\ngo 1.21\n';
const pull = (target: string) =>
	`package m\n\nimport _ "unsafe"\n\n//go:linkname pulled ${target}\nfunc pulled() int64\n\nvar Now = pulled()\n`;
const allocating = `package m

type Point struct{ X, Y int }

func New(x, y int) *Point {
	return &Point{x, y}
}

func (p *Point) Sum() int { return p.X + p.Y }
`;

async function connect(cwd: string, roots: readonly string[], env: Record<string, string | undefined> = process.env) {
	const transport = new StdioClientTransport({
		command: process.execPath,
		args: [cli.bundle, 'mcp', ...roots],
		cwd,
		env: Object.fromEntries(
			Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
		),
		stderr: 'pipe',
	});
	const client = new Client({ name: 'test', version: '1' });
	await client.connect(transport);
	onTestFinished(() => client.close());
	return {
		client,
		ask: async (name: string, args: Readonly<Record<string, unknown>>) => {
			const answer = await client.callTool({ name, arguments: args });
			const [first] = answer.content as { text: string }[];
			return { failed: answer.isError === true, text: first?.text ?? '' };
		},
	};
}

/** Where no Go is found the recorded data answers. */
const withoutGo = { PATH: '/nonexistent', HOME: '/nonexistent' };

test('announces its tools, all of which only read', async () => {
	const { client } = await connect(temporaryModule({ 'go.mod': goMod }), []);
	const { tools } = await client.listTools();
	expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
		['check_go_file', true],
		['explain_linkname_target', true],
		['explain_allocations', true],
	]);
	expect(tools[0]?.inputSchema.required).toEqual(['file']);
	expect(client.getServerVersion()?.name).toBe('linkscape');
});

test('checks a file, and text that is not written yet', async () => {
	const cwd = temporaryModule({ 'go.mod': goMod, 'a.go': pull('runtime.gcStart') });
	const { ask } = await connect(cwd, [], withoutGo);
	const found = await ask('check_go_file', { file: 'a.go' });
	expect(found).toEqual({
		failed: false,
		text: expect.stringMatching(/^5:1?\d+ error \[linkname-(?:refused|signature)\] /),
	});
	const clean = await ask('check_go_file', { file: 'a.go', text: 'package m\n\nfunc f() {}\n' });
	expect(clean).toEqual({ failed: false, text: 'No findings.' });
	writeFileSync(join(cwd, 'a.go'), pull('runtime.nowhere'));
	expect((await ask('check_go_file', { file: join(cwd, 'a.go') })).text).toContain('[linkname-undefined]');
	expect(
		(await ask('check_go_file', { file: 'new.go', text: 'package m\n\n// go:noinline\nfunc g() {}\n' })).text,
	).toContain('[directive-ignored]');
});

test('explains a target in the words of the hover', async () => {
	const { ask } = await connect(temporaryModule({ 'go.mod': goMod }), [], withoutGo);
	const { text } = await ask('explain_linkname_target', { target: 'runtime.nanotime' });
	expect(text).toContain('**runtime.nanotime**'.replaceAll('**', ''));
	expect(text).toContain('time.Since');
	expect((await ask('explain_linkname_target', { target: 'no symbol' })).text).toBe(
		'no symbol is not the name of a symbol.',
	);
});

goTest('explains what a function allocates, and why', async () => {
	const cwd = temporaryModule({ 'go.mod': goMod, 'a.go': allocating });
	const { ask } = await connect(cwd, []);
	const { text } = await ask('explain_allocations', { file: 'a.go', function: 'New' });
	expect(text).toMatch(/^New can be inlined\.\n6:9 allocates \[returned\] &Point\{\.\.\.\} goes to the heap: /);
	expect(text).toContain('line 6: return &Point{...}');
	expect((await ask('explain_allocations', { file: 'a.go', function: '(*Point).Sum' })).text).toContain(
		'Nothing in (*Point).Sum goes to the heap.',
	);
	const changed = allocating.replace('*Point {', 'Point {').replace('&Point', 'Point');
	expect((await ask('explain_allocations', { file: 'a.go', function: 'New', text: changed })).text).toContain(
		'Nothing in New goes to the heap.',
	);
	expect(await ask('explain_allocations', { file: 'a.go', function: 'Nwe' })).toEqual({
		failed: true,
		text: 'There is no function Nwe in a.go; there are New, (*Point).Sum.',
	});
	const broken = await ask('explain_allocations', { file: 'a.go', text: 'package m\n\nfunc f() { g() }\n' });
	expect(broken).toEqual({ failed: true, text: expect.stringContaining('undefined: g') });
});

test('looks at nothing outside of its roots, wherever links lead', async () => {
	const cwd = temporaryModule({
		'in/go.mod': goMod,
		'in/a.go': pull('runtime.nanotime'),
		'out/secret.go': 'package out\n',
	});
	symlinkSync(join(cwd, 'out'), join(cwd, 'in/link'));
	symlinkSync(join(cwd, 'out/secret.go'), join(cwd, 'in/link.go'));
	const { ask } = await connect(cwd, ['in'], withoutGo);
	for (const file of [
		'../out/secret.go',
		join(cwd, 'out/secret.go'),
		'link/secret.go',
		'link.go',
		'link/new.go',
		'/etc/passwd.go',
	]) {
		const answer = await ask('check_go_file', { file });
		expect(answer, file).toEqual({ failed: true, text: `${file} is outside of ${join(cwd, 'in')}.` });
	}
	expect((await ask('check_go_file', { file: 'a.go' })).failed).toBe(false);
});

test.each([
	['check_go_file', {}, 'file is missing.'],
	['check_go_file', { file: 3 }, 'file must be a text.'],
	['check_go_file', { file: 'a.go', txt: '' }, 'There is no argument txt.'],
	['check_go_file', { file: 'nowhere.go' }, 'nowhere.go cannot be read.'],
	['check_go_file', { file: 'go.mod' }, 'go.mod is no Go file.'],
	[
		'write_file',
		{},
		'There is no tool write_file; there are check_go_file, explain_linkname_target, explain_allocations.',
	],
])('%s %j is refused in one sentence', async (name, args, text) => {
	const { ask } = await connect(temporaryModule({ 'go.mod': goMod, 'a.go': 'package m\n' }), [], withoutGo);
	expect(await ask(name, args)).toEqual({ failed: true, text });
});

test('ends with its client, and says when a root does not exist', async () => {
	const cwd = temporaryModule({ 'go.mod': goMod });
	const ran = await cli.run(['mcp', 'nowhere'], { cwd });
	expect(ran).toEqual({ code: 2, stdout: '', stderr: `linkscape: ${join(cwd, 'nowhere')} does not exist.\n` });
});
