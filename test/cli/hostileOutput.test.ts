/** What a repository holds stays text in a terminal and in the log of a CI system. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logLine, printable } from '../../server/src/cli/terminal.ts';
import { temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

test.each([
	['plain — ä 世 😀', 'plain — ä 世 😀'],
	['\u001b[2J', '\\u001b[2J'],
	['a\r\nb\tc\u0007', 'a\\u000d\\u000ab\\u0009c\\u0007'],
	['\u202egnp.exe\u2066\u200f\u009b', '\\u202egnp.exe\\u2066\\u200f\\u009b'],
])('printable(%j)', (text, expected) => {
	expect(printable(text)).toBe(expected);
});

test.each([
	['::error file=a.go::x', '\\u003a:error file=a.go::x'],
	['  ::error::x', '  \\u003a:error::x'],
	['a ::error::x', 'a ::error::x'],
	['x ##[error]y', 'x \\u0023#[error]y'],
	['##vso[task.setvariable]y', '\\u0023#vso[task.setvariable]y'],
	['# heading ## [x]', '# heading ## [x]'],
])('logLine(%j)', (text, expected) => {
	expect(logLine(text)).toBe(expected);
});

describe.skipIf(process.platform === 'win32')('check, of hostile files', () => {
	let cli: Cli;
	beforeAll(async () => {
		cli = await createCli();
	});
	afterAll(() => cli.dispose());

	const hostile = '\u001b]0;title\u0007\u202e##[error]x';
	const source = `package p\n\nimport _ "unsafe"\n\n//go:linkname f runtime.${hostile}\nfunc f() // ${hostile}\r\n\n//go:linkname ::error::x runtime.nanotime\n`;
	const names = ['nl\n::error file=pwn.go,line=1::INJECTED\n.go', '::error::a.go', `${hostile.replace('/', '')}.go`];

	test.each(['human', 'github'])('%s', async (format) => {
		const folder = temporaryModule({
			'go.mod': 'module example.com/m\n\ngo 1.21\n',
			...Object.fromEntries(names.map((name) => [name, source])),
		});
		const { code, stdout, stderr } = await cli.run(['check', '.', '--format', format], {
			cwd: folder,
			env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
		});
		expect(code, stderr).toBe(1);
		expect(stdout).toContain('\\u001b]0;title\\u0007\\u202e');
		// oxlint-disable-next-line no-control-regex
		expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
		const lines = (stdout + stderr).split('\n');
		const ours = /^::(?:error|warning|notice) (?:file=[^:]*,line=\d+,|title=linkscape)/;
		expect(lines.filter((line) => /^\s*::/.test(line) && !(format === 'github' && ours.test(line)))).toEqual([]);
		if (format === 'human') expect(stdout).not.toContain('##[');
	});
});
