/** What a hostile repository can try, one entry each, with the command that shows that it works on those who do not look out. */
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { goPath } from '../support/go.ts';
import type { Ground } from './ground.ts';

export interface Attack {
	readonly name: string;
	/** What the repository tries: a row of docs/security.md. */
	readonly what: string;
	/** Lays it out in a repository that holds a module already. */
	readonly lay: (ground: Ground) => void;
	/** Variables of the user's environment. */
	readonly environment?: (ground: Ground) => Readonly<Record<string, string>>;
	/** `initializationOptions` that the client sends, beside `trusted`: what settings of a trusted workspace come to. */
	readonly options?: (ground: Ground) => object;
	/** A program that somebody careless would run there: it springs a trap, which proves that the trap works. */
	readonly careless?: (ground: Ground) => {
		readonly command: readonly string[];
		readonly env?: Record<string, string>;
	};
	/**
	 * Traps that may be sprung, since the user's own environment or the settings of a trusted workspace name them: in the trusted
	 * server, on the command line. In Restricted Mode there are none.
	 */
	readonly named?: { readonly trusted?: readonly string[]; readonly cli?: readonly string[] };
	/** Not all of it can be compiled. */
	readonly broken?: boolean;
	/** With unsaved text the go command itself never ends, until its time is over. */
	readonly endless?: boolean;
}

const go = goPath ?? 'go';

/** A commit of everything, so that HEAD has a text to compare with. */
function commit(ground: Ground): void {
	ground.git('init', '-q', '-b', 'main');
	ground.git('add', '-A');
	ground.git('commit', '-q', '-m', 'x');
}

function configure(ground: Ground, settings: Readonly<Record<string, string>>): void {
	for (const [name, value] of Object.entries(settings)) ground.git('config', name, value);
}

const gitStatus = { command: ['git', 'status'] };

/** A partial clone, in which objects are missing that git fetches when somebody asks for them. */
function promisor(ground: Ground, settings: Readonly<Record<string, string>>, missing: 'blob' | 'tree'): void {
	commit(ground);
	configure(ground, {
		'core.repositoryFormatVersion': '1',
		'extensions.partialClone': 'origin',
		'remote.origin.promisor': 'true',
		'remote.origin.partialCloneFilter': 'blob:none',
		...settings,
	});
	// All objects of that kind: those of the commit itself stay, else there is no HEAD.
	const objects = join(ground.repo, '.git/objects');
	const kept = missing === 'blob' ? ['commit', 'tree'] : ['commit'];
	for (const directory of readdirSync(objects)) {
		if (directory.length !== 2) continue;
		for (const rest of readdirSync(join(objects, directory))) {
			if (!kept.includes(ground.git('cat-file', '-t', `${directory}${rest}`)))
				rmSync(join(objects, directory, rest), { force: true });
		}
	}
}

const askBlob = { command: ['git', 'cat-file', 'blob', 'HEAD:./a.go'] };

/** A package of its own with cgo, whose flags would have the C compiler run something. */
function cgo(ground: Ground, preamble: string): void {
	ground.write({
		'a.go': `package m\n\n/*\n${preamble}\nstatic int one(void) { return 1; }\n*/\nimport "C"\n\nfunc New() *int { n := int(C.one()); return &n }\n`,
	});
	rmSync(join(ground.repo, 'a.s'));
}

const buildPlainly = { command: [go, 'list', '-export', '.'] };

/** Every name that a build may look up, in the repository. */
const programNames = [
	'go',
	'git',
	'gcc',
	'cc',
	'clang',
	'pkg-config',
	'node',
	'sh',
	'as',
	'ld',
	'compile',
	'asm',
	'benchstat',
];
const plantPrograms = (ground: Ground) => programNames.forEach((name) => ground.trap(`bin/${name}`));
const pathInto = ({ repo }: Ground) => ({
	PATH: [join(repo, 'bin'), 'bin', '.', '', process.env['PATH']].join(delimiter),
});

const goMod = (lines: string) => ({ 'go.mod': `module example.com/m\n\n${lines}\n` });

const toolsEnvVars = (variables: Readonly<Record<string, string>>, more: object = {}) => ({
	goExtension: { toolsEnvVars: variables, ...more },
});

