import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { DocumentLink, Hover, Location, LocationLink, Range } from 'vscode-languageserver';
import { afterEach, describe, expect, test } from 'vitest';
import { goPath, goTest, temporaryModule } from '../support/go.ts';
import { type LspOptions, type LspPair, lspPair } from '../support/lspPair.ts';

const goroot =
	goPath === undefined ? '' : execFileSync(goPath, ['env', 'GOROOT'], { cwd: tmpdir(), encoding: 'utf8' }).trim();

let pair: LspPair;
afterEach(() => pair.stop());

const module = { 'go.mod': 'module example.com/m\n\ngo 1.21\n' };
const head = 'package m\n\nimport _ "unsafe"\n\n';

/** A module with its files open, started the way `options` says. */
async function start(files: Readonly<Record<string, string>>, options: LspOptions = {}): Promise<void> {
	const settings = { escape: { enabled: false } };
	pair = await lspPair(
		{ ...module, ...files },
		{ ...options, initializationOptions: { settings, ...options.initializationOptions } },
	);
	for (const [name, text] of Object.entries(files)) if (name.endsWith('.go')) await pair.open(name, text);
}

/** A position as the text around it, with `|` for the cursor. */
function at(file: string, text: string, around: string) {
	const offset = text.indexOf(around.replace('|', ''));
	if (offset < 0) throw new Error(`${around} does not stand in ${file}.`);
	const before = text.slice(0, offset + around.indexOf('|')).split('\n');
	const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
	return { textDocument: { uri: pair.uri(file) }, position };
}

/** `runtime/time_nofake.go: func «nanotime»() int64`; GOROOT/src and the module's folder are left out. */
function spell(uri: string, range: Range): string {
	const path = fileURLToPath(uri);
	const line = readFileSync(path, 'utf8').split('\n')[range.start.line] ?? '';
	const { character: start } = range.start;
	const { character: end } = range.end;
	const marked = `${line.slice(0, start)}«${line.slice(start, end)}»${line.slice(end)}`.trim();
	const inside = path.startsWith(pair.folder) ? pair.folder : join(goroot, 'src');
	return `${relative(inside, path).replaceAll('\\', '/')}: ${marked}`;
}

async function definitions(file: string, text: string, around: string): Promise<string[]> {
	const found = await pair.request<Location[] | null>('textDocument/definition', at(file, text, around));
	return (found ?? []).map(({ uri, range }) => spell(uri, range));
}

async function references(file: string, text: string, around: string, includeDeclaration = false): Promise<string[]> {
	const params = { ...at(file, text, around), context: { includeDeclaration } };
	const found = await pair.request<Location[] | null>('textDocument/references', params);
	return (found ?? []).map(({ uri, range }) => spell(uri, range));
}

