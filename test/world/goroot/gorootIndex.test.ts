import { describe, expect, test } from 'vitest';
import type { Pull } from '../../../server/src/analysis/linker/verdict.ts';
import { createGorootIndex, type GorootIndex } from '../../../server/src/world/goroot/gorootIndex.ts';
import { goTree, type MemoryFiles, memoryFiles } from './support.ts';

const sources = {
	'runtime/proc.go': `package runtime
import _ "unsafe"
import "internal/abi"
// Notable members of the hall of shame include:
//   - github.com/a/b
//go:linkname nanotime
func nanotime() int64 { return 0 }
func private(a, b int) (string, error) { return "", nil }
//go:linknamestd forStd
func forStd() {}
//go:linkname newcoro
func newcoro() {}
func newobject() {}
//go:linkname sync_semacquire sync.runtime_Semacquire
func sync_semacquire(addr *uint32) {}
type g struct{ id uint64 }
func (g *g) ready() {}
func (g g) name() string { return "" }
func generic[T any](t T) {}
var ncpu int32
//go:linkname open
var open []byte
var empty struct{}
const limit = 4
type m struct {
	*g // by pointer
	procid, id uint64
	waiter
	abi.Locker \`json:"-"\`
}
type m2 m
type waiter interface {
	wait(func(), struct{ a int })
	abi.Stopper
}
`,
	'runtime/stubs.go': `package runtime
func asmcgocall(fn, arg unsafe.Pointer) int32
func memequal(
	a, b unsafe.Pointer, // both
	size uintptr,
) bool
`,
	'runtime/asm_amd64.s': `#include "textflag.h"
TEXT ·asmcgocall(SB), NOSPLIT, $0-20
	RET
TEXT ·unreachable(SB), NOSPLIT, $0
	RET
TEXT runtime∕internal∕x·y<ABIInternal>(SB), NOSPLIT, $0
	RET
TEXT crosscall2<ABIInternal>(SB), NOSPLIT, $0
	RET
GLOBL ·table(SB), RODATA, $8
GLOBL ·tls_g+0(SB), TLSBSS, $8
GLOBL ·tls_twice(SB), TLSBSS+DUPOK, $8
`,
	'runtime/asm_arm64.s': 'TEXT ·onlyArm(SB), NOSPLIT, $0\n',
	'runtime/proc_windows.go': 'package runtime\nfunc onlyWindows() {}\n',
	'runtime/cgo.go': '//go:build cgo\n\npackage runtime\nfunc onlyCgo() {}\n',
	'runtime/ignored.go': '//go:build ignore\n\npackage main\nfunc tool() {}\n',
	'runtime/proc_test.go': 'package runtime\nfunc onlyTest() {}\n',
	'internal/bytealg/equal.go': `package bytealg
import _ "unsafe"
//go:linkname abigen_memequal runtime.memequal
func abigen_memequal(a, b unsafe.Pointer, size uintptr) bool
`,
	'internal/bytealg/count.go': 'package bytealg\nfunc Count() int\nfunc Index() int\n',
	'simd/archsimd/ops_amd64.go': `package archsimd
type Int8x16 struct{ _ [16]int8 }
func (x Int8x16) Add(y Int8x16) Int8x16
func (x *Int8x16) Store()
func ClearUpperBits()
`,
	'internal/bytealg/equal_amd64.s': 'TEXT runtime·memequal<ABIInternal>(SB), NOSPLIT, $0\n',
	'sync/sema.go': `package sync
import _ "runtime"
import "hash"
//go:linkname runtime_Semacquire
func runtime_Semacquire(addr *uint32)
`,
	'internal/abi/abi.go': `package abi
type NoSize struct{}
var Nothing NoSize
type Locker struct{}
func (l *Locker) Lock() {}
func (l *Locker) private() {}
type Stopper interface { Stop() error }
`,
	'hash/hash.go':
		'package hash\nimport . "internal/abi"\nimport "internal/abi"\nvar like = abi.Nothing\nvar some = abi.Other\n',
	'crypto/internal/fips140/sha256/sha256.go': 'package sha256\nfunc block() {}\nvar k int\n',
	'time/sleep.go': 'package time\nimport _ "unsafe"\n//go:linkname now runtime.nanotime\nfunc now() int64\n',
};

