import { chmodSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { expect, vi } from 'vitest';
import { createToolchain, noToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { findGo } from '../../../server/src/world/go/findGo.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import type { GoSettings } from '../../../server/src/world/go/goSettings.ts';
import { goLine, usedDirectories } from '../../../server/src/world/go/moduleDirectory.ts';
import { plainSettings } from '../../support/escapes.ts';
import { goPath, goTest, temporaryModule, writeFiles } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { test } from 'vitest';

const never = new AbortController().signal;
const goMod = 'module example.com/m\n\ngo 1.22\n';

function modulesWith(settings: Partial<GoSettings> = {}) {
	return createGoModules({ settings: () => ({ ...plainSettings, ...settings }), toolchain: createToolchain });
}

goTest('a module gets the Go on PATH, with its own flags', async () => {
	const root = temporaryModule({ 'go.mod': goMod, 'a/b/x.go': 'package b\n' });
	const extension = {
		buildTags: 'one two',
		buildFlags: ['-mod=mod', '-toolexec=evil', '-o', 'x'],
		toolsEnvVars: { GOOS: 'windows' },
	};
	const context = await modulesWith({ extension }).contextOf(join(root, 'a/b/x.go'), never);
	expect(context).toMatchObject({
		kind: 'go',
		directory: root,
		go: goPath,
		source: `${goPath}, from PATH`,
		goos: 'windows',
		foreignPlatform: expect.stringMatching(/^(?:windows\/\w+|)$/),
		tags: ['one', 'two'],
		buildFlags: ['-mod=mod', '-tags=one,two'],
	});
});

goTest.each([
	['-tags=a,b', ['a', 'b']],
	['-race', ['race']],
	['-race=false -tags=a', ['a']],
	['-race=true -tags=a', ['a', 'race']],
	["'-tags=a b'", ['a', 'b']],
	['-trimpath', []],
])('GOFLAGS=%s sets the tags %j', async (flags, tags) => {
	const root = temporaryModule({ 'go.mod': goMod });
	const environment = { ...plainSettings.environment, GOFLAGS: flags };
	const context = await modulesWith({ environment }).contextOfDirectory(root, never);
	expect(context).toMatchObject({ kind: 'go', tags });
});

goTest('GOEXPERIMENT sets tags, too', async () => {
	const root = temporaryModule({ 'go.mod': goMod });
	const extension = { toolsEnvVars: { GOEXPERIMENT: 'arenas' } };
	const context = await modulesWith({ extension }).contextOfDirectory(root, never);
	expect(context).toMatchObject({ kind: 'go', tags: ['goexperiment.arenas'] });
});

goTest('it is asked once, and again when go.mod or the settings changed', async () => {
	const root = temporaryModule({ 'go.mod': goMod, 'a.go': 'package a\n' });
	let settings = plainSettings;
	const modules = createGoModules({ settings: () => settings, toolchain: createToolchain });
	const ask = () => modules.contextOf(join(root, 'a.go'), never);
	const first = await ask();
	expect(await ask()).toBe(first);
	writeFiles(root, { 'go.mod': `${goMod}\n// changed\n` });
	const second = await ask();
	expect(second).not.toBe(first);
	settings = { ...settings, extension: { buildTags: 'x' } };
	expect(await ask()).toMatchObject({ tags: ['x'] });
	expect(modules.known()).toHaveLength(1);
});

goTest('go.work is respected, and a module outside of it stands alone', async () => {
	const root = temporaryModule({
		'go.work': 'go 1.22\n\nuse (\n\t./in // here\n)\n',
		'in/go.mod': goMod,
		'in/a.go': 'package a\n',
		'out/go.mod': 'module example.com/out\n\ngo 1.22\n',
		'out/a.go': 'package a\n',
	});
	const modules = modulesWith();
	expect(await modules.contextOf(join(root, 'in/a.go'), never)).toMatchObject({
		workFile: join(root, 'go.work'),
		note: '',
	});
	const out = await modules.contextOf(join(root, 'out/a.go'), never);
	expect(out).toMatchObject({
		workFile: undefined,
		environment: { GOWORK: 'off' },
		note: expect.stringMatching(/go\.work does not use/),
	});
});

goTest('a go.mod that needs a newer Go is one sentence', async () => {
	const root = temporaryModule({ 'go.mod': 'module m\n\ngo 1.99\n', 'a.go': 'package a\n' });
	for (const GOTOOLCHAIN of ['local', 'auto']) {
		const modules = modulesWith({ extension: { toolsEnvVars: { GOTOOLCHAIN } } });
		const context = await modules.contextOf(join(root, 'a.go'), never);
		expect(context).toMatchObject({ kind: 'no-go', reason: 'newer-wanted', source: `${goPath}, from PATH` });
		expect(context.kind === 'no-go' && context.problem).toMatch(/go ?1\.99.*\.$/);
	}
});

goTest('a Go that is too old is one sentence', async () => {
	const root = temporaryModule({
		'go.mod': 'module m\n\ngo 1.18\n',
		'a.go': 'package a\n',
		'bin/go': '#!/bin/sh\necho \'{"GOROOT":"/x","GOVERSION":"go1.20.14"}\'\n',
	});
	chmodSync(join(root, 'bin/go'), 0o755);
	const context = await modulesWith({ path: join(root, 'bin/go') }).contextOf(join(root, 'a.go'), never);
	expect(context).toMatchObject({
		kind: 'no-go',
		problem: 'go1.20.14 is too old: escape hints need Go 1.21 or newer.',
	});
});

const otherRoot = gorootOf('1.24.12');
const goName = basename(goPath ?? 'go');

test.skipIf(otherRoot === undefined)('an inherited GOROOT of another release is not handed on', async () => {
	const other = { goroot: otherRoot ?? '', go: join(otherRoot ?? '', 'bin', goName) };
	const path = goPath ?? '';
	const own = dirname(dirname(realpathSync(path)));
	const root = temporaryModule({ 'go.mod': goMod, 'a.go': 'package a\n' });
	const contextWith = (GOROOT: string, settings: Partial<GoSettings>) => {
		vi.stubEnv('GOROOT', GOROOT);
		const environment = { ...plainSettings.environment, GOROOT };
		return modulesWith({ environment, ...settings }).contextOfDirectory(root, never);
	};
	try {
		const table: readonly [inherited: string, program: string, goroot: string, handedOn: boolean][] = [
			[own, other.go, other.goroot, false],
			[other.goroot, path, own, false],
			[join(root, 'nowhere'), path, own, false],
			[own, path, own, true],
		];
		for (const [inherited, program, goroot, handedOn] of table) {
			const context = await contextWith(inherited, { path: program });
			expect(context, `${program} under GOROOT=${inherited}`).toMatchObject({ kind: 'go', goroot });
			expect('GOROOT' in (context.kind === 'go' ? context.environment : {})).toBe(!handedOn);
			if (context.kind !== 'go') continue;
			const run = { file: context.go, args: ['list', '-export', '.'], cwd: root, env: context.environment };
			expect((await context.toolchain.run(run, never)).stderr).toBe('');
		}
		const asked = await contextWith('', { path, extension: { toolsEnvVars: { GOROOT: other.goroot } } });
		expect(asked, 'what the user says holds').toMatchObject({ goroot: other.goroot });
	} finally {
		vi.unstubAllEnvs();
	}
});

goTest('the Go that the Go extension says it runs comes before PATH, and after what a setting names', async () => {
	const root = temporaryModule({ 'go.mod': goMod, [`chosen/bin/${goName}`]: '', [`set/bin/${goName}`]: '' });
	const chosen = join(root, 'chosen/bin', goName);
	const found = async (settings: Partial<GoSettings>) => {
		const one = await findGo({ ...plainSettings, ...settings });
		return one.kind === 'found' ? one.source : one.problem;
	};
	const go = chosen;
	expect(await found({ extension: { go } })).toBe(`${chosen}, from the Go extension`);
	expect(await found({ extension: { go }, environment: { PATH: root } })).toBe(`${chosen}, from the Go extension`);
	expect(await found({ extension: { go: goPath ?? '' } })).toBe(`${goPath}, from PATH`);
	expect(await found({ extension: { go: join(root, 'none') } })).toBe(`${goPath}, from PATH`);
	expect(await found({ extension: { go: 'go' } })).toBe(`${goPath}, from PATH`);
	expect(await found({ extension: { go }, folders: [join(root, 'chosen')] })).toBe(`${goPath}, from PATH`);
	expect(await found({ extension: { go, goroot: join(root, 'set') } })).toBe(
		`${join(root, 'set/bin', goName)}, from go.goroot`,
	);
	expect(await found({ extension: { go }, path: join(root, 'set/bin', goName) })).toContain('from linkscape.go.path');
});

goTest('whether modules would be given another Go is known without running it', async () => {
	const root = temporaryModule({ 'go.mod': goMod, 'a.go': 'package a\n', [`chosen/bin/${goName}`]: '' });
	let extension: GoSettings['extension'] = {};
	const modules = createGoModules({ settings: () => ({ ...plainSettings, extension }), toolchain: createToolchain });
	expect(await modules.wouldChange()).toBe(false);
	const context = await modules.contextOf(join(root, 'a.go'), never);
	extension = { go: goPath ?? '' };
	expect(await modules.wouldChange()).toBe(false);
	expect(await modules.contextOf(join(root, 'a.go'), never)).toBe(context);
	extension = { go: join(root, 'chosen/bin', goName) };
	expect(await modules.wouldChange()).toBe(true);
});

test('no Go on PATH is one sentence, and so is a wrong setting', async () => {
	const root = temporaryModule({ 'a.go': 'package a\n' });
	const none = { environment: { PATH: root } };
	expect(await modulesWith(none).contextOf(join(root, 'a.go'), never)).toMatchObject({
		kind: 'no-go',
		reason: 'missing',
		problem: 'Go not found: no go on PATH.',
	});
	expect(await modulesWith({ path: join(root, 'go') }).contextOf(join(root, 'a.go'), never)).toMatchObject({
		problem: `linkscape.go.path names a program that does not exist: ${join(root, 'go')}`,
	});
	expect(await modulesWith({ path: 'go' }).contextOf(join(root, 'a.go'), never)).toMatchObject({
		problem: 'linkscape.go.path is not an absolute path: go',
	});
});

test('without the permission to run, nothing is run', async () => {
	const root = temporaryModule({ 'go.mod': goMod, 'a.go': 'package a\n' });
	const modules = createGoModules({ settings: () => plainSettings, toolchain: () => noToolchain });
	expect(await modules.contextOf(join(root, 'a.go'), never)).toMatchObject({ kind: 'no-go', reason: 'restricted' });
});

goTest('no program is taken from inside an open folder, not through a link either', async () => {
	const root = temporaryModule({ 'tools/go': '#!/bin/sh\n', 'elsewhere/x': '' });
	chmodSync(join(root, 'tools/go'), 0o755);
	const outside = temporaryModule({});
	symlinkSync(join(root, 'tools/go'), join(outside, 'go'));
	const path = [join(root, 'tools'), outside, '.', 'tools', dirname(goPath ?? '')].join(delimiter);
	const found = await findGo({ ...plainSettings, folders: [root], environment: { PATH: path } });
	expect(found).toMatchObject({ kind: 'found', path: goPath });
	const open = await findGo({ ...plainSettings, folders: [], environment: { PATH: path } });
	expect(open).toMatchObject({ kind: 'found', path: join(root, 'tools/go') });
});

goTest('what the go command looks up in PATH is not taken from inside an open folder', async () => {
	const root = temporaryModule({ 'tools/x': '', 'go.mod': goMod });
	const outside = temporaryModule({});
	symlinkSync(join(root, 'tools'), join(outside, 'tools'));
	const [go, elsewhere] = [dirname(goPath ?? ''), join(outside, 'nothing here yet')];
	const entries = [join(root, 'tools'), 'tools', go, '', join(outside, 'tools'), elsewhere];
	const pathWith = async (folders: readonly string[], ...path: readonly string[]) => {
		const environment = { ...plainSettings.environment, PATH: path.join(delimiter) };
		const context = await modulesWith({ folders, environment }).contextOfDirectory(root, never);
		return context.kind === 'go' ? context.environment['PATH']?.split(delimiter) : context.problem;
	};
	expect(await pathWith([root], ...entries)).toEqual([go, elsewhere]);
	expect(await pathWith([], ...entries)).toEqual([join(root, 'tools'), go, join(outside, 'tools'), elsewhere]);
	expect(await pathWith([root], go, elsewhere), 'nothing to change').toBeUndefined();
	// What the settings say about PATH is looked at, too.
	const extension = { toolsEnvVars: { PATH: entries.join(delimiter) } };
	const context = await modulesWith({ folders: [root], extension }).contextOfDirectory(root, never);
	expect(context).toMatchObject({ environment: { PATH: [go, elsewhere].join(delimiter) } });
});

goTest('the Go extension is asked before PATH', async () => {
	const goroot = dirname(dirname(realpathSync(goPath ?? '')));
	const settings = { ...plainSettings, environment: { PATH: '', GOROOT_HERE: goroot } };
	const found = (extension: GoSettings['extension']) => findGo({ ...settings, extension });
	expect(await found({ goroot })).toMatchObject({ source: `${join(goroot, 'bin/go')}, from go.goroot` });
	expect(await found({ goroot: '${env:GOROOT_HERE}' })).toMatchObject({ path: join(goroot, 'bin/go') });
	expect(await found({ alternateTools: { go: join(goroot, 'bin/go') }, goroot: '/nowhere' })).toMatchObject({
		source: `${join(goroot, 'bin/go')}, from go.alternateTools`,
	});
	expect(await found({ goroot: '/nowhere' })).toMatchObject({ kind: 'missing' });
	expect(await found({ toolsEnvVars: { PATH: join(goroot, 'bin') } })).toMatchObject({ path: join(goroot, 'bin/go') });
});

test('go.mod and go.work are read where they matter', () => {
	expect(goLine('module m\n\n// go 1.1\ngo 1.27rc1 // soon\n')).toBe('1.27rc1');
	expect(goLine('module go\n')).toBeUndefined();
	expect(usedDirectories('go 1.22\nuse ./a\nuse (\n\t./b // b\n\t"./c d"\n)\n// use ./e\n')).toEqual([
		'./a',
		'./b',
		'./c d',
	]);
});
