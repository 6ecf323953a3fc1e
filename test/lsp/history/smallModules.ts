/**
 * Small modules that depend on each other, each file in several variants. No variant of one file needs another one of a second file
 * to be asked about, but some lead to findings, to other sizes, or to code that does not compile.
 */

/** A file as a list of parts; each part is written in one of several ways. */
export interface FileSpec {
	readonly parts: readonly (readonly string[])[];
	/** Whether the file is there at the beginning. */
	readonly atFirst: boolean;
}

/** Which variant of each part; `undefined` where there is no such file. */
export type Choice = readonly number[] | undefined;

const pad = ['', '// Lines\n// that move\n// what follows.\n'];

export const files: Readonly<Record<string, FileSpec>> = {
	'go.work': {
		atFirst: false,
		parts: [['go 1.24\n\n'], ['use ./app\n', 'use (\n\t./app\n\t./lib\n)\n', 'use ./lib\n']],
	},
	'app/go.mod': {
		atFirst: true,
		parts: [
			['module example.com/app\n\n', 'module example.com/renamed\n\n'],
			['go 1.24\n\n', 'go 1.21\n\n'],
			['require (\n\texample.com/dep v1.0.0\n\texample.com/lib v1.0.0\n)\n\n'],
			['replace example.com/dep => ../dep\n\n', 'replace example.com/dep => ../fork\n\n'],
			['replace example.com/lib => ../lib\n'],
		],
	},
	'app/linkscape.json': {
		atFirst: true,
		parts: [['{}\n', '{ "rules": { "linkname-undefined": "off", "linkname-private": "information" } }\n']],
	},
	'lib/go.mod': { atFirst: true, parts: [['module example.com/lib\n\n'], ['go 1.24\n', 'go 1.21\n']] },
	'dep/go.mod': { atFirst: true, parts: [['module example.com/dep\n\n'], ['go 1.24\n']] },
	'fork/go.mod': { atFirst: true, parts: [['module example.com/dep\n\n'], ['go 1.24\n']] },
	'dep/dep.go': { atFirst: true, parts: dependency(0) },
	'fork/dep.go': { atFirst: true, parts: dependency(1) },
	'dep/extra.go': {
		atFirst: true,
		parts: [
			['//go:build extra\n\npackage dep\n\n'],
			['type Sized [2]int\n\n', 'type Sized [40]int\n\n'],
			['var extra *int\n\n//go:noinline\nfunc Tagged(p *int) {\n\textra = p\n}\n'],
		],
	},
	'dep/plain.go': {
		atFirst: true,
		parts: [
			['//go:build !extra\n\npackage dep\n\n'],
			['type Sized [200]int\n\n', 'type Sized [300]int\n\n'],
			['var plain *int\n\n//go:noinline\nfunc Tagged(p *int) {\n\tplain = p\n}\n'],
		],
	},
	'lib/lib.go': {
		atFirst: true,
		parts: [
			['package lib\n\nimport _ "unsafe"\n\n'],
			pad,
			['type Item struct{ Name string }\n\n', 'type Item struct{ Name [9]string }\n\n'],
			[
				'func hidden(n int) int { return n }\n\n',
				'func hidden(s string) int { return len(s) }\n\n',
				'',
				'//go:linkname hidden\nfunc hidden(n int) int { return n + 1 }\n\n',
			],
		],
	},
	'app/b/b.go': {
		atFirst: true,
		parts: [
			['package b\n\nimport (\n\t_ "unsafe"\n\n\t"example.com/dep"\n)\n\n'],
			pad,
			['type Other struct{ next *Other }\n\n', 'type Other struct{ next [33]*Other }\n\n'],
			[
				'var kept *int\n\n//go:noinline\nfunc Keep(p *int) {\n\tkept = p\n}\n\n',
				'var all []*int\n\n//go:noinline\nfunc Keep(p *int) {\n\tall = append(all, p)\n}\n\n',
				'//go:noinline\nfunc Keep(p *int) { *p = 3 }\n\n',
				'//go:noinline\nfunc Keep(q *int) {\n\tdep.Keep(q)\n}\n\n',
			],
			['func Pair() dep.Pair { return dep.Pair{} }\n\n'],
			['func hidden() int { return 1 }\n\n', 'func hidden(a, b string) int { return 2 }\n\n', ''],
			['', '//go:linkname given example.com/app/a.given\nfunc given() int { return 4 }\n\n'],
		],
	},
	'app/a/a.go': {
		atFirst: true,
		parts: [
			['package a\n\nimport (\n\t_ "unsafe"\n\n\t"example.com/app/b"\n\t"example.com/dep"\n\t"example.com/lib"\n)\n\n'],
			pad,
			['func pair() *dep.Pair { return &dep.Pair{} }\n\n'],
			['func sized() *dep.Sized { return &dep.Sized{} }\n\n', ''],
			['func item() *lib.Item { return &lib.Item{} }\n\n'],
			['func other() *b.Other { return &b.Other{} }\n\n'],
			['func own() *local { return &local{} }\n\n', 'func own() *local { return new(local) }\n\n'],
			[
				'func keep() { n := 1; b.Keep(&n) }\n\n',
				'func keep() { n := 1; dep.Keep(&n) }\n\n',
				'func keep() { n := 1; dep.Tagged(&n) }\n\n',
				'func keep() { n := 1; go func() { b.Keep(&n) }() }\n\n',
			],
			[
				'func spread(xs []int) {\n\tfor i := range xs {\n\t\tgo func() { b.Keep(&xs[i]) }()\n\t}\n}\n\n',
				'func spread(xs []int) []int {\n\tvar ys []int\n\tfor _, x := range xs {\n\t\tys = append(ys, x)\n\t}\n\treturn ys\n}\n\n',
				'',
			],
			['//go:linkname pulled example.com/app/b.hidden\nfunc pulled() int\n\n', ''],
			['//go:linkname taken example.com/lib.hidden\nfunc taken(n int) int\n\n', ''],
			['', '//go:linkname stolen example.com/dep.hidden\nfunc stolen() int\n\n'],
			[
				'//go:linkname clock runtime.nanotime\nfunc clock() int64\n\n',
				'//go:linkname clock runtime.nanotimes\nfunc clock() int64\n\n',
			],
			['//go:linkname absent runtime.noSuch\nfunc absent() int\n\n', ''],
			['//go:linkname given\nfunc given() int\n\n', ''],
			[
				'func Use() int { return pulled() + taken(1) + int(clock()) + absent() + given() + helper() }\n\n',
				'func Use() int { return helper() }\n\n',
			],
			['', 'func broken() { return 1 }\n\n', 'func torn( {\n\n'],
			['', 'func bare() int\n\n'],
		],
	},
	'app/a/local.go': {
		atFirst: true,
		parts: [
			['package a\n\nimport _ "unsafe"\n\n'],
			pad,
			['type local struct{ a, b int }\n\n', 'type local struct{ a [77]int }\n\n'],
			['func helper() int { return 1 }\n\n', '//go:noinline\nfunc helper() int { return 2 }\n\n'],
			[
				'',
				'//go:linkname also example.com/app/b.hidden\nfunc also() int\n\n',
				'//go:linkname clock2 runtime.gcStart\nfunc clock2() int\n\n',
			],
		],
	},
	'app/a/a.s': {
		atFirst: true,
		parts: [
			['#include "textflag.h"\n\n'],
			[
				'',
				'TEXT ·bare(SB), NOSPLIT, $0-8\n\tMOVQ $1, ret+0(FP)\n\tRET\n',
				'TEXT runtime·noSuch(SB), NOSPLIT, $0-8\n\tRET\n',
			],
			['', 'TEXT ·uses(SB), NOSPLIT, $0-0\n\tCALL runtime·nanotime(SB)\n\tRET\n'],
		],
	},
};