const gitAttacks: readonly Attack[] = [
	{
		name: 'git-fsmonitor',
		what: '`core.fsmonitor` in `.git/config` names a script',
		lay: (ground) => {
			commit(ground);
			configure(ground, { 'core.fsmonitor': ground.trap('watch.sh') });
		},
		careless: () => gitStatus,
	},
	{
		name: 'git-hooks',
		what: 'executable hooks, and `core.hooksPath`',
		lay: (ground) => {
			commit(ground);
			for (const hook of [
				'pre-commit',
				'post-checkout',
				'post-index-change',
				'fsmonitor-watchman',
				'reference-transaction',
			])
				ground.trap(`hooks/${hook}`);
			configure(ground, { 'core.hooksPath': join(ground.repo, 'hooks') });
		},
		careless: () => ({ command: ['git', 'commit', '-q', '--allow-empty', '-m', 'y'] }),
	},
	{
		name: 'git-filters-textconv',
		what: '`.gitattributes` with clean, smudge and process filters, textconv, an external diff and a merge driver',
		lay: (ground) => {
			commit(ground);
			ground.write({ '.gitattributes': '*.go filter=evil diff=evil merge=evil\n' });
			const script = ground.trap('filter.sh');
			configure(ground, {
				'filter.evil.clean': script,
				'filter.evil.smudge': script,
				'filter.evil.process': script,
				'diff.evil.textconv': script,
				'diff.evil.command': script,
				'diff.external': script,
				'merge.evil.driver': script,
			});
			ground.write({ 'a.go': 'package m\n\nfunc New() *int { return new(int) }\n' });
		},
		careless: () => ({ command: ['git', 'diff'] }),
	},
	{
		name: 'git-promisor-ssh',
		what: 'a partial clone with missing blobs, to be fetched by `core.sshCommand`',
		lay: (ground) =>
			promisor(
				ground,
				{ 'remote.origin.url': 'ssh://git@host.invalid/x', 'core.sshCommand': ground.trap('ssh.sh') },
				'blob',
			),
		careless: () => askBlob,
	},
	{
		// git before 2.45 does not know GIT_NO_LAZY_FETCH.
		name: 'git-promisor-older-git',
		what: 'the same, with a git that does not know `GIT_NO_LAZY_FETCH`',
		lay: (ground) => {
			promisor(
				ground,
				{ 'remote.origin.url': 'ssh://git@host.invalid/x', 'core.sshCommand': ground.trap('ssh.sh') },
				'blob',
			);
			const script = `#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nPATH=\${PATH#*:}\nexec git "$@"\n`;
			writeFileSync(join(ground.outside, 'git'), script, { mode: 0o755 });
		},
		environment: ({ outside }) => ({ PATH: [outside, process.env['PATH']].join(delimiter) }),
		careless: () => askBlob,
	},
	{
		name: 'git-promisor-uploadpack',
		what: 'the same, by `remote.origin.uploadpack`',
		lay: (ground) =>
			promisor(
				ground,
				{ 'remote.origin.url': ground.repo, 'remote.origin.uploadpack': ground.trap('upload.sh') },
				'blob',
			),
		careless: () => askBlob,
	},
	{
		name: 'git-promisor-ext',
		what: 'the same, from `ext::script`',
		lay: (ground) =>
			promisor(
				ground,
				{ 'remote.origin.url': `ext::${ground.trap('ext.sh')}`, 'protocol.ext.allow': 'always' },
				'blob',
			),
		careless: () => askBlob,
	},
	{
		name: 'git-promisor-tree',
		what: 'the same with missing trees',
		lay: (ground) =>
			promisor(
				ground,
				{ 'remote.origin.url': 'ssh://git@host.invalid/x', 'core.sshCommand': ground.trap('ssh.sh') },
				'tree',
			),
		careless: () => askBlob,
	},
	{
		name: 'git-include-path',
		what: '`include.path` to settings with fsmonitor, pager, editor, an alias `cat-file`, trace2',
		lay: (ground) => {
			commit(ground);
			const script = ground.trap('included.sh');
			ground.write({
				'evil.cfg': `[core]\n\tfsmonitor = ${script}\n\tpager = ${script}\n\teditor = ${script}\n[alias]\n\tcat-file = !${script}\n[trace2]\n\teventTarget = ${join(ground.outside, 'trace')}\n`,
			});
			configure(ground, { 'include.path': join(ground.repo, 'evil.cfg') });
		},
		careless: () => gitStatus,
	},
	{
		name: 'git-embedded-bare',
		what: 'a bare repository laid out in the working directory',
		lay: (ground) => {
			const script = ground.trap('bare.sh');
			ground.write({
				HEAD: 'ref: refs/heads/main\n',
				config: `[core]\n\trepositoryFormatVersion = 0\n\tbare = false\n\tworktree = ${ground.repo}\n\tfsmonitor = ${script}\n`,
				'objects/info/x': '',
				'refs/heads/x': '',
			});
			rmSync(join(ground.repo, 'refs/heads/x'));
		},
		careless: () => gitStatus,
	},
	{
		name: 'git-file-gitdir',
		what: 'a file `.git` that points into the tree',
		lay: (ground) => {
			commit(ground);
			configure(ground, { 'core.fsmonitor': ground.trap('watch.sh') });
			renameSync(join(ground.repo, '.git'), join(ground.repo, 'hidden'));
			ground.write({ '.git': 'gitdir: hidden\n' });
		},
		careless: () => gitStatus,
	},
];

