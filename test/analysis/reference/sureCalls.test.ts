/** What we are sure that the compiler keeps, beside what it keeps: one package for each case, all compiled in one run. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { sureCalls } from '../../../server/src/analysis/reference/sureCalls.ts';
import { scanGoFile } from '../../../server/src/analysis/source/scanGoFile.ts';
import { goPath, temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';

/** Each refers to `stop`; `sure`: we say so. What we are not sure of may be compiled or not. */
const cases: Readonly<Record<string, readonly [code: string, sure: boolean]>> = {
	'a function that nobody calls': ['func dead() { stop(1) }', true],
	'a method': ['type T struct{}\nfunc (T) m() { stop(1) }', true],
	'a method of a pointer': ['type T struct{}\nfunc (t *T) m() { stop(1) }', true],
	init: ['func init() { stop(1) }', true],
	go: ['func F() { go stop(1) }', true],
	defer: ['func F() { defer stop(1) }', true],
	'an argument': ['func g(int) {}\nfunc F() { g(stop(1)) }', true],
	'a discarded result': ['func F() { _ = stop(1) }', true],
	'a returned result': ['func F() int { return stop(1) }', true],
	'a field of a literal': ['type T struct{ a int }\nfunc F() T { return T{a: stop(1)} }', true],
	'the variable of a package': ['var v = stop(1)', true],
	'the blank variable of a package': ['var _ = stop(1)', true],
	'a map of a package': ['var V = map[string]int{"a": stop(1)}', true],
	'a literal that nobody calls': ['func F() { f := func() { stop(1) }; _ = f }', true],
	'a literal that is dropped': ['func g(f func()) {}\nfunc F() { g(func() { stop(1) }) }', true],
	'a literal with results': [
		'func F() func() (int, error) { return func() (int, error) { return stop(1), nil } }',
		true,
	],
	'a literal with a struct result': ['func F() any { return func() struct{} { stop(1); return struct{}{} } }', true],
	'a head of if': ['func F() { if stop(1) > 0 { println() } }', true],
	'a head of for': ['func F() { for i := stop(1); i < 3; i++ { } }', true],
	'a head of switch': ['func F() { switch stop(1) { case 1: println() } }', true],
	'a parameter decides': ['func F(on bool) { if on { stop(1) } }', true],
	'the other branch of a parameter': ['func F(on bool) { if on { return } else { stop(1) } }', true],
	'behind a return that a parameter decides': ['func F(on bool) { if !on { return }; stop(1) }', true],
	'behind a length': ['func F(b []byte) { if len(b) == 0 { return }; stop(1) }', true],
	'a field of the receiver decides': ['type T struct{ on bool }\nfunc (t *T) F() { if t.on { stop(1) } }', true],
	'a variable of the package decides': ['var on = false\nfunc F() { if on { stop(1) } }', true],
	'an atomic decides': [
		'import "sync/atomic"\nvar n int32\nfunc F() { if atomic.LoadInt32(&n) > 0 { stop(1) } }',
		true,
	],
	'a clause of a switch': ['func F(n int) { switch n { case 1: return; case 2: stop(1) } }', true],
	'a clause of a type switch': ['func F(x any) { switch x.(type) { case int: stop(1) } }', true],
	'a clause of a select': ['func F(c chan int) { select { case <-c: stop(1); default: } }', true],
	'a loop over a parameter': ['func F(s []int) { for range s { stop(1) } }', true],
	'a loop without end': ['func F() { for { stop(1) } }', true],
	'a block': ['func F() { { stop(1) } }', true],
	'an if with a statement': [
		'func F(m map[string]int, k string) { if v, ok := m[k]; ok { println(v); stop(1) } }',
		true,
	],

	'behind what reflect says of a parameter': [
		'import "reflect"\nfunc F(v any) { rv := reflect.ValueOf(v); if rv.Kind() != reflect.Ptr || rv.IsNil() { panic(1) }; stop(1) }',
		true,
	],
	'behind an error of os': [
		'import "os"\nfunc F(name string) error { f, err := os.Open(name); if err != nil { return err }; f.Close(); stop(1); return nil }',
		true,
	],
	'a parameter beside a constant of another package': [
		'import "io"\nfunc F(n int) { if n == io.SeekEnd { stop(1) } }',
		true,
	],

	'if a parameter and a constant of another package': [
		'import "runtime"\nfunc F(b bool) { if b && runtime.GOOS == "plan9" { stop(1) } }',
		false,
	],
	'if more than its type holds': ['import "math"\nfunc F(n int64) { if n > math.MaxInt64 { stop(1) } }', false],
	'behind a constant that os is asked about': [
		'import "strings"\nfunc F() { s := strings.Repeat("a", 0); s = ""; if s != "" { stop(1) } }',
		false,
	],
	'a result that is set again': [
		'import "strings"\nfunc F(p string) { s := strings.TrimSpace(p); s = ""; if s != "" { stop(1) } }',
		false,
	],
	'a generic function that nobody instantiates': ['func G[T any](t T) { stop(1) }', false],
	'a method of a generic type': ['type T[P any] struct{}\nfunc (t *T[P]) m() { stop(1) }', false],
	'a function called _': ['func _() { stop(1) }', false],
	'if false': ['func F() { if false { stop(1) } }', false],
	'if a constant': ['const on = false\nfunc F() { if on { stop(1) } }', false],
	'if a constant and more': ['const on = false\nfunc F(b bool) { if on && b { stop(1) } }', false],
	'if a constant of another package': ['import "runtime"\nfunc F() { if runtime.GOOS == "plan9" { stop(1) } }', false],
	'if a function that is inlined': ['func on() bool { return false }\nfunc F() { if on() { stop(1) } }', false],
	'if a method that is inlined': [
		'type T int\nfunc (T) on() bool { return false }\nfunc F(t T) { if t.on() { stop(1) } }',
		false,
	],
	'if a local': ['func F() { on := false; if on { stop(1) } }', false],
	'if a local that hides a parameter': ['func F(on bool) { { on := false; if on { stop(1) } } }', false],
	'if an address': ['var v int\nfunc F() { if &v == nil { stop(1) } }', false],
	'if the length of an array': ['func F(a [2]int) { if len(a) == 3 { stop(1) } }', false],
	'if the length of an array of the package': ['var a [2]int\nfunc F() { if len(a) == 3 { stop(1) } }', false],
	'else of a constant': ['const on = true\nfunc F() { if on { println() } else { stop(1) } }', false],
	'else if behind a constant': ['const on = true\nfunc F(b bool) { if on { println() } else if b { stop(1) } }', false],
	'behind a constant and &&': ['const on = false\nfunc F() bool { return on && stop(1) > 0 }', false],
	'behind a return': ['func F() { return; stop(1) }', false],
	'behind a return that a constant decides': ['const on = true\nfunc F() { if on { return }; stop(1) }', false],
	'behind a return deep in a constant': ['const on = true\nfunc F() { if on { { return } }; stop(1) }', false],
	'behind two returns': ['func F(b bool) { if b { return } else { return }; stop(1) }', false],
	'behind panic': ['func F() { panic(1); stop(1) }', false],
	'behind a function that panics': ['func p() { panic(1) }\nfunc F() { p(); stop(1) }', false],
	'behind a loop without end': ['func F() { for {}; stop(1) }', false],
	'behind select {}': ['func F() { select {}; stop(1) }', false],
	'behind a switch that always returns': [
		'func F(n int) { switch n { case 1: return; default: return }; stop(1) }',
		false,
	],
	'a clause of a switch over a constant': ['const on = false\nfunc F() { switch on { case true: stop(1) } }', false],
	'a clause of a switch without value': ['const on = false\nfunc F() { switch { case on: stop(1) } }', false],
	'for false': ['func F() { for false { stop(1) } }', false],
	'for range nothing': ['func F() { for range [0]int{} { stop(1) } }', false],
	'a size': ['import "unsafe"\nvar n = unsafe.Sizeof(stop(1))', false],
	'a name of its own': ['func F() { stop := func(int) int { return 1 }; stop(1) }', false],
	'a parameter of its own': ['func F(stop func(int) int) { stop(1) }', false],
	'a field': ['type T struct{ stop func(int) int }\nfunc F(t T) { t.stop(1) }', false],
	'a comment': ['func F() { /* stop(1) */ }', false],
	'a text': ['var v = "stop(1)"', false],
	nothing: ['', false],
};

