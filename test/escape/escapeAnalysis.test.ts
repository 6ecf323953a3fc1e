import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { noToolchain } from '../../server/src/toolchain/toolchain.ts';
import { textDifference } from '../../server/src/analysis/text/textDifference.ts';
import { createBench } from '../support/escapes.ts';
import { goTest, temporaryModule, writeFiles } from '../support/go.ts';

const goMod = 'module example.com/m\n\ngo 1.22\n';
const newP = `package lib

type P struct{ a, b int }

func New(n int) *P { return &P{n, n} }
`;
const twice = newP.replace('&P{n, n} }', '&P{n, n} }\n\nfunc Slice() *[4]int { return new([4]int) }');
const broken = newP.replace('return &P', 'return undefined, &P');

function moduleOf(files: Record<string, string>) {
	const root = temporaryModule({ 'go.mod': goMod, ...files });
	return { root, at: (name: string) => join(root, name) };
}

goTest('opening a file shows its hints, an edit those of the unsaved text', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell, started, log } = createBench();
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	expect(spell(at('lib/a.go'), newP), log.join('\n')).toEqual(['5 &P{...} escapes to heap (fresh)']);

	analysis.changed(at('lib/a.go'), twice);
	expect(spell(at('lib/a.go'), twice)).toEqual(['5 &P{...} escapes to heap (stale)']);
	await analysis.settled();
	expect(spell(at('lib/a.go'), twice)).toEqual([
		'5 &P{...} escapes to heap (fresh)',
		'7 new([4]int) escapes to heap (fresh)',
	]);
	expect(started).toEqual(['env', 'list', 'compile']);
	expect(readFileSync(at('lib/a.go'), 'utf8')).toBe(newP);
});

goTest('nothing changed, nothing runs', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell, started } = createBench();
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	const before = started.length;

	analysis.changed(at('lib/a.go'), twice);
	analysis.changed(at('lib/a.go'), newP);
	await analysis.settled();
	analysis.saved(at('lib/a.go'));
	await analysis.settled();
	analysis.closed(at('lib/a.go'));
	analysis.opened(at('lib/a.go'), newP);
	expect(spell(at('lib/a.go'), newP)).toEqual(['5 &P{...} escapes to heap (fresh)']);
	await analysis.settled();
	expect(started.slice(before)).toEqual([]);
});

goTest('ten quick edits start at most two compiler runs and leave nothing behind', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell, started } = createBench({ delay: 60 });
	// A place of our own: other tests run at the same time.
	const temporary = temporaryModule({});
	vi.stubEnv('TMPDIR', temporary);
	vi.stubEnv('TEMP', temporary);
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	let text = newP;
	for (let edit = 0; edit < 10; edit++) {
		text += `\nfunc F${edit}() *int { return new(int) }\n`;
		analysis.changed(at('lib/a.go'), text);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	await analysis.settled();
	expect(spell(at('lib/a.go'), text)).toHaveLength(11);
	expect(started.filter((each) => each !== 'env').length).toBeLessThanOrEqual(1 + 2);
	expect(readdirSync(temporary)).toEqual([]);
	vi.unstubAllEnvs();
});

const longer = 600_000;

goTest('an edit after a rest is compiled at once, those that follow wait for a pause', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell, started } = createBench({ delay: longer, rest: 0 });
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	analysis.changed(at('lib/a.go'), twice);
	await analysis.settled();
	expect(spell(at('lib/a.go'), twice)).toContain('7 new([4]int) escapes to heap (fresh)');
	const before = started.length;
	analysis.changed(at('lib/a.go'), newP);
	expect(spell(at('lib/a.go'), newP)).toEqual(['5 &P{...} escapes to heap (stale)']);
	expect(started.length).toBe(before);
});

goTest('what does not compile at the start of typing is said after the pause', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, announced, started } = createBench({ delay: 50, rest: 0 });
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	const [runs, said] = [started.length, announced.length];
	analysis.changed(at('lib/a.go'), broken);
	await analysis.settled();
	expect(started.slice(runs)).toEqual(['compile', 'compile']);
	expect(announced.slice(said)).toEqual([[at('lib/a.go')]]);
	expect(analysis.escapes(at('lib/a.go')).problem).toBe('lib/a.go:5: undefined: undefined');
});