const toolchainAttacks: readonly Attack[] = [
	{
		name: 'toolchain-line',
		what: 'go.mod has a `toolchain` line of a release that nobody has',
		lay: (ground) => ground.write(goMod('go 1.21\n\ntoolchain go1.99.9')),
		broken: true,
	},
	{
		name: 'go-line-newer',
		what: 'go.mod has a `go` line of such a release',
		lay: (ground) => ground.write(goMod('go 1.99.0')),
		broken: true,
	},
	{
		name: 'gowork-toolchain',
		what: 'the same in go.work',
		lay: (ground) => ground.write({ 'go.work': 'go 1.21\n\ntoolchain go1.98.1\n\nuse .\n' }),
		broken: true,
	},
	{
		name: 'toolchain-custom-path',
		what: 'the `toolchain` line names a program of the repository, which is on PATH',
		lay: (ground) => {
			ground.write(goMod('go 1.21\n\ntoolchain go1.99.9-evil'));
			ground.trap('bin/go1.99.9-evil');
			ground.trap('go1.99.9-evil');
		},
		environment: (ground) => ({ ...pathInto(ground), GOTOOLCHAIN: 'auto' }),
		careless: (ground) => ({ command: [go, 'version'], env: { ...pathInto(ground), GOTOOLCHAIN: 'auto' } }),
		named: { cli: ['bin/go1.99.9-evil'] },
		broken: true,
	},
	{
		// A module cache with a toolchain, where Go would look for its own if somebody took the folder for GOPATH.
		name: 'toolchain-cached',
		what: 'toolchains laid out in the repository as in a module cache',
		lay: (ground) => {
			ground.write(goMod('go 1.21\n\ntoolchain go1.99.9'));
			for (const at of ['pkg/mod', 'go/pkg/mod', 'vendor'])
				for (const port of ['linux-amd64', 'linux-arm64', 'darwin-arm64'])
					ground.trap(`${at}/golang.org/toolchain@v0.0.1-go1.99.9.${port}/bin/go`);
		},
		broken: true,
	},
];

const programAttacks: readonly Attack[] = [
	{
		name: 'path-programs',
		what: '`go`, `git`, `gcc`, `node`, `sh` and others in the repository, first on PATH by an absolute entry',
		lay: (ground) => {
			commit(ground);
			plantPrograms(ground);
			for (const name of programNames) ground.trap(name);
		},
		environment: pathInto,
		careless: (ground) => ({ command: ['git', 'status'], env: pathInto(ground) }),
		named: { cli: ['bin/go'] },
	},
	{
		name: 'path-programs-cgo',
		what: 'the same, for a package with cgo and pkg-config',
		lay: (ground) => {
			cgo(ground, '#cgo pkg-config: evil');
			plantPrograms(ground);
		},
		environment: pathInto,
		careless: (ground) => ({ command: [go, 'list', '-export', '.'], env: { ...pathInto(ground), CGO_ENABLED: '1' } }),
		named: { cli: ['bin/go'] },
		broken: true,
	},
	{
		name: 'path-link-into-workspace',
		what: 'the same, behind a PATH entry outside that is a link into the repository',
		lay: (ground) => {
			plantPrograms(ground);
			symlinkSync(join(ground.repo, 'bin'), join(ground.outside, 'tools'));
		},
		environment: ({ outside }) => ({ PATH: [join(outside, 'tools'), process.env['PATH']].join(delimiter) }),
		named: { cli: ['bin/go'] },
	},
	{
		name: 'path-relative',
		what: 'the same, with the entries `bin`, `.` and an empty one',
		lay: (ground) => {
			commit(ground);
			plantPrograms(ground);
			for (const name of programNames) ground.trap(name);
		},
		environment: () => ({ PATH: ['bin', '.', '', process.env['PATH']].join(delimiter) }),
	},
	{
		name: 'node-modules-in-workspace',
		what: '`node_modules`, `package.json`, `.npmrc` and `.env` that would load scripts',
		lay: (ground) => {
			const names = [
				'valibot',
				'picocolors',
				'vscode-languageserver',
				'web-tree-sitter',
				'vscode',
				'bufferutil',
				'encoding',
			];
			for (const name of names) {
				ground.write({
					[`node_modules/${name}/package.json`]: '{ "main": "index.js" }',
					[`node_modules/${name}/index.js`]: `require('child_process').execFileSync(${JSON.stringify(ground.trap('module.sh'))})`,
				});
			}
			ground.write({
				'.npmrc': `node-options=--require=${join(ground.repo, 'node_modules/valibot/index.js')}\n`,
				'.env': `NODE_OPTIONS=--require=${join(ground.repo, 'node_modules/valibot/index.js')}\n`,
				'package.json': '{ "type": "commonjs", "main": "node_modules/valibot/index.js" }',
			});
		},
		careless: () => ({ command: [process.execPath, '.'] }),
	},
];

