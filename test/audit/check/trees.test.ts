/** Whole trees: the same answer in pieces, by threads, with parts left out, and since a commit. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTreeReader } from '../../../server/src/toolchain/treeReader.ts';
import { findRoots } from '../../../server/src/linkname/check/treeRoots.ts';
import { countFiles, treeUnits, type WalkReport } from '../../../server/src/linkname/check/treeUnits.ts';
import { type Cli, createCli } from '../../cli/runCli.ts';
import { temporaryModule } from '../../support/go.ts';

const broken = 'package p\n\n//go:linkname hidden\nfunc hidden() {}\n';
const clean = 'package p\n\nfunc f() {}\n';
const module = (name: string) => `module example.com/${name}\n\ngo 1.21\n`;

/** Modules beside and inside of each other; every third file has a fault. */
function manyModules(count: number, files: number): Record<string, string> {
	const found: Record<string, string> = {};
	for (let at = 0; at < count; at++) {
		const directory = at % 5 === 4 ? `m${at - 1}/inner` : `m${at}`;
		found[`${directory}/go.mod`] = module(`m${at}`);
		for (let file = 0; file < files; file++)
			found[`${directory}/p${file % 7}/f${file}.go`] = file % 3 === 0 ? broken : clean;
	}
	return found;
}

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const env = { ...process.env, PATH: '/nonexistent', HOME: '/nonexistent', GOROOT: undefined, FORCE_COLOR: undefined };

interface Result {
	readonly findings: readonly {
		readonly file: string;
		readonly line: number;
		readonly rule: string;
		readonly go?: string[];
	}[];
	readonly suppressed?: readonly { readonly file: string; readonly suppression: object }[];
	readonly summary: Readonly<Record<string, number>>;
}

async function run(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = env) {
	const { code, stdout, stderr } = await cli.run(['check', ...args, '--go', '1.26.8', '--format', 'json'], {
		cwd,
		env: environment,
	});
	return { code, stderr, result: JSON.parse(stdout === '' ? 'null' : stdout) as Result, stdout };
}

