/** Modules whose directives meet the standard library, with the errors and warnings they deserve. */

export interface TargetModule {
	readonly files: Readonly<Record<string, string>>;
	/** For Go 1.22, 1.24, 1.26 and 1.27; one for all when they agree. Rule ids in source order, parted by blanks. */
	readonly expected: readonly string[];
	/** What is said hangs on imports of imports, which only a Go tree tells. */
	readonly needsTree?: boolean;
	/** It is linked with `-checklinkname=0`. */
	readonly unchecked?: boolean;
}

const refused = 'linkname-refused';
const drift = 'linkname-version-drift';
const accidental = 'linkname-accidental';

/** A program with one directive for a function, and a call of it. */
function calling(target: string, signature = '()', call = 'f()'): Record<string, string> {
	return {
		'main.go': `package main

import _ "unsafe"

//go:linkname f ${target}
func f${signature}

func main() { ${call} }
`,
	};
}

function reading(target: string, type: string): Record<string, string> {
	return {
		'main.go': `package main

import _ "unsafe"

//go:linkname v ${target}
var v ${type}

func main() { println(&v) }
`,
	};
}

/** A package that exports a pull, and a program that imports it. */
function exporting(target: string, declaration: string, inside: string, call: string): Record<string, string> {
	return {
		'main.go': `package main

import "example.com/m/internal/x"

func main() { x.Idle(); ${call} }
`,
		'internal/x/x.go': `package x

import "unsafe"

//go:linkname Pulled ${target}
${declaration}

func Idle() { ${inside} }

var _ unsafe.Pointer
`,
	};
}

const free = 'func Pulled(v unsafe.Pointer, n uintptr)';

/** A pull of a method, with declarations before and after it. */
function receiving(before: string, after = ''): Record<string, string> {
	return {
		'main.go': `package main

import (
	"sync"
	"text/template"
	"unsafe"
)

${before}

//go:linkname doSlow sync.(*Once).doSlow
func doSlow(o unsafe.Pointer, f func())

${after}

var (
	_ sync.Mutex
	_ template.FuncMap
)

func main() { doSlow(unsafe.Pointer(new([3]uintptr)), func() {}) }
`,
	};
}

/** Declarations from which the compiler knows sync.Once when it reads the pull, and such from which it does not. */
const receivers: Readonly<Record<string, readonly [before: string, after: string, links: boolean]>> = {
	'a map in a variable': ['var m = map[string]sync.Once{}', '', true],
	'a variable of an interface with the type in its value': ['var x any = &sync.Once{}', '', true],
	'an argument in the value of a variable': ['func id(o any) int { return 1 }\nvar n = id(&sync.Once{})', '', true],
	'a type that is declared later': ['var h holder', 'type holder struct{ o sync.Once }', true],
	'a function of which a variable takes its type': ['var x = mk()', 'func mk() *sync.Once { return nil }', true],
	'a function literal in a variable': ['var f = func() { var o sync.Once; o.Do(nil) }', '', true],
	'a method': ['type t int\nfunc (t) m(o *sync.Once) {}', '', true],
	'a constant': ['const size = unsafe.Sizeof(sync.Once{})', '', false],
	'a constraint': ['func g[T interface{ *sync.Once }]() {}', '', false],
	'a function body': ['func init() { var o sync.Once; o.Do(func() {}) }', '', false],
	'a type in a function body': [
		'func before() { type t struct{ o sync.Once }; var x t; x.o.Do(func() {}) }',
		'',
		false,
	],
	'a function that only uses it inside': ['var f = sync.OnceFunc(func() {})', '', false],
	'a type of another package that lacks it': ['var t template.Template', '', false],
	'a later method of an earlier type': ['type t int', 'func (t) m(o *sync.Once) {}', true],
	'a later method of the type of a variable': [
		'var v *t',
		'type t int\nfunc (v *t) m() *sync.Once { return nil }',
		true,
	],
	'the body of a later method of an earlier type': [
		'type t int',
		'func (t) m() { new(sync.Once).Do(func() {}) }',
		false,
	],
	'a later method of a later type': ['', 'type t int\nfunc (t) m(o *sync.Once) {}', false],
	'a later variable': ['', 'var o sync.Once', false],
	'a later variable with a value': ['', 'var o = sync.Once{}', true],
	'the type of a later variable with a value': ['', 'var o *sync.Once = nil', true],
	'a function literal in a later variable': ['', 'var f = func(o *sync.Once) {}', true],
	'the signature of a function that a later variable calls': [
		'',
		'var n = g(nil)\nfunc g(o *sync.Once) int { return 1 }',
		true,
	],
	'the body of a function that a later variable calls': [
		'',
		'var n = g()\nfunc g() int { new(sync.Once).Do(func() {}); return 1 }',
		false,
	],
	'a size in a later variable': ['', 'var n = unsafe.Sizeof(sync.Once{})', false],
	'a comment': ['// sync.Once\nvar s = "sync.Once"', '', false],
};