describe('definition, into the Go tree', () => {
	interface Way {
		readonly name: string;
		readonly directive: string;
		readonly from: string;
		/** The beginning of each place. */
		readonly to: readonly string[];
	}
	const ways: readonly Way[] = [
		{
			name: 'a target leads to its declaration',
			directive: '//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
			from: 'runtime.nano|time',
			to: ['runtime/time_nofake.go: func «nanotime»() int64'],
		},
		{
			name: 'so does the declaration of a pulled function',
			directive: '//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
			from: 'func nano|time',
			to: ['runtime/time_nofake.go: func «nanotime»() int64'],
		},
		{
			name: 'and that of a pulled variable',
			directive: '//go:linkname overflow runtime.overflowError\nvar overflow error\n',
			from: 'var over|flow',
			to: ['runtime/panic.go: var «overflowError» = error('],
		},
		{
			name: 'a local name leads to its declaration',
			directive: '//go:linkname nanotime runtime.nanotime\n\nvar a = 1\n\nfunc nanotime() int64\n',
			from: 'linkname nano|time',
			to: ['a.go: func «nanotime»() int64'],
		},
		{
			name: 'a method',
			directive: '//go:linkname grow bytes.(*Buffer).grow\nfunc grow(b *int, n int) int\n',
			from: '(*Buffer).gr|ow',
			to: ['bytes/buffer.go: func (b *Buffer) «grow»(n int) int {'],
		},
		{
			name: 'what another package pushes',
			directive: '//go:linkname acquire sync.runtime_Semacquire\nfunc acquire(s *uint32)\n',
			from: 'sync.runtime_Sema|cquire',
			to: ['runtime/sema.go: func «sync_runtime_Semacquire»(addr *uint32) {'],
		},
		{
			name: 'assembly, behind its Go declaration',
			directive: '//go:linkname move runtime.memmove\nfunc move(to, from *byte, n uintptr)\n',
			from: 'runtime.mem|move',
			to: ['runtime/stubs.go: func «memmove»(to, from unsafe.Pointer, n uintptr)', 'runtime/memmove_'],
		},
		{
			name: 'a symbol without a package',
			directive: '//go:linkname f crosscall2\nfunc f()\n',
			from: 'cross|call2',
			to: ['runtime/cgo/asm_'],
		},
		{
			name: 'an indented directive',
			directive: '\t//go:linkname nanotime runtime.nanotime\n\tfunc nanotime() int64\n',
			from: 'runtime.nano|time',
			to: ['runtime/time_nofake.go: func «nanotime»() int64'],
		},
		{
			name: 'a directive in a function',
			directive: 'func nanotime() int64\n\nfunc f() {\n\t//go:linkname nanotime runtime.nanotime\n}\n',
			from: 'runtime.nano|time',
			to: ['runtime/time_nofake.go: func «nanotime»() int64'],
		},
		{
			name: 'a name that only another platform has',
			directive: '//go:linkname stdcall0 runtime.stdcall\nfunc stdcall0()\n',
			from: 'runtime.std|call',
			to: [],
		},
		{
			name: 'a name that does not exist',
			directive: '//go:linkname f runtime.noSuchThing\nfunc f()\n',
			from: 'runtime.noSuch|Thing',
			to: [],
		},
		{
			name: 'a function with a body, which is its own definition',
			directive: 'func nanotime() int64 { return 0 }\n',
			from: 'func nano|time',
			to: [],
		},
	];
	goTest.each(ways)('$name', async ({ directive, from, to }) => {
		const text = head + directive;
		await start({ 'a.go': text, 'stub.s': '' });
		const found = await definitions('a.go', text, from);
		expect(found.map((place, index) => place.slice(0, to[index]?.length))).toEqual(to);
	});

	goTest('a file of another platform leads to the names of that platform', async () => {
		const text = `${head}//go:linkname load syscall.loadlibrary\nfunc load(name *uint16) (handle, err uintptr)\n`;
		await start({ 'a_windows.go': text });
		const [place] = await definitions('a_windows.go', text, 'syscall.load|library');
		expect(place).toMatch(/^(?:runtime|syscall)\/\w*windows\.go: func «\w*loadlibrary»/);
	});

	goTest('in restricted mode, too', async () => {
		const text = `${head}//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n`;
		await start({ 'a.go': text }, { initializationOptions: { trusted: false } });
		expect(await definitions('a.go', text, 'runtime.nano|time')).toEqual([
			'runtime/time_nofake.go: func «nanotime»() int64 {',
		]);
	});

	test('leads nowhere without a Go', async () => {
		const text = `${head}//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n`;
		const environment = { PATH: '/nowhere', HOME: '/nowhere' };
		const options = { environment, initializationOptions: { trusted: false } };
		await start({ 'a.go': text }, options);
		expect(await definitions('a.go', text, 'runtime.nano|time')).toEqual([]);
		expect(await definitions('a.go', text, 'linkname nano|time')).toEqual(['a.go: func «nanotime»() int64']);
		const links = await pair.request('textDocument/documentLink', { textDocument: { uri: pair.uri('a.go') } });
		expect(links).toEqual([]);
	});
});