const cgoAttacks: readonly Attack[] = [
	{
		name: 'cgo-plugin',
		what: '`#cgo` flags: `-fplugin`, `-wrapper`, `-B`',
		lay: (ground) => {
			ground.trap('tools/cc1');
			const flags = `-wrapper ${ground.trap('wrap.sh')} -B${join(ground.repo, 'tools')}/ -fplugin=${join(ground.repo, 'evil.so')}`;
			ground.write({ 'x.c': '' });
			cgo(ground, `#cgo CFLAGS: ${flags}\n#cgo LDFLAGS: ${flags}`);
			rmSync(join(ground.repo, 'x.c'));
		},
		careless: ({ repo }) => ({ command: ['gcc', '-wrapper', join(repo, 'wrap.sh'), '-E', '-x', 'c', '/dev/null'] }),
		broken: true,
	},
	{
		name: 'cgo-specs',
		what: '`#cgo` flag `-specs`',
		lay: (ground) => {
			ground.write({
				'evil.specs': `*cpp:\n%:dumps()\n\n*cc1:\n\n%rename cpp old\n*invoke_as:\n${ground.trap('specs.sh')}\n`,
			});
			cgo(ground, `#cgo CFLAGS: -specs=${join(ground.repo, 'evil.specs')}`);
		},
		broken: true,
	},
	{
		name: 'cgo-pkgconfig',
		what: '`#cgo pkg-config` of a file of the repository',
		lay: (ground) => {
			const pc = `Name: evil\nDescription: x\nVersion: 1\nCflags: -wrapper ${ground.trap('wrap.sh')}\n`;
			ground.write({ 'evil.pc': pc });
			cgo(ground, '#cgo pkg-config: evil --define-variable=prefix=.');
		},
		broken: true,
	},
	{
		name: 'cgo-include-secret',
		what: '`#include` of `/etc/shadow`',
		lay: (ground) => cgo(ground, '#include "/etc/shadow"\n#include "../../../../../../etc/passwd"'),
		broken: true,
	},
	{ name: 'cgo-plain', what: 'cgo without any harm', lay: (ground) => cgo(ground, '') },
	{
		name: 'cgo-environment-lines',
		what: '`#cgo` flags with back quotes, `$(shell …)`, a response file',
		lay: (ground) => {
			ground.trap('tools/cc1');
			cgo(
				ground,
				'#cgo CFLAGS: -I${SRCDIR}/../../.. -L$(shell ./tools/cc1)\n#cgo CFLAGS: `./tools/cc1`\n#cgo CFLAGS: @./args',
			);
			ground.write({ args: `-wrapper ${join(ground.repo, 'tools/cc1')}\n` });
		},
		broken: true,
	},
];

