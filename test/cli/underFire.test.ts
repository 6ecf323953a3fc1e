/** Files that once stopped `check`, or took its findings away: each ends at once, with the findings of all other files. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goPath, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

const goMod = 'module example.com/m\n\ngo 1.21\n';
const missing = `package p

import _ "unsafe"

//go:linkname f runtime.noSuchFunction
func f() int64

func F() int64 { return f() }
`;

/** Milliseconds: what hangs took minutes. */
const patience = 20_000;

async function rulesIn(folder: string): Promise<{ code: number | null; rules: string[]; stderr: string }> {
	const { code, stdout, stderr } = await cli.run(['check', '.', '--format', 'json'], { cwd: folder });
	const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string }[] };
	return { code, rules: findings.map(({ file, rule }) => `${file} ${rule}`), stderr };
}

const banners: Readonly<Record<string, string>> = {
	'a banner of slashes': '/'.repeat(78),
	'comment lines with slashes inside': '// a // b // c\n'.repeat(40),
	'many block comments': '/**/ '.repeat(400),
};

test.each(Object.entries(banners))(
	'%s above a word that begins no declaration',
	async (_, banner) => {
		const folder = temporaryModule({ 'go.mod': goMod, 'a.go': `${missing}\n${banner}\n\nfu\n\nfunc b() {}\n` });
		expect(await rulesIn(folder)).toMatchObject({ code: 1, rules: ['a.go linkname-undefined'] });
	},
	patience,
);

test.each([
	['package p\n\n//go:x', []],
	['package p\n\n//go:', []],
	['package p\n\nfunc G() {}\n//go:nosplit\n', ['a.go directive-misplaced']],
	['package p\n\nfunc G() {}\n//go:embed', []],
	['package p\n\nvar text = `\n//go:l`', []],
])('a file that ends as %j', async (text, rules) => {
	const folder = temporaryModule({ 'go.mod': goMod, 'a.go': text, 'b.go': missing });
	expect(await rulesIn(folder)).toMatchObject({ code: 1, rules: [...rules, 'b.go linkname-undefined'], stderr: '' });
});

test.skipIf(process.platform === 'win32')('links that lead to themselves are passed over', async () => {
	const folder = temporaryModule({ 'go.mod': goMod, 'a.go': missing, 'sub/b.go': missing });
	symlinkSync('loop', join(folder, 'loop'));
	symlinkSync('x.go', join(folder, 'x.go'));
	symlinkSync('two', join(folder, 'sub/one'));
	symlinkSync('one', join(folder, 'sub/two'));
	symlinkSync('nowhere', join(folder, 'sub/gone.go'));
	expect(await rulesIn(folder)).toMatchObject({
		code: 1,
		rules: ['a.go linkname-undefined', 'sub/b.go linkname-undefined'],
		stderr: '',
	});
});

test(
	'macros that multiply',
	async () => {
		const levels = Array.from({ length: 18 }, (_, at) => `#define M${at + 1} M${at}; M${at}; M${at}; M${at}\n`);
		const folder = temporaryModule({
			'go.mod': goMod,
			'a.go': missing,
			'f_amd64.s': `#define M0 NOP\n${levels.join('')}TEXT \u00b7g(SB), 4, $0\n\tM18\n\tRET\n`,
		});
		// What such a file defines is not known, so nothing is claimed that depends on it.
		expect((await rulesIn(folder)).code).toBe(0);
	},
	patience,
);

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
	'%s ends a check that computes',
	async (signal) => {
		const files = Array.from({ length: 400 }, (_, at) => [`p${at}/a.go`, missing] as const);
		const folder = temporaryModule({ 'go.mod': goMod, ...Object.fromEntries(files) });
		const child = spawn(process.execPath, [cli.bundle, 'check', '.'], { cwd: folder, stdio: 'ignore' });
		const ended = new Promise((done) => child.once('exit', (code, by) => done(by ?? code)));
		await new Promise((done) => setTimeout(done, 200));
		child.kill(signal);
		expect(await ended).toBe(signal);
	},
	patience,
);

/** Names that look like files and are none, as a clone or an archive can hold them. */
const irregular: Readonly<Record<string, (path: string) => unknown>> = {
	'a pipe': (path) => execFileSync('mkfifo', [path]),
	'a link to a device': (path) => symlinkSync('/dev/zero', path),
	'a link to a pipe': (path) => {
		execFileSync('mkfifo', [`${path}.pipe`]);
		symlinkSync(`${path}.pipe`, path);
	},
	'a directory': (path) => mkdirSync(path),
};
const allocating = 'package p\n\nfunc G() *int { return new(int) }\n';

