/** Files that once stopped `check`, or took its findings away: each ends at once, with the findings of all other files. */
import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryModule } from '../support/go.ts';
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