const settingsAttacks: readonly Attack[] = [
	{
		name: 'settings-vscode',
		what: '`.vscode/settings.json` and `tasks.json` name programs',
		lay: (ground) => {
			const evil = ground.trap('evil.sh');
			ground.write({
				'.vscode/settings.json': JSON.stringify({
					'linkscape.go.path': evil,
					'linkscape.go.allowDownloads': true,
					'go.goroot': ground.repo,
					'go.alternateTools': { go: evil },
					'go.toolsEnvVars': { CC: evil, GOCACHEPROG: evil },
					'go.buildFlags': [`-toolexec=${evil}`],
					'terminal.integrated.env.linux': { PATH: ground.repo },
				}),
				'.vscode/tasks.json': JSON.stringify({
					tasks: [{ label: 'x', command: evil, runOptions: { runOn: 'folderOpen' } }],
				}),
			});
		},
	},
	{
		// Whatever a client forwards: without trust nothing is run, hence nothing in the trusted server and on the command line.
		name: 'untrusted-but-settings-say-run',
		what: 'the client forwards `go.path`, `go.alternateTools` and PATH of the workspace',
		lay: (ground) => {
			plantPrograms(ground);
			ground.trap('evil.sh');
		},
		options: ({ repo }) => ({
			settings: { go: { path: join(repo, 'evil.sh'), allowDownloads: true } },
			goExtension: { alternateTools: { go: join(repo, 'evil.sh') }, toolsEnvVars: { PATH: join(repo, 'bin') } },
		}),
		named: { trusted: ['evil.sh'] },
	},
	{
		name: 'flags-toolexec',
		what: 'GOFLAGS and build flags with `-toolexec`, `-exec`, `-vettool`, `-overlay`, `-o`, `-ldflags=-extld`',
		lay: (ground) => void ground.trap('te.sh'),
		environment: ({ repo, outside }) => ({ GOFLAGS: hostileFlags(repo, outside).join(' ') }),
		options: ({ repo, outside }) => ({ goExtension: { buildFlags: hostileFlags(repo, outside) } }),
		careless: ({ repo }) => ({ command: [go, 'list', '-export', '.'], env: { GOFLAGS: `-toolexec=${repo}/te.sh` } }),
	},
	{
		name: 'flags-space-toolexec',
		what: '`-toolexec` behind a blank or a line end inside another flag',
		lay: (ground) => void ground.trap('te.sh'),
		environment: ({ repo }) => ({ GOFLAGS: `'-tags=a -toolexec=${repo}/te.sh' "-tags=b\t-toolexec=${repo}/te.sh"` }),
		options: ({ repo }) => ({
			goExtension: {
				buildFlags: [`-tags=a -toolexec=${repo}/te.sh`, `-race=false\n-toolexec=${repo}/te.sh`],
				buildTags: `a -toolexec=${repo}/te.sh`,
			},
		}),
		broken: true,
	},
	{
		name: 'flags-that-write',
		what: 'GOFLAGS with `-debug-trace`, `-debug-actiongraph`, `-pkgdir`, which write files',
		lay: () => {},
		environment: ({ outside }) => ({
			GOFLAGS: `-debug-trace=${outside}/t -debug-actiongraph=${outside}/g -debug-runtime-trace=${outside}/r -pkgdir=${outside}/p -o=${outside}/o`,
		}),
	},
	{
		name: 'flags-goenv-file',
		what: 'GOENV in `go.toolsEnvVars` names a file of the repository, which names programs',
		lay: (ground) => {
			const te = ground.trap('te.sh');
			ground.write({ goenv: `GOFLAGS=-toolexec=${te}\nGOCACHEPROG=${ground.trap('cache.sh')}\n` });
		},
		options: ({ repo }) => toolsEnvVars({ GOENV: join(repo, 'goenv') }),
		careless: ({ repo }) => ({ command: [go, 'list', '-export', '.'], env: { GOENV: join(repo, 'goenv') } }),
		named: { trusted: ['cache.sh'] },
	},
	{
		name: 'goenv-of-the-environment',
		what: 'GOENV in the environment names such a file',
		lay: (ground) => {
			const te = ground.trap('te.sh');
			ground.write({ goenv: `GOFLAGS=-toolexec=${te} -exec=${te}\n` });
		},
		environment: ({ repo }) => ({ GOENV: join(repo, 'goenv') }),
		careless: ({ repo }) => ({ command: [go, 'list', '-export', '.'], env: { GOENV: join(repo, 'goenv') } }),
	},
	{
		name: 'env-cc',
		what: 'CC, CXX, PKG_CONFIG in `go.toolsEnvVars`',
		lay: (ground) => {
			cgo(ground, '');
			ground.trap('cc.sh');
		},
		options: ({ repo }) => toolsEnvVars({ CC: `${repo}/cc.sh`, CXX: `${repo}/cc.sh`, PKG_CONFIG: `${repo}/cc.sh` }),
		careless: ({ repo }) => ({ ...buildPlainly, env: { CC: `${repo}/cc.sh`, CGO_ENABLED: '1' } }),
		named: { trusted: ['cc.sh'] },
	},
	{
		name: 'env-gocacheprog',
		what: 'GOCACHEPROG in `go.toolsEnvVars`',
		lay: (ground) => void ground.trap('cache.sh'),
		options: ({ repo }) => toolsEnvVars({ GOCACHEPROG: `${repo}/cache.sh` }),
		careless: ({ repo }) => ({ ...buildPlainly, env: { GOCACHEPROG: `${repo}/cache.sh` } }),
		named: { trusted: ['cache.sh'] },
	},
	{
		name: 'env-gccgo',
		what: '`-compiler=gccgo` and GCCGO in settings',
		lay: (ground) => void ground.trap('gccgo.sh'),
		options: ({ repo }) => toolsEnvVars({ GCCGO: `${repo}/gccgo.sh` }, { buildFlags: ['-compiler=gccgo'] }),
		careless: ({ repo }) => ({
			command: [go, 'list', '-export', '-compiler=gccgo', '.'],
			env: { GCCGO: `${repo}/gccgo.sh` },
		}),
		named: { trusted: ['gccgo.sh'] },
	},
	{
		name: 'env-preload',
		what: 'LD_PRELOAD, NODE_OPTIONS, GIT_SSH_COMMAND, GIT_EXEC_PATH in `go.toolsEnvVars`',
		lay: (ground) => {
			commit(ground);
			ground.trap('git-cat-file');
			ground.trap('ssh.sh');
			ground.write({ 'evil.so': '', 'evil.cjs': `require('child_process').execFileSync('${ground.repo}/ssh.sh')` });
		},
		options: ({ repo }) =>
			toolsEnvVars({
				LD_PRELOAD: `${repo}/evil.so`,
				NODE_OPTIONS: `--require=${repo}/evil.cjs`,
				GIT_SSH_COMMAND: `${repo}/ssh.sh`,
				GIT_EXEC_PATH: repo,
				GIT_EXTERNAL_DIFF: `${repo}/ssh.sh`,
			}),
		careless: ({ repo }) => ({
			command: [process.execPath, '--eval', ''],
			env: { NODE_OPTIONS: `--require=${repo}/evil.cjs` },
		}),
	},
	{
		name: 'goroot-in-workspace',
		what: '`go.goroot` is the repository',
		lay: (ground) => {
			ground.trap('bin/go');
			ground.write({ VERSION: 'go1.26.8\n' });
		},
		options: ({ repo }) => ({ goExtension: { goroot: repo } }),
		named: { trusted: ['bin/go'] },
	},
	{
		name: 'alternate-tools-in-workspace',
		what: '`go.alternateTools` names a program of the repository',
		lay: (ground) => void ground.trap('mygo'),
		options: ({ repo }) => ({ goExtension: { alternateTools: { go: `${repo}/mygo`, git: `${repo}/mygo` } } }),
		named: { trusted: ['mygo'] },
	},
	{
		name: 'chosen-go-in-workspace',
		what: 'the Go extension says that it runs a go of the repository',
		lay: (ground) => void ground.trap('mygo'),
		options: ({ repo }) => ({ goExtension: { go: `${repo}/mygo` } }),
	},
];