goTest('a package that does not compile keeps its hints, moved and stale, and says why', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell } = createBench();
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	const text = newP.replace('type P', '// a comment\n\nvar x int = "s"\n\ntype P');
	analysis.changed(at('lib/a.go'), text);
	await analysis.settled();
	expect(spell(at('lib/a.go'), text)).toEqual(['9 &P{...} escapes to heap (stale)']);
	expect(analysis.escapes(at('lib/a.go')).problem).toMatch(/^lib\/a\.go:5: cannot use "s"/);
	expect(analysis.modules()).toMatchObject([{ state: 'paused', detail: 'package does not compile: lib/a.go:5' }]);
	expect(analysis.escapes(at('lib/a.go')).hints[0]?.flow[0]).toMatchObject({ line: 9, column: 29 });

	analysis.changed(at('lib/a.go'), newP);
	await analysis.settled();
	expect(spell(at('lib/a.go'), newP)).toEqual(['5 &P{...} escapes to heap (fresh)']);
});

goTest('a package that is broken from the start says so, and shows hints once it compiles', async () => {
	const { at } = moduleOf({ 'lib/a.go': broken });
	const { analysis, spell } = createBench();
	analysis.opened(at('lib/a.go'), broken);
	await analysis.settled();
	expect(analysis.escapes(at('lib/a.go'))).toMatchObject({
		state: 'none',
		problem: 'lib/a.go:5: undefined: undefined',
	});
	analysis.changed(at('lib/a.go'), newP);
	await analysis.settled();
	expect(spell(at('lib/a.go'), newP)).toEqual(['5 &P{...} escapes to heap (fresh)']);
});

goTest('test files and external test packages', async () => {
	const inside = 'package lib\n\nimport "testing"\n\nfunc TestA(t *testing.T) { t.Log(New(1)) }\n';
	const outside =
		'package lib_test\n\nimport (\n\t"testing"\n\n\t"example.com/m/lib"\n)\n\nfunc TestX(t *testing.T) { t.Log(lib.New(1)) }\n';
	const { at } = moduleOf({ 'lib/a.go': newP, 'lib/a_test.go': inside, 'lib/x_test.go': outside });
	const { analysis, spell, started } = createBench();
	for (const [name, text] of [
		['a.go', newP],
		['a_test.go', inside],
		['x_test.go', outside],
	] as const) {
		analysis.opened(at(`lib/${name}`), text);
	}
	await analysis.settled();
	expect(spell(at('lib/a.go'), newP)).toEqual(['5 &P{...} escapes to heap (fresh)']);
	expect(spell(at('lib/a_test.go'), inside)).toEqual(['5 &P{...} escapes to heap (fresh)']);
	expect(spell(at('lib/x_test.go'), outside)).toEqual(['9 &lib.P{...} escapes to heap (fresh)']);

	const more = `${outside}\nfunc Y() *int { return new(int) }\n`;
	analysis.changed(at('lib/x_test.go'), more);
	await analysis.settled();
	expect(spell(at('lib/x_test.go'), more).at(-1)).toBe('11 new(int) escapes to heap (fresh)');
	expect(started.at(-1)).toBe('compile');
	analysis.changed(at('lib/x_test.go'), outside);

	// The external tests import what the compiler alone did not build: they wait for the next save.
	analysis.changed(at('lib/a.go'), twice);
	await analysis.settled();
	expect(started.at(-1)).toBe('compile');
	expect(analysis.escapes(at('lib/a.go')).state).toBe('fresh');
	expect(analysis.escapes(at('lib/x_test.go')).state).toBe('stale');
	writeFileSync(at('lib/a.go'), twice);
	analysis.saved(at('lib/a.go'));
	await analysis.settled();
	expect(started.at(-1)).toBe('list');
	expect(analysis.escapes(at('lib/x_test.go')).state).toBe('fresh');
});

goTest('a directory that holds only external tests', async () => {
	const text = 'package lib_test\n\nfunc F() *int { return new(int) }\n';
	const { at } = moduleOf({ 'lib/x_test.go': text });
	const { analysis, spell } = createBench();
	analysis.opened(at('lib/x_test.go'), text);
	await analysis.settled();
	expect(spell(at('lib/x_test.go'), text)).toEqual(['3 new(int) escapes to heap (fresh)']);
	expect(analysis.modules()).toMatchObject([{ state: 'ready', detail: '' }]);
});