describe('definition, between packages of the module', () => {
	const files = {
		'lib/lib.go':
			'package lib\n\nimport _ "unsafe"\n\n' +
			'func hidden() int { return 1 }\n\n' +
			'//go:linkname open\nfunc open() int { return 2 }\n\n' +
			'//go:linkname waits\nfunc waits() int\n\n' +
			'func bare() int\n\n' +
			'type T struct{}\n\nfunc (t *T) m() int { return 3 }\n\n' +
			'func inAssembly(n int) int\n',
		'lib/lib_amd64.s': 'TEXT ·inAssembly(SB), $0-16\n\tRET\n',
		'lib/lib_arm64.s': 'TEXT ·inAssembly(SB), $0-16\n\tRET\n',
		'app/app.go':
			'package app\n\nimport _ "unsafe"\n\n' +
			'//go:linkname hidden example.com/m/lib.hidden\nfunc hidden() int\n\n' +
			'//go:linkname opened example.com/m/lib.open\nfunc opened() int\n\n' +
			'//go:linkname gives example.com/m/lib.waits\nfunc gives() int { return 4 }\n\n' +
			'//go:linkname m example.com/m/lib.(*T).m\nfunc m(t *int) int\n\n' +
			'//go:linkname assembled example.com/m/lib.inAssembly\nfunc assembled(n int) int\n',
	};
	const ways: Record<string, readonly [file: keyof typeof files, from: string, to: readonly string[]]> = {
		'a pull leads to the body': ['app/app.go', 'lib.hid|den', ['lib/lib.go: func «hidden»() int { return 1 }']],
		'a method': ['app/app.go', 'lib.(*T).|m', ['lib/lib.go: func (t *T) «m»() int { return 3 }']],
		'assembly of the platform': [
			'app/app.go',
			'lib.inAss|embly',
			[
				'lib/lib.go: func «inAssembly»(n int) int',
				`lib/lib_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.s: TEXT «·inAssembly»(SB), $0-16`,
			],
		],
		'a push leads to who waits for it': ['app/app.go', 'lib.wai|ts', ['lib/lib.go: func «waits»() int']],
		'one argument without a body leads to who pushes it': [
			'lib/lib.go',
			'linkname wai|ts',
			['app/app.go: func «gives»() int { return 4 }'],
		],
		'so does the declaration': ['lib/lib.go', 'func wai|ts', ['app/app.go: func «gives»() int { return 4 }']],
		'one argument with a body leads to who pulls it': [
			'lib/lib.go',
			'linkname op|en',
			['app/app.go: //go:linkname opened «example.com/m/lib.open»'],
		],
		'a declaration that nobody gives a body leads nowhere': ['lib/lib.go', 'func ba|re', []],
	};
	test.each(Object.entries(ways))('%s', async (_, [file, from, to]) => {
		await start(files, { initializationOptions: { trusted: false } });
		expect(await definitions(file, files[file], from)).toEqual(to);
	});

	test('`main` is the command that contains the package', async () => {
		const command = 'package main\n\nimport _ "example.com/m/l"\n\nfunc f() {}\n\nfunc main() {}\n';
		const text = 'package l\n\nimport _ "unsafe"\n\n//go:linkname f main.f\nfunc f()\n';
		const other = command.replace('/l"', '/k"');
		const commands = { 'one/main.go': command, 'two/main.go': other, 'l/l.go': text, 'k/k.go': 'package k\n' };
		await start(commands, { initializationOptions: { trusted: false } });
		expect(await definitions('l/l.go', text, 'main.|f')).toEqual(['one/main.go: func «f»() {}']);
	});

	test('unsaved text counts', async () => {
		await start(files, { initializationOptions: { trusted: false } });
		await pair.change('lib/lib.go', 2, undefined, `\n${files['lib/lib.go']}`);
		const [place] = await pair.request<Location[]>(
			'textDocument/definition',
			at('app/app.go', files['app/app.go'], 'lib.hid|den'),
		);
		expect(place?.range.start).toEqual({ line: 5, character: 5 });
	});
});

