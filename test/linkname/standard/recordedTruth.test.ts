/** Modules whose truth needs more than one build, or `go test`, or -race: what the toolchain said stands beside each (linux/amd64). */
import { describe, expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { check, haveGo, type Release } from '../modules/support.ts';

interface Case {
	readonly files: Readonly<Record<string, string>>;
	readonly release?: Release;
	/** `file rule` of errors and warnings. */
	readonly expected: readonly string[];
	readonly says?: RegExp;
}

const pull = (target: string, declaration: string) =>
	`import "unsafe"\n\n//go:linkname ${target}\n${declaration}\n\nvar _ unsafe.Pointer\n`;
const program = (code: string) => `package main\n\n${code}`;

/** A file for builds with -race that pulls and calls a function, and the same without. */
function withRace(target: string, signature: string, values: string): Case['files'] {
	return {
		'main.go': program('func main() { enter() }\n'),
		'race.go': `//go:build race\n\n${program(`${pull(`report ${target}`, `func report${signature}`)}\nfunc enter() { report(${values}) }\n`)}`,
		'norace.go': `//go:build !race\n\n${program('func enter() {}\n')}`,
	};
}

const clock = 'type clock struct{ start int64 }\n';
const oldClock = `//go:build !go1.27\n\n${program(`${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\nfunc (c clock) now() int64 { return nanotime() - c.start }\n`)}`;

const cases: Readonly<Record<string, Case>> = {
	// Go 1.27.0, go build: ./main.go:3:23: undefined: now
	'a pull that a newer Go leaves out, and that is still used': {
		files: {
			'main.go': program('func main() { println(now() > 0) }\n'),
			'now.go': `//go:build !go1.27\n\n${program(pull('now runtime.nanotime', 'func now() int64'))}`,
		},
		expected: ['now.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares now: now\.go is left out, and main\.go uses it/,
	},
	// The same, judged by Go 1.27.
	'a pull that the Go in use leaves out': {
		release: '1.27.0',
		files: {
			'main.go': program('func main() { println(now() > 0) }\n'),
			'now.go': `//go:build !go1.27\n\n${program(pull('now runtime.nanotime', 'func now() int64'))}`,
		},
		expected: ['now.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares now/,
	},
	// Go 1.26.8 and 1.27.0, go build: ok
	'a pull that another file takes the place of': {
		files: {
			'main.go': program('func main() { println(now() > 0) }\n'),
			'now.go': `//go:build !go1.27\n\n${program(pull('now runtime.nanotime', 'func now() int64'))}`,
			'now_new.go': `//go:build go1.27\n\n${program('import "time"\n\nfunc now() int64 { return time.Now().UnixNano() }\n')}`,
		},
		expected: [],
	},
	// Go 1.26.8, go vet, go build: ok with the file, and nobody uses it without.
	'a pull that goes together with its users': {
		files: {
			'main.go': program('func main() {}\n'),
			'now.go': `//go:build !go1.27\n\n${program(`${pull('now runtime.nanotime', 'func now() int64')}\nfunc init() { println(now()) }\n`)}`,
		},
		expected: [],
	},
	// Go 1.27.0, go build: ./main.go:3:23: undefined: now
	'a function beside a pull that a newer Go leaves out': {
		files: {
			'main.go': program('func main() { println(now() > 0) }\n'),
			'now.go': `//go:build !go1.27\n\n${program(`${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\nfunc now() int64 { return nanotime() }\n`)}`,
		},
		expected: ['now.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares now: now\.go is left out, and main\.go uses it/,
	},
	// Go 1.27.0, go build: ./main.go:3:9: undefined: now, and ./main.go:5:38: undefined: ncpu
	'pulls that are a value and an argument': {
		files: {
			'main.go': program(
				'var f = now\n\nfunc show(n int32, more ...int) { println(f(), n) }\n\nfunc main() { show(count(), 1) }\n\nfunc count() int32 { return pick(ticks, 2) }\n\nfunc pick(t func() int64, n int32) int32 { return n }\n',
			),
			'now.go': `//go:build !go1.27\n\n${program(pull('now runtime.nanotime', 'func now() int64'))}`,
			'ticks.go': `//go:build !go1.27\n\n${program(pull('ticks runtime.cputicks', 'func ticks() int64'))}`,
		},
		expected: ['now.go linkname-version-drift', 'ticks.go linkname-version-drift'],
	},
	// Go 1.27.0, go build: ./main.go:5:29: undefined: clock.Now
	'a function that another package calls': {
		files: {
			'main.go': program('import "example.com/m/clock"\n\nfunc main() { println(clock.Now() > 0) }\n'),
			'clock/clock.go': 'package clock\n',
			'clock/now.go': `//go:build !go1.27\n\npackage clock\n\n${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\nfunc Now() int64 { return nanotime() }\n\nfunc Unused() {}\n`,
		},
		expected: ['clock/now.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares Now: now\.go is left out, and main\.go uses it/,
	},
	// Go 1.26.8 and 1.27.0, go build: ok
	'a function that another package calls with older versions only': {
		files: {
			'main.go': program('func main() {}\n'),
			'old.go': `//go:build !go1.27\n\n${program('import "example.com/m/clock"\n\nfunc init() { println(clock.Now() > 0) }\n')}`,
			'clock/clock.go': 'package clock\n',
			'clock/now.go': `//go:build !go1.27\n\npackage clock\n\n${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\nfunc Now() int64 { return nanotime() }\n`,
		},
		expected: [],
	},
	// The same: the last of the files that take turns has no pull itself.
	'a function that no file takes over': {
		files: {
			'main.go': program('func main() { stop()() }\n'),
			'stop_22.go': `//go:build !go1.23\n\n${program(`${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\n${pull('cputicks runtime.cputicks', 'func cputicks() int64').replace('import "unsafe"\n', '').replace('var _ unsafe.Pointer', '')}\nfunc stop() func() { nanotime(); cputicks(); return func() {} }\n`)}`,
			'stop_23.go': `//go:build go1.23 && !go1.27\n\n${program('func stop() func() { return func() {} }\n')}`,
		},
		expected: ['stop_22.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares stop: stop_23\.go is left out, and main\.go uses it/,
	},
	// Go 1.26.8 and 1.27.0, go build: ok
	'names of a file that is left out, which other code declares for itself or Go has': {
		files: {
			'main.go': program(
				'type clock struct{ now int64 }\n\nfunc (c clock) tick(now int64) int64 { return max(now, c.now) }\n\nfunc main() {\n\tnow := func() int64 { return 1 }\n\tprintln(clock{now: now()}.tick(2))\n}\n',
			),
			'now.go': `//go:build !go1.27\n\n${program(`${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\nfunc now() int64 { return nanotime() }\n\nfunc max(a, b int64) int64 { return a }\n`)}`,
		},
		expected: [],
	},
	// Go 1.27.0, go build: ./main.go:5:41: c.now undefined (type clock has no field or method now)
	'a method beside a pull that a newer Go leaves out': {
		files: {
			'main.go': program(
				`${clock}\nfunc (c clock) since() int64 { return c.now() - c.start }\n\nfunc main() { println(clock{}.since() > 0) }\n`,
			),
			'now.go': oldClock,
		},
		expected: ['now.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares clock\.now: now\.go is left out, and main\.go uses it/,
	},
	// Go 1.27.0, go build ./...: clock has no field or method now, in each of the four packages
	'a method of a parameter, a variable of the package, and a local one': {
		files: {
			'main.go': program(`${clock}\nfunc main() { println(of(nil) > 0) }\n`),
			'a.go': program('func of(c *clock) int64 { return c.now() }\n'),
			'now.go': oldClock,
			'b/b.go': `package b\n\n${clock}\nvar wall *clock\n\nfunc Now() int64 { return wall.now() }\n`,
			'b/now.go': oldClock.replace('package main', 'package b'),
			'c/c.go': `package c\n\n${clock}\nfunc Now() int64 {\n\tc := &clock{}\n\treturn c.now()\n}\n`,
			'c/now.go': oldClock.replace('package main', 'package c'),
			'd/d.go': `package d\n\n${clock}\nfunc Now() int64 { return (clock{start: 1}).now() + clock{start: 2}.now() }\n`,
			'd/now.go': oldClock.replace('package main', 'package d'),
		},
		expected: ['b/now.go', 'c/now.go', 'd/now.go', 'now.go'].map((file) => `${file} linkname-version-drift`),
	},
	// The same, judged by Go 1.27.
	'a method that the Go in use leaves out': {
		release: '1.27.0',
		files: {
			'main.go': program(`${clock}\nfunc main() { println(clock{}.now() > 0) }\n`),
			'now.go': oldClock,
		},
		expected: ['now.go linkname-version-drift'],
		says: /From go1\.27 on nothing declares clock\.now/,
	},
	// Go 1.26.8 and 1.27.0, go build: ok
	'methods that another file, an embedded type or another variable has': {
		files: {
			'main.go': program(`${clock}\nfunc main() { println(clock{}.now() > 0) }\n`),
			'now.go': oldClock,
			'new.go': `//go:build go1.27\n\n${program('func (c clock) now() int64 { return c.start }\n')}`,
			'b/b.go':
				'package b\n\ntype base struct{}\n\nfunc (base) now() int64 { return 1 }\n\ntype clock struct{ base }\n\nfunc Now() int64 { return clock{}.now() }\n',
			'b/now.go': oldClock.replace('package main', 'package b').replace('c.start', 'c.base.now()'),
			'c/c.go': `package c\n\n${clock}\ntype other struct{}\n\nfunc (other) now() int64 { return 1 }\n\nvar c clock\n\nfunc Now(o other) int64 {\n\tc := o\n\treturn c.now()\n}\n\nfunc Then() func(c other) int64 { return func(c other) int64 { return c.now() } }\n`,
			'c/now.go': oldClock.replace('package main', 'package c'),
			'd/d.go': 'package d\n\ntype clock struct{ now func() int64 }\n\nfunc Now(c clock) int64 { return c.now() }\n',
			'd/now.go': `//go:build !go1.27\n\npackage d\n\n${pull('nanotime runtime.nanotime', 'func nanotime() int64')}\nfunc (c clock) later() int64 { return nanotime() }\n`,
		},
		expected: [],
	},
	// Go 1.26.8, go test: link: example.com/m.test: invalid reference to testing/internal/testdeps.ImportPath
	'a variable that only tests link in': {
		files: {
			'a.go': 'package m\n\nfunc A() int { return 1 }\n',
			'a_test.go': `package m\n\nimport (\n\t"testing"\n\t_ "unsafe"\n)\n\n//go:linkname value testing/internal/testdeps.ImportPath\nvar value string\n\nfunc TestA(t *testing.T) { t.Log(A(), value) }\n`,
		},
		expected: ['a_test.go linkname-refused'],
	},
	// Go 1.22.12, go test: ok
	'a variable that only tests link in, before go1.23': {
		release: '1.22.12',
		files: {
			'a_test.go': `package m\n\nimport (\n\t"testing"\n\t_ "unsafe"\n)\n\n//go:linkname value testing/internal/testdeps.ImportPath\nvar value string\n\nfunc TestA(t *testing.T) { t.Log(value) }\n`,
		},
		expected: ['a_test.go linkname-version-drift'],
	},
	// Go 1.22.12, CGO_ENABLED=1 go build -race: ok
	'a package that -race links in': {
		release: '1.22.12',
		files: {
			'main.go': program('func main() { enter() }\n'),
			'race.go': `//go:build race\n\n${program(`${pull('pulled internal/race.Acquire', 'func pulled(addr unsafe.Pointer)')}\nfunc enter() { var x int; pulled(unsafe.Pointer(&x)) }\n`)}`,
			'norace.go': `//go:build !race\n\n${program('func enter() {}\n')}`,
		},
		// Go 1.23 refuses it, Go 1.24 has it marked: the table does not know builds with -race.
		expected: [],
	},
	// CGO_ENABLED=1 go build -race: 1.22.12, 1.23.12 and 1.26.8 build, 1.27.0: invalid reference to runtime.racereadpc
	'assembly that only builds with -race have': {
		files: withRace('runtime.racereadpc', '(addr unsafe.Pointer, callpc, pc uintptr)', 'nil, 0, 0'),
		expected: ['race.go linkname-version-drift'],
		says: /links with go1\.26, but is refused from go1\.27 on \(in a build with -race\)/,
	},
	'the same from before the check': {
		release: '1.22.12',
		files: withRace('runtime.racereadpc', '(addr unsafe.Pointer, callpc, pc uintptr)', 'nil, 0, 0'),
		expected: ['race.go linkname-version-drift'],
		says: /links with go1\.22, but is refused from go1\.27 on/,
	},
	// CGO_ENABLED=1 go build -race: 1.22.12 to 1.27.0 build
	'what the compiler calls in every function with -race': {
		release: '1.27.0',
		files: withRace('runtime.racefuncenter', '(callpc uintptr)', '0'),
		expected: [],
	},
	// 1.27.0: invalid reference to runtime.raceread
	'what it calls at some accesses': {
		release: '1.27.0',
		files: withRace('runtime.raceread', '(addr uintptr)', '0'),
		expected: ['race.go linkname-refused'],
	},
	// Go 1.22.12, go build: internal compiler error: Type.Elem UNSAFEPTR
	'an allocation whose result is no pointer to a type': {
		release: '1.22.12',
		files: {
			'main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) unsafe.Pointer')}\nfunc main() { println(alloc(nil) != nil) }\n`,
			),
		},
		expected: ['main.go linkname-signature'],
	},
	// Go 1.22.12, go build: internal compiler error: Type.Elem UINTPTR, and the like
	'an allocation whose result is a number, or a type that stands for a pointer without type': {
		release: '1.22.12',
		files: {
			'number/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) uintptr')}\nfunc main() { println(alloc(nil)) }\n`,
			),
			'named/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) object')}\ntype object unsafe.Pointer\n\nfunc main() { println(alloc(nil)) }\n`,
			),
			'stored/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) unsafe.Pointer')}\nvar sink unsafe.Pointer\n\nfunc main() { sink = alloc(nil) }\n`,
			),
			'struct/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) struct{ p unsafe.Pointer }')}\nfunc main() { println(alloc(nil).p) }\n`,
			),
			'variable/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) unsafe.Pointer')}\nfunc main() { p := alloc(nil); println(p) }\n`,
			),
		},
		expected: ['named', 'number', 'stored', 'struct', 'variable'].map((name) => `${name}/main.go linkname-signature`),
	},
	// Go 1.22.12 and 1.23.12, go build: ok
	'an allocation whose result is thrown away, or points to a type': {
		release: '1.22.12',
		files: {
			'dropped/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) unsafe.Pointer')}\nvar _ = alloc(kind)\n\nvar kind = *(*unsafe.Pointer)(unsafe.Pointer(&sample))\n\nvar sample any = 1\n\nfunc main() {\n\talloc(kind)\n\t_ = alloc(kind)\n\t_ = uintptr(alloc(kind))\n\tvar q unsafe.Pointer = alloc(kind)\n\t_ = q\n\tdefer alloc(kind)\n\tgo alloc(kind)\n\tp := alloc(kind)\n\t_ = p\n\tif p := 1; p > 0 {\n\t\talloc(kind)\n\t}\n}\n`,
			),
			'pointer/main.go': program(
				`${pull('alloc runtime.newobject', 'func alloc(typ unsafe.Pointer) number')}\nvar kind = *(*unsafe.Pointer)(unsafe.Pointer(&sample))\n\nvar sample any = 1\n\ntype number *int\n\nfunc main() { println(*alloc(kind)) }\n`,
			),
		},
		// From Go 1.24 on it is refused.
		expected: ['dropped/main.go linkname-version-drift', 'pointer/main.go linkname-version-drift'],
	},
	// Go 1.26.8, go build: relocation target runtime.getg not defined; runtime.getm is another thing.
	'a function that the compiler makes, beside one with nearly its name': {
		files: {
			'main.go': program(`${pull('getg runtime.getg', 'func getg() uintptr')}\nfunc main() { println(getg() != 0) }\n`),
		},
		expected: ['main.go linkname-undefined'],
		says: /^(?!.*did you mean)/,
	},
	// Go 1.26.8, go build: relocation target golang.org/x/net/http/httpguts.ValidHostHeader not defined; the vendored one is refused.
	'a package that std vendors': {
		files: {
			'main.go': program(
				`import _ "net/http"\n\n${pull('valid golang.org/x/net/http/httpguts.ValidHostHeader', 'func valid(h string) bool')}\nfunc main() { println(valid("a")) }\n`,
			),
		},
		expected: ['main.go linkname-undefined'],
		says: /^(?!.*did you mean)/,
	},
};

describe.skipIf(!haveGo)('what the toolchain said', () => {
	test.each(Object.entries(cases))('%s', async (_, { files, release = '1.26.8', expected, says }) => {
		const root = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.21\n', ...files });
		const { findings } = await check(root, { release });
		const loud = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
		expect(loud.map(({ file, rule }) => `${file.slice(root.length + 1)} ${rule}`)).toEqual(expected);
		if (says) expect(loud[0]?.message).toMatch(says);
	});
});
