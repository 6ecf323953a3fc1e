/** Builds that cannot be read to the end: one clear sentence or silence, and nothing claimed that is not known. */
import { describe, expect, test } from 'vitest';
import * as disk from '../../../server/src/toolchain/files.ts';
import { readBuildList } from '../../../server/src/world/modules/buildList.ts';
import { temporaryModule } from '../../support/go.ts';
import { check, haveGo } from './support.ts';

const pulling = (target: string) => `package main

import _ "unsafe"

//go:linkname f ${target}
func f() int

func main() { println(f()) }
`;

/** A module that pulls a name which `example.com/dep` lacks, as far as anybody knows. */
const module = (goMod: string) => ({
	'go.mod': `module example.com/m\n\ngo 1.22\n\nrequire example.com/dep v1.0.0\n${goMod}`,
	'main.go': pulling('example.com/dep.gone').replace('_ "unsafe"', '(\n\t_ "unsafe"\n\n\t_ "example.com/dep"\n)'),
});

describe('the build list says in one sentence', () => {
	interface Case {
		readonly files: Readonly<Record<string, string>>;
		readonly moduleCache?: string | undefined;
		readonly workFile?: string;
		readonly problems: readonly string[];
	}
	const cases: Readonly<Record<string, Case>> = {
		'that a replacement has no directory': {
			files: module('replace example.com/dep => ./nowhere\n'),
			moduleCache: '.',
			problems: ['example.com/dep is replaced by ROOT/nowhere, which does not exist.'],
		},
		'that the module cache cannot be read': {
			files: module(''),
			moduleCache: 'nowhere',
			problems: ['The module cache ROOT/nowhere cannot be read: dependencies are not looked into.'],
		},
		'that the module cache is a file': {
			files: { ...module(''), cache: '' },
			moduleCache: 'cache',
			problems: ['The module cache ROOT/cache cannot be read: dependencies are not looked into.'],
		},
		'that nobody knows where the module cache is': {
			files: module(''),
			problems: ['Where the module cache lies is not known: dependencies are not looked into.'],
		},
		'that a module of the workspace is not there': {
			files: {
				...module('replace example.com/dep => ./dep\n'),
				'dep/go.mod': 'module example.com/dep\n',
				'go.work': 'go 1.22\nuse (\n.\n./gone\n)\n',
			},
			workFile: 'go.work',
			moduleCache: '.',
			problems: ['ROOT/gone/go.mod cannot be read.'],
		},
		'nothing about a module without dependencies': { files: { 'go.mod': 'module m\n' }, problems: [] },
		'nothing about a go.mod that is no text': { files: { 'go.mod': '\0\uFFFD((((=>' }, problems: [] },
	};

	test.each(Object.entries(cases))('%s', async (_, { files, moduleCache, workFile, problems }) => {
		const root = temporaryModule(files);
		const at = (name: string | undefined) => (name === undefined ? undefined : `${root}/${name}`);
		const list = await readBuildList({
			moduleFile: `${root}/go.mod`,
			workFile: at(workFile),
			moduleCache: moduleCache === '.' ? root : at(moduleCache),
			files: disk,
		});
		expect(list.problems.map((one) => one.replaceAll('\\', '/').replaceAll(root, 'ROOT'))).toEqual(problems);
	});
});

test('modules that replace each other are read once each', async () => {
	const replaces = 'replace (\n\texample.com/a => ../a\n\texample.com/b => ../b\n)\n';
	const root = temporaryModule({
		'a/go.mod': `module example.com/a\n\ngo 1.16\n\nrequire example.com/b v1.0.0\n${replaces}`,
		'b/go.mod': `module example.com/b\n\ngo 1.16\n\nrequire example.com/a v1.0.0\n${replaces}`,
	});
	const options = { moduleFile: `${root}/a/go.mod`, workFile: undefined, moduleCache: root, files: disk };
	const { modules, problems } = await readBuildList(options);
	expect(modules.map(({ path, kind }) => `${path} ${kind}`)).toEqual(['example.com/a main', 'example.com/b replaced']);
	expect(problems).toEqual([]);
});

