/** `linkscape inventory`: what it lists of a workspace and its dependencies, and the formats that say it. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const goMod = 'module example.com/m\n\ngo 1.21\n';

/** A workspace, a dependency in the module cache, and one that a directory replaces. */
const files = {
	'm/go.mod': `${goMod}\nrequire (\n\texample.com/dep v1.2.3\n\texample.com/unused v1.0.0\n\texample.com/near v0.1.0\n)\n\nreplace example.com/near => ../near\n`,
	'm/p.go': `package m

import (
	_ "example.com/dep"
	_ "example.com/near"
	_ "unsafe"
)

//go:noescape
//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname stop runtime.gcStart
func stop()

//go:nosplit
func add(a, b int) int { return a + b }

func sum(n int) int
`,
	'm/sum_amd64.s': '#include "textflag.h"\n\nTEXT ·sum(SB), NOSPLIT, $0-16\n\tCALL runtime·memmove(SB)\n\tRET\n',
	'm/other_windows.go': `package m

import _ "unsafe"

//go:linkname ticks runtime.cputicks
func ticks() int64
`,
	'near/go.mod': 'module example.com/near\n\ngo 1.21\n',
	'near/near.go': `package near

import _ "unsafe"

//go:linkname Wait example.com/dep.wait
func Wait() {}
`,
	'cache/example.com/dep@v1.2.3/go.mod': 'module example.com/dep\n\ngo 1.20\n',
	'cache/example.com/dep@v1.2.3/dep.go': `package dep

import _ "unsafe"

//go:linkname wait
func wait()

//go:linkname rand sync.fastrandn
func rand(n uint32) uint32

var Use = rand
`,
	'cache/example.com/dep@v1.2.3/empty.s': '',
	'cache/example.com/dep@v1.2.3/dep_test.go': 'package dep\n\n//go:nosplit\nfunc forTests() {}\n',
	'cache/cache/download/example.com/dep/@v/v1.2.3.mod': 'module example.com/dep\n\ngo 1.20\n',
	'cache/example.com/unused@v1.0.0/go.mod': 'module example.com/unused\n',
	'cache/example.com/unused@v1.0.0/u.go': 'package unused\n\n//go:nosplit\nfunc F() {}\n',
	'cache/cache/download/example.com/unused/@v/v1.0.0.mod': 'module example.com/unused\n',
};

interface Place {
	readonly package: string;
	readonly module: { readonly path: string; readonly version: string };
	readonly file?: string;
	readonly line?: number;
}

interface Entry {
	readonly kind: string;
	readonly file: string;
	readonly line: number;
	readonly package: string;
	readonly module: { readonly path: string; readonly version: string; readonly kind: string };
	readonly built: boolean;
	readonly form?: string;
	readonly verb?: string;
	readonly name: string;
	readonly symbol?: string;
	readonly verdict?: string;
	readonly breaksSince?: string;
	readonly body?: string;
	readonly providedBy?: readonly Place[];
	readonly usedBy?: readonly Place[];
	readonly broken: boolean;
}

/** The environment in which `root` holds the module cache. */
function environment(root: string): NodeJS.ProcessEnv {
	return { ...process.env, GOMODCACHE: join(root, 'cache'), GOFLAGS: '-mod=mod', GOPROXY: 'off', GOTOOLCHAIN: 'local' };
}

const linux = ['--goos', 'linux', '--goarch', 'amd64'];

async function inventory(root: string, ...args: string[]) {
	const { code, stdout, stderr } = await cli.run(['inventory', '--format', 'json', ...linux, ...args], {
		cwd: join(root, 'm'),
		env: environment(root),
	});
	return { code, stderr, ...(JSON.parse(stdout) as { readonly entries: readonly Entry[]; readonly summary: object }) };
}

const placed = (places: readonly Place[] = []) => places.map((place) => `${place.package} in ${place.module.path}`);

function line(entry: Entry): string {
	const { kind, form, verb, symbol, verdict, body, breaksSince, built, module } = entry;
	const what = [kind, form, verb, body, symbol ?? entry.name, verdict, breaksSince && `since ${breaksSince}`];
	return `${module.path} ${entry.file}:${entry.line} ${what.filter(Boolean).join(' ')}${built ? '' : ' (not built)'}`;
}

