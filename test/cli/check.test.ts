/** `linkscape check` as a process: formats, exit codes, paths, fixes, and life without Go. */
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goPath, goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

const broken = `package p

//go:linkname hidden
func hidden() {}
`;
const pullOf = (target: string, signature: string) =>
	`package p\n\nimport _ "unsafe"\n\n//go:linkname pulled ${target}\nfunc pulled${signature}\n\nvar Pulled = pulled\n`;
const clean = 'package p\n\nfunc f() {}\n';
const module = 'module example.com/m\n\ngo 1.21\n';

/** An environment in which no Go can be found, and without what a test runner says about colours. */
const withoutGo = {
	...process.env,
	PATH: '/nonexistent',
	HOME: '/nonexistent',
	GOROOT: undefined,
	FORCE_COLOR: undefined,
};

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

interface Json {
	readonly context: { readonly go: string };
	readonly findings: readonly { readonly file: string; readonly line: number; readonly rule: string }[];
	readonly summary: Readonly<Record<string, number>>;
}

async function findings(cwd: string, ...args: string[]): Promise<string[]> {
	const { stdout } = await cli.run(['check', ...args, '--format', 'json'], { cwd, env: withoutGo });
	return (JSON.parse(stdout) as Json).findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

test('json has every field, in the coordinates of editors', async () => {
	const cwd = temporaryModule({ 'go.mod': module, 'dir/a.go': broken });
	const { code, stdout } = await cli.run(
		['check', '--format', 'json', '--go', '1.26.8', '--goos', 'linux', '--goarch', 'arm64'],
		{
			cwd,
			env: withoutGo,
		},
	);
	expect(code).toBe(1);
	expect(JSON.parse(stdout)).toEqual({
		version: 1,
		tool: 'linkscape',
		context: { go: 'go1.26.8', goos: 'linux', goarch: 'arm64' },
		findings: [
			{
				file: 'dir/a.go',
				line: 3,
				column: 1,
				endLine: 3,
				endColumn: 21,
				rule: 'linkname-needs-unsafe',
				severity: 'error',
				message: '//go:linkname is only allowed in a file that imports "unsafe".',
				fixes: ['Import "unsafe"'],
				edits: [[{ line: 1, column: 10, endLine: 1, endColumn: 10, text: '\n\nimport _ "unsafe"' }]],
				source: '//go:linkname hidden',
				module: '.',
			},
		],
		summary: { files: 1, directives: 1, fixed: 0, error: 1, warning: 0, information: 0, hint: 0 },
		run: { exitCode: 1, problems: [] },
	});
});

test('for eyes: place, line, marks, sentence, fix, sum', async () => {
	const cwd = temporaryModule({ 'go.mod': module, 'a.go': broken, 'b.go': clean });
	const { stdout } = await cli.run(['check'], { cwd, env: withoutGo });
	expect(stdout.replace(/\(.* s\)/, '(0.01 s)')).toBe(`a.go:3:1 error linkname-needs-unsafe
    3 │ //go:linkname hidden
      │ ~~~~~~~~~~~~~~~~~~~~
  //go:linkname is only allowed in a file that imports "unsafe".
  fix: Import "unsafe"

1 error in 2 files, 1 directive (0.01 s)
`);
});

test('for GitHub: one annotation a finding', async () => {
	const cwd = temporaryModule({ 'go.mod': module, 'a.go': broken });
	const { code, stdout } = await cli.run(['check', '--format', 'github'], { cwd, env: withoutGo });
	expect(code).toBe(1);
	expect(stdout).toBe(
		'::error file=a.go,line=3,endLine=3,col=1,endColumn=21,title=linkname-needs-unsafe::' +
			'//go:linkname is only allowed in a file that imports "unsafe".\n',
	);
});

test('for code scanning: SARIF with rules, region and fix', async () => {
	const cwd = temporaryModule({ 'go.mod': module, 'a b/ä.go': broken });
	const { stdout } = await cli.run(['check', '--format', 'sarif'], { cwd, env: withoutGo });
	const { runs } = JSON.parse(stdout);
	const [result] = runs[0].results;
	expect(runs[0].tool.driver.rules[result.ruleIndex].id).toBe('linkname-needs-unsafe');
	expect(result).toMatchObject({
		ruleId: 'linkname-needs-unsafe',
		level: 'error',
		locations: [
			{
				physicalLocation: {
					artifactLocation: { uri: 'a%20b/%C3%A4.go', uriBaseId: 'SRCROOT' },
					region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 21 },
				},
			},
		],
		fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: '\n\nimport _ "unsafe"' } }] }] }],
	});
});