/** A pull of bufio.(*Reader).fill behind a declaration that names something of bufio. */
const readers: Readonly<Record<string, readonly [before: string, links: boolean]>> = {
	'the result of a function of its package': ['var r = bufio.NewReader(nil)', true],
	'a parameter of a function of its package': ['var f = bufio.NewReadWriter', true],
	'a field of a type of its package': ['var rw bufio.ReadWriter', true],
	'no result of a function of its package': ['var s = bufio.NewScanner(nil)', false],
};

const readerModules = Object.fromEntries(
	Object.entries(readers).map(([title, [before, links]]): [string, TargetModule] => {
		const main = `package main

import (
	"bufio"
	"unsafe"
)

${before}

//go:linkname fill bufio.(*Reader).fill
func fill(r unsafe.Pointer)

func main() { fill(nil) }
`;
		const expected = links ? ['', accidental, accidental, accidental] : [drift, refused, refused, refused];
		return [`a method whose receiver is ${title}`, { needsTree: true, files: { 'main.go': main }, expected }];
	}),
);

const receiverModules = Object.fromEntries(
	Object.entries(receivers).map(([title, [before, after, links]]): [string, TargetModule] => {
		const expected = links ? ['', accidental, accidental, accidental] : [drift, refused, refused, refused];
		return [
			`a method whose receiver stands in ${title}`,
			{ needsTree: true, files: receiving(before, after), expected },
		];
	}),
);

