/** Assembly of functions of a small module, compiled by the Go in use, and compared with `go tool objdump`. */
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { functionAssembly } from '../../server/src/behind/functionAssembly.ts';
import { askerIn, problemOf } from '../support/behind.ts';
import { goPath, goTest, temporaryModule } from '../support/go.ts';

const files = {
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'main.go': `package main

import "example.com/m/lib"

func main() {
	println(lib.F([]int{1, 2, 3}, len(lib.Names)), lib.T{}.V(2), lib.Each([]string{"a"}))
	lib.Pair[string](nil).Len()
}
`,
	'lib/a.go': `package lib

import "fmt"

type T struct{ a, b int }

var Names = []string{fmt.Sprint(1)}

func double(x int) int {
	return x * x
}

//go:noinline
func F(xs []int, i int) int {
	total := 0
	for _, x := range xs {
		total += double(x)
	}
	defer func() { fmt.Println(total, xs[i]) }()
	return total
}

//go:noinline
func (t T) V(n int) string { return fmt.Sprint(t.a, n) }

//go:noinline
func Each[E any](all []E) string {
	return fmt.Sprint(all[0])
}

type Pair[E any] []E

//go:noinline
func (p Pair[E]) Len() int { return len(p) }

var _ = Each([]int{1}) + Pair[int](nil).text()

//go:noinline
func (p Pair[E]) text() string { return fmt.Sprint(len(p)) }

func Unused[E any](e E) E { return e }

func inlined() int { return 1 }

func Asm(x int) int
`,
	'lib/a_amd64.s': '#include "textflag.h"\n\nTEXT ·Asm(SB), NOSPLIT, $0-16\n\tRET\n',
	'lib/a_arm64.s': '#include "textflag.h"\n\nTEXT ·Asm(SB), NOSPLIT, $0-16\n\tRET\n',
	'lib/a_windows_386.go': 'package lib\n\nfunc OnWindows() {}\n',
	'lib/a_test.go': 'package lib\n\nimport "testing"\n\nfunc TestIt(t *testing.T) { t.Log(inlined()) }\n',
	'bad/b.go': 'package bad\n\nvar x int = "s"\n\nfunc B() {}\n',
};

const never = new AbortController().signal;

goTest(
	'every instruction has the line that objdump shows in the linked program',
	async () => {
		const root = temporaryModule(files);
		const binary = join(root, 'program');
		execFileSync(goPath ?? 'go', ['build', '-o', binary, '.'], { cwd: root });
		for (const name of ['./lib.F', './lib.T.V', './lib.Each', './lib.Pair.text', './main.main', './lib.init']) {
			const { functions } = await functionAssembly(name.replace('./main.', './'), askerIn(root), never);
			let compared = 0;
			for (const listed of functions) {
				const pattern = `^${listed.symbol.replace(/[.()*[\]]/g, '\\$&')}$`;
				const text = execFileSync(goPath ?? 'go', ['tool', 'objdump', '-s', pattern, binary], { encoding: 'utf8' });
				const rows = [...text.matchAll(/^ {2}(\S+):(\d+)\t+0x([0-9a-f]+)/gm)];
				const start = Number.parseInt(rows[0]?.[3] ?? '0', 16);
				const shown = new Map(
					rows.map(([, file, line, pc = '']) => [Number.parseInt(pc, 16) - start, `${file}:${line}`]),
				);
				for (const { pc, inner } of listed.instructions) {
					if (!shown.has(pc)) continue;
					expect(`${listed.symbol} ${pc} ${shown.get(pc)}`).toBe(
						`${listed.symbol} ${pc} ${basename(inner.file)}:${inner.line}`,
					);
					compared++;
				}
			}
			expect(compared, name).toBeGreaterThan(3);
		}
	},
	60_000,
);