describe('definition, into other modules', () => {
	const dependency = 'package dep\n\nfunc hidden() {}\n';
	const app = `${head}import _ "example.com/dep"\n\n//go:linkname hidden example.com/dep.hidden\nfunc hidden()\n`;
	const require = `${module['go.mod']}\nrequire example.com/dep v1.0.0\n`;
	const dependencyModule = 'module example.com/dep\n\ngo 1.21\n';
	const ways: Record<string, readonly [place: string, files: Readonly<Record<string, string>>]> = {
		'in place of another': [
			'dep',
			{ 'go.mod': `${require}\nreplace example.com/dep => ./dep\n`, 'dep/go.mod': dependencyModule },
		],
		'in the workspace': ['dep', { 'go.work': 'go 1.21\n\nuse .\nuse ./dep\n', 'dep/go.mod': dependencyModule }],
		vendored: [
			'vendor/example.com/dep',
			{
				'go.mod': require,
				'vendor/modules.txt': '# example.com/dep v1.0.0\n## explicit; go 1.21\nexample.com/dep\n',
			},
		],
	};
	test.each(Object.entries(ways))('%s', async (_, [place, files]) => {
		const all = { 'a.go': app, ...files, [`${place}/dep.go`]: dependency };
		await start(all, { initializationOptions: { trusted: false } });
		const [found] = await definitions('a.go', app, 'dep.hid|den');

		expect(found).toBe(`${place}/dep.go: func «hidden»() {}`);
	});

	test('in the module cache', async () => {
		const cache = temporaryModule({
			'example.com/dep@v1.0.0/dep.go': dependency,
			'cache/download/example.com/dep/@v/v1.0.0.mod': dependencyModule,
		});
		const environment = { ...process.env, GOMODCACHE: cache };
		await start({ 'go.mod': require, 'a.go': app }, { environment, initializationOptions: { trusted: false } });
		const found = await pair.request<Location[]>('textDocument/definition', at('a.go', app, 'dep.hid|den'));
		const uri = pathToFileURL(join(cache, 'example.com', 'dep@v1.0.0', 'dep.go')).href;
		const range = { start: { line: 2, character: 5 }, end: { line: 2, character: 11 } };
		expect(found.map((place) => ({ ...place, uri: decodeURIComponent(place.uri) }))).toEqual([{ uri, range }]);
	});

	test('a dependency that pulls is among the references', async () => {
		const pulls = 'package dep\n\nimport _ "unsafe"\n\n//go:linkname own example.com/m.own\nfunc own()\n';
		const text = `${head}import _ "example.com/dep"\n\n//go:linkname own\nfunc own() {}\n`;
		const files = {
			'go.mod': require,
			'a.go': text,
			'vendor/modules.txt': '# example.com/dep v1.0.0\n## explicit; go 1.21\nexample.com/dep\n',
			'vendor/example.com/dep/dep.go': pulls,
		};
		await start(files, { initializationOptions: { trusted: false } });
		const pulled = 'vendor/example.com/dep/dep.go: //go:linkname own «example.com/m.own»';
		expect(await references('a.go', text, 'linkname ow|n')).toEqual(['a.go: //go:linkname «own»', pulled]);
		expect(await definitions('a.go', text, 'linkname ow|n')).toEqual([pulled]);
	});
});

describe('beside gopls', () => {
	const pull = '//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n';
	const imports = 'package m\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\nvar _ = fmt.Sprint\n\n';
	const theirs = ['runtime/time_nofake.go: func «nanotime»() int64 {'];
	const ways: Record<string, readonly [text: string, from: string, to: readonly string[]]> = {
		'its answer is not given again': [imports + pull, 'runtime.nano|time', []],
		'before its first letter it has none': [imports + pull, '|runtime.nanotime', theirs],
		'a package that nothing imports is ours': [head + pull, 'runtime.nano|time', theirs],
		'an indented directive': [`${imports}\t${pull}`, 'runtime.nano|time', theirs],
		'the declaration of the local name': [imports + pull, 'func nano|time', theirs],
		'a method': [
			`${imports}//go:linkname grow bytes.(*Buffer).grow\nfunc grow(b *int, n int) int\n`,
			'(*Buffer).gr|ow',
			['bytes/buffer.go: func (b *Buffer) «grow»(n int) int {'],
		],
		'a body that another package pushes': [
			`${imports}//go:linkname acquire sync.runtime_Semacquire\nfunc acquire(s *uint32)\n`,
			'sync.runtime_Sema|cquire',
			['runtime/sema.go: func «sync_runtime_Semacquire»(addr *uint32) {'],
		],
		'a file that no build here takes': [`//go:build windows\n\n${imports}${pull}`, 'runtime.nano|time', theirs],
	};
	goTest.each(Object.entries(ways))('%s', async (_, [text, from, to]) => {
		await start({ 'a.go': text }, { initializationOptions: { gopls: true } });
		expect(await definitions('a.go', text, from)).toEqual(to);
	});

	goTest('what another package of the module imports, gopls knows as well', async () => {
		const text = head + pull;
		const files = { 'a.go': text, 'b/b_test.go': 'package b\n\nimport _ "testing"\n' };
		await start(files, { initializationOptions: { gopls: true } });
		expect(await definitions('a.go', text, 'runtime.nano|time')).toEqual([]);
	});

	goTest('that may be said later', async () => {
		const text = imports + pull;
		await start({ 'a.go': text });
		expect(await definitions('a.go', text, 'runtime.nano|time')).toEqual(theirs);
		await pair.notify('linkscape/environment', { trusted: true, goExtension: {}, folders: [], gopls: true });
		expect(await definitions('a.go', text, 'runtime.nano|time')).toEqual([]);
	});
});