export const modules: Readonly<Record<string, TargetModule>> = {
	'a function that std keeps for known users': {
		files: calling('runtime.nanotime', '() int64', 'println(f())'),
		expected: [''],
	},
	'a function that std does not mark': {
		files: calling('runtime.sysmon'),
		expected: [drift, refused, refused, refused],
	},
	'a bound of a section, which the linker defines': {
		files: reading('runtime.etext', 'byte'),
		expected: [''],
	},
	'bounds of types and of data': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname first runtime.types
var first byte

//go:linkname last runtime.edata
var last byte

func main() { println(&first, &last) }
`,
		},
		expected: [''],
	},
	'a bitmap of the garbage collector, which the linker places': {
		files: reading('runtime.gcdata', 'byte'),
		expected: [''],
	},
	'what looks like the bound of a section': {
		files: reading('runtime.textstart', 'byte'),
		expected: ['linkname-zero-variable'],
	},
	'what initializes a package of std': {
		needsTree: true,
		files: {
			'main.go': `package main

import (
	_ "os"
	_ "unsafe"
)

//go:linkname task os..inittask
var task struct{ state, count uint32 }

func main() { println(task.state) }
`,
		},
		expected: ['', refused, refused, refused],
	},
	'a function literal of std': {
		needsTree: true,
		files: calling('runtime.main.func1'),
		expected: ['', refused, refused, 'linkname-undefined'],
	},
	'an init function of std': {
		needsTree: true,
		files: calling('runtime.init.0'),
		expected: ['', refused, refused, refused],
	},
	'what the linker makes for tables that a newer one does not have': {
		files: reading('runtime.typelink', 'byte'),
		expected: [drift, drift, drift, 'linkname-zero-variable'],
	},
	'a name without a package that std has with one': {
		files: calling('nanotime', '() int64', 'println(f())'),
		needsTree: true,
		expected: ['linkname-undefined'],
	},
	'a variable without a package': {
		files: reading('sched', 'int'),
		needsTree: true,
		expected: ['linkname-zero-variable'],
	},
	'a variable without a package that a shared library looks for': {
		files: {
			...reading('environ', 'uintptr'),
			'libc.go': `package main

//go:cgo_import_dynamic libc_getpid getpid "libc.so.6"
//go:cgo_import_dynamic _ _ "libc.so.6"
`,
		},
		expected: [''],
	},
	'a name without a package that assembly defines': {
		files: {
			...reading('host_data', 'int'),
			'host_amd64.s': 'GLOBL host_data(SB), 16, $8\n',
		},
		expected: [''],
	},
	'an exported pull that only another package calls': {
		files: exporting('runtime.sysFreeOS', free, '', 'x.Pulled(nil, 0)'),
		expected: ['', accidental, accidental, accidental],
	},
	'an exported pull that its own package calls as well': {
		files: exporting('runtime.sysFreeOS', free, 'Pulled(nil, 0)', 'x.Pulled(nil, 0)'),
		expected: [drift, refused, refused, refused],
	},
	'an exported pull that nobody calls': {
		files: exporting('runtime.sysFreeOS', free, '', ''),
		expected: ['', accidental, accidental, accidental],
	},
	'an exported pull of what is gone, that nobody calls': {
		files: exporting('context.newCancelCtx', 'func Pulled(parent any) any', '', ''),
		expected: [accidental],
	},
	'an exported pull of what is gone, that another package calls': {
		files: exporting('context.newCancelCtx', 'func Pulled(parent any) any', '', 'x.Pulled(nil)'),
		expected: ['linkname-undefined'],
	},
	'an exported pull of what is gone, that another package hands on': {
		files: exporting(
			'context.newCancelCtx',
			'func Pulled(parent any) any',
			'',
			'f := x.Pulled; println(f(nil) == nil)',
		),
		expected: ['linkname-undefined'],
	},
	...readerModules,
	...receiverModules,
	'a compiler builtin, closed in go1.24': {
		files: calling('runtime.newproc', '(fn *uintptr)', 'f(nil)'),
		expected: [drift, refused, refused, refused],
	},
	'assembly behind a wrapper, closed in go1.27': {
		files: {
			'main.go': `package main

import "unsafe"

//go:linkname asmcgocall runtime.asmcgocall
func asmcgocall(fn, arg unsafe.Pointer) int32

func main() { println(asmcgocall(nil, nil)) }
`,
		},
		expected: [drift, drift, drift, refused],
	},
	'a function that no release has': {
		files: calling('runtime.noSuchFunction'),
		expected: ['linkname-undefined'],
	},
	'a package that no release has': {
		files: calling('net/nosuch.function'),
		expected: ['linkname-undefined'],
	},
	'a method with a pointer receiver, written without the pointer': {
		files: calling('net/http.Client.do', '(c, r *int) (*int, error)', 'f(nil, nil)'),
		expected: ['linkname-undefined'],
	},
	'a variable where a function is wanted': {
		files: calling('runtime.zerobase'),
		expected: ['linkname-undefined'],
	},
	'called from dead code': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname sysmon runtime.sysmon
func sysmon()

func never() { sysmon() }

func main() {
	if len("x") > 1 {
		never()
	}
}
`,
		},
		expected: [drift, refused, refused, refused],
	},
	'never called': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname sysmon runtime.sysmon
func sysmon()

//go:linkname gone runtime.noSuchFunction
func gone()