goTest('saving a package renews the packages that depend on it', async () => {
	const main = 'package main\n\nimport "example.com/m/lib"\n\nfunc main() { println(lib.New(1)) }\n';
	const { at } = moduleOf({ 'lib/a.go': newP, 'main.go': main });
	const { analysis, spell, started } = createBench();
	analysis.opened(at('lib/a.go'), newP);
	analysis.opened(at('main.go'), main);
	await analysis.settled();
	expect(spell(at('main.go'), main)).toEqual([]);
	const kept = newP.replace('func New', 'var G *P\n\nfunc New').replace('return &P{n, n}', 'G = &P{n, n}; return G');
	analysis.changed(at('lib/a.go'), kept);
	writeFileSync(at('lib/a.go'), kept);
	analysis.saved(at('lib/a.go'));
	await analysis.settled();
	expect(spell(at('main.go'), main)).toEqual(['5 &lib.P{...} escapes to heap (fresh)']);
	expect(started.filter((each) => each === 'list')).toHaveLength(3);
});

goTest('an import that was not there before is answered by the go command', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell, started } = createBench();
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	const text = newP.replace('type P', 'import "os"\n\nvar Out = os.Stdout\n\ntype P');
	analysis.changed(at('lib/a.go'), text);
	await analysis.settled();
	expect(spell(at('lib/a.go'), text)).toEqual(['9 &P{...} escapes to heap (fresh)']);
	expect(started).toEqual(['env', 'list', 'compile', 'list']);
	analysis.changed(at('lib/a.go'), `${text}\nfunc F() *int { return new(int) }\n`);
	await analysis.settled();
	expect(started.at(-1)).toBe('compile');
});

goTest('a build constraint that takes the file out is noticed', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP, 'lib/b.go': 'package lib\n' });
	const { analysis } = createBench();
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	analysis.changed(at('lib/a.go'), `//go:build never\n\n${newP}`);
	await analysis.settled();
	expect(analysis.escapes(at('lib/a.go')).problem).toMatch(/^This file is not built for \w+\/\w+\.$/);
	expect(analysis.escapes(at('lib/a.go')).state).toBe('stale');
});

goTest('commands, embedded files and files without a module', async () => {
	const { at } = moduleOf({ 'main.go': 'package main\n\nfunc main() {}\n', 'x.txt': 'x' });
	const { analysis, spell, started } = createBench();
	const main =
		'package main\n\nimport _ "embed"\n\n//go:embed x.txt\nvar x string\n\nvar G *int\n\nfunc main() { G = new(int) }\n';
	analysis.opened(at('main.go'), main);
	await analysis.settled();
	expect(spell(at('main.go'), main)).toEqual(['10 new(int) escapes to heap (fresh)']);
	analysis.changed(at('main.go'), `${main}\nfunc F() *int { return new(int) }\n`);
	await analysis.settled();
	expect(started).toEqual(['env', 'list', 'compile']);
	// What a new pattern finds, only the go command knows.
	analysis.changed(at('main.go'), main.replace('embed x.txt', 'embed *.txt'));
	await analysis.settled();
	expect(started).toEqual(['env', 'list', 'compile', 'list']);
	expect(analysis.escapes(at('main.go')).problem).toBe('');

	const alone = temporaryModule({ 'a.go': newP, 'b.go': 'package other\n', 'c.go': 'package lib\n\nvar p = New(1)\n' });
	analysis.opened(join(alone, 'a.go'), newP);
	await analysis.settled();
	expect(spell(join(alone, 'a.go'), newP)).toEqual(['5 &P{...} escapes to heap (fresh)']);
	expect(analysis.modules().at(-1)?.detail).toMatch(/^There is no go\.mod/);
});