const files = Object.entries(cases).map(([, [code]], at) => {
	const imports = code.includes('import "unsafe"') ? '' : 'import _ "unsafe"\n';
	const [first = '', ...rest] = code.startsWith('import') ? code.split('\n') : ['', code];
	const text = `package p${at}\n\n${imports}${first}\n\n//go:linkname stop runtime.gcStart\nfunc stop(n int) int\n\n${rest.join('\n')}\n`;
	return [`p${at}/p.go`, text] as const;
});

test.each(Object.entries(cases).map(([name, [, sure]], at) => ({ name, sure, text: files[at]?.[1] ?? '' })))(
	'$name: $sure',
	({ sure, text }) => {
		const calls = sureCalls([scanGoFile(text)]);
		expect(calls.some(({ name, path }) => name === 'stop' && path === undefined)).toBe(sure);
	},
);

/** Bodies, and tops of files, that repeat one thing: each took minutes or the whole stack while something was looked for anew at every one. */
const shapes: Readonly<Record<string, (times: number) => string>> = {
	'functions in parameters': (times) => `func a() { ${'func('.repeat(times)} }`,
	'functions in functions': (times) => `func a() { ${'func() { '.repeat(times)}${'}'.repeat(times)} }`,
	'functions as results': (times) => `func a() { ${'func() '.repeat(times)} }`,
	'calls of one function': (times) => `func a() { ${'f(); '.repeat(times)} }`,
	'calls of many functions': (times) =>
		`func a() { ${Array.from({ length: times }, (_, at) => `f${at}(); `).join('')} }`,
	'conditions in conditions': (times) => `func a() { ${'if func() { '.repeat(times)} }`,
	'switches in switches': (times) => `func a() { ${'switch { case a: '.repeat(times)}${'}'.repeat(times)} }`,
	'a long chain of else': (times) => `func a() { ${'if a { } else '.repeat(times)} {} }`,
	'one variable after the other': (times) => `func a() { ${'a, err := strconv.Atoi(x); '.repeat(times)} }`,
	'one variable with many names': (times) => `func a() { ${'a, '.repeat(times)} b := 1 }`,
	'one value with many calls': (times) => `var a = ${'b() + '.repeat(times)} 1`,
	'many variables with many values': (times) => `var ${'a, '.repeat(times)} b = ${'f(), '.repeat(times)} 1`,
};

