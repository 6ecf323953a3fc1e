/** What ends with which exit code, and what standard error says: the command line as it is shipped, on calls and inputs that go wrong. */
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	realpathSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseArguments } from '../../server/src/cli/arguments.ts';
import { CannotRun } from '../../server/src/cli/terminal.ts';
import { goTest, writeFiles } from '../support/go.ts';
import { long } from '../support/long.ts';
import { type Cli, createCli } from './runCli.ts';

const goMod = 'module example.com/m\n\ngo 1.22\n';
const allocates = (name: string) => `package ${name}\n\nfunc New() *int { return new(int) }\n`;
const refused =
	'package p\n\nimport _ "unsafe"\n\n//go:linkname sysmon runtime.sysmon\nfunc sysmon()\n\nfunc Use() { sysmon() }\n';
const baseline = '{ "version": 1, "hints": { "p/p.go | New | heap | returned | new(int)": 1 } }';

/** One folder for each kind of input; a row's `cwd` is one of them. */
const inputs: Readonly<Record<string, string>> = {
	'good/go.mod': goMod,
	'good/p/p.go': allocates('p'),
	'good/empty/README': 'no Go here\n',
	'good/testdata/x.go': 'package x\n',
	'good/tagged/t.go': '//go:build never\n\npackage tagged\n',
	'good/known.json': baseline,
	'good/other.json': '{ "version": 7, "hints": {} }',
	'good/list.json': '[]',
	'good/words.json': '{ "version": 1, "hints": { "a": "b" } }',
	'good/garbage.pprof': 'this is no profile',
	'mixed/go.mod': goMod,
	'mixed/p/p.go': allocates('p'),
	'mixed/q/q.go': 'package q\n\nfunc New() *int { return nowhere }\n',
	'tests/go.mod': goMod,
	'tests/p/p.go': allocates('p'),
	'tests/p/p_test.go': 'package p\n\nvar _ = nowhere\n',
	'missing/go.mod': goMod,
	'missing/m.go': 'package m\n\nimport _ "example.com/nowhere/lib"\n',
	'findings/go.mod': goMod,
	'findings/p.go': refused,
	'findings/p.s': '',
	'broken/go.mod': 'modul example.com/m\n',
	'broken/m.go': 'package m\n',
	'newer/go.mod': 'module example.com/m\n\ngo 1.99\n',
	'newer/m.go': 'package m\n',
	'emptyModule/go.mod': goMod,
	'plain/README': 'no Go here\n',
	'hollow/VERSION': 'go1.25.0\n',
	'oldgo/go': '#!/bin/sh\necho \'{"GOROOT":"/nowhere","GOVERSION":"go1.16.15"}\'\n',
	'failing/go': '#!/bin/sh\necho "go: broken installation" >&2\nexit 1\n',
};

interface Row {
	readonly args: readonly string[];
	/** A folder of `inputs`; `good` when it is not named. */
	readonly cwd?: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly code: 0 | 1 | 2;
	/** The lines of standard error, without `linkscape: `; ROOT stands for the folder of all inputs. */
	readonly says: readonly (string | RegExp)[];
}

const classes =
	/^--class retruned is not known; did you mean returned\? There are returned, closure-capture, .*, other\.$/;