function open(
	linker: Parameters<typeof goTree>[0],
	more: { goarch?: string; cgo?: boolean; tags?: readonly string[] } = {},
	files = memoryFiles(goTree(linker, sources)),
) {
	const platform = { goos: 'linux', goarch: more.goarch ?? 'amd64', cgo: more.cgo ?? false, tags: more.tags ?? [] };
	return createGorootIndex({ goroot: '/go', ...platform, files, cacheDirectory: '/cache' });
}

async function spell(index: GorootIndex, symbol: string, more: Partial<Pull> = {}): Promise<string> {
	const verdict = await index.judge({ symbol, as: 'func', ...more });
	return verdict.state === 'unknown' ? verdict.message : `${verdict.state}: ${verdict.why}`;
}

// symbol → no check at all, Go 1.23's check, Go 1.27's
const functions: Record<string, [string, string, string]> = {
	'runtime.nanotime': ['links: unchecked', 'links: pushed', 'links: pushed'],
	'runtime.private': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.forStd': ['links: unchecked', 'refused: std-only', 'refused: std-only'],
	'runtime.newcoro': ['links: unchecked', 'refused: blocked', 'refused: blocked'],
	'runtime.newobject': ['links: builtin', 'links: builtin', 'refused: not-pushed'],
	'sync.runtime_Semacquire': ['links: unchecked', 'links: pushed', 'links: pushed'],
	'runtime.sync_semacquire': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.asmcgocall': ['links: unchecked', 'links: wrapper', 'refused: assembly'],
	'runtime.memequal': ['links: unchecked', 'links: assembly', 'links: pushed'],
	'runtime.unreachable': ['undefined: assembly-only', 'undefined: assembly-only', 'undefined: assembly-only'],
	'runtime/internal/x.y': ['links: unchecked', 'links: assembly', 'refused: assembly'],
	crosscall2: ['links: unchecked', 'links: assembly', 'links: no-package'],
	'runtime.(*g).ready': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.g.name': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.(*g).name': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.g.ready': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.(*m).ready': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.m.ready': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.(*m2).ready': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.m.wait': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.m.Stop': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.(*m).Lock': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.m.Lock': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.(*m).private': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.(*m).nothing': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.waiter.wait': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.generic': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	// Bodies that the compiler gives to intrinsics.
	'simd/archsimd.Int8x16.Add': ['undefined: absent', 'undefined: absent', 'refused: not-pushed'],
	'simd/archsimd.(*Int8x16).Add': ['undefined: absent', 'undefined: absent', 'refused: not-pushed'],
	'simd/archsimd.(*Int8x16).Store': ['undefined: absent', 'undefined: absent', 'refused: not-pushed'],
	'simd/archsimd.ClearUpperBits': ['undefined: absent', 'undefined: absent', 'refused: not-pushed'],
	'internal/bytealg.Count': ['undefined: absent', 'undefined: absent', 'refused: not-pushed'],
	'internal/bytealg.Index': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.ncpu': ['undefined: variable', 'undefined: variable', 'undefined: variable'],
	'runtime.onlyArm': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.onlyWindows': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.onlyCgo': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.onlyTest': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'runtime.tool': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'cmd/asm.main': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'../secret.f': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
	'constructor.constructor': ['undefined: absent', 'undefined: absent', 'undefined: absent'],
};