const placesOf = ({ findings }: Result) => findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`);

test('shards are the whole: each module in one of them, whatever their number', async () => {
	const cwd = temporaryModule(manyModules(23, 3));
	const request = { paths: ['.'], directory: cwd };
	const roots = await findRoots(request);
	const modulesOf = async (shard?: { index: number; count: number }) => {
		const report: WalkReport = { files: 0, unread: [], problems: [] };
		const found: string[] = [];
		for await (const unit of treeUnits(roots, request, createTreeReader(), report, shard)) {
			if (unit.last) found.push(unit.module ?? '');
		}
		expect(countFiles(roots, request, createTreeReader(), shard)).toBe(report.files);
		return { found, files: report.files };
	};
	const whole = await modulesOf();
	expect(whole.found).toHaveLength(23);
	for (const count of [1, 2, 3, 16]) {
		const parts = await Promise.all(Array.from({ length: count }, (_, at) => modulesOf({ index: at + 1, count })));
		expect(parts.flatMap(({ found }) => found).sort()).toEqual([...whole.found].sort());
		expect(parts.reduce((sum, { files }) => sum + files, 0)).toBe(whole.files);
	}
});

test('merged shards are what one run says', async () => {
	const cwd = temporaryModule(manyModules(7, 4));
	const whole = await run(cwd, ['.']);
	const names = await Promise.all(
		['1/3', '2/3', '3/3'].map(async (shard) => {
			const name = `${shard.replace('/', '-')}.json`;
			writeFileSync(join(cwd, name), (await run(cwd, ['.', '--shard', shard])).stdout);
			return name;
		}),
	);
	const merged = await cli.run(['merge', ...names.reverse(), '--format', 'json'], { cwd, env });
	expect(JSON.parse(merged.stdout)).toEqual(JSON.parse(whole.stdout));
	expect(merged.code).toBe(1);
	const incomplete = await cli.run(['merge', '1-3.json', '3-3.json'], { cwd, env });
	expect(incomplete).toEqual({ code: 2, stdout: '', stderr: 'linkscape: Shard 2 of 3 is missing.\n' });
});

test('threads find what one finds, in the same order', async () => {
	const cwd = temporaryModule(manyModules(12, 190));
	const one = await run(cwd, ['.', '--jobs', '1']);
	const four = await run(cwd, ['.', '--jobs', '4']);
	expect(one.result.summary['files']).toBe(12 * 190);
	expect(one.result.findings).toHaveLength(12 * 64);
	expect(four.stdout).toBe(one.stdout);
	const text = async (jobs: string) => {
		const { stdout } = await cli.run(['check', '.', '--jobs', jobs], { cwd, env });
		return stdout.replace(/\([\d.]+ s\)/, '');
	};
	expect(await text('3')).toBe(await text('1'));
}, 30_000);

test('what is left out is not reported in, and still part of its package', async () => {
	const files = {
		'go.mod': module('m'),
		'a.go': 'package p\n\nimport _ "unsafe"\n\n//go:linkname local runtime.nanotime\n',
		'gen.go': 'package p\n\nfunc local() int64\n\n//go:linkname twice\nvar _ = 1\n',
		'third/b.go': broken,
		'keep/c.go': broken,
	};
	const cwd = temporaryModule(files);
	expect(placesOf((await run(cwd, ['.', '--exclude', 'gen.go', '--exclude', 'third/'])).result)).toEqual([
		'a.go:5 linkname-unused',
		'keep/c.go:3 linkname-needs-unsafe',
	]);
});

const git = (cwd: string, ...args: string[]) =>
	execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.com', '-c', 'commit.gpgsign=false', ...args], {
		cwd,
		env: { PATH: process.env['PATH'], HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' },
	});

test('git: what it ignores is left out, in a repository only', async () => {
	const files = {
		'go.mod': module('m'),
		'.gitignore': 'out/\n',
		'out/a.go': broken,
		'b/.gitignore': '!*\nx_*.go\n',
		'b/x_y.go': broken,
	};
	const cwd = temporaryModule(files);
	expect(placesOf((await run(cwd, ['.'])).result)).toHaveLength(2);
	git(cwd, 'init', '-q');
	expect((await run(cwd, ['.'])).code).toBe(2);
	expect(placesOf((await run(cwd, ['.', '--no-gitignore'])).result)).toHaveLength(2);
	writeFileSync(join(cwd, 'c.go'), broken);
	expect(placesOf((await run(cwd, ['.'])).result)).toEqual(['c.go:3 linkname-needs-unsafe']);
	// Who names what git ignores wants to see it.
	expect(placesOf((await run(cwd, ['out'])).result)).toEqual(['out/a.go:3 linkname-needs-unsafe']);
});

test('since a commit: changed lines and new files, and no hook or filter is run', async () => {
	const cwd = temporaryModule({ 'go.mod': module('m'), 'a.go': broken, 'b.go': clean });
	const hostile = `#!/bin/sh\ntouch ${join(cwd, 'ran')}\ncat\n`;
	git(cwd, 'init', '-q', '-b', 'main');
	git(cwd, 'add', '.');
	git(cwd, 'commit', '-q', '-m', 'one');
	writeFileSync(join(cwd, 'evil.sh'), hostile, { mode: 0o755 });
	git(cwd, 'config', 'filter.evil.clean', join(cwd, 'evil.sh'));
	git(cwd, 'config', 'core.fsmonitor', join(cwd, 'evil.sh'));
	git(cwd, 'config', 'diff.evil.textconv', join(cwd, 'evil.sh'));
	writeFileSync(join(cwd, '.git', 'info', 'attributes'), '*.go filter=evil diff=evil\n');
	const gitEnv = { ...env, PATH: process.env['PATH'], GOTOOLCHAIN: 'local' };
	const since = async (...args: string[]) =>
		placesOf((await run(cwd, ['.', '--changed-since', 'HEAD', ...args], gitEnv)).result);
	expect(await since()).toEqual([]);
	writeFileSync(join(cwd, 'a.go'), `${broken}\n//go:linkname other\nfunc other() {}\n`);
	writeFileSync(join(cwd, 'new.go'), broken.replaceAll('hidden', 'fresh'));
	expect(await since()).toEqual(['a.go:6 linkname-needs-unsafe', 'new.go:3 linkname-needs-unsafe']);
	expect(existsSync(join(cwd, 'ran'))).toBe(false);
	const unknown = await run(cwd, ['.', '--changed-since', 'nowhere'], gitEnv);
	expect([unknown.code, unknown.stderr]).toEqual([
		2,
		expect.stringMatching(/nowhere is not a commit of the repository/),
	]);
});

test('a baseline: what is known does not fail, and survives a renamed file', async () => {
	const cwd = temporaryModule({ 'go.mod': module('m'), 'a.go': broken });
	expect((await run(cwd, ['.', '--baseline', 'base.json', '--update'])).code).toBe(0);
	expect((await run(cwd, ['.', '--baseline', 'base.json'])).code).toBe(0);
	rmSync(join(cwd, 'a.go'));
	writeFileSync(join(cwd, 'z.go'), `package p\n\n// moved\n${broken.slice('package p\n'.length)}`);
	expect((await run(cwd, ['.', '--baseline', 'base.json'])).code).toBe(0);
	writeFileSync(join(cwd, 'b.go'), broken.replaceAll('hidden', 'other'));
	const next = await cli.run(['check', '--baseline', 'base.json', '--format', 'markdown'], { cwd, env });
	expect([next.code, next.stdout]).toEqual([1, expect.stringContaining('| error | `b.go:3` |')]);
	expect(next.stdout).not.toContain('z.go');
	writeFileSync(join(cwd, 'base.json'), '{"version":1,');
	expect(await run(cwd, ['.', '--baseline', 'base.json'])).toMatchObject({
		code: 2,
		stderr: 'linkscape: base.json is not a baseline: it is not JSON.\n',
	});
});