goTest('the assembler is asked once, and again when a file of it has changed', async () => {
	const add = '#include "textflag.h"\n\nTEXT ·Add(SB), NOSPLIT, $0-8\n\tRET\n';
	const { at } = moduleOf({ 'lib/add.s': add });
	const { analysis, spell, started } = createBench();
	const text = 'package lib\n\nfunc Add(a *int)\n\nfunc F() { x := 1; Add(&x) }\n';
	analysis.opened(at('lib/a.go'), text);
	await analysis.settled();
	let edited = text;
	const edit = async () => {
		edited += '\nfunc More() *int { return new(int) }\n'.replace('More', `More${edited.length}`);
		analysis.changed(at('lib/a.go'), edited);
		await analysis.settled();
		return started.splice(0);
	};
	expect(started.splice(0)).toEqual(['env', 'list']);
	expect(await edit()).toEqual(['asm', 'compile']);
	expect(await edit()).toEqual(['compile']);
	writeFileSync(at('lib/add.s'), `${add}\n// Longer.\n`);
	expect(await edit()).toEqual(['asm', 'compile']);
	expect(spell(at('lib/a.go'), edited)).toContain('5 moved to heap: x (fresh)');
});

goTest('a missing dependency is one sentence, without the network', async () => {
	const text = newP.replace('type P', 'import "example.org/nowhere"\n\nvar _ = nowhere.X\n\ntype P');
	const { at } = moduleOf({ 'lib/a.go': text });
	const { analysis } = createBench();
	analysis.opened(at('lib/a.go'), text);
	await analysis.settled();
	const { problem } = analysis.escapes(at('lib/a.go'));
	expect(problem).toBe('lib/a.go:3: no required module provides package example.org/nowhere');
});

goTest('a new file that was never saved', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell } = createBench();
	const text = 'package lib\n\nfunc F() *int { return new(int) }\n';
	analysis.opened(at('lib/new.go'), text);
	await analysis.settled();
	expect(spell(at('lib/new.go'), text)).toEqual(['3 new(int) escapes to heap (fresh)']);
	expect(existsSync(at('lib/new.go'))).toBe(false);
});

goTest('a hostile git configuration runs nothing', async () => {
	const { root, at } = moduleOf({ 'main.go': 'package main\n\nfunc main() {}\n' });
	writeFiles(root, {
		'.git/HEAD': 'ref: refs/heads/main\n',
		'.git/config': `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "touch ${at('pwned')}; false"\n`,
		'.git/objects/x': '',
		'.git/refs/heads/x': '',
	});
	// Without go's own file, which may switch version stamping off for the whole machine.
	const environment = { ...process.env, GOENV: 'off', GOFLAGS: '' };
	const { analysis } = createBench({
		settings: { environment, extension: { toolsEnvVars: { GOENV: 'off', GOFLAGS: '' } } },
	});
	const text = 'package main\n\nfunc main() { println() }\n';
	analysis.opened(at('main.go'), text);
	await analysis.settled();
	expect(analysis.escapes(at('main.go'))).toMatchObject({ state: 'fresh', problem: '' });
	expect(existsSync(at('pwned'))).toBe(false);
});

goTest('a run that is outdated is killed, and the next one counts', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis, spell } = createBench({ delay: 0 });
	analysis.opened(at('lib/a.go'), newP);
	await new Promise((resolve) => setTimeout(resolve, 60));
	analysis.changed(at('lib/a.go'), twice);
	await analysis.settled();
	expect(spell(at('lib/a.go'), twice)).toHaveLength(2);
	await analysis.dispose();
	analysis.changed(at('lib/a.go'), newP);
	await analysis.settled();
	expect(analysis.escapes(at('lib/a.go')).state).toBe('stale');
});

goTest('several changes in one message move the hints', async () => {
	const { at } = moduleOf({ 'lib/a.go': twice });
	const { analysis, spell } = createBench({ delay: 60_000 });
	analysis.opened(at('lib/a.go'), twice);
	await analysis.settled();
	const first = twice.replace('func Slice', '// one\nfunc Slice');
	const second = first.replace('func New', '// two\n// three\nfunc New');
	analysis.changed(at('lib/a.go'), second, [textDifference(twice, first), textDifference(first, second)]);
	expect(spell(at('lib/a.go'), second)).toEqual([
		'7 &P{...} escapes to heap (stale)',
		'10 new([4]int) escapes to heap (stale)',
	]);
});

