/** What `linkscape check` makes of policies and of ignore comments. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryModule, writeFiles } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const goMod = 'module example.com/m\n\ngo 1.21\n';
const pull = (target: string, above = '') =>
	`package m\n\nimport _ "unsafe"\n\n${above}//go:linkname pulled ${target}\nfunc pulled()\n\nfunc Use() { pulled() }\n`;
const refused = pull('runtime.gcStart');

/** No Go: the recorded data answers. */
const env = { ...process.env, PATH: '/nonexistent', HOME: '/nonexistent', GOROOT: undefined, FORCE_COLOR: undefined };
const linux = ['--goos', 'linux', '--goarch', 'amd64'];

interface Found {
	readonly file: string;
	readonly rule: string;
	readonly severity: string;
	readonly message: string;
	readonly go?: readonly string[];
	readonly suppression?: { readonly kind: string; readonly reason: string };
}

interface Json {
	readonly context: { readonly go: string; readonly versions?: readonly string[] };
	readonly findings: readonly Found[];
	readonly suppressed?: readonly Found[];
}

async function check(cwd: string, ...args: readonly string[]) {
	const { code, stdout, stderr } = await cli.run(['check', '--format', 'json', ...args], { cwd, env });
	return { code, stderr, ...(JSON.parse(stdout) as Json) };
}

interface Row {
	readonly files: Readonly<Record<string, string>>;
	/** `rule severity`. */
	readonly finds: readonly string[];
	/** `kind reason`. */
	readonly keeps?: readonly string[];
}

const allow = (more: object = {}) =>
	JSON.stringify({ allow: [{ target: 'runtime.gcStart', reason: 'linked with -checklinkname=0', ...more }] });

const rows: Readonly<Record<string, Row>> = {
	'no policy': { files: { 'a.go': refused }, finds: ['linkname-refused error'] },
	'another severity': {
		files: { 'a.go': refused, 'linkscape.json': '{"rules": {"linkname-refused": "warning"}}' },
		finds: ['linkname-refused warning'],
	},
	'a rule that is off': {
		files: { 'a.go': refused, 'linkscape.json': '{"rules": {"linkname-refused": "off"}}' },
		finds: [],
	},
	'an allowed target': {
		files: { 'a.go': refused, 'linkscape.json': allow() },
		finds: [],
		keeps: ['external linked with -checklinkname=0'],
	},
	'one whose day has passed': {
		files: { 'a.go': refused, 'linkscape.json': allow({ until: '2020-01-01' }) },
		finds: ['linkname-refused error'],
	},
	'the nearer policy wins': {
		files: {
			'linkscape.json': '{"rules": {"linkname-refused": "off"}}',
			'b/b.go': refused,
			'b/c/linkscape.json': '{"rules": {"linkname-refused": "hint"}}',
			'b/c/c.go': refused,
		},
		finds: ['linkname-refused hint'],
	},
	'a root asks nobody above': {
		files: {
			'linkscape.json': '{"rules": {"linkname-refused": "off"}}',
			'b/linkscape.json': '{"root": true}',
			'b/b.go': refused,
		},
		finds: ['linkname-refused error'],
	},
	'a comment': {
		files: { 'a.go': pull('runtime.gcStart', '//linkscape:ignore linkname-refused our own linker\n') },
		finds: [],
		keeps: ['inSource our own linker'],
	},
	'a comment that silences nothing, in a file without directives': {
		files: { 'a.go': 'package m\n\n//linkscape:ignore linkname-refused our own linker\nfunc f() {}\n' },
		finds: ['ignore-unused warning'],
	},
	'a comment without a reason': {
		files: { 'a.go': pull('runtime.gcStart', '//linkscape:ignore linkname-refused\n') },
		finds: ['ignore-usage warning', 'linkname-refused error'],
	},
	'a contract above nothing': {
		files: { 'a.go': 'package m\n\n//linkscape:noalloc\nvar x int\n' },
		finds: ['contract-usage warning'],
	},
	'rules about comments have severities, too': {
		files: {
			'a.go': 'package m\n\n//linkscape:ignore linkname-refused our own linker\nfunc f() {}\n',
			'linkscape.json': '{"rules": {"ignore-unused": "error"}}',
		},
		finds: ['ignore-unused error'],
	},
};

