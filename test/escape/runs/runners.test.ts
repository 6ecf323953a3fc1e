/** Both runners say the same about real packages. */
import { dirname, isAbsolute, join } from 'node:path';
import { describe, expect } from 'vitest';
import { createToolchain } from '../../../server/src/toolchain/toolchain.ts';
import { planUnit } from '../../../server/src/escape/runs/compilePlan.ts';
import { createLineFilter } from '../../../server/src/analysis/escape/neededLines.ts';
import { runCompiler } from '../../../server/src/escape/runs/runCompiler.ts';
import { runList } from '../../../server/src/escape/runs/runList.ts';
import type { GoContext } from '../../../server/src/world/go/goContext.ts';
import { createGoModules } from '../../../server/src/world/go/goModules.ts';
import { createBench, plainSettings } from '../../support/escapes.ts';
import { goTest, temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { long } from '../../support/long.ts';

const never = new AbortController().signal;
const modules = createGoModules({ settings: () => plainSettings, toolchain: createToolchain });

async function contextOf(directory: string): Promise<GoContext> {
	const context = await modules.contextOfDirectory(directory, never);
	if (context.kind === 'no-go') throw new Error(context.problem);
	return context;
}

/** The only message that comes after escape analysis. No hint is made of it, and the fast runner does not wait for it. */
const late = /: index bounds check elided$/;

/** The lines of an output with absolute paths, in an order of their own. */
function normalised(output: string, directory: string): string[] {
	const absolute = (file: string) => (isAbsolute(file) || file.startsWith('<') ? file : join(directory, file));
	const lines = output.split('\n').filter((line) => line !== '' && !late.test(line));
	return lines
		.map((line) => line.replace(/^([^:\s]+)(?=:\d+)/, absolute).replace(/(?<= at )([^:\s]+)(?=:\d+)/, absolute))
		.sort();
}

async function compare(directory: string, tests: boolean, context?: GoContext) {
	context ??= await contextOf(directory);
	const list = { context, directory, patterns: ['.'], buffers: new Map(), tests, dependencies: true };
	const listed = await runList(list, never);
	if (listed.kind === 'failed') throw new Error(listed.error.message);
	const compared: string[] = [];
	for (const unit of listed.units) {
		const plan = await planUnit(unit, listed.listed, context);
		if (plan === undefined || unit.result.kind === 'failed') {
			compared.push(`${unit.importPath}: unplanned`);
			continue;
		}
		const lines: string[] = [];
		const isNeeded = createLineFilter();
		const onLine = (line: string) => {
			if (isNeeded(line)) lines.push(line);
		};
		const ran = await runCompiler({ context, plan, buffers: new Map(), onLine }, never);
		expect(ran, unit.importPath).toEqual({ kind: 'compiled' });
		const fast = normalised(lines.join('\n'), directory);
		expect(fast, unit.importPath).toEqual(normalised(unit.result.output, directory));
		compared.push(`${unit.importPath}: ${fast.length > 0 ? 'the same' : 'nothing'}`);
	}
	return compared;
}

describe('the standard library', () => {
	const packages = [
		'strings',
		'sort',
		'sync',
		'os',
		'net/url',
		'encoding/json',
		'text/template',
		// With assembly.
		'math/big',
		'hash/crc32',
		'log/slog',
		// With cgo and half of the standard library before it.
		...(long ? ['net/http'] : []),
	];
	goTest.each(packages)('%s', async (name) => {
		const { goroot } = await contextOf(dirname(import.meta.dirname));
		expect(await compare(join(goroot, 'src', name), false)).toEqual([`${name}: the same`]);
	});

	goTest('with tests and external tests', async () => {
		const { goroot } = await contextOf(dirname(import.meta.dirname));
		expect(await compare(join(goroot, 'src/container/list'), true)).toEqual([
			'container/list [container/list.test]: the same',
			'container/list_test [container/list.test]: the same',
		]);
		expect(await compare(join(goroot, 'src/bufio'), true)).toEqual([
			'bufio [bufio.test]: the same',
			'bufio_test [bufio.test]: the same',
		]);
	});
});

goTest('a module with an old language version, generics, internal and main packages', async () => {
	const root = temporaryModule({
		'go.mod': 'module example.com/m\n\ngo 1.21.3\n',
		'main.go': `package main

import "example.com/m/internal/set"

type T struct{ a int }

func (t T) String() string { return "T" }

func main() {
	var ps []*int
	for i := 0; i < 3; i++ {
		ps = append(ps, &i)
	}
	s := set.Of(1, 2)
	println(len(ps), s.Has(1), set.Of(T{1}).Has(T{2}))
}
`,
		'internal/set/set.go': `package set

type Set[T comparable] struct{ items map[T]*T }

func Of[T comparable](items ...T) *Set[T] {
	s := &Set[T]{items: map[T]*T{}}
	for _, item := range items {
		s.items[item] = &item
	}
	return s
}

func (s *Set[T]) Has(item T) bool { return s.items[item] != nil }
`,
		'cgo/c.go': 'package cgo\n\n// int f(void) { return 1; }\nimport "C"\n\nfunc F() int { return int(C.f()) }\n',
		'profiled/p.go': 'package main\n\nfunc main() {}\n',
		// Empty, and a profile all the same.
		'profiled/default.pgo': '',
		'asm/a.go': 'package asm\n\nfunc Add(a *int) int\n\nfunc F() int { x := 1; return Add(&x) }\n',
		'asm/a.s': '#include "textflag.h"\n\nTEXT ·Add(SB), NOSPLIT, $0-16\n\tRET\n',
	});
	expect(await compare(root, false)).toEqual(['example.com/m: the same']);
	// Generic code is compiled where it is instantiated.
	expect(await compare(join(root, 'internal/set'), false)).toEqual(['example.com/m/internal/set: nothing']);
	expect(await compare(join(root, 'asm'), false)).toEqual(['example.com/m/asm: the same']);
	expect(await compare(join(root, 'cgo'), false)).toEqual(['example.com/m/cgo: unplanned']);
	expect(await compare(join(root, 'profiled'), false)).toEqual(['example.com/m/profiled: unplanned']);
});

describe('older and newer Go', () => {
	const text = `package lib

import "strconv"

type P struct{ name string }

func New(n int) *P { return &P{strconv.Itoa(n)} }

func Each(f func(*int)) {
	for i := 0; i < 3; i++ {
		f(&i)
	}
}
`;
	const releases = long ? ['1.21.13', '1.22.12', '1.24.12', '1.25.8', '1.27.0'] : ['1.21.13', '1.24.12', '1.27.0'];
	goTest.each(releases)('Go %s', async (release) => {
		const goroot = gorootOf(release);
		if (goroot === undefined) return;
		const root = temporaryModule({ 'go.mod': 'module m\n\ngo 1.21\n', 'a.go': text });
		const settings = { path: join(goroot, 'bin/go'), extension: { toolsEnvVars: { GOTOOLCHAIN: 'local' } } };
		const own = createGoModules({ settings: () => ({ ...plainSettings, ...settings }), toolchain: createToolchain });
		const context = await own.contextOfDirectory(root, never);
		if (context.kind === 'no-go') throw new Error(context.problem);
		expect(context.version.text).toBe(`go${release}`);
		expect(await compare(root, false, context)).toEqual(['m: the same']);

		const { analysis, spell, started } = createBench({ settings });
		analysis.opened(join(root, 'a.go'), text);
		await analysis.settled();
		const edited = `${text}\nfunc More() *[2]int { return new([2]int) }\n`;
		analysis.changed(join(root, 'a.go'), edited);
		await analysis.settled();
		expect(started).toEqual(['env', 'list', 'compile']);
		expect(spell(join(root, 'a.go'), edited)).toEqual([
			'7 &P{...} escapes to heap (fresh)',
			'10 moved to heap: i (fresh)',
			'15 new([2]int) escapes to heap (fresh)',
		]);
	});
});