/** No Go is needed for these, or must not be found. */
const calls: readonly Row[] = [
	{ args: [], code: 0, says: [] },
	{ args: ['--help'], code: 0, says: [] },
	{ args: ['check', '--help'], code: 0, says: [] },
	{ args: ['help', 'escapes'], code: 0, says: [] },
	{ args: ['--version'], code: 0, says: [] },
	{ args: ['help', 'chek'], code: 2, says: ['Unknown command chek; did you mean check?'] },
	{ args: ['escape'], code: 2, says: ['Unknown command escape; did you mean escapes?'] },
	{ args: ['lint'], code: 2, says: [/^Unknown command lint; there are check, escapes, /] },
	{ args: ['--fix', 'check'], code: 2, says: ['Unknown option --fix; options stand behind the command.'] },
	{ args: ['check', '--fromat', 'json'], code: 2, says: ['Unknown option --fromat; did you mean --format?'] },
	{ args: ['check', '-x'], code: 2, says: ['Unknown option -x.'] },
	{ args: ['escapes', '--goos', 'linux'], code: 2, says: ['Unknown option --goos.'] },
	{ args: ['check', '--format'], code: 2, says: ['--format needs a value.'] },
	{ args: ['check', '--go', '--fix'], code: 2, says: ['--go needs a value.'] },
	{ args: ['check', '--goroot='], code: 2, says: ['--goroot needs a value.'] },
	{ args: ['check', '--fix=yes'], code: 2, says: ['--fix takes no value.'] },
	{
		args: ['check', '--format', 'jsn'],
		code: 2,
		says: [
			'--format jsn is not known; did you mean json? There are human, json, sarif, github, gitlab, checkstyle, junit, markdown.',
		],
	},
	{
		args: ['check', '--fail-on', 'all'],
		code: 2,
		says: ['--fail-on all is not known; choose error, warning, information.'],
	},
	{ args: ['escapes', '--class', 'retruned'], code: 2, says: [classes] },
	{
		args: ['escapes', '--fail-on', 'stack'],
		code: 2,
		says: ['--fail-on stack is not known; choose heap, maybe-heap, none.'],
	},
	{ args: ['check', '--go', '1.22', '--goroot', '.'], code: 2, says: ['Give --go or --goroot, not both.'] },
	{
		args: ['flow'],
		code: 2,
		says: ['flow takes one function, such as "./store.(*Cache).Put:value".'],
	},
	{ args: ['flow', './a.F', '--fail-on', 'none'], code: 2, says: ['--fail-on needs --allocations.'] },
	{
		args: ['flow', './a.F', '--format', 'sarif'],
		code: 2,
		says: ['--format sarif is not known; choose human, json, dot, mermaid.'],
	},
	{ args: ['escapes', '--update'], code: 2, says: ['--update needs --baseline FILE or --gate FILE.'] },
	{ args: ['escapes', '--hot'], code: 2, says: ['--hot needs --profile FILE.'] },
	{
		args: ['escapes', '--baseline', 'new.json', '--update', '--fail-on', 'heap'],
		code: 2,
		says: ['Give --update or --fail-on, not both.'],
	},
	{
		args: ['check', '--tags', 'a,!b'],
		code: 2,
		says: ['--tags !b: a build tag has letters, digits, _ and . only.'],
	},

	// A Go that nothing is known about.
	...['1.28', '1.30', 'go1.30.1', '1.16', '2', '1'].map((version): Row => {
		const name = `go${version.replace('go', '')}`;
		const says = [`There are no facts about ${name}; known are 1.18-1.27, and any Go that --goroot names.`];
		return { args: ['check', '--go', version], code: 2, says };
	}),
	...['1.2x', 'latest', '1.22.1.1', 'x1.22', '1.22 '.repeat(2).trim()].map((version): Row => {
		const says = [`${version} is not a Go version; write it like 1.26.8 (known are 1.18-1.27).`];
		return { args: ['check', '--go', version], code: 2, says };
	}),
	{
		args: ['explain', 'runtime.nanotime', '--go', '1.30'],
		code: 2,
		says: ['There are no facts about go1.30; known are 1.18-1.27, and any Go that --goroot names.'],
	},
	{ args: ['check', '--go', '1.27'], code: 0, says: [] },
	{ args: ['check', '--go', 'go1.18.3'], code: 0, says: [] },
	{
		args: ['check', '--goroot', 'p'],
		code: 2,
		says: ['p holds no Go: there is no VERSION file to read.'],
	},
	{
		args: ['check', '--goroot', '../hollow'],
		code: 2,
		says: ['GOROOT ROOT/hollow holds no sources: src/runtime is missing.'],
	},

	// A platform that Go does not build for.
	{
		args: ['check', '--go', '1.25', '--goos', 'plan10'],
		code: 2,
		says: ['GOOS plan10 is not known; did you mean plan9?'],
	},
	{
		args: ['check', '--go', '1.25', '--goarch', 'amd46'],
		code: 2,
		says: ['GOARCH amd46 is not known; did you mean amd64?'],
	},
	{
		args: ['check', '--go', '1.25', '--goos', 'plan9', '--goarch', 's390x'],
		code: 2,
		says: [/^Go does not build for plan9\/s390x; for plan9 there are (?:amd64|386|arm)(?:, (?:amd64|386|arm)){2}\.$/],
	},
	{
		args: ['explain', 'runtime.nanotime', '--go', '1.25'],
		env: { GOOS: 'linnux' },
		code: 2,
		says: ['GOOS linnux is not known; did you mean linux?'],
	},

	// Inputs that are not there, or are something else.
	{ args: ['check', 'nowhere', '--go', '1.25'], code: 2, says: ['nowhere does not exist.'] },
	{ args: ['check', 'go.mod', '--go', '1.25'], code: 2, says: ['go.mod is neither a directory nor a Go file.'] },
	{ args: ['check', 'empty', '--go', '1.25'], code: 2, says: ['There are no Go files in empty.'] },
	{ args: ['check', '--go', '1.25'], cwd: 'plain', code: 2, says: ['There are no Go files in the working directory.'] },
	{
		args: ['check', '--go', '1.25'],
		cwd: 'emptyModule',
		code: 2,
		says: ['There are no Go files in the working directory.'],
	},
	{
		args: ['check', 'empty', '../plain', '--go', '1.25', '--format', 'json'],
		code: 2,
		says: ['There are no Go files in empty, ../plain.'],
	},
	{ args: ['check', 'p', 'empty', '--go', '1.25'], code: 0, says: ['There are no Go files in empty.'] },
	{ args: ['check', 'tagged', '--go', '1.25'], code: 0, says: [] },
	{
		args: ['check', '--go', '1.25'],
		cwd: 'broken',
		code: 2,
		says: ['ROOT/broken/go.mod names no module: the go command builds nothing here.'],
	},
	{ args: ['check', '--go', '1.25'], cwd: 'findings', code: 1, says: [] },
	{ args: ['check', '--go', '1.25', '--format', 'github'], cwd: 'findings', code: 1, says: [] },
	{ args: ['check', '--go', '1.22'], cwd: 'findings', code: 0, says: [] },

	// explain.
	{ args: ['explain', ''], code: 2, says: ['An argument is empty.'] },
	{ args: ['check', ''], code: 2, says: ['An argument is empty.'] },
	{ args: ['escapes', ''], code: 2, says: ['An argument is empty.'] },
	{ args: ['check', 'a\nb\u001b[31m', '--go', '1.25'], code: 2, says: ['a\\u000ab\\u001b[31m does not exist.'] },
	{ args: ['explain'], code: 2, says: ['explain takes one symbol, such as runtime.nanotime.'] },
	{ args: ['explain', 'a.b', 'c.d'], code: 2, says: ['explain takes one symbol, such as runtime.nanotime.'] },

	// What a function becomes.
	{ args: ['asm'], code: 2, says: ['asm takes one function, such as ./p.F, ./p.T.M or "./p.(*T).M".'] },
	{
		args: ['abi', './p.F', './p.G'],
		code: 2,
		says: ['abi takes one function, such as ./p.F, ./p.T.M or "./p.(*T).M".'],
	},
	{ args: ['asm', './p.F', '--format', 'sarif'], code: 2, says: ['--format sarif is not known; choose human, json.'] },
	{
		args: ['explain', 'foo', '--go', '1.25'],
		code: 2,
		says: ['Invalid symbol foo; expected e.g. runtime.nanotime or sync.(*Once).doSlow.'],
	},
	{
		args: ['explain', 'runtime.nanotme', '--go', '1.30rc1'],
		code: 2,
		says: ['There are no facts about go1.30rc1; known are 1.18-1.27, and any Go that --goroot names.'],
	},

	// No Go, or one that is of no use.
	{
		args: ['check'],
		env: { PATH: '' },
		code: 0,
		says: ['Go not found: no go on PATH. Checked as go1.27.0 links; name another by --go.'],
	},
	{ args: ['escapes'], env: { PATH: '' }, code: 2, says: ['Go not found: no go on PATH.'] },

	// Files that the options name.
	{
		args: ['escapes', '--baseline', 'none.json'],
		code: 2,
		says: ['There is no baseline none.json; write one with --update.'],
	},
	{ args: ['escapes', '--baseline', 'p'], code: 2, says: ['The baseline p is a directory.'] },
	{ args: ['escapes', '--baseline', 'p', '--update'], code: 2, says: ['The baseline p is a directory.'] },
	{ args: ['escapes', '--baseline', 'go.mod'], code: 2, says: ['go.mod is not a baseline: it is not JSON.'] },
	{
		args: ['escapes', '--baseline', 'go.mod', '--update'],
		code: 2,
		says: ['go.mod is not a baseline: it is not JSON.'],
	},
	{
		args: ['escapes', '--baseline', 'list.json'],
		code: 2,
		says: ['list.json is not a baseline: it names no version.'],
	},
	{
		args: ['escapes', '--baseline', 'words.json'],
		code: 2,
		says: ['words.json is not a baseline of linkscape escapes: "hints" must hold numbers by name.'],
	},
	{
		args: ['escapes', '--baseline', 'other.json', '--update'],
		code: 2,
		says: ['other.json is a baseline of version 7, and this release reads version 1.'],
	},
	{ args: ['escapes', '--profile', 'none.pprof'], code: 2, says: ['There is no profile ROOT/good/none.pprof.'] },
	{ args: ['escapes', '--profile', 'p'], code: 2, says: ['ROOT/good/p holds no CPU or heap profile.'] },
	{
		args: ['escapes', '--profile', 'garbage.pprof'],
		code: 2,
		says: ['ROOT/good/garbage.pprof: this is not a pprof profile.'],
	},
];