goTest('an editor that underlines links gets the whole target underlined', async () => {
	const text = `${head}//go:linkname grow bytes.(*Buffer).grow\nfunc grow(b *int, n int) int\n`;
	await start({ 'a.go': text }, { capabilities: { textDocument: { definition: { linkSupport: true } } } });
	const [link] = await pair.request<LocationLink[]>('textDocument/definition', at('a.go', text, 'bytes.(*Bu|ffer)'));
	expect(link?.originSelectionRange).toEqual({ start: { line: 4, character: 19 }, end: { line: 4, character: 39 } });
});

describe('references', () => {
	const files = {
		'a.go': `${head}//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\nfunc used() int { return 1 }\n`,
		'b/b_windows.go':
			'package b\n\nimport _ "unsafe"\n\n//go:linkname other runtime.nanotime\nfunc other() int64\n\n//go:linkname used example.com/m.used\nfunc used() int\n',
		'b/vendor/x/x.go': 'package x\n\nimport _ "unsafe"\n\n//go:linkname n runtime.nanotime\nfunc n() int64\n',
	};
	const own = [
		'a.go: //go:linkname nanotime «runtime.nanotime»',
		'b/b_windows.go: //go:linkname other «runtime.nanotime»',
	];
	goTest.each(['linkname nano|time', 'runtime.nano|time', 'func nano|time'])('of a pull, on %s', async (from) => {
		await start(files);
		const found = await references('a.go', files['a.go'], from);
		expect(found.slice(0, 2)).toEqual(own);
		expect(found).toContain('internal/poll/fd_poll_runtime.go: //go:linkname runtimeNano «runtime.nanotime»');
		expect(found.length).toBeLessThan(40);
		const [definition] = await references('a.go', files['a.go'], from, true);
		expect(definition).toBe('runtime/time_nofake.go: func «nanotime»() int64 {');
	});

	goTest('of what the Go tree itself pushes', async () => {
		const text = `${head}//go:linkname acquire sync.runtime_Semacquire\nfunc acquire(s *uint32)\n`;
		await start({ 'a.go': text });
		expect(await references('a.go', text, 'func acqu|ire')).toEqual([
			'a.go: //go:linkname acquire «sync.runtime_Semacquire»',
			'runtime/sema.go: //go:linkname sync_runtime_Semacquire «sync.runtime_Semacquire»',
		]);
	});

	test('of a declaration that somebody links to', async () => {
		await start(files, { initializationOptions: { trusted: false } });
		expect(await references('a.go', files['a.go'], 'func us|ed')).toEqual([
			'b/b_windows.go: //go:linkname used «example.com/m.used»',
		]);
	});

	test('of a command are not those of another command', async () => {
		const text = 'package main\n\nimport _ "unsafe"\n\n//go:linkname f\nfunc f() {}\n\nfunc main() {}\n';
		const pull = 'package l\n\nimport _ "unsafe"\n\n//go:linkname f main.f\nfunc f()\n';
		const commands = { 'one/main.go': text, 'two/main.go': text, 'l/l.go': pull };
		await start(commands, { initializationOptions: { trusted: false } });
		expect(await references('one/main.go', text, 'func |f')).toEqual([
			'l/l.go: //go:linkname f «main.f»',
			'one/main.go: //go:linkname «f»',
		]);
	});

	test('are none for any other name', async () => {
		const text = 'package m\n\nfunc f() { g() }\n\nfunc g() {}\n';
		await start({ 'a.go': text }, { initializationOptions: { trusted: false } });
		expect(await references('a.go', text, 'func |g()', true)).toEqual([]);
		expect(await references('a.go', text, '{ |g()', true)).toEqual([]);
	});

	goTest('from inside the Go tree back to the module', async () => {
		await start(files);
		const path = join(goroot, 'src', 'runtime', 'time_nofake.go');
		const text = readFileSync(path, 'utf8');
		const uri = relative(pair.folder, path);
		await pair.open(uri, text);
		const found = await references(uri, text, 'func nano|time() int64');
		expect(found.slice(0, 2)).toEqual(own);
	});
});