describe('one module each', () => {
	let found: Json;
	beforeAll(async () => {
		const files: Record<string, string> = {};
		for (const [at, row] of Object.values(rows).entries()) {
			// A repository of its own, so that no policy reaches another one.
			files[`r${at}/.git/HEAD`] = '';
			files[`r${at}/go.mod`] = goMod;
			for (const [name, text] of Object.entries(row.files)) files[`r${at}/${name}`] = text;
		}
		const cwd = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-policies-'));
		writeFiles(cwd, files);
		found = await check(cwd, '--go', '1.26', ...linux);
		rmSync(cwd, { recursive: true });
	});

	test.each(Object.entries(rows).map(([name, row], at) => ({ name, at, ...row })))(
		'$name',
		({ at, finds, keeps = [] }) => {
			const isOwn = ({ file }: Found) => file.startsWith(`r${at}/`);
			expect(found.findings.filter(isOwn).map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(finds);
			const kept = (found.suppressed ?? []).filter(isOwn);
			expect(kept.map(({ suppression }) => `${suppression?.kind} ${suppression?.reason}`)).toEqual(keeps);
		},
	);
});

describe('several versions and platforms', () => {
	test('those that the policy guards, unless the command line names others', async () => {
		const cwd = temporaryModule({ 'go.mod': goMod, 'a.go': refused, 'linkscape.json': '{"go": ["1.22", "1.26"]}' });
		const guarded = await check(cwd, ...linux);
		expect(guarded.context.versions?.map((version) => version.split('.')[1])).toEqual(['22', '26']);
		expect(guarded.findings.map(({ rule, go }) => [rule, go?.map((name) => name.split('.')[1])])).toContainEqual([
			'linkname-refused',
			['26'],
		]);
		expect((await check(cwd, '--go', '1.22', ...linux)).context.versions).toBeUndefined();
	});

	test('platforms are told apart by name', async () => {
		const text =
			'package m\n\nimport _ "unsafe"\n\n//go:linkname pulled syscall.loadlibrary\nfunc pulled()\n\nfunc Use() { pulled() }\n';
		const policy = '{"platforms": ["linux/amd64", "windows/amd64"]}';
		const cwd = temporaryModule({ 'go.mod': goMod, 'a.go': text, 'linkscape.json': policy });
		const found = await check(cwd, '--go', '1.22.12');
		expect(found.context.versions?.map((name) => name.split(' ')[1])).toEqual(['linux/amd64', 'windows/amd64']);
		const missing = found.findings.find(({ rule }) => rule === 'linkname-undefined');
		expect(missing?.go?.map((name) => name.split(' ')[1])).toEqual(['linux/amd64']);
		expect((await check(cwd, '--go', '1.22.12', ...linux)).context.versions).toBeUndefined();
	});

	test('a comment that one version needs is not called unused', async () => {
		const text = pull('runtime.gcStart', '//linkscape:ignore linkname-refused our own linker\n');
		const cwd = temporaryModule({ 'go.mod': goMod, 'a.go': text });
		const rules = (await check(cwd, '--go', '1.22,1.26', ...linux)).findings.map(({ rule }) => rule);
		expect(rules).not.toContain('ignore-unused');
		expect((await check(cwd, '--go', '1.22', ...linux)).findings.map(({ rule }) => rule)).toContain('ignore-unused');
	});
});

test('a damaged policy is one sentence and exit code 2', async () => {
	const cwd = temporaryModule({
		'go.mod': goMod,
		'a.go': 'package m\n',
		'b/b.go': refused,
		'linkscape.json': '{\n\t"ruls": {}\n}',
	});
	const found = await check(cwd, '--go', '1.26', ...linux);
	expect(found.stderr).toBe(`linkscape: ${cwd}/linkscape.json:2:2: There is no key ruls; did you mean rules?\n`);
	expect(found.code).toBe(2);
	const clean = await cli.run(['check', '--go', '1.26', 'a.go'], { cwd, env });
	expect(clean.code).toBe(2);
});

test('a policy above the repository does not count', async () => {
	const cwd = temporaryModule({
		'linkscape.json': '{"rules": {"linkname-refused": "off"}}',
		'repository/.git/HEAD': '',
		'repository/go.mod': goMod,
		'repository/a.go': refused,
	});
	const found = await check(join(cwd, 'repository'), '--go', '1.26', ...linux);
	expect(found.findings.map(({ rule }) => rule)).toEqual(['linkname-refused']);
});

test('SARIF has what is kept, with the reason, and merging keeps it', async () => {
	const above = '//linkscape:ignore linkname-refused our own linker\n';
	const cwd = temporaryModule({
		'go.mod': goMod,
		'a.go': pull('runtime.gcStart', above),
		'b/b.go': pull('runtime.nowhere'),
		'linkscape.json': JSON.stringify({ allow: [{ target: 'runtime.nowhere', reason: 'a fork has it' }] }),
	});
	const args = ['check', '--go', '1.26', ...linux];
	const direct = await cli.run([...args, '--format', 'sarif'], { cwd, env });
	writeFileSync(join(cwd, 'result.json'), (await cli.run([...args, '--format', 'json'], { cwd, env })).stdout);
	const merged = await cli.run(['merge', 'result.json', '--format', 'sarif'], { cwd, env });
	for (const { stdout, code } of [direct, merged]) {
		const [run] = JSON.parse(stdout).runs;
		expect(run.results.map((result: { suppressions: unknown }) => result.suppressions)).toEqual([
			[{ kind: 'inSource', justification: 'our own linker' }],
			[{ kind: 'external', justification: 'a fork has it' }],
		]);
		expect(code).toBe(0);
	}
});

test('--fix leaves alone what is kept', async () => {
	const text = (above: string) => `package m\n\n${above}//go:linkname hidden\nfunc hidden() {}\n`;
	const kept = text('//linkscape:ignore linkname-needs-unsafe a sample\n');
	const files = { 'go.mod': goMod, 'a/a.go': text(''), 'b/b.go': kept, 'c/c.go': text('') };
	const cwd = temporaryModule({ ...files, 'c/linkscape.json': '{"rules": {"linkname-needs-unsafe": "off"}}' });
	await cli.run(['check', '--go', '1.26', '--fix'], { cwd, env });
	expect(readFileSync(join(cwd, 'a/a.go'), 'utf8')).toContain('import _ "unsafe"');
	expect(readFileSync(join(cwd, 'b/b.go'), 'utf8')).toBe(kept);
	expect(readFileSync(join(cwd, 'c/c.go'), 'utf8')).toBe(text(''));
});