/** Flags that run a program, write a file or take other sources, in every form that go accepts. */
const hostileFlags = (repo: string, outside: string): readonly string[] => [
	`-toolexec=${repo}/te.sh`,
	`--toolexec=${repo}/te.sh`,
	`-exec=${repo}/te.sh`,
	`-vettool=${repo}/te.sh`,
	`-overlay=${repo}/overlay.json`,
	`-o=${outside}/o`,
	`-ldflags=-extld=${repo}/te.sh`,
	`-gcflags=-o=${outside}/g`,
];

const moduleAttacks: readonly Attack[] = [
	{
		name: 'replace-outside',
		what: '`replace` to a directory outside',
		lay: (ground) => {
			mkdirSync(join(ground.outside, 'lib'));
			writeFileSync(join(ground.outside, 'lib/go.mod'), 'module example.com/lib\n');
			writeFileSync(join(ground.outside, 'lib/l.go'), 'package lib\n\nfunc L() *int { return new(int) }\n');
			ground.write({
				...goMod('go 1.21\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../outside/lib'),
				'b.go': 'package m\n\nimport _ "example.com/lib"\n',
			});
		},
	},
	{
		name: 'replace-root',
		what: '`replace` to `/`, `/proc` and `/dev`',
		lay: (ground) =>
			ground.write({
				...goMod(
					'go 1.21\n\nrequire (\n\tr.test/a v0.0.0\n\tr.test/b v0.0.0\n\tr.test/c v0.0.0\n)\n\nreplace (\n\tr.test/a => /\n\tr.test/b => /proc\n\tr.test/c => /dev\n)',
				),
				'b.go': 'package m\n\nimport _ "r.test/a"\nimport _ "r.test/b/self"\nimport _ "r.test/c"\n',
			}),
		broken: true,
		endless: true,
	},
	{
		name: 'gowork-outside',
		what: 'go.work uses `/etc` and directories outside',
		lay: (ground) => ground.write({ 'go.work': 'go 1.21\n\nuse (\n\t.\n\t/etc\n\t../outside\n)\n' }),
		broken: true,
	},
	{
		name: 'missing-module-download',
		what: 'requires and imports modules that are nowhere',
		lay: (ground) =>
			ground.write({
				...goMod('go 1.21\n\nrequire host.invalid/gone v1.0.0'),
				'b.go': 'package m\n\nimport _ "host.invalid/gone"\nimport _ "host.invalid/other"\n',
			}),
		broken: true,
	},
	{
		name: 'vcs-goprivate',
		what: 'a private module (GOPRIVATE, GOVCS, GOINSECURE, `-mod=mod`)',
		lay: (ground) => {
			ground.trap('bin/git');
			ground.write({
				...goMod('go 1.21\n\nrequire host.invalid/private.git v1.0.0'),
				'b.go': 'package m\n\nimport _ "host.invalid/private.git"\n',
			});
		},
		environment: () => ({ GOPRIVATE: '*', GOFLAGS: '-mod=mod', GOVCS: '*:all', GOINSECURE: '*' }),
		options: ({ repo }) =>
			toolsEnvVars({
				GOPRIVATE: '*',
				GOFLAGS: '-mod=mod',
				PATH: [join(repo, 'bin'), process.env['PATH']].join(delimiter),
			}),
		broken: true,
	},
	{
		name: 'generate-and-tests',
		what: '`go:generate`, `TestMain` and `init` with side effects',
		lay: (ground) => {
			const script = ground.trap('gen.sh');
			const run = `_ = exec.Command(${JSON.stringify(script)}).Run()`;
			ground.write({
				'main/main.go': `package main\n\nimport "os/exec"\n\n//go:generate ${script}\n\nfunc init() { ${run} }\n\nfunc main() {}\n`,
				'main/main_test.go': `package main\n\nimport (\n\t"os/exec"\n\t"testing"\n)\n\nfunc TestMain(m *testing.M) { ${run} }\n`,
			});
		},
		careless: () => ({ command: [go, 'generate', './main'] }),
	},
	{
		name: 'vendor-outside',
		what: '`vendor/modules.txt` points outside',
		lay: (ground) =>
			ground.write({ 'vendor/modules.txt': '# example.com/v v1.0.0 => ../../outside\n## explicit\nexample.com/v\n' }),
		broken: true,
	},
	{
		name: 'gomod-tool-directive',
		what: 'a `tool` line in go.mod',
		lay: (ground) =>
			ground.write({
				...goMod('go 1.24\n\ntool example.com/m/evil'),
				'evil/main.go': `package main\n\nimport "os/exec"\n\nfunc main() { _ = exec.Command(${JSON.stringify(ground.trap('tool.sh'))}).Run() }\n`,
			}),
		careless: () => ({ command: [go, 'tool', 'evil'] }),
	},
	{
		name: 'go-env-files',
		what: '`go.env`, `.env`, `.envrc`, `.config/go/env`, files of version managers; GOROOT in them',
		lay: (ground) => {
			const script = ground.trap('te.sh');
			const text = `GOFLAGS=-toolexec=${script}\nGOCACHEPROG=${script}\nGOROOT=${ground.repo}\nCC=${script}\n`;
			for (const file of [
				'go.env',
				'.env',
				'.envrc',
				'.config/go/env',
				'go/env',
				'env',
				'.netrc',
				'mise.toml',
				'.tool-versions',
			])
				ground.write({ [file]: text });
			ground.trap('bin/go');
		},
		careless: ({ repo }) => ({ command: [go, 'list', '-export', '.'], env: { GOENV: join(repo, 'go.env') } }),
	},
	{
		name: 'embed-outside',
		what: '`go:embed` of links and paths outside',
		lay: (ground) => {
			symlinkSync('/etc/passwd', join(ground.repo, 'secret'));
			ground.write({
				'b.go': 'package m\n\nimport _ "embed"\n\n//go:embed secret ../outside /etc/passwd\nvar Secret string\n',
			});
		},
		broken: true,
	},
	{
		name: 'pgo-huge',
		what: '`default.pgo` of a mebibyte of noise',
		lay: (ground) => writeFileSync(join(ground.repo, 'default.pgo'), Buffer.alloc(1 << 20, 0xff)),
	},
	{
		name: 'asm-include',
		what: 'assembly that includes `/etc/passwd`',
		lay: (ground) =>
			ground.write({
				'b_amd64.s': '#include "/etc/passwd"\n#include "../../../../etc/passwd"\n',
				'b_arm64.s': '#include "/etc/passwd"\n',
			}),
		broken: true,
	},
	{
		name: 'compiler-directive-flags',
		what: '`cgo_ldflag`, `cgo_import_dynamic`, `//line` to files of others',
		lay: (ground) =>
			ground.write({
				'b.go': `package m\n\n//go:cgo_ldflag "-Wl,-plugin=${ground.repo}/x.so"\n//go:cgo_import_dynamic _ _ "${ground.repo}/x.so"\n//line /etc/passwd:1\nfunc g() *int { return new(int) }\n//line ../outside/secret.go:1:1\nfunc h() *int { return new(int) }\n`,
			}),
		broken: true,
	},
];