describe('a workspace with dependencies', () => {
	goTest('every kind of entry, whose it is, and what the linker says', async () => {
		const root = temporaryModule(files);
		const { code, stderr, entries, summary } = await inventory(root, '--go', '1.26');
		expect(stderr).toBe('');
		expect(code).toBe(0);
		expect(entries.map(line)).toEqual([
			'example.com/m other_windows.go:5 linkname pull runtime.cputicks links (not built)',
			'example.com/m p.go:9 directive noescape nanotime',
			'example.com/m p.go:10 linkname pull runtime.nanotime links',
			'example.com/m p.go:13 linkname pull runtime.gcStart refused since go1.23',
			'example.com/m p.go:16 directive nosplit add',
			'example.com/m p.go:19 body-less assembly example.com/m.sum links',
			'example.com/m sum_amd64.s:4 assembly runtime.memmove links',
			'example.com/dep ../cache/example.com/dep@v1.2.3/dep.go:5 linkname receive example.com/dep.wait links',
			'example.com/dep ../cache/example.com/dep@v1.2.3/dep.go:8 linkname pull sync.fastrandn undefined since go1.22',
			'example.com/near ../near/near.go:5 linkname push example.com/dep.wait links',
		]);
		expect(entries.filter(({ broken }) => broken).map(({ symbol }) => symbol)).toEqual([
			'runtime.gcStart',
			'sync.fastrandn',
		]);
		expect(summary).toEqual({
			files: 4,
			modules: 3,
			entries: 10,
			linkname: 6,
			bodyless: 1,
			assembly: 1,
			directive: 2,
			broken: 2,
			notBuilt: 1,
		});
	});

	goTest('who defines, pushes and pulls', async () => {
		const root = temporaryModule(files);
		const { entries } = await inventory(root, '--go', '1.26');
		const sides = entries.filter(
			({ symbol }) => symbol?.startsWith('example.com/dep.') || symbol === 'runtime.nanotime',
		);
		expect(
			sides.map(({ form, symbol, providedBy, usedBy }) => [form, symbol, placed(providedBy), placed(usedBy)]),
		).toEqual([
			['pull', 'runtime.nanotime', ['runtime in std'], []],
			['receive', 'example.com/dep.wait', ['example.com/near in example.com/near'], []],
			['push', 'example.com/dep.wait', [], ['example.com/dep in example.com/dep']],
		]);
		expect(entries.at(-1)?.module).toEqual({ path: 'example.com/near', version: 'v0.1.0', kind: 'replaced' });
	});

	goTest('a dependency whose sources are missing is said, and --fail-on broken fails', async () => {
		const { 'cache/example.com/dep@v1.2.3/dep.go': gone, ...rest } = files;
		const present = Object.entries(rest).filter(([name]) => !name.startsWith('cache/example.com/dep'));
		const root = temporaryModule({ ...Object.fromEntries(present) });
		const { code, stderr } = await inventory(root, '--go', '1.26', '--fail-on', 'broken');
		expect(gone).toContain('package dep');
		expect(stderr).toContain('modules whose sources are not on this machine: example.com/dep');
		expect(code).toBe(1);
	});

	test('without a Go tree the recorded data answers', async () => {
		const root = temporaryModule(files);
		const env = { ...environment(root), PATH: '/nonexistent', HOME: '/nonexistent', GOROOT: undefined };
		const { stdout } = await cli.run(['inventory', '--format', 'json', '--go', '1.22', ...linux], {
			cwd: join(root, 'm'),
			env,
		});
		const { entries } = JSON.parse(stdout) as { readonly entries: readonly Entry[] };
		const found = entries.find(({ symbol }) => symbol === 'runtime.gcStart');
		expect(found && line(found)).toBe('example.com/m p.go:13 linkname pull runtime.gcStart links since go1.23');
	});

	goTest('for eyes, as SARIF and as pictures', async () => {
		const root = temporaryModule(files);
		const run = async (...args: string[]) => {
			const options = { cwd: join(root, 'm'), env: { ...environment(root), FORCE_COLOR: undefined } };
			return (await cli.run(['inventory', ...linux, '--go', '1.26', ...args], options)).stdout;
		};
		const human = await run();
		expect(human).toContain('example.com/dep@v1.2.3 (cached)\n');
		expect(human).toMatch(/ {2}example\.com\/dep\/dep\.go:8 +pull sync\.fastrandn +undefined since go1\.22: /);
		expect(human).toMatch(
			/5 linknames, 1 body-less function, 1 assembly reference, 2 unsafe directives in 3 modules and 4 files, 2 of them broken\. 1 more .*--all lists them\.\n$/,
		);
		expect(await run('--all')).toContain('other_windows.go:5 (not built)');
		const sarif = JSON.parse(await run('--format', 'sarif')) as {
			readonly runs: readonly {
				readonly taxonomies: readonly { readonly taxa: readonly { readonly id: string }[] }[];
				readonly results: readonly { readonly level: string; readonly kind: string }[];
			}[];
		};
		expect(sarif.runs[0]?.taxonomies[0]?.taxa.map(({ id }) => id)).toEqual([
			'example.com/dep@v1.2.3',
			'example.com/m',
			'example.com/near@v0.1.0',
		]);
		expect(sarif.runs[0]?.results.filter(({ kind }) => kind === 'fail').map(({ level }) => level)).toEqual([
			'error',
			'error',
		]);
		expect(await run('--format', 'dot')).toContain(
			'"example.com/m" -> "runtime" [label="nanotime\\ngcStart\\nmemmove", color=red',
		);
		expect(await run('--format', 'mermaid')).toMatch(/^flowchart LR\n\tp0\["example\.com\/m<br\/>example\.com\/m"\]\n/);
	});
});