// sysmon and gone are only spoken of here: "sysmon()".
func main() { println("gone()") }
`,
		},
		expected: [accidental, `${accidental} ${accidental}`, `${accidental} ${accidental}`, `${accidental} ${accidental}`],
	},
	'called only where nothing is compiled': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname sysmon runtime.sysmon
func sysmon()

func _() { sysmon() }

func main() {
	if debug {
		sysmon()
	}
	if debug && len(name) > 0 {
		sysmon()
	}
}
`,
			'debug.go': 'package main\n\nconst debug = false\n\nvar name string\n',
		},
		expected: ['', accidental, accidental, accidental],
	},
	'called where a constant does not rule it out': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname sysmon runtime.sysmon
func sysmon()

const debug = false

func main() {
	if debug {
		println()
	} else {
		sysmon()
	}
}
`,
		},
		expected: [drift, refused, refused, refused],
	},
	'used by the blank identifier only': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname sysmon runtime.sysmon
func sysmon()

var _ = sysmon

func main() {}
`,
		},
		expected: ['', accidental, accidental, accidental],
	},
	'called in a test only, and not built': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

func main() {}
`,
			'main_test.go': 'package main\n\nimport "testing"\n\nfunc TestTime(t *testing.T) { println(nanotime()) }\n',
		},
		expected: [''],
	},
	'a method whose receiver type is mentioned': {
		files: {
			'main.go': `package main

import (
	"sync"
	_ "unsafe"
)

//go:linkname doSlow sync.(*Once).doSlow
func doSlow(o *sync.Once, f func())

func main() { doSlow(new(sync.Once), func() {}) }
`,
		},
		expected: ['', accidental, accidental, accidental],
	},
	'a method whose receiver type is not mentioned': {
		files: {
			'main.go': `package main

import "unsafe"

//go:linkname heapGoal runtime.(*gcControllerState).heapGoal
func heapGoal(state unsafe.Pointer) uint64

func main() { println(heapGoal(nil)) }
`,
		},
		expected: [drift, refused, refused, refused],
	},
	'a package that the program does not contain': {
		files: calling('net/http.newBufioReader', '(r any) *int', 'f(nil)'),
		expected: ['linkname-undefined'],
		needsTree: true,
	},
	'a variable of a package that the program does not contain': {
		files: reading('net/http.http2DebugGoroutines', 'bool'),
		expected: ['linkname-zero-variable'],
		needsTree: true,
	},
	'a variable that std does not mark': {
		files: reading('runtime.forcegcperiod', 'int64'),
		expected: [drift, refused, refused, refused],
	},
	'a variable that is gone': {
		files: reading('runtime.ncpu', 'int32'),
		expected: [drift, refused, 'linkname-zero-variable', 'linkname-zero-variable'],
	},
	'a variable larger than its target': {
		files: reading('runtime.runningPanicDefers', '[4]int64'),
		expected: ['linkname-signature'],
	},
	'a variable larger than a target with a value': {
		files: reading('runtime.forcegcperiod', '[4]int64'),
		expected: ['linkname-signature', 'linkname-signature', refused, refused],
	},
	'a variable with a value over one that has its own': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname period runtime.forcegcperiod
var period int64 = 4

func main() { println(period) }
`,
		},
		expected: ['linkname-redefined'],
	},
	'a variable with a value over one without': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname panicking runtime.runningPanicDefers
var panicking uint32 = 4

func main() { println(panicking) }
`,
		},
		expected: ['', accidental, accidental, accidental],
	},
	'a body for a function that exists': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64 { return 0 }

func main() { println(nanotime()) }
`,
		},
		expected: ['linkname-redefined'],
	},
	'a body for a function of a package that is not in the program': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname newRequest net/http.NewRequest
func newRequest() {}

