/** Directories without go.mod, for the terminal: which files are compiled together. */
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { analysePatterns } from '../../../server/src/escape/runs/analysePatterns.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import { createBench, explainPlainly, plainSettings } from '../../support/escapes.ts';
import { goTest, temporaryModule } from '../../support/go.ts';

const never = new AbortController().signal;

async function analyse(directory: string, patterns: readonly string[]) {
	const modules = createGoModules({ settings: () => plainSettings, toolchain: createToolchain });
	const request = { directory, patterns, tests: false };
	const { packages, problems } = await analysePatterns(request, { modules, explain: explainPlainly }, never);
	const hints = packages.flatMap(({ escapes }) => escapes.hints.map(({ subject }) => subject));
	const errors = packages.flatMap(({ error }) => error ?? []);
	return { hints: hints.sort(), errors, problems: problems.map((each) => each.replace(directory, 'ROOT')) };
}

const leak = (name: string) => `func ${name}() *int { ${name} := 1; return &${name} }\n`;

describe('a directory without go.mod', () => {
	const cases: [string, Record<string, string>, string[], object][] = [
		[
			'one program in two files',
			{ 'a.go': `package main\n\nfunc main() { println(b()) }\n`, 'b.go': `package main\n\n${leak('b')}` },
			[],
			{ hints: ['moved to heap: b'], errors: [], problems: [] },
		],
		[
			'what is not built here is left out',
			{
				'a.go': `package p\n\n${leak('a')}`,
				'a_windows.go': `package p\n\n${leak('w')}`,
				'a_linux.go': `package p\n\n${leak('w')}`,
				'a_darwin.go': `package p\n\n${leak('w')}`,
				'b.go': `//go:build ignore\n\npackage p\n\n${leak('a')}`,
				'c_test.go': `package p\n\n${leak('a')}`,
			},
			['.'],
			{ hints: ['moved to heap: a', 'moved to heap: w'], errors: [], problems: [] },
		],
		[
			'two programs that share a file',
			{
				'a.go': `package main\n\nfunc main() { println(both()) }\n`,
				'b.go': `package main\n\nfunc main() { println(both()) }\n\n${leak('b')}`,
				'both.go': `package main\n\n${leak('both')}`,
			},
			['.'],
			{ hints: ['moved to heap: b', 'moved to heap: both'], errors: [], problems: [] },
		],
		[
			'a directory below, and files by their names',
			{ 'x/a.go': `package x\n\n${leak('a')}`, 'y/b.go': `package y\n\n${leak('b')}` },
			['x', 'y/b.go'],
			{ hints: ['moved to heap: a', 'moved to heap: b'], errors: [], problems: [] },
		],
		[
			'no Go files',
			{ 'README.md': 'x' },
			['.'],
			{ hints: [], errors: [], problems: ['ROOT: there is no go.mod here, and there are no Go files that are built.'] },
		],
		[
			'all below means the directory itself',
			{ 'a.go': `package p\n\n${leak('a')}`, 'docs/a.md': '' },
			['./...'],
			{ hints: ['moved to heap: a'], errors: [], problems: [] },
		],
		[
			'and says so where there is more',
			{ 'a.go': `package p\n\n${leak('a')}`, 'x/b.go': `package x\n\n${leak('b')}` },
			['./...'],
			{
				hints: ['moved to heap: a'],
				errors: [],
				problems: ['ROOT: there is no go.mod here, so directories below are left out: name them.'],
			},
		],
		[
			'an error',
			{ 'a.go': 'package p\n\nvar x int = ""\n' },
			[],
			{ hints: [], errors: ['a.go:3: cannot use "" (untyped string constant) as int value in variable declaration'] },
		],
	];
	goTest.each(cases)('%s', async (_, files, patterns, expected) => {
		expect(await analyse(temporaryModule(files), patterns)).toMatchObject(expected);
	});
});

goTest('in an editor the other programs of the directory are left alone', async () => {
	const text = `package main\n\nfunc main() { println(b()) }\n`;
	const root = temporaryModule({
		'a.go': text,
		'b.go': `package main\n\n${leak('b')}`,
		'c.go': text,
		'd.go': `//go:build ignore\n\npackage main\n\n${leak('b')}`,
	});
	const { analysis, spell } = createBench();
	const edited = `${text}\n${leak('more')}`;
	analysis.opened(join(root, 'a.go'), edited);
	await analysis.settled();
	expect(spell(join(root, 'a.go'), edited)).toEqual(['5 moved to heap: more (fresh)']);
});
