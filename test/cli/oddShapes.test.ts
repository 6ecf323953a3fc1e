/** Sources of shapes that nobody writes by hand: each is checked, and takes no finding of another package away. */
import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTest, temporaryModule } from '../support/go.ts';
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
const pull = 'package p\n\nimport _ "unsafe"\n\n//go:linkname f runtime.nanotime\nfunc f() int64\n';

const shapes: Readonly<Record<string, string>> = {
	'build constraint in parentheses': `//go:build ${'('.repeat(20_000)}a${')'.repeat(20_000)}\n\n${pull}`,
	'build constraint of many negations': `//go:build ${'!'.repeat(20_000)}a\n\n${pull}`,
	'build constraint of many terms': `//go:build ${Array(20_000).fill('a && !b').join(' || ')}\n\n${pull}`,
	'older build constraint': `// +build ${Array(20_000).fill('a,!b').join(' ')}\n\n${pull}`,
	'target of many segments': `${pull}//go:linkname g ${'b/'.repeat(200_000)}x.y\nfunc g()\n`,
	'import of many segments': `package p\n\nimport _ "${'b/'.repeat(200_000)}x"\n\n//go:linkname g b/x.y\nfunc g()\n`,
	'directives for a name that nobody declares': `package p\n\nimport _ "unsafe"\n\n${'//go:linkname a runtime.nanotime\n'.repeat(1500)}`,
};

test('all of them at once', { timeout: 30_000 }, async () => {
	const files = Object.values(shapes).map((text, at) => [`p${at}/a.go`, text] as const);
	const folder = temporaryModule({ 'go.mod': goMod, ...Object.fromEntries(files), 'zz/a.go': missing });
	const { stdout, stderr } = await cli.run(['check', '.', '--format', 'json'], { cwd: folder });
	expect(stderr).not.toContain('Internal error');
	const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string }[] };
	expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toContain('zz/a.go linkname-undefined');
});

const wrong = 'package p\n\n//go:linkname f runtime.nanotime\nfunc f() int64\n';

test.skipIf(process.platform === 'win32')('--fix keeps permissions, and writes nothing through a link', async () => {
	const folder = temporaryModule({
		'go.mod': goMod,
		'a/a.go': wrong,
		'b/a.go': wrong,
		'a/a.s': '',
		'b/a.s': '',
		'c/a.s': '',
	});
	const outside = join(temporaryModule({ 'o.go': wrong }), 'o.go');
	chmodSync(join(folder, 'a/a.go'), 0o600);
	chmodSync(join(folder, 'b/a.go'), 0o755);
	symlinkSync(outside, join(folder, 'c/a.go'));
	await cli.run(['check', '.', '--fix'], { cwd: folder });
	const modes = ['a/a.go', 'b/a.go'].map((file) => statSync(join(folder, file)).mode & 0o777);
	expect(modes).toEqual([0o600, 0o755]);
	expect(readFileSync(join(folder, 'a/a.go'), 'utf8')).toContain('import _ "unsafe"');
	expect(lstatSync(join(folder, 'c/a.go')).isSymbolicLink()).toBe(true);
	expect(readFileSync(outside, 'utf8')).toBe(wrong);
});

goTest.each([
	['/dev/null', {}, '/dev/null is neither a directory nor a Go file.'],
	['.', { GOTOOLCHAIN: 'go1.99.0' }, 'toolchain not available'],
	['.', { GOPATH: 'relative' }, 'must be absolute path: "relative". Name a Go'],
])('check %s with %j says why', async (path, env, sentence) => {
	const folder = temporaryModule({ 'go.mod': goMod, 'a.go': pull });
	const { code, stderr } = await cli.run(['check', path], { cwd: folder, env: { ...process.env, ...env } });
	expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) as string });
});