const variables: Record<string, [string, string, string]> = {
	'runtime.ncpu': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.open': ['links: unchecked', 'links: pushed', 'links: pushed'],
	'runtime.empty': ['links: unchecked', 'links: larger-variable', 'links: larger-variable'],
	'hash.like': ['links: unchecked', 'links: larger-variable', 'links: larger-variable'],
	'hash.some': ['links: unchecked', 'refused: not-pushed', 'refused: not-pushed'],
	'runtime.table': ['links: unchecked', 'links: assembly', 'refused: assembly'],
	'simd/archsimd.Int8x16.Add': ['zero-variable: absent', 'zero-variable: absent', 'zero-variable: function'],
	// Go 1.26.8, linux/arm64: duplicated definition of symbol runtime.tls_g
	'runtime.tls_g': ['links: unchecked', 'refused: assembly', 'refused: assembly'],
	'runtime.tls_twice': ['links: unchecked', 'links: assembly', 'refused: assembly'],
	'runtime.gone': ['zero-variable: absent', 'zero-variable: absent', 'zero-variable: absent'],
	'runtime.nanotime': ['zero-variable: function', 'zero-variable: function', 'zero-variable: function'],
	'runtime.newcoro': ['zero-variable: function', 'refused: blocked', 'refused: blocked'],
};

describe.each(['unchecked', 'first', 'strict'] as const)('a linker that is %s', (linker) => {
	const column = { unchecked: 0, first: 1, strict: 2 }[linker];
	const index = open(linker);

	test.each(Object.entries(functions))('function %s', async (symbol, expected) => {
		expect(await spell(index, symbol)).toBe(expected[column]);
	});

	test.each(Object.entries(variables))('variable %s', async (symbol, expected) => {
		expect(await spell(index, symbol, { as: 'var' })).toBe(expected[column]);
	});
});

test('what the pulling package does counts', async () => {
	const index = open('strict');
	expect(await spell(index, 'runtime.(*g).ready', { receiverMentioned: true })).toBe('links: receiver-mentioned');
	expect(await spell(index, 'runtime.newcoro', { from: 'iter' })).toBe('links: allowed');
	expect(await spell(index, 'runtime.ncpu', { as: 'var', wins: true })).toBe('links: larger-variable');
});

test('another platform builds other files', async () => {
	const index = open('strict', { goarch: 'arm64', cgo: true });
	expect(await spell(index, 'runtime.onlyCgo')).toBe('refused: not-pushed');
	// Without ABI wrappers assembly is what Go calls, and this linker cannot check it.
	expect(await spell(index, 'runtime.onlyArm')).toBe('links: assembly');
	expect(await spell(index, 'runtime.asmcgocall')).toBe('undefined: absent');
	// Functions and variables share their names there.
	expect(await spell(index, 'runtime.ncpu')).toBe('refused: not-pushed');
	expect(await spell(index, 'runtime.private', { as: 'var' })).toBe('refused: not-pushed');
});

test('facts say where a symbol is defined, declared and referred to', async () => {
	const index = open('strict');
	expect(await index.symbol('sync.runtime_Semacquire')).toMatchObject({
		importPath: 'sync',
		packageExists: true,
		definition: {
			importPath: 'runtime',
			path: '/go/src/runtime/proc.go',
			line: 15,
			local: 'sync_semacquire',
			signature: '(addr *uint32)',
		},
		reference: { importPath: 'sync', path: '/go/src/sync/sema.go', line: 5, signature: '(addr *uint32)' },
	});
	expect((await index.symbol('runtime.nanotime'))?.definition?.users).toEqual(['github.com/a/b']);
	expect(await index.symbol('runtime.asmcgocall')).toMatchObject({
		definition: { path: '/go/src/runtime/stubs.go', line: 2, shape: 'wrapper', assembly: { line: 2 } },
	});
	expect((await index.symbol('runtime.memequal'))?.reference?.signature).toBe(
		'(a, b unsafe.Pointer, size uintptr) bool',
	);
	expect((await index.symbol('runtime.generic'))?.declared?.kind).toBe('generic');
	expect((await index.symbol('runtime.limit'))?.declared?.kind).toBe('const');
	expect((await index.symbol('runtime.g'))?.declared?.kind).toBe('type');
	expect((await index.symbol('runtime.sync_semacquire'))?.declared?.symbol).toBe('sync.runtime_Semacquire');
	expect((await index.symbol('nowhere.f'))?.packageExists).toBe(false);
});