describe.skipIf(!haveGo)('nothing is claimed', () => {
	const dep = { 'dep/go.mod': 'module example.com/dep\n\ngo 1.22\n' };
	const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
		'about sources that are not on this machine': module(''),
		'about a replacement that does not exist': module('replace example.com/dep => ./nowhere\n'),
		'about a package that cgo adds to': {
			...module('replace example.com/dep => ./dep\n'),
			...dep,
			'dep/dep.go': 'package dep\n',
			'dep/c.go': 'package dep\n\n/*\nint gone(void);\n*/\nimport "C"\n',
		},
		'about a package that files are generated for': {
			...module('replace example.com/dep => ./dep\n'),
			...dep,
			'dep/dep.go': 'package dep\n\n//go:generate stringer -type=T\n',
		},
		'about a name that assembly defines': {
			...module('replace example.com/dep => ./dep\n'),
			...dep,
			'dep/dep.go': 'package dep\n\nfunc gone() int\n',
			'dep/dep.s': '#include "textflag.h"\n\nTEXT ·gone(SB), NOSPLIT, $0-8\n\tRET\n',
		},
		'when an import leads to sources that are not here': {
			'go.mod': 'module example.com/m\n\ngo 1.22\n\nrequire example.com/dep v1.0.0\n',
			'main.go':
				'package main\n\nimport (\n\t_ "example.com/dep"\n\t"example.com/m/b"\n)\n\nfunc main() { b.Impl() }\n',
			'a/a.go':
				'package a\n\nimport _ "unsafe"\n\n//go:linkname impl example.com/m/b.Impl\nfunc impl() int { return 1 }\n',
			'b/b.go': 'package b\n\nimport _ "unsafe"\n\n//go:linkname Impl\nfunc Impl() int\n',
		},
		'about a module that no program here imports': {
			'go.mod': 'module example.com/m\n\ngo 1.22\n',
			'a/a.go':
				'package a\n\nimport _ "unsafe"\n\n//go:linkname impl example.com/m/b.Impl\nfunc impl() int { return 1 }\n',
			'b/b.go':
				'package b\n\nimport _ "unsafe"\n\n//go:linkname Impl\nfunc Impl() int\n\nfunc Use() int { return Impl() }\n',
		},
		'about a broken go.mod': {
			'go.mod': 'module (\n"\0',
			'main.go': pulling('example.com/dep.gone'),
		},
		'about a module whose go.mod was not read to the end': {
			'go.mod': 'module example.com/m\n\nrequire (\n\texample.com/dep v1.0.0\n',
			'main.go': pulling('example.com/dep.gone'),
		},
	};

	test.each(Object.entries(cases))('%s', async (name, files) => {
		// Without cgo its files are no part of the build.
		const options = { moduleCache: temporaryModule({}), cgo: name.includes('cgo') };
		const { findings } = await check(temporaryModule(files), options);
		const loud = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
		expect(loud).toEqual([]);
	});

	test('from a vendor directory that -mod= says is not used', async () => {
		const root = temporaryModule({
			...module(''),
			'vendor/modules.txt': '# example.com/dep v1.0.0\n## explicit; go 1.22\nexample.com/dep\n',
			'vendor/example.com/dep/dep.go': 'package dep\n',
		});
		const said = async (flags: string) => {
			const { findings } = await check(root, { flags, moduleCache: temporaryModule({}) });
			return findings.map(({ rule }) => rule);
		};
		expect(await said('-trimpath -mod=mod')).toEqual([]);
		expect(await said('-trimpath')).toEqual(['linkname-undefined']);
	});

	test('and nothing hangs on modules that replace each other', async () => {
		const files = {
			...module('require example.com/m v1.0.0\nreplace example.com/dep => ./dep\nreplace example.com/m => ./m\n'),
			'dep/go.mod': 'module example.com/dep\n\ngo 1.16\n\nrequire example.com/m v1.1.0\n',
			'dep/dep.go': 'package dep\n\nimport _ "example.com/m"\n',
		};
		const { findings } = await check(temporaryModule(files));
		expect(findings.map(({ rule }) => rule)).toEqual(['linkname-undefined']);
	});
});