goTest('many functions made by a macro', async () => {
	const many = 130_000;
	const functions = Array.from({ length: many }, (_, at) => `TEXT ·f${at}(SB),4,$0\nCALL runtime·memmove(SB)`);
	const cwd = temporaryModule({
		'go.mod': goMod,
		'a.go': 'package m\n\nfunc f0()\n',
		'a_amd64.s': `${functions.join('\n')}\n`,
	});
	const { stdout } = await cli.run(['inventory', '--format', 'sarif', '--go', '1.26', ...linux], { cwd });
	expect(stdout.split('"ruleId": "inventory-assembly"').length - 1).toBe(many);
});

describe('paths', () => {
	const two = {
		'a/go.mod': 'module example.com/a\n',
		'a/a.go': 'package a\n\n//go:nosplit\nfunc A() {}\n',
		'b/go.mod': 'module example.com/b\n',
		'b/sub/b.go': 'package sub\n\n//go:nosplit\nfunc B() {}\n',
		'b/b.go': 'package b\n\n//go:nosplit\nfunc C() {}\n',
	};
	test.each([
		{ args: [], names: ['A', 'C', 'B'] },
		{ args: ['a'], names: ['A'] },
		{ args: ['b/sub'], names: ['B'] },
		{ args: ['b/sub', 'a/...'], names: ['A', 'B'] },
		{ args: ['b', 'b/sub'], names: ['C', 'B'] },
	])('inventory $args', async ({ args, names }) => {
		const root = temporaryModule(two);
		const { stdout } = await cli.run(['inventory', '--format', 'json', '--go', '1.26', ...args], { cwd: root });
		const { entries } = JSON.parse(stdout) as { readonly entries: readonly Entry[] };
		expect(entries.map(({ name }) => name)).toEqual(names);
	});

	test.each([
		{ args: ['nowhere'], says: 'nowhere does not exist.' },
		{ args: ['empty'], says: 'There is no go.mod at empty, above it or below it.' },
		{
			args: ['--format', 'dots'],
			says: '--format dots is not known; did you mean dot? There are human, json, sarif, dot, mermaid.',
		},
	])('$says', async ({ args, says }) => {
		const root = temporaryModule({ 'empty/x.txt': '' });
		const { code, stderr } = await cli.run(['inventory', '--go', '1.26', ...args], { cwd: root });
		expect(stderr).toBe(`linkscape: ${says}\n`);
		expect(code).toBe(2);
	});
});