describe.skipIf(process.platform === 'win32').each(Object.entries(irregular))('%s', (_, make) => {
	test.each(['f.go', 'f_amd64.s', 'f.h', 'sub/f.go'])(
		'called %s is passed over by check',
		async (name) => {
			const folder = temporaryModule({ 'go.mod': goMod, 'a.go': missing, 'sub/b.go': missing });
			make(join(folder, name));
			const { rules } = await rulesIn(folder);
			expect(rules).toContain('sub/b.go linkname-undefined');
		},
		patience,
	);

	test.skipIf(goPath === undefined).each(['f.go', 'f_amd64.s', 'sub/f.go'])(
		'called %s is kept from the go command',
		async (name) => {
			const folder = temporaryModule({ 'go.mod': goMod, 'a.go': allocating, 'sub/b.go': allocating });
			make(join(folder, name));
			const { code, stdout } = await cli.run(['escapes', './...', '--format', 'json'], { cwd: folder });
			const { hints } = JSON.parse(stdout) as { hints: { file: string }[] };
			expect({ code, files: hints.map(({ file }) => file) }).toEqual({ code: 0, files: ['a.go', 'sub/b.go'] });
		},
		patience,
	);
});

const importing = {
	'go.mod': `${goMod}\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ./dep\n`,
	'a.go': 'package p\n\nimport _ "example.com/m/lib"\n\nfunc G() *int { return new(int) }\n',
	'lib/a.go': 'package lib\n\nimport _ "example.com/dep"\n',
	'dep/go.mod': 'module example.com/dep\n',
	'dep/a.go': 'package dep\n',
	'other/go.mod': 'module example.com/other\n',
};

test.skipIf(process.platform === 'win32' || goPath === undefined)(
	'pipes and devices in what a package imports are kept from the go command',
	async () => {
		const folder = temporaryModule(importing);
		for (const name of ['lib/f.go', 'dep/f.h', 'go.sum']) irregular['a pipe']?.(join(folder, name));
		for (const name of ['lib/f_arm64.go', 'dep/f.go']) irregular['a link to a device']?.(join(folder, name));
		const { code, stdout } = await cli.run(['escapes', '.', '--format', 'json'], { cwd: folder });
		const { hints } = JSON.parse(stdout) as { hints: { file: string }[] };
		expect({ code, files: hints.map(({ file }) => file) }).toEqual({ code: 0, files: ['a.go'] });
	},
	patience,
);

test.skipIf(goPath === undefined).each([
	['of the package', 'huge.go', '.'],
	['of what it imports, which needs it', 'lib/huge.go', './...'],
])(
	'a Go file of two gigabytes %s is not compiled',
	async (_, name, pattern) => {
		const folder = temporaryModule({ ...importing, 'sub/a.go': allocating });
		writeFileSync(join(folder, name), `package ${name === 'huge.go' ? 'p' : 'lib'}\n`);
		truncateSync(join(folder, name), 2 ** 31);
		const { stdout, stderr } = await cli.run(['escapes', pattern, '--format', 'json'], { cwd: folder });
		expect(`${stdout}${stderr}`).toContain(`${name}: larger than 64 MiB, so it is not compiled`);
		expect(stdout.includes('sub/a.go')).toBe(pattern === './...');
	},
	patience,
);

test.skipIf(process.platform === 'win32' || goPath === undefined)(
	'no go command reads a go.mod that is a pipe',
	async () => {
		const folder = temporaryModule({ 'a.go': allocating });
		execFileSync('mkfifo', [join(folder, 'go.mod')]);
		const { code, stderr } = await cli.run(['escapes', '.'], { cwd: folder });
		expect(code).toBe(2);
		expect(stderr).toContain('go.mod is not a regular file.');
	},
	patience,
);

test(
	'a file of two gigabytes is not read',
	async () => {
		const folder = temporaryModule({ 'go.mod': goMod, 'a.go': missing });
		writeFileSync(join(folder, 'huge.go'), 'package p\n');
		truncateSync(join(folder, 'huge.go'), 2 ** 31);
		expect(await rulesIn(folder)).toMatchObject({ code: 2, rules: ['a.go linkname-undefined'] });
	},
	patience,
);
