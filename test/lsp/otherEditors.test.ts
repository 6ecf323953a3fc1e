/**
 * Real clients that ask for nothing that VS Code brings along, as their users set them up: Neovim's own, and Eglot and lsp-mode of
 * Emacs. They show a finding and its hover, apply the fix, and have nothing to warn of.
 */
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildBundle } from '../support/bundleServer.ts';

interface Seen {
	/** A code of a rule, or a message that holds it. */
	readonly codes: readonly string[];
	readonly hover: string;
	readonly titles: readonly string[];
	readonly text: string;
	readonly fixed: boolean;
}

interface Editor {
	readonly name: string;
	/** What a Debian lacks where this editor is missing. */
	readonly packages: string;
	isHere(): boolean;
	/** Program and arguments, for the server's bundle, the module and the file to open. */
	command(server: string, root: string, file: string): readonly [string, ...string[]];
}

const succeeds = (program: string, ...args: readonly string[]) => spawnSync(program, args).status === 0;
const emacs = ['-Q', '--batch', '-l', resolve('test/lsp/emacs.el')];
const emacsHas = (library: string) => {
	const look = `(progn (add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa") (package-initialize) (require '${library}))`;
	return succeeds('emacs', '-Q', '--batch', '-l', 'package', '--eval', look);
};

const editors: readonly Editor[] = [
	{
		name: 'Neovim',
		packages: 'neovim',
		isHere: () => succeeds('nvim', '--version'),
		command: (...where) => [
			'nvim',
			'--headless',
			'-u',
			'NONE',
			'-n',
			'-S',
			resolve('test/lsp/neovim.lua'),
			'--',
			...where,
		],
	},
	{
		name: 'Eglot',
		packages: 'emacs-nox and elpa-eglot',
		isHere: () => emacsHas('eglot'),
		command: (_, ...where) => ['emacs', ...emacs, '--', 'eglot', documented('Emacs: Eglot'), ...where],
	},
	{
		name: 'lsp-mode',
		packages: 'emacs-nox and elpa-lsp-mode',
		isHere: () => emacsHas('lsp-mode'),
		command: (_, ...where) => ['emacs', ...emacs, '--', 'lsp-mode', documented('Emacs: lsp-mode'), ...where],
	},
];

let folder = '';
let server = '';
let home = '';
beforeAll(async () => {
	folder = realpathSync(mkdtempSync(join(tmpdir(), 'linkscape-editors-')));
	home = join(folder, 'home');
	mkdirSync(home);
	// As it is shipped: the recorded data lies one directory beside the bundle's.
	cpSync(resolve('server/data'), join(folder, 'data'), { recursive: true });
	server = await buildBundle('lspMain.mjs', join(folder, 'out'));
	// The name that it is installed by.
	mkdirSync(join(folder, 'bin'));
	symlinkSync(server, join(folder, 'bin/linkscape-lsp'));
	chmodSync(server, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The configuration in a section of docs/editors.md, as a file of Emacs. */
function documented(section: string): string {
	const text = readFileSync('docs/editors.md', 'utf8').split(`\n## ${section}\n`)[1] ?? '';
	const [, block] = /^```elisp\n([^]*?)^```$/m.exec(text) ?? [];
	if (block === undefined) throw new Error(`docs/editors.md has no configuration under ${section}.`);
	const file = join(home, `${section.replace(/\W+/g, '-')}.el`);
	writeFileSync(file, block);
	return file;
}

/** Opens a file without `import "unsafe"`; also answers everything that the editor said or logged. */
function edit(editor: Editor): Seen & { readonly said: string } {
	const root = join(folder, editor.name);
	mkdirSync(root);
	writeFileSync(join(root, 'go.mod'), 'module example.com/m\n\ngo 1.21\n');
	const file = join(root, 'a.go');
	writeFileSync(
		file,
		'package m\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n\nfunc Now() int64 { return nanotime() }\n',
	);
	const [program, ...args] = editor.command(server, root, file);
	const ran = spawnSync(program, args, { encoding: 'utf8', timeout: 100_000, env: environment(), cwd: root });
	if (ran.status !== 0) throw new Error(`${editor.name} failed:\n${ran.stdout}\n${ran.stderr}`);
	const { messages = '', log = [], ...seen } = JSON.parse(ran.stdout.slice(ran.stdout.indexOf('{')));
	return { ...seen, said: [ran.stderr, messages, ...log].join('\n') };
}

function environment(): NodeJS.ProcessEnv {
	const own = ['XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'].map((name) => [name, home]);
	// What a server that is killed while it compiles leaves behind goes with the folder.
	const PATH = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
	return { ...process.env, PATH, HOME: home, TMPDIR: home, ...Object.fromEntries(own) };
}

describe.each(editors)('$name', (editor) => {
	const isHere = editor.isHere();
	if (!isHere) {
		if (process.env['CI']) throw new Error(`${editor.name} is missing: CI must have it (Debian: ${editor.packages}).`);
		console.log(`skipped: ${editor.name} in test/lsp/otherEditors.test.ts, because it is not installed`);
	}
	test.runIf(isHere)('shows a finding and its hover, applies the fix, and warns of nothing', () => {
		const { said, ...seen } = edit(editor);
		expect(seen).toEqual({
			codes: [expect.stringContaining('linkname-needs-unsafe')],
			hover: expect.stringContaining('whole package'),
			titles: ['Import "unsafe"', 'Ignore linkname-needs-unsafe here'],
			text: expect.stringContaining(
				'package m\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() int64\n',
			),
			fixed: true,
		});
		expect(said.split('\n').filter((line) => /warn|error|unknown|unsupported|fail/i.test(line))).toEqual([]);
	});
});