test('declarations come with their file', async () => {
	const index = open('strict');
	const found = await index.declaration('runtime', 'private');
	expect(found?.path).toBe('/go/src/runtime/proc.go');
	expect(found?.declaration).toMatchObject({ kind: 'func', name: 'private' });
	expect((await index.declaration('runtime', 'g.ready'))?.declaration.kind).toBe('func');
	expect(await index.declaration('runtime', 'gone')).toBeUndefined();
});

test('close names, pullers, packages and the import graph', async () => {
	const index = open('strict');
	expect(await index.closeSymbols('runtime.g.ready')).toEqual(['runtime.(*g).ready']);
	expect(await index.closeSymbols('runtime.nanotme')).toEqual(['runtime.nanotime']);
	expect(await index.stdPullers('runtime.nanotime')).toEqual(['time']);
	expect(await index.packages()).toEqual([
		'crypto/internal/fips140/sha256',
		'hash',
		'internal/abi',
		'internal/buildcfg',
		'internal/bytealg',
		'runtime',
		'simd/archsimd',
		'sync',
		'time',
	]);
	expect([...(await index.closure(['sync', 'no/such']))].sort()).toEqual(['hash', 'internal/abi', 'runtime', 'sync']);
});

test('a symbol of a package is judged without reading the others', async () => {
	const files = memoryFiles(goTree('strict', sources));
	expect(await spell(open('strict', {}, files), 'runtime.nanotime')).toBe('links: pushed');
	expect(files.reads.filter((path) => /sync|bytealg|hash/.test(path))).toEqual([]);
});

describe('the cache on disk', () => {
	async function cached(): Promise<MemoryFiles> {
		const files = memoryFiles(goTree('strict', sources));
		const index = open('strict', {}, files);
		await index.judge({ symbol: 'runtime.memequal', as: 'func' });
		await new Promise((resolve) => setTimeout(resolve, 20));
		files.reads.length = 0;
		return files;
	}
	const sourceReads = (files: MemoryFiles) =>
		files.reads.filter((path) => path.startsWith('/go/src/') && !/buildcfg|goversion|cmd/.test(path));
	const entries = (files: MemoryFiles) => [...files.texts.keys()].filter((path) => path.startsWith('/cache/'));

	test('saves reading the sources', async () => {
		const files = await cached();
		expect(entries(files).length).toBe(3);
		expect(await spell(open('strict', {}, files), 'runtime.memequal')).toBe('links: pushed');
		expect(sourceReads(files)).toEqual([]);
	});

	test('is rebuilt when it is damaged or somebody else’s', async () => {
		for (const damage of [
			(text: string) => text.slice(0, -10),
			() => '',
			() => '{"definitions":{}}\n{}',
			(text: string) => text.replace('memequal', 'memequax'),
		]) {
			const files = await cached();
			for (const path of entries(files)) files.texts.set(path, damage(files.texts.get(path) ?? ''));
			expect(await spell(open('strict', {}, files), 'runtime.memequal')).toBe('links: pushed');
			expect(sourceReads(files)).not.toEqual([]);
		}
	});

	test('is not believed after the tree changed, nor for another context', async () => {
		const files = await cached();
		files.texts.set('/go/VERSION', 'go1.99.2\n');
		await spell(open('strict', {}, files), 'runtime.memequal');
		expect(sourceReads(files)).not.toEqual([]);
		files.reads.length = 0;
		await spell(open('strict', { cgo: true }, files), 'runtime.memequal');
		expect(sourceReads(files)).not.toEqual([]);
	});

	test('is not used for a development tree', async () => {
		const files = memoryFiles(goTree('strict', sources));
		files.texts.delete('/go/VERSION');
		files.texts.set('/go/src/internal/goversion/goversion.go', 'package goversion\n\nconst Version = 99\n');
		const index = open('strict', {}, files);
		expect(await spell(index, 'runtime.private')).toBe('refused: not-pushed');
		expect(entries(files)).toEqual([]);
		files.texts.set('/go/src/runtime/proc.go', 'package runtime\n');
		expect(await index.refresh()).toBe(true);
		expect(await spell(index, 'runtime.private')).toBe('undefined: absent');
	});
});