func main() { newRequest() }
`,
		},
		expected: [''],
	},
	'a body for a name of nobody': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname hook runtime.example_com_m_hook
func hook() {}

func main() { hook() }
`,
		},
		expected: [''],
	},
	'a body for a method of a type in use': {
		files: {
			'main.go': `package main

import (
	"net/http"
	_ "unsafe"
)

//go:linkname serve net/http.(*ServeMux).ServeHTTP
func serve(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) { println(mux, w, r) }

func main() { serve(nil, nil, nil) }
`,
		},
		expected: ['linkname-split-method'],
	},
	'two bodies for one name': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname a example.com/x.y
func a() {}

//go:linkname b example.com/x.y
func b() {}

func main() {
	a()
	b()
}
`,
		},
		expected: ['linkname-redefined'],
	},
	'a second body for a function of the package itself': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname a main.b
func a() {}

func b() { println(1) }

func main() {
	a()
	b()
}
`,
		},
		expected: ['linkname-redefined'],
	},
	'a second name for a function of the package itself': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname a main.b
func a()

func b() { println(1) }

func main() {
	a()
	b()
}
`,
		},
		expected: [''],
	},
	'other results': {
		files: calling('runtime.nanotime', '() string', 'println(f())'),
		expected: ['linkname-signature'],
	},
	'a parameter less than the target takes': {
		files: calling('runtime.doInit', '(task *int)', 'f(nil)'),
		expected: ['linkname-signature'],
	},
	'types under other names': {
		files: {
			'main.go': `package main

import "unsafe"

type rtype struct{ size uintptr }

type slice struct {
	array    unsafe.Pointer
	len, cap int
}

//go:linkname typedmemmove runtime.typedmemmove
func typedmemmove(typ *rtype, dst, src unsafe.Pointer)

//go:linkname growslice reflect.growslice
func growslice(typ *rtype, old slice, num int) slice

func main() {
	typedmemmove(nil, nil, nil)
	println(growslice(nil, slice{}, 1).len)
}
`,
		},
		expected: [''],
	},
	'marked for std only since go1.27': {
		files: calling('internal/runtime/atomic.Xadd', '(ptr *uint32, delta int32) uint32', 'println(f(new(uint32), 1))'),
		expected: ['linkname-undefined', drift, drift, refused],
	},
	'the older half of a pair of files': {
		files: {
			'old.go': `//go:build !go1.23

package main

import _ "unsafe"

//go:linkname sysmon runtime.sysmon
func sysmon()

func stop() { sysmon() }
`,
			'new.go': '//go:build go1.23\n\npackage main\n\nfunc stop() {}\n',
			'main.go': 'package main\n\nfunc main() { stop() }\n',
		},
		expected: [''],
	},
	'a module that is linked without the check': {
		files: {
			...calling('runtime.sysmon'),
			Makefile: 'build:\n\tgo build -ldflags=-checklinkname=1\n\tgo build -ldflags="-s -checklinkname=0"\n',
		},
		expected: [''],
		unchecked: true,
	},
	'a name of runtime that another package of the module defines': {
		files: {
			'hook/hook.go': `package hook

import _ "unsafe"

//go:linkname answer runtime.example_com_m_answer
func answer() int { return 42 }
`,
			'main.go': `package main

import (
	_ "example.com/m/hook"
	_ "unsafe"
)

//go:linkname answer runtime.example_com_m_answer
func answer() int

func main() { println(answer()) }
`,
		},
		expected: [''],
	},
	'a name of runtime that the package defines in assembly': {
		files: {
			'main.go': `package main

import _ "unsafe"

//go:linkname answer runtime.example_com_m_answer
func answer() int

func main() { println(answer()) }
`,
			'answer_amd64.s':
				'#include "textflag.h"\n\nTEXT runtime·example_com_m_answer(SB), NOSPLIT, $0-8\n\tMOVQ $42, ret+0(FP)\n\tRET\n',
		},
		expected: [''],
	},
	'a target of another module': {
		files: calling('example.com/other.function', '()', 'println(1)'),
		expected: [''],
	},
};