goTest('files that changed without the editor are compiled again', async () => {
	const { at } = moduleOf({ 'lib/a.go': newP, 'lib/b.go': 'package lib\n\ntype B string\n' });
	const { analysis, spell, started } = createBench();
	const text = newP.replace('a, b int', 'a, b B');
	analysis.opened(at('lib/a.go'), text);
	await analysis.settled();
	expect(analysis.escapes(at('lib/a.go')).problem).toMatch(/^lib\/a\.go:5: cannot use n/);
	writeFileSync(at('lib/b.go'), 'package lib\n\ntype B = int\n');
	analysis.filesChanged([at('lib/b.go')]);
	await analysis.settled();
	expect(spell(at('lib/a.go'), text)).toEqual(['5 &P{...} escapes to heap (fresh)']);

	writeFileSync(at('go.mod'), goMod.replace('go 1.22', 'go 1.99'));
	analysis.filesChanged([at('go.mod')]);
	await analysis.settled();
	expect(analysis.modules()).toMatchObject([{ state: 'no-go', detail: expect.stringMatching(/needs go1\.99/) }]);
	expect(spell(at('lib/a.go'), text)).toEqual(['5 &P{...} escapes to heap (stale)']);
	writeFileSync(at('go.mod'), goMod);
	analysis.filesChanged([at('go.mod')]);
	await analysis.settled();
	expect(spell(at('lib/a.go'), text)).toEqual(['5 &P{...} escapes to heap (fresh)']);
	expect(started.filter((each) => each === 'env')).toHaveLength(3);
});

goTest('a folder that is reached through a symbolic link', async () => {
	const { root } = moduleOf({ 'lib/a.go': newP });
	const link = join(temporaryModule({}), 'link');
	symlinkSync(root, link);
	const { analysis, spell } = createBench();
	const file = join(link, 'lib/a.go');
	analysis.opened(file, newP);
	await analysis.settled();
	expect(spell(file, newP)).toEqual(['5 &P{...} escapes to heap (fresh)']);
	analysis.changed(file, twice);
	await analysis.settled();
	expect(spell(file, twice)).toHaveLength(2);
});

goTest.each([
	['this system', {}, /, from PATH$/],
	['another system', { GOOS: 'plan9', GOARCH: '386' }, /, from PATH – for plan9\/386$/],
])('the state of a module says for which system it is: %s', async (_, toolsEnvVars, source) => {
	const { at } = moduleOf({ 'lib/a.go': newP });
	const { analysis } = createBench({ settings: { extension: { toolsEnvVars } } });
	analysis.opened(at('lib/a.go'), newP);
	await analysis.settled();
	expect(analysis.modules()).toMatchObject([{ goSource: expect.stringMatching(source) }]);
});

test('without a Go, or without trust, nothing is run and the reason is said', async () => {
	const { root, at } = moduleOf({ 'lib/a.go': newP });
	const none = createBench({ settings: { environment: { PATH: root } } });
	none.analysis.opened(at('lib/a.go'), newP);
	await none.analysis.settled();
	expect(none.analysis.modules()).toMatchObject([
		{ directory: root, state: 'no-go', go: '', detail: expect.stringMatching(/^Go not found/) },
	]);
	expect(none.analysis.escapes(at('lib/a.go'))).toMatchObject({
		state: 'none',
		problem: expect.stringMatching(/^Go not found/),
	});

	const untrusted = createBench({ toolchain: noToolchain });
	untrusted.analysis.opened(at('lib/a.go'), newP);
	await untrusted.analysis.settled();
	expect(untrusted.analysis.modules()).toMatchObject([{ state: 'restricted' }]);
	expect([...none.started, ...untrusted.started]).toEqual([]);
});

goTest('a directory that cannot be read, a file that is no Go', async () => {
	const { at } = moduleOf({ 'lib/a.go': 'this is no Go\n' });
	const { analysis } = createBench();
	analysis.opened(at('nowhere/x.go'), newP);
	analysis.opened(at('lib/a.go'), 'this is no Go\n');
	await analysis.settled();
	expect(analysis.escapes(at('lib/a.go')).problem).toMatch(/^lib\/a\.go:1: expected 'package'/);
	expect(analysis.escapes(at('nowhere/x.go')).problem).toMatch(/nowhere .*does not exist/);
});