const notCompiled = ['1 of 2 packages does not compile.', 'example.com/m/q: q/q.go:3: undefined: nowhere'];

/** These run Go. */
const builds: readonly Row[] = [
	{ args: ['escapes', './p'], code: 0, says: [] },
	{ args: ['escapes', './p', '--fail-on', 'heap'], code: 1, says: [] },
	{ args: ['escapes', './p', '--fail-on', 'maybe-heap', '--format', 'sarif'], code: 1, says: [] },
	{ args: ['escapes', './p', '--fail-on', 'heap', '--class', 'variadic'], code: 0, says: [] },
	{ args: ['escapes', './p', '--baseline', 'known.json'], code: 0, says: [] },
	...['human', 'json', 'sarif', 'github'].map((format): Row => {
		return { args: ['escapes', '--format', format], cwd: 'mixed', code: 2, says: notCompiled };
	}),
	{ args: ['escapes', './p'], cwd: 'mixed', code: 0, says: [] },
	{
		args: ['escapes', './q'],
		cwd: 'mixed',
		code: 2,
		says: ['1 of 1 package does not compile.', 'example.com/m/q: q/q.go:3: undefined: nowhere'],
	},
	{ args: ['escapes'], cwd: 'tests', code: 0, says: [] },
	{
		args: ['escapes', '--tests'],
		cwd: 'tests',
		code: 2,
		says: ['1 of 1 package does not compile.', 'example.com/m/p: p/p_test.go:3: undefined: nowhere'],
	},
	{
		args: ['escapes'],
		cwd: 'missing',
		code: 2,
		says: ['1 of 1 package does not compile.', /^example\.com\/m: m\.go:3: .*example\.com\/nowhere\/lib/],
	},
	{ args: ['escapes', './nowhere'], code: 2, says: [/nowhere: directory not found$/] },
	{ args: ['escapes', './p', './nowhere'], code: 2, says: [/nowhere: directory not found\.$/] },
	{ args: ['escapes', './p/p.go', './p'], code: 2, says: ['named files must be .go files: ./p'] },
	{ args: ['escapes', './empty/...'], code: 2, says: ['./empty/... matched no packages'] },
	{ args: ['escapes', './p', './empty/...'], code: 2, says: ['./empty/... matched no packages.'] },
	{ args: ['escapes'], cwd: 'broken', code: 2, says: [/^go\.mod:1: unknown directive: modul$/] },
	{ args: ['escapes'], cwd: 'emptyModule', code: 2, says: ['./... matched no packages'] },
	{
		args: ['escapes'],
		cwd: 'plain',
		code: 2,
		says: ['ROOT/plain: there is no go.mod here, and there are no Go files that are built.'],
	},
	{
		args: ['escapes', './p'],
		env: { GOFLAGS: 'nonsense' },
		code: 2,
		says: [/^parsing \$GOFLAGS: non-flag "nonsense"$/],
	},
	{
		args: ['escapes'],
		cwd: 'newer',
		code: 2,
		says: [/^ROOT\/newer\/go\.mod needs go1\.99, but go1\.\S+ is in use and fetching a newer one is not allowed\.$/],
	},
	{
		args: ['escapes', './p', '--baseline', 'p/p.go/x.json', '--update'],
		code: 2,
		says: ['The baseline p/p.go/x.json could not be written.'],
	},
];