const moreAttacks: readonly Attack[] = [
	{
		name: 'git-worktree-config',
		what: 'fsmonitor in `config.worktree`',
		lay: (ground) => {
			commit(ground);
			configure(ground, { 'core.repositoryFormatVersion': '1', 'extensions.worktreeConfig': 'true' });
			ground.write({ '.git/config.worktree': `[core]\n\tfsmonitor = ${ground.trap('watch.sh')}\n` });
		},
		careless: () => gitStatus,
	},
	{
		name: 'git-common-directory',
		what: '`commondir` points to settings in the tree',
		lay: (ground) => {
			commit(ground);
			configure(ground, { 'core.fsmonitor': ground.trap('watch.sh') });
			renameSync(join(ground.repo, '.git'), join(ground.repo, 'common'));
			ground.write({ '.git/commondir': '../common\n', '.git/HEAD': 'ref: refs/heads/main\n' });
		},
		careless: () => gitStatus,
	},
	{
		name: 'git-promisor-credential',
		what: 'missing blobs, credential helper, proxy and askpass scripts, `url.insteadOf`',
		lay: (ground) =>
			promisor(
				ground,
				{
					'remote.origin.url': 'https://host.invalid/x',
					'credential.helper': `!${ground.trap('credential.sh')}`,
					'core.gitProxy': ground.trap('proxy.sh'),
					'core.askPass': ground.trap('ask.sh'),
					'uploadpack.packObjectsHook': ground.trap('pack.sh'),
					'core.alternateRefsCommand': ground.trap('refs.sh'),
					'url.ext::sh.insteadOf': 'https://',
				},
				'blob',
			),
	},
	{
		name: 'git-submodule',
		what: 'a submodule whose `update` is a command',
		lay: (ground) => {
			ground.write({
				'.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ./x\n\tupdate = !${ground.trap('update.sh')}\n`,
			});
			commit(ground);
			configure(ground, { 'submodule.x.update': `!${join(ground.repo, 'update.sh')}`, 'submodule.x.active': 'true' });
		},
	},
	{
		name: 'git-pipe',
		what: '`.git/config` is a pipe',
		lay: (ground) => {
			commit(ground);
			rmSync(join(ground.repo, '.git/config'));
			ground.pipe('.git/config');
		},
	},
	{
		name: 'names-as-options',
		what: 'files called `-toolexec=x.go`, `@args.go`, `$(x).go`',
		lay: (ground) => {
			const evil = ground.trap('te.sh');
			rmSync(join(ground.repo, 'go.mod'));
			rmSync(join(ground.repo, 'a.s'));
			for (const name of [
				'-toolexec=te.sh.go',
				'@args.go',
				'-o.go',
				'a b.go',
				'a;b=>c.go',
				'$(te.sh).go',
				'`te.sh`.go',
				'|te.sh.go',
			])
				ground.write({ [name]: 'package m\n' });
			ground.write({ 'a.go': 'package m\n\nfunc New() *int { return new(int) }\n', args: `-toolexec=${evil}\n` });
		},
		broken: true,
	},
	{
		name: 'directories-as-options',
		what: 'directories called so, and `a=>b;c`',
		lay: (ground) => {
			ground.trap('te.sh');
			for (const name of ['-toolexec=te.sh', '@args', 'a=>b;c', '$(te.sh)', 'a b'])
				ground.write({ [`${name}/x.go`]: 'package x\n\nfunc New() *int { return new(int) }\n' });
		},
		broken: true,
	},
	{
		name: 'module-path-that-climbs',
		what: 'module paths and targets with `../..`',
		lay: (ground) =>
			ground.write({
				...goMod('go 1.21\n\nrequire ../../outside v1.0.0\n\nreplace ../../outside => /etc'),
				'b.go':
					'package m\n\nimport _ "unsafe"\n\n//go:linkname f ../../../../etc.passwd\nfunc f()\n\n//go:linkname g example.com/../../outside.secret\nfunc g()\n',
			}),
		broken: true,
	},
	{
		name: 'gowork-link',
		what: 'go.work is a link to a file outside',
		lay: (ground) => {
			writeFileSync(join(ground.outside, 'go.work'), 'go 1.21\n\nuse ../repo\n');
			symlinkSync('../outside/go.work', join(ground.repo, 'go.work'));
		},
		broken: true,
	},
	{
		name: 'modfile-flag',
		what: '`-modfile` and `-mod=mod` in GOFLAGS',
		lay: (ground) => ground.write({ 'other.mod': 'module example.com/evil\n\ngo 1.21\n\ntoolchain go1.99.9\n' }),
		environment: ({ repo }) => ({ GOFLAGS: `-modfile=${repo}/other.mod -mod=mod` }),
		broken: true,
	},
	{
		name: 'cache-in-workspace',
		what: 'XDG_CACHE_HOME and XDG_CONFIG_HOME are relative, so they lie in the repository',
		lay: (ground) =>
			ground.write({ '.cache/linkscape/x': '', '.cache/go/env': `GOFLAGS=-toolexec=${ground.trap('te.sh')}\n` }),
		environment: () => ({
			XDG_CACHE_HOME: '.cache',
			XDG_CONFIG_HOME: '.cache',
			GOCACHE: process.env['GOCACHE'] || userCache(),
		}),
	},
	{
		name: 'profile-pipe',
		what: '`linkscape.profile` is a pipe',
		lay: (ground) => ground.pipe('cpu.pprof'),
		options: ({ repo }) => ({ settings: { profile: join(repo, 'cpu.pprof') } }),
	},
	{
		name: 'workspace-file',
		what: 'a `.code-workspace`, settings of other tools',
		lay: (ground) =>
			ground.write({
				'x.code-workspace': JSON.stringify({
					folders: [{ path: '.' }, { path: '/' }],
					settings: { 'linkscape.go.path': ground.trap('evil.sh') },
				}),
				'.editorconfig': `[*]\ncharset = ${ground.repo}\n`,
				'gopls.mod': 'module evil\n',
				'.golangci.yml': `run:\n  go: ${join(ground.repo, 'evil.sh')}\n`,
			}),
	},
];

/** Where Go keeps what it built, when nothing says so: a test of another folder should not build all again. */
function userCache(): string {
	const { XDG_CACHE_HOME, HOME = '' } = process.env;
	return join(XDG_CACHE_HOME || join(HOME, '.cache'), 'go-build');
}

/** All attacks, by what they go through. */
export const attacks: readonly Attack[] = [
	...gitAttacks,
	...toolchainAttacks,
	...programAttacks,
	...cgoAttacks,
	...settingsAttacks,
	...moduleAttacks,
	...moreAttacks,
];

/** What every run of the tests tries in the trusted server and on the command line; `npm run attack` tries all. */
export const quick = {
	trusted: [
		'git-fsmonitor',
		'git-filters-textconv',
		'git-promisor-older-git',
		'toolchain-custom-path',
		'path-programs',
		'path-programs-cgo',
		'cgo-plugin',
		'untrusted-but-settings-say-run',
		'flags-toolexec',
		'flags-that-write',
		'vcs-goprivate',
		'go-env-files',
		'names-as-options',
	],
	cli: [
		'toolchain-custom-path',
		'path-relative',
		'flags-toolexec',
		'flags-that-write',
		'cache-in-workspace',
		'go-env-files',
	],
};