test('an update of Go is noticed', async () => {
	const files = memoryFiles(goTree('strict', sources));
	const index = open('strict', {}, files);
	expect(await spell(index, 'runtime.private')).toBe('refused: not-pushed');
	expect(await index.refresh()).toBe(false);
	files.texts.set('/go/src/runtime/proc.go', 'package runtime\n');
	files.modified++;
	expect(await index.refresh()).toBe(true);
	expect(await spell(index, 'runtime.private')).toBe('undefined: absent');
});

describe('a broken GOROOT', () => {
	const broken: Record<string, [string[] | 'all', string]> = {
		'is empty': ['all', 'GOROOT /go is not a Go tree: it has neither VERSION nor src/runtime.'],
		'has no version': [['VERSION'], 'GOROOT /go does not say which Go it is: VERSION names no release.'],
		'has no linker': [
			['src/cmd/link/internal/loader/loader.go', 'src/cmd/asm/main.go'],
			"GOROOT /go lacks src/cmd/link/internal/loader/loader.go, src/cmd/asm/main.go: without it the linker's rules are not known.",
		],
	};

	test.each(Object.entries(broken))('%s', async (_, [missing, message]) => {
		const tree = goTree('strict', sources);
		for (const name of missing === 'all' ? Object.keys(tree) : missing.map((path) => `/go/${path}`)) delete tree[name];
		const index = open('strict', {}, memoryFiles(tree));
		expect(await spell(index, 'runtime.nanotime')).toBe(message);
		expect(await index.symbol('runtime.nanotime')).toBeUndefined();
		expect(await index.packages()).toEqual([]);
		expect(await index.closeSymbols('runtime.nanotime')).toEqual([]);
	});

	test('has no runtime', async () => {
		const tree = goTree('strict', {});
		expect(await spell(open('strict', {}, memoryFiles(tree)), 'runtime.nanotime')).toBe(
			'GOROOT /go holds no sources: src/runtime is missing.',
		);
	});

	test('has a file that cannot be read', async () => {
		const files = memoryFiles(goTree('strict', sources));
		const locked = '/go/src/runtime/stubs.go';
		const index = open(
			'strict',
			{},
			{
				...files,
				readText: async (path) => (path === locked ? undefined : files.readText(path)),
			},
		);
		expect(await spell(index, 'runtime.nanotime')).toBe('links: pushed');
		expect(await spell(index, 'runtime.gone')).toBe('GOROOT /go: src/runtime/stubs.go cannot be read.');
	});

	test('has files that are not Go', async () => {
		const files = memoryFiles(
			goTree('strict', {
				...sources,
				'runtime/noise.go': 'package runtime\n\0\0func ( { " \n',
				'runtime/noise.s': '#define (\n#include\nTEXT\n',
			}),
		);
		expect(await spell(open('strict', {}, files), 'runtime.nanotime')).toBe('links: pushed');
	});
});

test('a frozen FIPS module takes the place of its packages', async () => {
	const [now, frozen] = [open('strict'), open('strict', { tags: ['fips140v1.0'] })];
	const fips = 'crypto/internal/fips140';
	expect(await spell(now, `${fips}/sha256.block`)).toBe('refused: not-pushed');
	expect(await spell(frozen, `${fips}/sha256.block`)).toBe('undefined: frozen');
	expect(await spell(now, `${fips}/sha256.k`, { as: 'var' })).toBe('refused: not-pushed');
	expect(await spell(frozen, `${fips}/sha256.k`, { as: 'var' })).toBe('zero-variable: absent');
	expect(await spell(frozen, `${fips}/v1.0.0-c2097c7c/sha256.block`)).toMatch(/is not read\.$/);
	expect(await spell(frozen, 'runtime.nanotime')).toBe('links: pushed');
});