/** Where programs are scripts, and files may be of odd kinds. */
const posix: readonly Row[] = [
	{
		args: ['check'],
		env: { PATH: 'ROOT/oldgo' },
		code: 2,
		says: ['There are no facts about go1.16.15; known are 1.18-1.27, and any Go that --goroot names.'],
	},
	{
		args: ['escapes'],
		env: { PATH: 'ROOT/oldgo' },
		code: 2,
		says: ['go1.16.15 is too old: escape hints need Go 1.21 or newer.'],
	},
	{
		args: ['check'],
		env: { PATH: 'ROOT/failing' },
		code: 2,
		says: ['go: broken installation. Name a Go by --go or --goroot to check without it.'],
	},
	{
		args: ['escapes', '--baseline', '/dev/null', '--update'],
		code: 2,
		says: ['The baseline /dev/null is not a regular file.'],
	},
];

let root: string;
let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
	root = mkdtempSync(join(realpathSync(tmpdir()), 'linkscape-exit-codes-'));
	writeFiles(root, inputs);
	for (const script of ['oldgo/go', 'failing/go']) chmodSync(join(root, script), 0o755);
});
afterAll(() => {
	cli.dispose();
	rmSync(root, { recursive: true, force: true });
});

/** The environment of the tests with nothing in it that decides which Go is used. */
function environment(own: Row['env'] = {}): NodeJS.ProcessEnv {
	const said = Object.entries(own).map(([name, value]) => [name, value.replace('ROOT', root)]);
	// Toolchains that happen to be in the module cache would change the answers.
	const cleared = {
		GOMODCACHE: join(root, 'no-modules'),
		GOOS: '',
		GOARCH: '',
		GOFLAGS: '',
		GOENV: 'off',
		GOWORK: 'off',
		GOTOOLCHAIN: 'local',
	};
	return { ...process.env, ...cleared, ...Object.fromEntries(said) };
}