test('comments and policies keep findings from counting, and are named with their reason', async () => {
	const cwd = temporaryModule({
		'go.mod': module('m'),
		'a.go': broken.replace('//go:', '//linkscape:ignore linkname-needs-unsafe it is a test\n//go:'),
		'b.go': 'package p\n\n//linkscape:ignore linkname-local nothing is here\nfunc f() {}\n',
		'q/c.go': broken,
		'q/linkscape.json': '{"rules":{"linkname-needs-unsafe":"information"}}',
	});
	const { code, result } = await run(cwd, ['.']);
	expect(code).toBe(0);
	expect(placesOf(result)).toEqual(['b.go:3 ignore-unused', 'q/c.go:3 linkname-needs-unsafe']);
	expect(result.suppressed).toMatchObject([
		{ file: 'a.go', suppression: { kind: 'inSource', reason: 'it is a test' } },
	]);
	writeFileSync(join(cwd, 'linkscape.json'), '{"ruls":{}}');
	const damaged = await run(cwd, ['.']);
	expect([damaged.code, damaged.stderr]).toEqual([2, expect.stringMatching(/linkscape\.json:1:2: .*ruls/)]);
});

test('several versions: each finding says which have it, and the worst decides', async () => {
	const pull =
		'package p\n\nimport _ "unsafe"\n\n//go:linkname pulled runtime.sysmon\nfunc pulled()\n\nfunc init() { pulled() }\n';
	const cwd = temporaryModule({ 'go.mod': module('m'), 'a.go': pull });
	const at = (go: string) => cli.run(['check', '--go', go, '--format', 'json'], { cwd, env });
	const both = await at('1.21,1.27.0');
	expect(both.code).toBe(1);
	const { findings, context, forecast } = JSON.parse(both.stdout);
	expect(findings.filter(({ severity }: { severity: string }) => severity === 'error')).toMatchObject([
		{ rule: 'linkname-refused', go: ['go1.27.0'] },
	]);
	expect(context).toMatchObject({ go: 'go1.27.0', versions: ['go1.21', 'go1.27.0'] });
	expect(forecast).toMatchObject([{ module: '.', broken: [0, 1], breaks: [{ from: 'go1.27.0' }] }]);
	expect((await at('1.21')).code).toBe(0);
	expect(JSON.parse((await at('1.21..1.23')).stdout).context.versions).toEqual(['go1.21', 'go1.22', 'go1.23']);
	expect((await at('1.27..1.21')).stderr).toBe(
		'linkscape: 1.27..1.21 is not a range of Go versions; write the older one first, as in 1.23..1.27.\n',
	);
	const text = await cli.run(['check', '--go', '1.21,1.27.0'], { cwd, env });
	expect(text.stdout).toMatch(/^\. +ok +1 broken\n {2}from go1\.27\.0: runtime\.sysmon at a\.go:5$/m);
});

test('the words about several versions are those of the newest', async () => {
	const pull =
		'package p\n\nimport _ "unsafe"\n\n//go:linkname pulled runtime.sysmon\nfunc pulled()\n\nfunc init() { pulled() }\n';
	const cwd = temporaryModule({ 'go.mod': module('m'), 'a.go': pull });
	const { stdout } = await cli.run(['check', '--go', '1.25,1.27.0', '--format', 'json'], { cwd, env });
	const [refused] = JSON.parse(stdout).findings;
	expect(refused).toMatchObject({ rule: 'linkname-refused', go: ['go1.25', 'go1.27.0'] });
	expect(refused.message).toContain('go1.27');
});

test('odd trees: links in circles, damaged text, files that are too large, a go.mod without a module', async () => {
	const cwd = temporaryModule({ 'go.mod': module('m'), 'a.go': broken, 'n/go.mod': 'modul x\n', 'n/a.go': clean });
	mkdirSync(join(cwd, 'loop'));
	symlinkSync('..', join(cwd, 'loop', 'up'));
	symlinkSync('self.go', join(cwd, 'self.go'));
	writeFileSync(
		join(cwd, 'bytes.go'),
		Buffer.concat([Buffer.from('package p\n// '), Buffer.from([0xff, 0xfe, 0xc3, 10])]),
	);
	writeFileSync(join(cwd, 'large.go'), '');
	truncateSync(join(cwd, 'large.go'), 100 * 2 ** 20);
	const { code, stderr, result } = await run(cwd, ['.', 'n']);
	expect(placesOf(result)).toEqual(['a.go:3 linkname-needs-unsafe']);
	expect(code).toBe(2);
	expect(stderr.trim().split('\n').sort()).toEqual([
		`linkscape: ${join(cwd, 'large.go')} cannot be read.`,
		`linkscape: ${join(cwd, 'n', 'go.mod')} names no module: the go command builds nothing here.`,
	]);
});

test('paths come from standard input', async () => {
	const cwd = temporaryModule({ 'a/go.mod': module('a'), 'a/a.go': broken, 'b/go.mod': module('b'), 'b/b.go': broken });
	const through = ['/bin/sh', '-c', 'printf "b\\0a/a.go\\0" | "$@"', 'sh'];
	const { stdout } = await cli.run(['check', '-', '--format', 'json'], { cwd, env, through });
	expect(placesOf(JSON.parse(stdout))).toEqual(['a/a.go:3 linkname-needs-unsafe', 'b/b.go:3 linkname-needs-unsafe']);
});