goTest('inlined calls keep the line in the function, closures and instances come with it', async () => {
	const root = temporaryModule(files);
	const asker = askerIn(root);
	const { functions, declared, importPath } = await functionAssembly('./lib.F', asker, never);
	expect(importPath).toBe('example.com/m/lib');
	expect(declared).toEqual({ path: join(root, 'lib/a.go'), line: 14, endLine: 21 });
	expect(functions.map(({ symbol }) => symbol)).toEqual(
		expect.arrayContaining(['example.com/m/lib.F', 'example.com/m/lib.F.func1']),
	);
	const calls = functions[0]?.instructions.flatMap(({ inlined }) => inlined.map((one) => one.function));
	expect(calls).toContain('example.com/m/lib.double');
	const twice = functions[0]?.instructions.find(({ inlined }) => inlined[0]?.function.endsWith('.double'));
	expect([twice?.outer.line, twice?.inner.line]).toEqual([17, 10]);
	const each = await functionAssembly('./lib.F.func1', asker, never);
	expect(each.functions.map(({ symbol }) => symbol)).toEqual(['example.com/m/lib.F.func1']);
});

goTest('unsaved text counts', async () => {
	const root = temporaryModule(files);
	const path = join(root, 'lib/a.go');
	const buffers = new Map([[path, files['lib/a.go'].replace('return x * x', '\n\n\treturn x * 3')]]);
	const { functions } = await functionAssembly('./lib.double', askerIn(root, {}, buffers), never);
	expect(functions[0]?.instructions.map(({ inner }) => inner)).toContainEqual({ file: path, line: 12 });
});

goTest('a function of a test is found in the test', async () => {
	const root = temporaryModule(files);
	const { functions } = await functionAssembly('./lib.TestIt', askerIn(root), never);
	expect(functions[0]?.symbol).toBe('example.com/m/lib.TestIt');
});

goTest.each([
	['./lib.Asm', /^Asm is written in assembly, in a_\w+\.s of example\.com\/m\/lib\.$/],
	['./lib.Unused', /^Unused is generic, and example\.com\/m\/lib has no instance of it/],
	['./lib.f', 'There is no function f in example.com/m/lib; did you mean ./lib.F?'],
	['./lib.V', 'There is no function V in example.com/m/lib; did you mean ./lib.T.V?'],
	['./lib.T', './lib.T is a type, not a function.'],
	['./lib.OnWindows', /^\.\/lib\.OnWindows is declared in a_windows_386\.go, which is not built for /],
	['./lib.F.func7', 'F has no closure or wrapper that is called F.func7.'],
	[
		'./bad.B',
		'The package does not compile: bad/b.go:3: cannot use "s" (untyped string constant) as int value in variable declaration.',
	],
	['./nowhere.F', 'There is no package in ./nowhere.'],
	['nowhere.F', /^package nowhere is not in std/],
	['fmt.Printn', 'There is no function Printn in fmt; did you mean fmt.Printf?'],
	['./lib.', './lib. names no function; write it like ./p.F, ./p.T.M or "./p.(*T).M".'],
])('%s is answered with one sentence', async (name, sentence) => {
	const root = temporaryModule(files);
	expect(await problemOf(functionAssembly(name, askerIn(root), never))).toMatch(
		sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replace(/[.()*[\]\\/?]/g, '\\$&')}$`),
	);
});

goTest.each([
	[{ go: '1.2.3' }, /^go1\.2\.3 is not on this machine/],
	[{ go: 'x' }, 'x is not a Go version; write it like 1.26.8.'],
	[{ goarch: 'arm63' }, 'GOARCH arm63 is not known; did you mean arm64?'],
	[{ goroot: '/nowhere' }, '/nowhere holds no Go: there is no bin/go in it.'],
])('%o is answered with one sentence', async (choice, sentence) => {
	const root = temporaryModule(files);
	expect(await problemOf(functionAssembly('./lib.F', askerIn(root, choice), never))).toMatch(sentence);
});

goTest('a closure that every caller inlines is said to be part of its caller', async () => {
	const root = temporaryModule({
		'go.mod': 'module example.com/m\n\ngo 1.21\n',
		'a.go': 'package m\n\nfunc F(x *int) {\n\tfunc() { *x++ }()\n}\n',
	});
	expect(await problemOf(functionAssembly('./F.func1', askerIn(root), never))).toMatch(
		/^Every caller inlines F\.func1, so it has no code of its own: its instructions are part of m\.F, at a\.go:4:\d+\.$/,
	);
});