test('a module is what go build reads; a tree without go.mod is walked through modules', async () => {
	const files = {
		'm/go.mod': module,
		'm/a.go': clean,
		'm/sub/b.go': broken,
		'm/testdata/c.go': broken,
		'm/_old/d.go': broken,
		'm/_e.go': broken,
		'm/vendor/v/f.go': broken,
		'm/inner/go.mod': module,
		'm/inner/g.go': broken,
		'loose/h.go': broken,
	};
	const cwd = temporaryModule(files);
	expect(await findings(cwd, 'm')).toEqual(['m/sub/b.go:3 linkname-needs-unsafe']);
	expect(await findings(cwd)).toEqual(
		['loose/h.go', 'm/inner/g.go', 'm/sub/b.go', 'm/vendor/v/f.go'].map((file) => `${file}:3 linkname-needs-unsafe`),
	);
	expect(await findings(cwd, 'loose/h.go', 'm/...')).toEqual(
		['loose/h.go', 'm/sub/b.go'].map((file) => `${file}:3 linkname-needs-unsafe`),
	);
	expect(await findings(join(cwd, 'm/sub'), 'b.go')).toEqual(['b.go:3 linkname-needs-unsafe']);
});

test('the go line of the module counts, and its default', async () => {
	const dangling = 'package p\n\nimport _ "unsafe"\n\n//go:linkname nothing\n';
	const cwd = temporaryModule({
		'new/go.mod': module,
		'new/a.go': dangling,
		'old/go.mod': 'module example.com/old\n\ngo 1.17\n',
		'old/a.go': dangling,
		'none/go.mod': 'module example.com/none\n',
		'none/a.go': dangling,
		'loose/a.go': dangling,
	});
	expect(await findings(cwd)).toEqual(['loose/a.go:5 linkname-local', 'new/a.go:5 linkname-local']);
});

test('what stands in other files of the package is seen', async () => {
	const cwd = temporaryModule({
		'go.mod': module,
		'a/a.go': 'package a\n\nimport _ "unsafe"\n\n//go:linkname elsewhere\n',
		'a/b.go': 'package a\n\nfunc elsewhere() {}\n',
		'c/a.go': 'package c\n\nfunc f()\n',
		'c/b.go': 'package c\n\nimport "C"\n',
		's/a.go': 'package s\n\nfunc f()\n',
		's/a_amd64.s': '',
		'd/a.go': 'package d\n\nfunc f(\n\ta int,\n) (\n\tb struct{},\n)\n\nfunc g() interface{}\n',
	});
	expect(await findings(cwd)).toEqual(['d/a.go:3 missing-function-body', 'd/a.go:9 missing-function-body']);
});

test('fixes that cannot change a program are applied, again and again', async () => {
	const cwd = temporaryModule({
		'go.mod': module,
		'a.go': 'package p\r\n\r\n//go:linkname hidden // known\r\n//go:linkname hidden\r\nfunc hidden() {}\r\n',
		'b.go': 'package p\n\n//go:noinline\ntype T int\n',
	});
	const { code, stdout } = await cli.run(['check', '--fix', '--format', 'json'], { cwd, env: withoutGo });
	expect(readFileSync(join(cwd, 'a.go'), 'utf8')).toBe(
		'package p\r\n\r\nimport _ "unsafe"\r\n\r\n// known\r\n//\r\n//go:linkname hidden\r\nfunc hidden() {}\r\n',
	);
	expect(readFileSync(join(cwd, 'b.go'), 'utf8')).toContain('//go:noinline');
	expect((JSON.parse(stdout) as Json).summary).toMatchObject({ fixed: 3, error: 1 });
	expect(code).toBe(1);
});

test.each([
	[[], 1],
	[['--fail-on', 'warning'], 1],
	[['only-warning'], 0],
	[['only-warning', '--fail-on', 'warning'], 1],
	[['only-warning', '--fail-on', 'information'], 1],
	[['clean'], 0],
])('exit code of check %j is %i', async (args, expected) => {
	const cwd = temporaryModule({
		'go.mod': module,
		'a.go': broken,
		'clean/a.go': clean,
		'only-warning/a.go': 'package p\n\n//go:nonline\nfunc f() {}\n',
	});
	expect((await cli.run(['check', ...args], { cwd, env: withoutGo })).code).toBe(expected);
});

