import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleOptions } from '../scripts/bundles.mjs';

const root = join(import.meta.dirname, '..');
const rings = [
	'protocol',
	'analysis',
	'toolchain',
	'world',
	'linkname',
	'escape',
	'audit',
	'capture',
	'flow',
	'behind',
	'session',
	'lsp',
	'cli',
];

/** A forbidden line, the file it is planted into, and what has to refuse it. */
interface Planted {
	readonly file: string;
	readonly line: string;
	readonly lint?: string;
	readonly types?: string;
}

const importRule = 'no-restricted-imports';

const forbidden: Record<string, Planted> = {
	'protocol/ imports nothing': {
		file: 'server/src/protocol/a.ts',
		line: `import '../analysis/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'analysis/ reads no disk': {
		file: 'server/src/analysis/a.ts',
		line: `import { readFileSync } from 'node:fs'; readFileSync('x');`,
		lint: importRule,
		types: 'TS2591',
	},
	'analysis/ knows no process': { file: 'server/src/analysis/b.ts', line: 'process.exit();', types: 'TS2591' },
	'analysis/ has no console': {
		file: 'server/src/analysis/c.ts',
		line: `console.log('x');`,
		lint: 'no-console',
		types: 'TS2584',
	},
	'analysis/ has no timers': { file: 'server/src/analysis/d.ts', line: 'setTimeout(() => {}, 1);', types: 'TS2304' },
	'analysis/ does not speak LSP': {
		file: 'server/src/analysis/e.ts',
		line: `import 'vscode-languageserver/node';`,
		lint: importRule,
	},
	'analysis/ runs no toolchain': {
		file: 'server/src/analysis/f.ts',
		line: `import '../toolchain/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'toolchain/ interprets nothing': {
		file: 'server/src/toolchain/a.ts',
		line: `import '../analysis/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'world/ starts no programs': {
		file: 'server/src/world/a.ts',
		line: `import 'node:child_process';`,
		lint: importRule,
	},
	'linkname/ does not know escape/': {
		file: 'server/src/linkname/a.ts',
		line: `import '../escape/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'linkname/ does not know escape/, from its rooms either': {
		file: 'server/src/linkname/room/a.ts',
		line: `import '../../escape/planted.ts';`,
		lint: importRule,
	},
	'escape/ does not know linkname/': {
		file: 'server/src/escape/a.ts',
		line: `import '../linkname/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'world/ does not know linkname/': {
		file: 'server/src/world/g.ts',
		line: `import '../linkname/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'world/ does not know escape/': {
		file: 'server/src/world/h.ts',
		line: `import '../escape/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'linkname/ does not know session/': {
		file: 'server/src/linkname/b.ts',
		line: `import '../session/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'escape/ does not know session/': {
		file: 'server/src/escape/b.ts',
		line: `import '../session/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'audit/ does not know capture/': {
		file: 'server/src/audit/a.ts',
		line: `import '../capture/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'capture/ does not know flow/': {
		file: 'server/src/capture/a.ts',
		line: `import '../flow/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'flow/ does not know behind/': {
		file: 'server/src/flow/a.ts',
		line: `import '../behind/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'behind/ does not know audit/': {
		file: 'server/src/behind/a.ts',
		line: `import '../audit/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'escape/ does not know capture/': {
		file: 'server/src/escape/c.ts',
		line: `import '../capture/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'analysis/ does not know world/': {
		file: 'server/src/analysis/j.ts',
		line: `import '../world/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'client/ does not know session/': {
		file: 'client/src/b.ts',
		line: `import '../../server/src/session/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'session/ knows no editor': {
		file: 'server/src/session/a.ts',
		line: `import '../lsp/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'world/ knows no editor': {
		file: 'server/src/world/b.ts',
		line: `import '../lsp/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'lsp/ asks session/, not toolchain/': {
		file: 'server/src/lsp/a.ts',
		line: `import '../toolchain/planted.ts';`,
		lint: importRule,
	},
	'lsp/ reads no disk': { file: 'server/src/lsp/b.ts', line: `import 'node:fs';`, lint: importRule },
	'lsp/ parses nothing': { file: 'server/src/lsp/c.ts', line: `import 'web-tree-sitter';`, lint: importRule },
	'cli/ asks session/, not toolchain/': {
		file: 'server/src/cli/a.ts',
		line: `import '../toolchain/planted.ts';`,
		lint: importRule,
	},
	'cli/ knows no editor': {
		file: 'server/src/cli/b.ts',
		line: `import '../lsp/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'client/ knows only protocol/': {
		file: 'client/src/a.ts',
		line: `import '../../server/src/analysis/planted.ts';`,
		lint: importRule,
		types: 'TS6307',
	},
	'analysis/ does not speak LSP, by no way in': {
		file: 'server/src/analysis/h.ts',
		line: `import 'vscode-languageserver-types';`,
		lint: importRule,
	},
	'world/ reads no profiles by itself': {
		file: 'server/src/world/f.ts',
		line: `import 'pprof-format';`,
		lint: importRule,
	},
	'analysis/ reads no disk, by no way in': {
		file: 'server/src/analysis/i.ts',
		line: `import 'node:fs/promises';`,
		lint: importRule,
	},
	'world/ reads no disk by itself': {
		file: 'server/src/world/d.ts',
		line: `import 'node:fs/promises';`,
		lint: importRule,
	},
	'world/ does not speak LSP': {
		file: 'server/src/world/e.ts',
		line: `import 'vscode-languageserver/node';`,
		lint: importRule,
	},
	'cli/ reads no disk': { file: 'server/src/cli/c.ts', line: `import 'node:fs/promises';`, lint: importRule },
	'cli/ does not speak LSP': {
		file: 'server/src/cli/d.ts',
		line: `import 'vscode-languageserver/node';`,
		lint: importRule,
	},
	'no cycles': { file: 'server/src/analysis/planted.ts', line: `import './g.ts';`, lint: 'no-cycle' },
	'no promise is left alone': {
		file: 'server/src/world/c.ts',
		line: 'Promise.reject(new Error());',
		lint: 'no-floating-promises',
	},
};

const allowed: Record<string, Pick<Planted, 'file' | 'line'>> = {
	'analysis/ may import itself': { file: 'server/src/analysis/g.ts', line: `import './planted.ts';` },
	'analysis/profile may read profiles': { file: 'server/src/analysis/profile/z.ts', line: `import 'pprof-format';` },
	'toolchain/ may read the disk': { file: 'server/src/toolchain/z.ts', line: `import 'node:fs';` },
	'linkname/ may use the rules of analysis/linkname/, and world/': {
		file: 'server/src/linkname/z.ts',
		line: `import '../analysis/linkname/z.ts';\nimport '../world/planted.ts';`,
	},
	'escape/ may use analysis/linkname/ and world/': {
		file: 'server/src/escape/z.ts',
		line: `import '../analysis/linkname/z.ts';\nimport '../world/planted.ts';`,
	},
	'audit/ joins linkname/ and escape/': {
		file: 'server/src/audit/z.ts',
		line: `import '../linkname/planted.ts';\nimport '../escape/planted.ts';`,
	},
	'session/ joins linkname/ and escape/': {
		file: 'server/src/session/z.ts',
		line: `import '../linkname/planted.ts';\nimport '../escape/planted.ts';`,
	},
	'world/ joins analysis/ and toolchain/': {
		file: 'server/src/world/z.ts',
		line: `import '../analysis/z.ts';\nimport '../toolchain/planted.ts';`,
	},
	'lsp/ may ask session/ and speak LSP': {
		file: 'server/src/lsp/z.ts',
		line: `import '../session/planted.ts';\nimport '../protocol/planted.ts';\nimport 'vscode-languageserver/node';`,
	},
	'cli/ may ask session/': { file: 'server/src/cli/z.ts', line: `import '../session/planted.ts';` },
	'client/ may import protocol/': { file: 'client/src/z.ts', line: `import '../../server/src/protocol/planted.ts';` },
};

describe('the import rules', () => {
	let complaints: readonly Complaint[];

	beforeAll(async () => {
		complaints = await complaintsAboutPlanted();
	});

	test.each(Object.entries(forbidden))('%s', (_, { file, lint, types }) => {
		const codes = complaints.filter((complaint) => complaint.file === file).map(({ code }) => code);
		for (const expected of [lint, types]) if (expected) expect(codes.join(' ')).toContain(expected);
		expect(lint ?? types).toBeDefined();
	});

	test.each(Object.entries(allowed))('%s', (_, { file }) => {
		const found = complaints.filter((complaint) => complaint.file === file && !complaint.code.includes('no-cycle'));
		expect(found).toEqual([]);
	});
});

interface Complaint {
	readonly file: string;
	readonly code: string;
}

/** Plants every line of both tables into a copy of the empty house and asks lint and compiler. */
async function complaintsAboutPlanted(): Promise<readonly Complaint[]> {
	const house = await mkdtemp(join(tmpdir(), 'linkscape-house-'));
	try {
		await copyHouse(house);
		for (const ring of rings) await plant(house, `server/src/${ring}/planted.ts`, '');
		for (const file of ['z.ts', 'linkname/z.ts']) await plant(house, `server/src/analysis/${file}`, '');
		for (const { file, line } of Object.values({ ...forbidden, ...allowed })) await plant(house, file, line);
		return [...(await lintComplaints(house)), ...(await typeComplaints(house))];
	} finally {
		await rm(house, { recursive: true, force: true });
	}
}

async function copyHouse(house: string): Promise<void> {
	const shared = ['package.json', 'tsconfig.base.json', '.oxlintrc.json'];
	const projects = [...rings.map((ring) => `server/src/${ring}`), 'client'].map((folder) => `${folder}/tsconfig.json`);
	for (const file of [...shared, ...projects]) await cp(join(root, file), join(house, file));
	await symlink(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
	const references = projects.map((project) => ({ path: dirname(project) }));
	await writeFile(join(house, 'tsconfig.json'), JSON.stringify({ files: [], references }));
}

async function plant(house: string, file: string, line: string): Promise<void> {
	await mkdir(dirname(join(house, file)), { recursive: true });
	await writeFile(join(house, file), `${line}\nexport const planted = 1;\n`);
}

async function lintComplaints(house: string): Promise<readonly Complaint[]> {
	const output = await outputOf('oxlint/bin/oxlint', ['--type-aware', '--format', 'json', 'server', 'client'], house);
	const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] };
	return diagnostics.map(({ code, filename }) => ({ file: filename.replaceAll('\\', '/'), code }));
}

async function typeComplaints(house: string): Promise<readonly Complaint[]> {
	const output = await outputOf('typescript/bin/tsc', ['-b', '--pretty', 'false'], house);
	const lines = output.matchAll(/^(\S+)\(\d+,\d+\): error (TS\d+)/gm);
	return [...lines].map(([, file = '', code = '']) => ({ file, code }));
}

/** What a program of node_modules prints; that it fails is expected here. */
async function outputOf(program: string, args: readonly string[], cwd: string): Promise<string> {
	const run = promisify(execFile)(process.execPath, [join(root, 'node_modules', program), ...args], { cwd });
	const { stdout } = await run.catch((failed: { stdout: string }) => failed);
	return stdout;
}

describe('one door each', async () => {
	const folders = ['server/src', 'client/src'];
	const names = (await Promise.all(folders.map(sourcesBelow))).flat();
	const doors: Record<string, { readonly packages: RegExp; readonly door: RegExp }> = {
		'programs are started in one place': {
			packages: /from 'node:child_process'/,
			door: /^server\/src\/toolchain\/(?:runProcess|watchdog|memoryLimit)\.ts$/,
		},
		'the syntax tree stays in its room': {
			packages: /from 'web-tree-sitter'/,
			door: /^server\/src\/analysis\/syntax\//,
		},
		'profiles are read in one room': {
			packages: /from 'pprof-format'/,
			door: /^server\/src\/analysis\/profile\//,
		},
		'LSP is spoken in one ring': {
			packages: /from 'vscode-languageserver/,
			door: /^server\/src\/(lsp\/|lspMain\.ts$)/,
		},
	};

	test.each(Object.entries(doors))('%s', async (_, { packages, door }) => {
		const importers = await filesWith(packages, names);
		expect(importers.length).toBeGreaterThan(0);
		expect(importers.filter((name) => !door.test(name))).toEqual([]);
	});
});

/** The TypeScript files below a folder of the repository, as paths from its root with `/`. */
async function sourcesBelow(folder: string): Promise<readonly string[]> {
	const names = await readdir(join(root, folder), { recursive: true });
	return names.filter((name) => name.endsWith('.ts')).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

async function filesWith(pattern: RegExp, names: readonly string[]): Promise<readonly string[]> {
	const texts = await Promise.all(names.map((name) => readFile(join(root, name), 'utf8')));
	return names.filter((_, index) => pattern.test(texts[index] ?? ''));
}

describe('a name means one thing', async () => {
	const files = [...(await sourcesBelow('server/src')), ...(await sourcesBelow('client/src'))];

	test('no two files have the same name', () => {
		expect(named(files.map((file) => ({ name: basename(file), file })))).toEqual([]);
	});

	test('no two files export the same name', async () => {
		const exported =
			/^export (?:declare |abstract |async )*(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
		const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
		const all = texts.flatMap((text, index) =>
			[...text.matchAll(exported)].map(([, name = '']) => ({ name, file: files[index] ?? '' })),
		);
		expect(all.length).toBeGreaterThan(1000);
		expect(named(all)).toEqual([]);
	});
});

/** The names that stand in more than one file, with these files. */
function named(all: readonly { readonly name: string; readonly file: string }[]): readonly string[] {
	const byName = new Map<string, Set<string>>();
	for (const { name, file } of all) byName.set(name, (byName.get(name) ?? new Set()).add(file));
	return [...byName].filter(([, where]) => where.size > 1).map(([name, where]) => `${name}: ${[...where].join(', ')}`);
}

describe('the code map of ARCHITECTURE.md', async () => {
	const map = codeMap(await readFile(join(root, 'ARCHITECTURE.md'), 'utf8'));
	const files = await sourcesBelow('server/src');
	const folders = [...new Set(files.map((file) => dirname(file)))].filter((folder) => folder !== 'server/src').sort();

	test('has a row for every folder of the server', () => {
		expect(folders.length).toBeGreaterThan(20);
		const rows = new Set(map.map(({ place }) => place));
		expect(folders.filter((folder) => !rows.has(`${folder}/`))).toEqual(ringsOfRooms);
	});

	test('names only what exists, and each place once', () => {
		const places = map.map(({ place }) => place);
		expect(places.filter((place) => !existsSync(join(root, place)))).toEqual([]);
		expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
	});

	test('says of every place what it is', () => {
		expect(map.filter(({ idea }) => idea.split(' ').length < 2)).toEqual([]);
	});
});

/** What these rings are is said above the map; on it are their rooms. */
const ringsOfRooms = ['server/src/analysis'];

interface MapRow {
	/** A path from the root of the repository; a folder ends with `/`. */
	readonly place: string;
	readonly idea: string;
}

/** The rows of the table `## Code map`. A row with several places names the further ones beside the first: `a/b/`, `c/` is a/b/ and a/c/. */
function codeMap(text: string): readonly MapRow[] {
	const section = /^## Code map\n(.*?)^## /ms.exec(text)?.[1] ?? '';
	const rows = [...section.matchAll(/^\| (`.*?) \| (.*) \|$/gm)];
	return rows.flatMap(([, cell = '', idea = '']) => {
		const [first = '', ...more] = [...cell.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place);
		const beside = more.map((place) => `${dirname(first)}/${place}`);
		return [first, ...beside].map((place) => ({ place, idea }));
	});
}

describe('what is shipped', () => {
	/** The largest that each bundle may become, in kilobytes; a jump shows that something came in by accident. */
	const budgets: Record<string, number> = {
		'client/out/extension.js': 550,
		'server/out/lspMain.mjs': 1210,
		'server/out/mcpMain.mjs': 1010,
		'server/out/cliMain.mjs': 1065,
	};

	test.each(Object.entries(budgets))('%s stays small', async (file, kilobytes) => {
		const options = bundleOptions({ minify: true }).find(({ outfile }) => outfile === file);
		const { outputFiles } = await esbuild.build({ ...options, write: false });
		const bundle = outputFiles?.find(({ path }) => path.endsWith(file));
		expect(bundle?.contents.length).toBeLessThan(kilobytes * 1000);
	});

	test('the package holds nothing but what runs and what is read', async () => {
		const listed = await outputOf('@vscode/vsce/vsce', ['ls', '--no-dependencies'], root);
		const expected = [
			/^package(\.nls)?\.json$/,
			/^(README|CHANGELOG)\.md$/,
			/^LICENSE$/,
			/^client\/out\/extension\.js$/,
			/^server\/out\/(lspMain|cliMain|mcpMain|shared-\w+)\.mjs$/,
			/^server\/out\/(web-tree-sitter|tree-sitter-go)\.wasm$/,
			/^server\/out\/ThirdPartyNotices\.txt$/,
			/^server\/data\/[\w-]+\.(json|bin)(\.gz)?$/,
			/^syntaxes\/[\w.-]+\.json$/,
			/^schemas\/[\w.-]+\.json$/,
			/^images\/icon\.png$/,
			/^images\/walkthrough\/[\w-]+\.png$/,
		];
		const files = listed.trim().split(/\r?\n/);
		expect(files).toContain('package.json');
		expect(files.filter((file) => !expected.some((pattern) => pattern.test(file)))).toEqual([]);
	});
});

describe('the repository stands alone', () => {
	// Spelled in pieces, so that this file does not name them itself.
	const strangers = [
		'/wor' + 'k/main',
		'/wor' + 'k/shared',
		'../shar' + 'ed/',
		'registry.npm' + 'js.org',
		'proxy.gol' + 'ang.org',
	];
	let files: readonly string[] = [];

	beforeAll(async () => {
		const listed = await promisify(execFile)('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root });
		files = listed.stdout.split('\0').filter(Boolean);
	});

	test('no file names a path of another machine or a registry', async () => {
		expect(files.length).toBeGreaterThan(100);
		const naming: string[] = [];
		for (const file of files) {
			const text = await readFile(join(root, file), 'latin1').catch(() => '');
			naming.push(...strangers.filter((stranger) => text.includes(stranger)).map((stranger) => `${file}: ${stranger}`));
		}
		expect(naming).toEqual([]);
	});
});