async function run({ args, cwd = 'good', env }: Pick<Row, 'args' | 'cwd' | 'env'>) {
	const { code, stdout, stderr } = await cli.run(args, { cwd: join(root, cwd), env: environment(env) });
	const lines = stderr.split('\n').filter((line) => line !== '');
	return { code, stdout, says: lines.map((line) => line.replaceAll(root, 'ROOT')) };
}

/** What the arguments alone decide is asked of their parser; the first of such rows and, with `LONG=1`, all of them start the program. */
function refusal({ args }: Row): CannotRun | undefined {
	try {
		parseArguments(args);
		return undefined;
	} catch (error) {
		if (error instanceof CannotRun) return error;
		throw error;
	}
}

const firstRefused = calls.find(refusal);

async function check(row: Row): Promise<void> {
	const refused = long || row === firstRefused ? undefined : refusal(row);
	const { code, says } = refused === undefined ? await run(row) : { code: 2, says: [`linkscape: ${refused.message}`] };
	const expected = row.says.map((line) => {
		return typeof line === 'string' ? `linkscape: ${line}` : expect.stringMatching(afterPrefix(line));
	});
	expect({ code, says }).toEqual({ code: row.code, says: expected });
}

function afterPrefix({ source }: RegExp): RegExp {
	return new RegExp(source.startsWith('^') ? `^linkscape: ${source.slice(1)}` : `^linkscape: .*${source}`);
}