test.each([
	[['check', 'nowhere'], 'nowhere does not exist.'],
	[['check', 'go.mod'], 'go.mod is neither a directory nor a Go file.'],
	[
		['check', '--format', 'xml'],
		'--format xml is not known; choose human, json, sarif, github, gitlab, checkstyle, junit, markdown.',
	],
	[['check', '--fail-on', 'hint'], '--fail-on hint is not known; choose error, warning, information.'],
	[['check', '--frmat', 'json'], 'Unknown option --frmat; did you mean --format?'],
	[['check', '--go', 'latest'], 'latest is not a Go version; write it like 1.26.8 (known are 1.18-1.27).'],
	[['check', '--goroot', '.'], '. holds no Go: there is no VERSION file to read.'],
	[['check', '--go', '1.26.8', '--goroot', '.'], 'Give --go or --goroot, not both.'],
	[['chekc'], 'Unknown command chekc; did you mean check?'],
	[['explain'], 'explain takes one symbol, such as runtime.nanotime.'],
	[['escapes', '--update'], '--update needs --baseline FILE or --gate FILE.'],
])('linkscape %j cannot run', async (args, sentence) => {
	const cwd = temporaryModule({ 'go.mod': module, 'a.go': clean });
	expect(await cli.run(args, { cwd, env: withoutGo })).toEqual({
		code: 2,
		stdout: '',
		stderr: `linkscape: ${sentence}\n`,
	});
});

test('a large file and a long line are read', async () => {
	const cwd = temporaryModule({
		'go.mod': module,
		'large.go': `package p\n${'var _ = `go:x`\n'.repeat(350_000)}`,
		'long.go': `package p\n\nvar s = "${'x'.repeat(200_000)}" //go:noinline\n`,
	});
	const { stdout } = await cli.run(['check', '.'], { cwd, env: withoutGo });
	expect(stdout).toContain('directive-misplaced');
	expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(300);
});

goTest('the Go on PATH is the one that --go names, without being run', async () => {
	const cwd = temporaryModule({ 'go.mod': module, 'a.go': pullOf('strings.Index', '(s, t string) int') });
	const goroot = dirname(dirname(realpathSync(goPath ?? '')));
	const own = readFileSync(join(goroot, 'VERSION'), 'utf8').split('\n')[0] ?? '';
	const { stdout } = await cli.run(['check', '--go', own.replace('go', '')], {
		cwd,
		env: { ...process.env, FORCE_COLOR: undefined, GOMODCACHE: join(cwd, 'nothing') },
	});
	// What only the sources tell: that the types are the target's own.
	expect(stdout).toContain('fix: Replace by strings.Index\n');
});

test('what of the build cannot be read is said once, on stderr', async () => {
	const require = '\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ../gone\n';
	const cwd = temporaryModule({ 'go.mod': module + require, 'a.go': clean, 'b/b.go': clean });
	const args = ['check', '.', 'b', '--format', 'json', '--go', '1.26.8'];
	const { code, stdout, stderr } = await cli.run(args, { cwd, env: { ...withoutGo, GOMODCACHE: cwd } });
	const gone = join(cwd, '..', 'gone');
	expect(stderr).toBe(`linkscape: example.com/dep is replaced by ${gone}, which does not exist.\n`);
	expect(code).toBe(0);
	expect((JSON.parse(stdout) as Json).findings).toEqual([]);

	const needy = temporaryModule({ 'go.mod': `${module}\nrequire example.com/dep v1.0.0\n`, 'a.go': clean });
	const GOMODCACHE = join(needy, 'gone');
	const cached = await cli.run(args.toSpliced(2, 1), { cwd: needy, env: { ...withoutGo, GOMODCACHE } });
	expect(cached.stderr).toBe(
		`linkscape: The module cache ${GOMODCACHE} cannot be read: dependencies are not looked into.\n`,
	);
});

test('for eyes: where else to look', async () => {
	const first = '//go:linkname f runtime.nanotime\n';
	const cwd = temporaryModule({
		'go.mod': module,
		'a.go': `package p\n\nimport _ "unsafe"\n\n${first}${first}func f() int64\n`,
	});
	const { stdout } = await cli.run(['check'], { cwd, env: withoutGo });
	expect(stdout).toMatch(/^ {2}see: a\.go:5 \S/m);
});

test('help and version', async () => {
	const cwd = temporaryModule({});
	expect((await cli.run([], { cwd })).stdout).toContain('linkscape check [PATH…]');
	expect((await cli.run(['check', '--help'], { cwd })).stdout).toContain('--fail-on LEVEL');
	expect(await cli.run(['--version'], { cwd })).toMatchObject({ code: 0, stderr: '' });
});