function dependency(fork: number): readonly (readonly string[])[] {
	return [
		['package dep\n\nimport _ "unsafe"\n\n'],
		pad,
		fork === 0
			? ['type Pair struct{ A, B int }\n\n', 'type Pair struct{ A [64]int }\n\n']
			: [
					'type Pair struct{ A, B [8]int }\n\ntype Sized [7]int\n\nfunc Tagged(p *int) {}\n\n',
					'type Pair struct{ A [128]int }\n\ntype Sized [8]int\n\nfunc Tagged(p *int) {}\n\n',
				],
		[
			'var kept *int\n\n//go:noinline\nfunc Keep(p *int) {\n\tkept = p\n}\n\n',
			'//go:noinline\nfunc Keep(p *int) { *p = 3 }\n\n',
			'var all []*int\n\n//go:noinline\nfunc Keep(q *int) {\n\tall = append(all, q)\n}\n\n',
		],
		['func hidden() int { return 1 }\n\n', 'func hidden(s string) int { return 2 }\n\n', ''],
		[
			'',
			'//go:linkname given example.com/app/a.given\nfunc given() int { return 2 }\n\n',
			'//go:linkname made runtime.noSuch\nfunc made() int { return 3 }\n\n',
			'//go:linkname stop runtime.gcStart\nfunc stop(a, b, c uintptr)\n\nfunc Stop() { stop(0, 0, 0) }\n\n',
		],
	];
}

export function spell(file: string, choice: readonly number[]): string {
	return (files[file]?.parts ?? []).map((part, index) => part[(choice[index] ?? 0) % part.length]).join('');
}

/** The first variant of everything. */
export function firstChoice(file: string): Choice {
	const spec = files[file];
	return spec?.atFirst ? spec.parts.map(() => 0) : undefined;
}
