/**
 * Packages with what the rules say about them. The same table is given to real compilers: where a rule speaks for the
 * compiler, its error must stand on the same line.
 */
export interface DirectiveFixture {
	readonly source: string;
	/** The `go` line of go.mod; 1.21 when it does not matter. */
	readonly goVersion?: string;
	/** GOARCH of the build; amd64 when it does not matter. */
	readonly goarch?: 'wasm';
	/** Minor versions of Go that see it so; all when absent. */
	readonly since?: number;
	readonly until?: number;
	/** Other files beside it: `stub.s`. */
	readonly foreign?: string;
	/** Errors of the compiler that follow from one that is reported, and are not repeated: `a.go:5 missing-function-body`. */
	readonly follows?: readonly string[];
	/** Not for the compiler: it stumbles over something that is not our subject. */
	readonly pureOnly?: string;
}

const unsafeImport = `package p

import _ "unsafe"
`;

export const directiveFixtures: Readonly<Record<string, DirectiveFixture>> = {
	'a pull and a push are silent': {
		source: `${unsafeImport}
//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname hidden
func hidden() int { return 7 }

//go:linkname overflow runtime.overflowError
var overflow error
`,
	},
	'linkname needs unsafe, and its function no body besides': {
		follows: ['a.go:4 missing-function-body'],
		source: `
package p

//go:linkname nanotime runtime.nanotime
//< linkname-needs-unsafe
func nanotime() int64
`,
	},
	'a directive of another file needs unsafe, and the function here a body': {
		source: `
-- a.go --
package p

func nanotime() int64
//   ^^^^^^^^ missing-function-body
-- b.go --
package p

//go:linkname nanotime runtime.nanotime
//< linkname-needs-unsafe
`,
	},
	'unsafe in another file does not help': {
		source: `
-- a.go --
package p

//go:linkname hidden
//< linkname-needs-unsafe
func hidden() {}
-- b.go --
${unsafeImport}`,
	},
	'unsafe under another name, and with a dot': {
		source: `
-- a.go --
package p

import u "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

var Size = u.Sizeof(0)
-- b.go --
package p

import . "unsafe"

//go:linkname walltime runtime.nanotime
func walltime() int64

var Word = Sizeof(0)
`,
	},
	'a directive before the package clause counts': {
		source: `
//go:linkname nanotime runtime.nanotime

package p

import _ "unsafe"

func nanotime() int64
`,
	},
	'a space after the slashes': {
		source: `${unsafeImport}
// go:linkname nanotime runtime.nanotime
//< directive-ignored
func nanotime() int64
//   ^^^^^^^^ missing-function-body
`,
	},
	'a space after the slashes, beside assembly': {
		foreign: 'stub.s',
		source: `${unsafeImport}
// go:linkname nanotime runtime.nanotime
//< directive-ignored
func nanotime() int64

// go:noescape
//< directive-ignored
func f(p *int)
`,
	},
	'a tab after the verb': {
		source: `${unsafeImport}
//go:linkname\tnanotime runtime.nanotime
//< directive-ignored
func nanotime() int64
//   ^^^^^^^^ missing-function-body

//go:noinline\t
//< directive-ignored
func f() {}
`,
	},
	'blanks of any kind behind the space': {
		source: `${unsafeImport}
//go:linkname \t nanotime\t\truntime.nanotime\t
func nanotime() int64
`,
	},
	'a block comment': {
		source: `${unsafeImport}
/*go:linkname nanotime runtime.nanotime*/
//< directive-ignored
func nanotime() int64
//   ^^^^^^^^ missing-function-body

/* go:noinline */
//< directive-ignored
func f() {}
`,
	},
	'the verb alone': {
		source: `${unsafeImport}
//go:linkname
//< directive-ignored
func f() {}
`,
	},
	'misspelt verbs': {
		source: `${unsafeImport}
//go:linknam nanotime runtime.nanotime
//< directive-ignored
func nanotime() int64
//   ^^^^^^^^ missing-function-body

//go:nonline
//< directive-ignored
func f() {}

//go:no_split
//< directive-ignored
func g() {}
`,
	},
	'verbs of other tools are no slips': {
		source: `
package p

//go:inline
func f() {}

//go:foo
func g() {}

//go:notinheap
type T struct{}

//go:nobounds
func h() {}

//go:a
//go:plant
//go:buildsomethingelse
func i() {}
`,
	},
	'sentences about directives': {
		source: `${unsafeImport}
// go:linkname is used to reach the clock of the runtime.
// go:linkname directive
// go:noinline functions are called.
//
// The compiler knows this function as
// go:noinline
func f() {}

// See go:linkname.
// go:linkname nanotime runtime.nanotime
//
// go:nosplit, which implies go:nocheckptr.
// go:embed of files
var x int

// go:build constraints are read first.
// go:generate is run by hand.
`,
	},
	'directives in strings are text': {
		source: `${unsafeImport}
const s = \`
//go:linkname nanotime runtime.nanotime
//go:noinline
// go:linkname f g
\`

var t = "//go:linkname x y"
`,
	},
	'a comment behind the directive counts as arguments': {
		source: `${unsafeImport}
//go:linkname nanotime runtime.nanotime // monotonic clock
//< linkname-usage
func nanotime() int64
`,
	},
	'no arguments, and too many': {
		source: `${unsafeImport}
//go:linkname a b c
//< linkname-usage
func a() {}

func b() {
	//go:linkname  
	//< linkname-usage
}
`,
	},
	'no-break spaces part arguments as well': {
		source: `${unsafeImport}
//go:linkname a\u00a0b\u2003c
//< linkname-usage
func a() {}
`,
	},
	'directives about functions above other declarations': {
		source: `
package p

//go:noinline
//< directive-misplaced
type T struct{}

//go:norace
//< directive-misplaced
var x = 1

//go:nocheckptr
//< directive-misplaced
const c = 1

var (
	//go:noinline
	//< directive-misplaced
	y int
)

//go:noinline
func (T) m() {}

//go:noinline
//go:norace

// A comment between does not part them.

/* Nor does this. */
func f() {
	//go:noinline
	//< directive-misplaced
	type U int
}
`,
	},
	'directives about functions inside declarations, above groups and at the end': {
		source: `
package p

//go:noinline
func before() {}

type T struct {
	//go:nosplit
	//< directive-misplaced
	x int
}

//go:noinline
//< directive-misplaced
var (
	y int
)

func f(
	//go:noinline
	//< directive-misplaced
	a int,
) {
	//go:noinline
	//< directive-misplaced
	_ = func() {
		//go:nosplit
		//< directive-misplaced
	}
}

//go:uintptrescapes
//< directive-misplaced
`,
	},
	'directives behind the keyword of a declaration': {
		source: `
package
//go:build go1.1
//go:nosplit
//< directive-misplaced
p

func
//go:noinline
f() {
}

func /* c */
//go:nosplit
// A comment between does not part them.
(t *T) m() {
}

type
//go:noinline
//< directive-misplaced
T struct{}

var
//go:noinline
//< directive-misplaced
x int
`,
	},
	'directives above and in empty groups': {
		source: `
package p

//go:noinline
//< directive-misplaced
import ()

//go:noinline
//< directive-misplaced
type ()

//go:noinline
//< directive-misplaced
var /* c */ ()

//go:nosplit
//< directive-misplaced
const (
	//go:norace
	//< directive-misplaced
)

func f() {}
`,
	},
	'directives above the package clause and imports': {
		source: `
//go:build go1.1
//go:noinline
//< directive-misplaced

package p

//go:norace
//< directive-misplaced
import _ "unsafe"

//go:build linux
//< directive-misplaced

//go:noinline
func f() {}
`,
	},
	'a build line above a function': {
		source: `
package p

//go:build linux
//< directive-misplaced
func f() {}
`,
	},
	'a build line in a function': {
		source: `
package p

func g() {
	//go:build linux
	//< directive-misplaced
}
`,
	},
	'directives behind code': {
		source: `${unsafeImport}
func f() {} //go:noinline
//          ^^^^^^^^^^^^^ directive-misplaced

func nanotime() int64 //go:linkname nanotime runtime.nanotime
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ directive-misplaced

var x int //go:foo
//        ^^^^^^^^ directive-misplaced

/* c */ //go:nosplit
//      ^^^^^^^^^^^^ directive-misplaced
func g() {}
`,
	},
	'a directive in the middle of a statement': {
		source: `
package p

var x =
	//go:noinline
	//< directive-misplaced
	1

func f() {}
`,
	},
	'local names that are no functions or variables': {
		source: `${unsafeImport}
//go:linkname T runtime.t
//            ^ linkname-local
type T struct{}

//go:linkname c runtime.c
//            ^ linkname-local
const c = 1

//go:linkname init runtime.init
//            ^^^^ linkname-local
func init() {}

//go:linkname T.m runtime.m
//            ^^^ linkname-local
//go:linkname m runtime.m
//            ^ linkname-local
func (T) m() {}

//go:linkname nothing runtime.nothing
//            ^^^^^^^ linkname-local

//go:linkname _ runtime.blank
//            ^ linkname-local
func _() {}

//go:linkname len runtime.len
//            ^^^ linkname-local

//go:linkname local runtime.local
//            ^^^^^ linkname-local
func f() {
	var local int
	_ = local
}
`,
	},
	'old modules ignore a wrong local name': {
		goVersion: '1.17',
		source: `${unsafeImport}
//go:linkname T runtime.t
type T struct{}

//go:linkname nothing
`,
	},
	'a local name declared in another file': {
		source: `
-- a.go --
${unsafeImport}
//go:linkname nanotime runtime.nanotime
//go:linkname y
-- b.go --
package p

func nanotime() int64

var (
	x, y int
)
`,
	},
	'two directives for one name': {
		source: `
-- a.go --
${unsafeImport}
//go:linkname nanotime runtime.nanotime
//go:linkname nanotime runtime.walltime
//< linkname-duplicate
func nanotime() int64
-- b.go --
${unsafeImport}
//go:linkname nanotime
//< linkname-duplicate
`,
	},
	'two names for one target': {
		source: `${unsafeImport}
//go:linkname a runtime.nanotime
//go:linkname b runtime.nanotime
func a() int64
func b() int64
`,
	},
	'a dropped directive is no duplicate': {
		source: `
-- a.go --
package p

//go:linkname f
//< linkname-needs-unsafe
func f() {}
-- b.go --
${unsafeImport}
//go:linkname f
`,
	},
	'a target with brackets': {
		since: 23,
		source: `${unsafeImport}
//go:linkname least example.com/fixtures/q.Min[int]
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-instantiation
func least(a, b int) int
//   ^^^^^ missing-function-body
`,
	},
	'a target with brackets before Go 1.23': {
		until: 22,
		source: `${unsafeImport}
//go:linkname least example.com/fixtures/q.Min[int]
func least(a, b int) int
`,
	},
	'a generic function as local name': {
		pureOnly: 'the compiler crashes',
		source: `${unsafeImport}
//go:linkname least runtime.least
//            ^^^^^ linkname-instantiation
func least[T int | string](a, b T) T { return a }
`,
	},
	'linknamestd is for std': {
		pureOnly: 'compilers differ: ignored up to Go 1.26, accepted in 1.27',
		source: `${unsafeImport}
//go:linknamestd nanotime runtime.nanotime
//   ^^^^^^^^^^^ linkname-std-only
func nanotime() int64
`,
	},
	'functions without a body': {
		source: `
package p

type T struct{}

func Impl() int
//   ^^^^ missing-function-body

func (T) m()
//       ^ missing-function-body

func wide(
//   ^^^^ missing-function-body
	a int,
) (b, c interface{}) // a comment

func _()

func types(struct{}, interface{}) struct{}
//   ^^^^^ missing-function-body
`,
	},
	'files that no compiler of ours builds': {
		source: `
-- a.go --
package p
-- template.go --
//go:build ignore

package p

func template()
-- gccgo.go --
//go:build gccgo && linux

package p

//extern syscall
func syscall()
-- gopherjs.go --
//go:build js && !wasm

package p

func script()
-- custom.go --
//go:build hot

package p

func hot()
//   ^^^ missing-function-body
`,
		pureOnly: 'one of them needs a tag',
	},
	'generic functions always need a body': {
		foreign: 'stub.s',
		source: `
package p

func Least[T any](a T) T
//   ^^^^^ missing-function-body

func fine()
`,
		pureOnly: 'its words differ from release to release',
	},
	'init and main always need a body': {
		foreign: 'stub.s',
		source: `
package p

func init()
//   ^^^^ missing-function-body

func main()
`,
	},
	'an assembly file stands for every body': {
		foreign: 'stub.s',
		source: `
package p

type T struct{}

func Impl() int
func (T) m()
`,
	},
	'noescape is for functions without a body': {
		foreign: 'stub.s',
		source: `
package p

type T struct{}

//go:noescape
//< noescape-with-body
func f(p *int) { *p = 1 }

//go:noescape
//< noescape-with-body

// Far above, and still its directive.
func (T) m(p *int) {}

//go:noescape
func g(p *int)

//go:noescape
func _(p *int) {}
`,
	},
	'directives in functions bind the package': {
		source: `${unsafeImport}
func nanotime() int64

func F() int64 {
	//go:linkname nanotime runtime.nanotime
	//< linkname-position
	return nanotime()
}
`,
	},
	'directives above something else, or far away': {
		source: `${unsafeImport}
//go:linkname nanotime runtime.nanotime
//< linkname-position
func other() {}

func nanotime() int64

//go:linkname far
//< linkname-position

func a() {}
func b() {}
func c() {}
func d() {}
func e() {}
func f() {}
func g() {}
func h() {}
func i() {}
func j() {}

func far() {}
`,
	},
	'lists of directives are where they are on purpose': {
		source: `${unsafeImport}
//go:linkname far
//go:linkname farther

func a() {}
func b() {}
func c() {}
func d() {}
func e() {}
func f() {}
func g() {}
func h() {}
func i() {}
func j() {}
func k() {}

func far() {}
func farther() {}
`,
	},
	'generated files may put them anywhere': {
		source: `
// Code generated by mksyscall. DO NOT EDIT.

package p

import _ "unsafe"

//go:linkname far

func a() {}
func b() {}
func c() {}
func d() {}
func e() {}
func f() {}
func g() {}
func h() {}
func i() {}
func j() {}

func far() {}
`,
	},
	'indented directives in groups': {
		source: `${unsafeImport}
var (
	//go:linkname overflow runtime.overflowError
	overflow error

	//go:linkname divide runtime.divideError
	//go:linkname nothing runtime.nothing
	//            ^^^^^^^ linkname-local
	divide error
)
`,
	},
	'CRLF line ends': {
		source: `
package p

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:noinline
func f() {}

//go:linkname g
func g() {}
`.replaceAll('\n', '\r\n'),
	},
	'a byte order mark': {
		source: `\ufeff${unsafeImport}
//go:linkname nanotime runtime.nanotime
func nanotime() int64
`,
	},
	'what the compiler keeps for the runtime, the standard library and cgo': {
		source: `${unsafeImport}
//go:systemstack
//< directive-not-allowed
func a() {}

//go:nowritebarrier
//< directive-not-allowed
func b() {}

//go:nowritebarrierrec
//< directive-not-allowed
func c() {}

//go:yeswritebarrierrec
//< directive-not-allowed
func d() {}

//go:nosplit
//go:uintptrkeepalive
//< directive-not-allowed
func e(p uintptr) {}

//go:cgo_unsafe_args
//< directive-not-allowed
func f() {}

//go:cgo_ldflag "-lm"
//< directive-not-allowed

//go:cgo_import_static blob
//< directive-not-allowed

//go:cgo_export_dynamic environ environ
//< directive-not-allowed

//go:cgo_import_dynamic getpid getpid
//< directive-not-allowed

func g() {
	//go:cgo_ldflag "-lc"
	//< directive-not-allowed
}
`,
	},
	'a tab behind a verb for cgo does not hide it': {
		source: `
package p

//go:cgo_ldflag	"-lm"
//< directive-not-allowed

//go:cgo_import_dynamic	getpid getpid "libc.so.6"
//< directive-not-allowed

func f() {
	//go:cgo_anything
	//< directive-not-allowed
}
`,
	},
	'what looks like it and is allowed': {
		source: `${unsafeImport}
//go:cgo_import_dynamic libc_getpid getpid "libc.so.6"
//go:cgo_import_dynamic _ _ "libc.so.6"
//go:cgo_import_dynamic libc_getuid getuid "libc.so.6""
//go:cgo_import_dynamic libc_getgid getgid"libc.so.6"

//go:linkname libc_getpid libc_getpid
var libc_getpid byte

//go:uintptrescapes
func f(p uintptr) {}

//go:notinheap
type g struct{}

//go:registerparams
func h() {}

//go:nocheckptr
func i() {}

// go:cgo_ldflag is for cgo.
func j() {}

var text = \`
//go:systemstack
\`
`,
	},
	'arguments of directives': {
		source: `
package p

//go:cgo_import_dynamic getpid getpid libc.so.6
//< directive-usage
//go:cgo_import_dynamic getpid getpid "libc.so.6" more
//< directive-usage
//go:cgo_import_dynamic getpid getpid "-lc"
//< directive-usage
//go:cgo_import_dynamic getpid getpid ""
//go:cgo_import_dynamic getpid getpid "/lib/libc.so.6"
//go:wasmimport env
//< directive-usage
//go:wasmimport env now more
//< directive-usage
func f() {}
`,
	},
	'arguments of wasmexport, which is known since go1.24': {
		since: 24,
		source: `
package p

//go:wasmexport a b
//< directive-usage
func f() {}
`,
	},
	'functions that WebAssembly takes': {
		goarch: 'wasm',
		source: `
package p

import "unsafe"

//go:wasmimport env log
func log(p unsafe.Pointer, n int32)

//go:wasmimport env now
func now() int64

type id uint32

//go:wasmimport env half
func half(x float64, y id) float32

//go:wasmimport env above
type above struct{}
`,
	},
	'functions that WebAssembly does not take': {
		goarch: 'wasm',
		source: `
package p

//go:wasmimport env twice
func twice(x int32) int32 { return 2 * x }
//   ^^^^^ wasm-function
`,
	},
	'blank functions are not compiled for WebAssembly': {
		goarch: 'wasm',
		source: `
package p

//go:wasmimport env twice
func _(x int) int { return 2 * x }

//go:wasmexport thrice
func (*t) _(x string) string { return x }

type t struct{}
`,
	},
	'types that WebAssembly does not take': {
		goarch: 'wasm',
		source: `
package p

//go:wasmimport env write
func write(b []byte)
//   ^^^^^ wasm-function

//go:wasmimport env length
func length() int
//   ^^^^^^ wasm-function

//go:wasmimport env pair
func pair() (int32, int32)
//   ^^^^ wasm-function

//go:wasmimport env call
func call(f func())
//   ^^^^ wasm-function

//go:wasmimport env anything
func anything(x any)
//   ^^^^^^^^ wasm-function

//go:wasmimport env list
func list(p *int)
//   ^^^^ wasm-function
`,
	},
	'types that WebAssembly takes since go1.24': {
		goarch: 'wasm',
		since: 24,
		source: `
package p

//go:wasmimport env print
func print(s string, ok bool, p uintptr, bytes *[4]byte) bool

//go:wasmimport env name
func name() string
//   ^^^^ wasm-function

//go:wasmexport twice
func twice(x int32) int32 { return 2 * x }
`,
	},
	'declared types that WebAssembly takes or not since go1.24': {
		goarch: 'wasm',
		since: 24,
		source: `
//go:build go1.23

package p

import host "structs"

type number int32
type wide = number
type size int
type point struct{ x, y int32 }
type shared struct {
	_    host.HostLayout
	x, y int32
}
type mark = host.HostLayout
type marked struct {
	_ mark
	at *int32
}
type empty struct{}
type reader interface{ read() }
type text string
type loop [2]*loop

//go:wasmimport env good
func good(a number, b wide, c *shared, d *empty, e *[2]shared, f text) wide

//go:wasmimport env integer
func integer(s size)
//   ^^^^^^^ wasm-function

//go:wasmimport env value
func value(p shared)
//   ^^^^^ wasm-function

//go:wasmimport env pointer
func pointer(p *point)
//   ^^^^^^^ wasm-function

//go:wasmimport env inside
func inside(p *marked)
//   ^^^^^^ wasm-function

//go:wasmimport env array
func array(p *[3]point)
//   ^^^^^ wasm-function

//go:wasmimport env method
func method(r reader)
//   ^^^^^^ wasm-function

//go:wasmimport env result
func result() text
//   ^^^^^^ wasm-function

//go:wasmimport env round
func round(p *loop)
//   ^^^^^ wasm-function
`,
	},
	'declared types that WebAssembly did not take before go1.24': {
		goarch: 'wasm',
		until: 23,
		source: `
package p

type number int32
type size int
type shared struct{ x int32 }

//go:wasmimport env good
func good(a number) number

//go:wasmimport env integer
func integer(s size)
//   ^^^^^^^ wasm-function

//go:wasmimport env pointer
func pointer(p *shared)
//   ^^^^^^^ wasm-function
`,
	},
	'a method that WebAssembly is to export': {
		goarch: 'wasm',
		since: 24,
		source: `
package p

type counter struct{}

//go:wasmexport next
func (*counter) next() {}
//              ^^^^ wasm-function
`,
	},
	'types that WebAssembly did not take before go1.24': {
		goarch: 'wasm',
		until: 23,
		source: `
package p

//go:wasmimport env print
func print(s string)
//   ^^^^^ wasm-function

//go:wasmimport env isOpen
func isOpen() bool
//   ^^^^^^ wasm-function
`,
	},
	'directives for WebAssembly that nothing takes': {
		goarch: 'wasm',
		since: 24,
		source: `
package p

func f() {
	//go:wasmexport twice
	//< directive-misplaced
	twice := func(x int32) int32 { return 2 * x }
	_ = twice
	//go:wasmexport thrice
	var thrice int32
	_ = thrice
}

//go:wasmimport env log
//< directive-misplaced

// The declaration was removed.
`,
	},
	'where declarations take a directive for WebAssembly without a word': {
		goarch: 'wasm',
		since: 24,
		source: `
package p

//go:wasmexport a
//< directive-misplaced
import (
	//go:wasmexport b
	_ "unsafe"
	//go:wasmexport c
	//< directive-misplaced
)

//go:wasmexport d
//< directive-misplaced
type (
	//go:wasmexport e
	t struct {
		//go:wasmexport f
		x int
	}
	u struct {
		//go:wasmexport g
		//< directive-misplaced
		x int
	}
)

//go:wasmexport h
var v = []int{
	//go:wasmexport i
	//< directive-misplaced
	1,
}

func f() {
	//go:wasmexport j
	//< directive-misplaced
	var (
		//go:wasmexport k
		x int
	)
	_ = x
}

func g(
	//go:wasmexport l
	x int,
) {
	var y int
	_ = y
}

func h(
	//go:wasmexport m
	//< directive-misplaced
	x int,
) {
	_ = x
}
`,
	},
	'files that only WebAssembly builds': {
		pureOnly: 'only the compiler for wasm reads them',
		source: `
-- a.go --
//go:build wasm

package p

//go:wasmimport env write
func write(b []byte)
//   ^^^^^ wasm-function
-- b_wasm.go --
package p

//go:wasmimport env twice
func twice(x int32) int32 { return 2 * x }
//   ^^^^^ wasm-function
-- c.go --
//go:build wasm || linux

package p

//go:wasmimport env thrice
func thrice(x int32) int32 { return 3 * x }
`,
	},
	'wasm imports have no body': {
		pureOnly: 'only the compiler for wasm reads them',
		source: `
package p

//go:wasmimport env now
func now() int64
`,
	},
	'files of one platform each': {
		source: `
-- clock_linux.go --
${unsafeImport}
//go:linkname clock runtime.nanotime
func clock() int64
-- clock_windows.go --
${unsafeImport}
//go:linkname clock runtime.walltime
func clock() int64

//go:linkname other runtime.nanotime
-- other.go --
//go:build !linux

package p

import _ "unsafe"

func other() int64
-- user.go --
${unsafeImport}
//go:linkname late
-- late_plan9.go --
package p

func late() {}
`,
		pureOnly: 'each platform sees another half of it',
	},
	'duplicates in files that are built together': {
		source: `
-- a_linux.go --
${unsafeImport}
//go:linkname clock runtime.nanotime
-- a_windows.go --
${unsafeImport}
//go:linkname clock runtime.nanotime
-- b.go --
${unsafeImport}
//go:linkname clock runtime.nanotime
//< linkname-duplicate
func clock() int64
-- hot.go --
//go:build hot && !linux && !windows

package p

import _ "unsafe"

//go:linkname clock
//< linkname-duplicate
-- old.go --
//go:build ignore

package p

import _ "unsafe"

//go:linkname clock
-- a.go --
package p
`,
		pureOnly: 'each platform sees another part of it',
	},
	'tests see the package, the package sees no tests': {
		source: `
-- a.go --
${unsafeImport}
//go:linkname inTest
//            ^^^^^^ linkname-local

func body()
//   ^^^^ missing-function-body

func helper() {}
-- a_test.go --
${unsafeImport}
//go:linkname helper
//go:linkname body runtime.nanotime

func inTest() {}
-- x_test.go --
package p_test

import _ "unsafe"

//go:linkname helper
//            ^^^^^^ linkname-local

func external()
//   ^^^^^^^^ missing-function-body
`,
		pureOnly: 'go build sees only a part of it',
	},
	'programs beside the package are not part of it': {
		source: `
-- a.go --
${unsafeImport}
//go:linkname tool
//            ^^^^ linkname-local
-- gen.go --
//go:build ignore

package main

func tool() {}

func main() {}
`,
	},
	'broken and unfinished code': {
		pureOnly: 'it does not parse',
		source: `${unsafeImport}
//go:linkname nanotime runtime.nanotime
func nanotime() int64

func unfinished(

//go:noinline
func f() {}

func g()
{
}

func h
`,
	},
	'two lines apart': {
		source: `${unsafeImport}
//go:linkname nanotime runtime.nanotime


func nanotime() int64
`,
	},
};