describe('links', () => {
	goTest('lead to the line of the definition, found when asked for', async () => {
		const text =
			`${head}//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\n` +
			'//go:linkname none runtime.noSuchThing\nfunc none()\n\n//go:linkname nanotime\n';
		await start({ 'a.go': text }, { capabilities: { textDocument: { documentLink: { tooltipSupport: true } } } });
		const links = await pair.request<DocumentLink[]>('textDocument/documentLink', {
			textDocument: { uri: pair.uri('a.go') },
		});
		expect(links.map(({ range }) => text.split('\n')[range.start.line]?.slice(range.start.character))).toEqual([
			'runtime.nanotime',
			'runtime.noSuchThing',
		]);
		expect(links.every(({ target }) => target === undefined)).toBe(true);
		const [found, none] = await Promise.all(
			links.map((link) => pair.request<DocumentLink>('documentLink/resolve', link)),
		);
		const line = Number(/#L(\d+),6$/.exec(found?.target ?? '')?.[1]);
		const path = join(goroot, 'src', 'runtime', 'time_nofake.go');
		expect(readFileSync(path, 'utf8').split('\n')[line - 1]).toBe('func nanotime() int64 {');
		expect(found?.tooltip).toBe(`runtime.nanotime · runtime/time_nofake.go:${line}`);
		expect(none?.target).toBeUndefined();
	});

	test('come without a tooltip where the editor has none', async () => {
		const files = {
			'lib/lib.go': 'package lib\n\nfunc hidden() {}\n',
			'a.go': `${head}//go:linkname hidden example.com/m/lib.hidden\nfunc hidden()\n`,
		};
		await start(files, { initializationOptions: { trusted: false } });
		const [link] = await pair.request<DocumentLink[]>('textDocument/documentLink', {
			textDocument: { uri: pair.uri('a.go') },
		});
		const resolved = await pair.request<DocumentLink>('documentLink/resolve', link);
		expect(resolved).toMatchObject({ target: `${pair.uri('lib/lib.go')}#L3,6` });
		expect(resolved).not.toHaveProperty('tooltip');
	});
});

goTest('the hover of a directive is shown on the function that it is about', async () => {
	const directive = 'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\n';
	const text = 'package m\n\nfunc nanotime() int64\n\nfunc other() {}\n';
	await start({ 'a.go': directive, 'b.go': text, 'stub.s': '' });
	const hover = await pair.request<Hover>('textDocument/hover', at('b.go', text, 'nano|time'));
	expect(JSON.stringify(hover.contents)).toMatch(/pull.*: links/);
	expect(hover.range).toEqual({ start: { line: 2, character: 5 }, end: { line: 2, character: 13 } });
	expect(await pair.request('textDocument/hover', at('b.go', text, 'oth|er'))).toBeNull();
});

describe('bad input', () => {
	const inputs: Record<string, string> = {
		'a directive of 100 kB': `${head}//go:linkname ${'a'.repeat(50_000)} ${'b'.repeat(50_000)}\n`,
		'a target with brackets': `${head}//go:linkname f m.G[int]\nfunc f()\n`,
		'a target that is a property of every object': `${head}//go:linkname f constructor.prototype\nfunc f()\n`,
		'a path that climbs': `${head}//go:linkname f ../../etc.f\nfunc f()\n`,
	};
	test.each(Object.entries(inputs))('%s leads nowhere', async (_, text) => {
		await start({ 'a.go': text });
		const position = { line: 4, character: text.split('\n')[4]?.length ?? 0 };
		const params = { textDocument: { uri: pair.uri('a.go') }, position };
		expect(await pair.request('textDocument/definition', params)).toBeNull();
		const links = await pair.request<DocumentLink[]>('textDocument/documentLink', params);
		for (const link of links) {
			expect((await pair.request<DocumentLink>('documentLink/resolve', link)).target).toBeUndefined();
		}
	});
});