test.each(Object.entries(shapes))(
	'%s take time in proportion to their number',
	(_, shape) => {
		const calls = sureCalls([scanGoFile(`package p\n\nimport "strconv"\n\n${shape(30_000)}\n`)]);
		expect(calls.every(({ from }) => from === 'a' || from === 'init')).toBe(true);
	},
	30_000,
);

test('nothing is certain of blocks that are deeper than anybody writes them', () => {
	const nested = (depth: number) => `package p\n\nfunc a() { ${'{ '.repeat(depth)} stop() ${'}'.repeat(depth)} }\n`;
	expect(sureCalls([scanGoFile(nested(100))])).toHaveLength(1);
	expect(sureCalls([scanGoFile(nested(10_000))])).toEqual([]);
});

describe.each(['1.22.12', '1.26.8', '1.27.0'])('Go %s', (release) => {
	const goroot = gorootOf(release);
	const kept = new Set<string>();

	test.skipIf(goroot === undefined)(
		'keeps all that we are sure of, and nothing that we leave out',
		() => {
			const cwd = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.21\n', ...Object.fromEntries(files) });
			const env = { ...process.env, GOTOOLCHAIN: `go${release}`, GOFLAGS: '-buildvcs=false' };
			const code = 'cd "$0" && exec "$1" build -gcflags=-S ./... 2>&1';
			const output = execFileSync('sh', ['-c', code, cwd, goPath ?? ''], { env, encoding: 'utf8', maxBuffer: 1 << 27 });
			for (const one of output.split(/^# /m)) {
				if (one.includes('runtime.gcStart')) kept.add(one.slice(0, one.indexOf('\n')));
			}
			const missed = Object.entries(cases).filter(([, [, sure]], at) => sure && !kept.has(`example.com/m/p${at}`));
			expect(missed.map(([name]) => name)).toEqual([]);
			// The cases that are there to be left out are left out by the compiler as well. Go 1.22 knows less.
			if (release === '1.22.12') return;
			const left = Object.entries(cases).filter(([, [, sure]], at) => !sure && kept.has(`example.com/m/p${at}`));
			expect(left.map(([name]) => name)).toEqual([]);
		},
		120_000,
	);
});