const titled = (rows: readonly Row[]) =>
	rows.map((row) => [[row.cwd ?? '', ...row.args, JSON.stringify(row.env ?? '')].join(' '), row] as const);

describe('without Go', () => test.each(titled(calls))('%s', (_, row) => check(row)));
describe('with Go', () => goTest.each(titled(builds))('%s', (_, row) => check(row)));
describe.skipIf(process.platform === 'win32')('on POSIX', () => test.each(titled(posix))('%s', (_, row) => check(row)));

describe.skipIf(process.platform !== 'linux')('what cannot be read', () => {
	test('a file', async () => {
		// A regular file to everybody, which fails when it is read.
		mkdirSync(join(root, 'unreadable'));
		symlinkSync('/proc/self/mem', join(root, 'unreadable', 'x.go'));
		writeFiles(root, { 'unreadable/y.go': refused });
		const { code, stdout, says } = await run({
			args: ['check', '.', '--go', '1.25', '--format', 'sarif'],
			cwd: 'unreadable',
		});
		expect({ code, says }).toEqual({ code: 2, says: ['linkscape: ROOT/unreadable/x.go cannot be read.'] });
		const [log] = JSON.parse(stdout).runs;
		expect(log.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('linkname-refused');
		expect(log.invocations).toEqual([
			{
				executionSuccessful: false,
				exitCode: 2,
				toolExecutionNotifications: [
					{ level: 'error', message: { text: `${join(root, 'unreadable/x.go')} cannot be read.` } },
				],
			},
		]);
	});

	test('the working directory', async () => {
		// The shell removes it before the command line starts in it.
		const removed = join(root, 'removed');
		mkdirSync(removed);
		const script = `rmdir '${removed}'; exec "$0" "$@"`;
		const { code, stderr } = await cli.run(['check'], { cwd: removed, through: ['/bin/sh', '-c', script] });
		expect({ code, stderr }).toEqual({ code: 2, stderr: 'linkscape: The working directory does not exist.\n' });
	});

	test('a file, for lack of room', async () => {
		const name = join(root, 'no-room');
		writeFiles(name, { 'go.mod': goMod, 'a.go': refused, 'known.json': '{"version":1,"findings":{}}' });
		const update = ['check', '--go', '1.26.8', '--baseline', 'known.json', '--update'];
		// The shell keeps what it starts from writing a byte into a file.
		const through = ['/bin/sh', '-c', 'ulimit -f 0; exec "$@"', 'sh'];
		const { code, stderr } = await cli.run(update, { cwd: name, through });
		expect({ code, stderr }).toEqual({ code: 2, stderr: 'linkscape: The baseline known.json could not be written.\n' });
		// What was there is there, and nothing beside it.
		expect(readdirSync(name).sort()).toEqual(['a.go', 'go.mod', 'known.json']);
		expect(readFileSync(join(name, 'known.json'), 'utf8')).toBe('{"version":1,"findings":{}}');
		expect((await cli.run(update, { cwd: name })).code).toBe(0);
	});

	test('standard output that is full', async () => {
		const { code, stderr } = await cli.run(['--help'], { cwd: root, stdout: '/dev/full' });
		expect({ code, stderr }).toEqual({ code: 2, stderr: 'linkscape: Standard output could not be written.\n' });
	});
});

describe('packages that do not compile', () => {
	goTest('the others are reported in every format', async () => {
		const json = JSON.parse((await run({ args: ['escapes', '--format', 'json'], cwd: 'mixed' })).stdout);
		expect(json.hints).toMatchObject([{ file: 'p/p.go', verdict: 'heap' }]);
		expect(json.packages).toMatchObject([
			{ status: 'ok' },
			{ status: 'failed', error: 'q/q.go:3: undefined: nowhere' },
		]);
		const problems = notCompiled.map((message) => ({ level: 'error', message }));
		expect(json.run).toEqual({ exitCode: 2, problems });

		const [log] = JSON.parse((await run({ args: ['escapes', '--format', 'sarif'], cwd: 'mixed' })).stdout).runs;
		expect(log.results).toHaveLength(1);
		expect(log.invocations).toEqual([
			{
				executionSuccessful: false,
				exitCode: 2,
				toolExecutionNotifications: notCompiled.map((text) => ({ level: 'error', message: { text } })),
			},
		]);

		const human = (await run({ args: ['escapes'], cwd: 'mixed' })).stdout;
		expect(human).toMatch(/^p\/p\.go:3:.*\n.*\n1 heap, 0 maybe-heap, in 1 package\.\n$/);
		const github = (await run({ args: ['escapes', '--format', 'github'], cwd: 'mixed' })).stdout;
		expect(github).toMatch(/^::notice file=p\/p\.go,.*\n::error title=linkscape::1 of 2 packages does not compile\.\n/);
	});

	goTest('their entries of a baseline are kept, and the run says so', async () => {
		const both = { 'kept/go.mod': goMod, 'kept/p/p.go': allocates('p'), 'kept/q/q.go': allocates('q') };
		writeFiles(root, both);
		const path = join(root, 'kept', 'all.json');
		const update = { args: ['escapes', '--baseline', 'all.json', '--update'], cwd: 'kept' };
		expect(await run(update)).toMatchObject({
			code: 0,
			says: ['linkscape: all.json holds 2 hints: 2 added, 0 removed.'],
		});
		const complete = readFileSync(path, 'utf8');

		writeFiles(root, { 'kept/q/q.go': 'package q\n\nfunc New() *int { return nowhere }\n' });
		const broken = [
			'linkscape: 1 of 2 packages does not compile.',
			'linkscape: example.com/m/q: q/q.go:3: undefined: nowhere',
		];
		expect(await run({ args: ['escapes', '--baseline', 'all.json'], cwd: 'kept' })).toMatchObject({
			code: 2,
			says: [...broken, 'linkscape: 1 hint of the baseline is in files that were not compiled, and not compared.'],
		});
		const said = 'linkscape: all.json holds 2 hints: 0 added, 0 removed; 1 hint of files that were not compiled kept.';
		expect(await run(update)).toMatchObject({ code: 2, says: [...broken, said] });
		expect(readFileSync(path, 'utf8')).toBe(complete);

		// Only what is asked for is written anew.
		writeFiles(root, { 'kept/q/q.go': allocates('q'), 'kept/p/p.go': 'package p\n' });
		expect(await run({ args: [...update.args, './q'], cwd: 'kept' })).toMatchObject({ code: 0, says: [said] });
		expect(readFileSync(path, 'utf8')).toBe(complete);
		const one = 'linkscape: all.json holds 1 hint: 0 added, 1 removed.';
		expect(await run(update)).toMatchObject({ code: 0, says: [one] });

		rmSync(join(root, 'kept', 'q'), { recursive: true });
		expect(await run(update)).toMatchObject({
			code: 0,
			says: ['linkscape: all.json holds 0 hints: 0 added, 1 removed.'],
		});
	});

	goTest('a file that is no baseline is not written over', async () => {
		const before = readFileSync(join(root, 'good', 'go.mod'), 'utf8');
		await run({ args: ['escapes', './p', '--baseline', 'go.mod', '--update'] });
		expect(readFileSync(join(root, 'good', 'go.mod'), 'utf8')).toBe(before);
		expect(existsSync(join(root, 'good', 'p', 'p.go'))).toBe(true);
	});
});

goTest('a module that needs a newer Go than there is: said, and checked as the one there is', async () => {
	const { code, says } = await run({ args: ['check'], cwd: 'newer' });
	expect(code).toBe(0);
	expect(says).toEqual([
		expect.stringMatching(/^linkscape: ROOT\/newer\/go\.mod needs go1\.99, .* Checked as go1\.\S+ links\.$/),
	]);
});

test('--help says what each exit code means, for every command', async () => {
	for (const args of [['--help'], ['check', '--help'], ['escapes', '--help'], ['explain', '--help']]) {
		const { stdout } = await run({ args });
		expect(stdout).toMatch(/\nExit code: 0 [^;]+;(?: 1 [^;]+;)?\s+2 [^;]+/);
	}
});
