/** Small builds in which one package refers to another by linkname. Expectations stand under the lines they are about. */
import type { Release } from './support.ts';

export interface ModuleFixture {
	/** In the language of `readFixture`. A go.mod of `example.com/m` is added where the fixture has none. */
	readonly source: string;
	/** The directory that is checked and built; that of the fixture when it is not said. */
	readonly directory?: string;
	/** By default Go 1.26 alone. */
	readonly releases?: readonly Release[];
	/** What `go build` says when it fails. */
	readonly error?: RegExp;
}

export const moduleFixtures: Readonly<Record<string, ModuleFixture>> = {
	'what another package of the module has, and what it lacks': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target example.com\/m\/p\.gone not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname f example.com/m/p.f
func f(n int) int

//go:linkname gone example.com/m/p.gone
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func gone() int

//go:linkname v example.com/m/p.v
var v int

//go:linkname w example.com/m/p.w
//              ^^^^^^^^^^^^^^^^^ linkname-zero-variable
var w int

//go:linkname m example.com/m/p.(*T).m
func m(t uintptr) int

func main() { println(f(1), gone(), v, w, m(0)) }
-- p/p.go --
package p

type T struct{ n int }

func (t *T) m() int { return t.n }

func f(n int) int { return n }

var v = 1
`,
	},
	'names of its own package, and what it lacks': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target example.com\/m\/p\.gone2 not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	"example.com/m/p"
)

//go:linkname give example.com/m/p.given
func give() int { return 1 }

func main() { p.Call() }
-- p/p.go --
package p

import _ "unsafe"

type T struct{}

func (*T) m() int { return 1 }

func there() int { return 1 }

//go:linkname f example.com/m/p.there
func f() int

//go:linkname m example.com/m/p.(*T).m
func m(*T) int

//go:linkname given2 example.com/m/p.given
func given2() int

//go:linkname asm example.com/m/p.asm2
func asm() int

//go:linkname v example.com/m/p.w
var v int

//go:linkname gone example.com/m/p.gone2
//                 ^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func gone() int

func Call() { println(f(), m(nil), given2(), asm(), v, gone()) }
-- p/p_amd64.s --
TEXT ·asm2(SB), 4, $0-8
	MOVQ $1, ret+0(FP)
	RET
`,
	},
	'a name of its own package that users of the library may give a body': {
		source: `
-- cmd/other/main.go --
package main

func main() {}
-- p.go --
package p

import _ "unsafe"

//go:linkname hook example.com/m.given
func hook() int

func Call() int { return hook() }
`,
	},
	'what only another platform, a tag or a test has': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target example.com\/m\/p\.onWindows not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname onWindows example.com/m/p.onWindows
//                      ^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func onWindows() int

//go:linkname tagged example.com/m/p.tagged
//                   ^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func tagged() int

//go:linkname tested example.com/m/p.tested
//                   ^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func tested() int

//go:linkname here example.com/m/p.here
func here() int

func main() { println(onWindows(), tagged(), tested(), here()) }
-- p/p.go --
package p

func here() int { return 1 }
-- p/p_windows.go --
package p

func onWindows() int { return 1 }
-- p/tagged.go --
//go:build special

package p

func tagged() int { return 1 }
-- p/p_test.go --
package p

func tested() int { return 1 }
`,
	},
	'assembly that Go code cannot call': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target example.com\/m\/p\.bare not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname bare example.com/m/p.bare
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func bare()

func main() { bare() }
-- p/p.go --
package p
-- p/p_amd64.s --
TEXT \u00b7bare(SB), 4, $0-0
	RET
`,
	},
	'an init function, which the compiler numbers': {
		releases: ['1.26.8'],
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname first example.com/m/p.init.0
func first()

func main() { first() }
-- p/p.go --
package p

func init() { println("started") }
`,
	},
	'what only a file for cgo has, in a build without': {
		releases: ['1.26.8'],
		error: /relocation target example\.com\/m\/p\.f not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname f example.com/m/p.f
//              ^^^^^^^^^^^^^^^^^ linkname-undefined
func f() int

func main() { println(f()) }
-- p/p.go --
package p
-- p/cgo.go --
package p

import "C"

func f() int { return 1 }
`,
	},
	'a name of C beside an object file for another platform': {
		releases: ['1.26.8'],
		error: /relocation target strlen not defined/,
		source: `
-- main.go --
package main

import _ "unsafe"

//go:linkname f strlen
//              ^^^^^^ linkname-undefined
func f(p uintptr) int

func main() { println(f(0)) }
-- x_linux_arm64.syso --
`,
	},
	'a body whose name stands behind a dot in a macro, which is no parameter there': {
		releases: ['1.26.8'],
		error: /relocation target main\.f not defined/,
		source: `
-- main.go --
package main

func f()
//   ^ missing-function-body

func main() { f() }
-- f_amd64.s --
#define FN(name) TEXT \u00b7name(SB), 4, $0-0
FN(f)
	RET
`,
	},
	'an escaped dot in an earlier element of the path': {
		releases: ['1.26.8'],
		error: /not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/x.y/z.w"
)

//go:linkname f example.com/m/x%2ey/z%2ew.f
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func f() int

//go:linkname g example.com/m/x.y/z%2ew.f
func g() int

func main() { println(f(), g()) }
-- x.y/z.w/p.go --
package p

func f() int { return 1 }
`,
	},
	'a library that pulls from its program': {
		releases: ['1.22.12', '1.26.8'],
		error: /relocation target main\.secert not defined/,
		source: `
-- main.go --
package main

import "example.com/m/lib"

func secret() int { return 1 }

func main() { println(secret(), lib.Get()) }
-- lib/lib.go --
package lib

import _ "unsafe"

//go:linkname right main.secret
func right() int

//go:linkname typo main.secert
//                 ^^^^^^^^^^^ linkname-undefined
func typo() int

func Get() int { return right() + typo() }
`,
	},
	'a program by its import path': {
		releases: ['1.26.8'],
		error: /relocation target example.com\/m\/cmd\/app\.secret not defined/,
		source: `
-- cmd/app/main.go --
package main

import "example.com/m/lib"

func secret() int { return 1 }

func main() { println(secret(), lib.Get()) }
-- lib/lib.go --
package lib

import _ "unsafe"

//go:linkname byPath example.com/m/cmd/app.secret
//                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func byPath() int

func Get() int { return byPath() }
`,
	},
	'an exported declaration that nobody gives a body': {
		releases: ['1.22.12', '1.26.8'],
		error: /relocation target example.com\/m\/lib\.Hook not defined/,
		source: `
-- main.go --
package main

import "example.com/m/lib"

func main() { lib.Hook() }
-- lib/lib.go --
package lib

import _ "unsafe"

//go:linkname Hook
//            ^^^^ linkname-undefined
func Hook()
`,
	},
	'another module of the workspace, with which nothing links': {
		directory: 'app',
		releases: ['1.26.8'],
		error: /example\.com\/dep: invalid reference to runtime\.sysFreeOS/,
		source: `
-- go.work --
go 1.22

use (
	./app
	./dep
)
-- app/go.mod --
module example.com/app

go 1.22

require example.com/dep v1.0.0
-- app/main.go --
package main

import "example.com/dep"
//     ^^^^^^^^^^^^^^^^^ linkname-dependency-refused

func main() { dep.Start() }
-- dep/go.mod --
module example.com/dep

go 1.22
-- dep/dep.go --
package dep

import "unsafe"

//go:linkname free runtime.sysFreeOS
func free(v unsafe.Pointer, n uintptr)

func Start() { free(nil, 0) }
`,
	},
	'assembly of other platforms only': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /main\.go:\d+:\d+: missing function body/,
		source: `
-- main.go --
package main

func sum(a, b int) int
//   ^^^ missing-function-body

func main() { println(sum(1, 2)) }
-- sum_arm64.s --
TEXT \u00b7sum(SB), 4, $0-24
	RET
-- off.s --
//go:build ignore

TEXT \u00b7sum(SB), 4, $0-24
	RET
`,
	},
	'assembly under another name': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target main\.dot not defined/,
		source: `
-- main.go --
package main

func dot(a, b int) int
//   ^^^ missing-function-body

func made(a int) int

func unused() int

func main() { println(dot(1, 2), made(1)) }
-- dot_amd64.s --
TEXT \u00b7dotProduct(SB), 4, $0-24
	RET

TEXT \u00b7made(SB), 4, $0-16
	RET
`,
	},
	'a definition that depends on the level of the architecture': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		source: `
-- main.go --
package main

func f()

func main() { f() }
-- f_amd64.s --
#ifdef GOAMD64_v1
TEXT \u00b7f(SB), 4, $0-0
	RET
#endif
`,
	},
	'a definition whose name is a macro': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		source: `
-- main.go --
package main

func f()

func main() { f() }
-- f_amd64.s --
#define NAME \u00b7f(SB)
TEXT NAME, 4, $0-0
	RET
`,
	},
	'a body in Go and another one in assembly': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /defined in both Go and assembly/,
		source: `
-- main.go --
package main

func both() int { return 1 }
//   ^^^^ linkname-redefined

func main() { println(both()) }
-- both_amd64.s --
TEXT \u00b7both(SB), 4, $0-8
	RET
`,
	},
	'init functions by number': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target example\.com\/m\/a\.init\.2 not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/a"
)

//go:linkname second example.com/m/a.init.1
func second()

//go:linkname third example.com/m/a.init.2
//                  ^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func third()

func main() { second(); third() }
-- a/a.go --
package a

var n int

func init() { n++ }
-- a/b.go --
package a

func init() { n++ }
`,
	},
	'function literals that a package does not have': {
		releases: ['1.22.12', '1.26.8'],
		error: /relocation target example\.com\/m\/a\.(?:G\.func2|H\.func1|\(\*T\)\.N\.func1) not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/a"
)

//go:linkname first example.com/m/a.G.func1
func first() int

//go:linkname second example.com/m/a.G.func2
//                   ^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func second() int

//go:linkname ofNothing example.com/m/a.H.func1
//                      ^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func ofNothing() int

//go:linkname ofMethod example.com/m/a.(*T).M.func1
func ofMethod() int

//go:linkname ofNoMethod example.com/m/a.(*T).N.func1
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func ofNoMethod() int

//go:linkname ofVariable example.com/m/a.init.func1
func ofVariable() int

func main() { println(first(), second(), ofNothing(), ofMethod(), ofNoMethod(), ofVariable()) }
-- a/a.go --
package a

type T struct{ n int }

var n int

var F = func() int { return n }

func G() func() int { return func() int { n++; return n } }

func (t *T) M() func() int { return func() int { n++; return n } }
`,
	},
	'function literals, for a compiler that gives them no name': {
		releases: ['1.27.0'],
		error: /relocation target example\.com\/m\/a\.(?:G|init)\.func1 not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/a"
)

//go:linkname first example.com/m/a.G.func1
//                  ^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func first() int

//go:linkname ofVariable example.com/m/a.init.func1
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func ofVariable() int

func main() { println(first(), ofVariable()) }
-- a/a.go --
package a

var n int

var F = func() int { return n }

func G() func() int { return func() int { n++; return n } }
`,
	},
	'a package that no module of the program has': {
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		error: /relocation target (runtme\.nanotime|other\.org\/clock\.now) not defined/,
		source: `
-- main.go --
package main

import _ "unsafe"

//go:linkname nanotime runtme.nanotime
//                     ^^^^^^^^^^^^^^^ linkname-undefined
func nanotime() int64

//go:linkname now other.org/clock.now
//                ^^^^^^^^^^^^^^^^^^^ linkname-undefined
func now() int64

func main() { println(nanotime(), now()) }
`,
	},
	'a library whose user may have the package': {
		source: `
-- main.go --
package main

func main() {}
-- clock/clock.go --
package clock

import _ "unsafe"

//go:linkname now other.org/clock.now
func now() int64

func Now() int64 { return now() }
-- clock/empty.s --
`,
	},
	'a pull that nobody calls makes no reference': {
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname gone example.com/m/p.gone
func gone() int

func main() {}
-- p/p.go --
package p
`,
	},
	'other words in other registers': {
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname f example.com/m/p.f
//              ^^^^^^^^^^^^^^^^^ linkname-signature
func f(n string) int

//go:linkname g example.com/m/p.g
func g(n uintptr) int

func main() { println(f(""), g(1)) }
-- p/p.go --
package p

func f(n int) int { return n }

func g(n uint64) int { return int(n) }
`,
	},
	'what the linker cannot call': {
		error: /p\.generic not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname generic example.com/m/p.generic
//                    ^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func generic(n int) int

//go:linkname c example.com/m/p.c
//              ^^^^^^^^^^^^^^^^^ linkname-undefined
func c() int

//go:linkname old example.com/m/p.renamed
//                ^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func old() int

func main() { println(generic(1), c(), old()) }
-- p/p.go --
package p

import _ "unsafe"

func generic[T any](t T) T { return t }

const c = 1

//go:linkname renamed example.com/m/p.another
func renamed() int { return 1 }
`,
	},
	'a replaced module': {
		error: /relocation target example.com\/dep\/in\.gone not defined/,
		source: `
-- go.mod --
module example.com/m

go 1.22

require example.com/dep v1.2.3

replace example.com/dep v1.2.3 => ./dep
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/dep/in"
)

//go:linkname f example.com/dep/in.f
//              ^^^^^^^^^^^^^^^^^^^^ linkname-private
func f() int

//go:linkname F example.com/dep/in.F
func F() int

//go:linkname gone example.com/dep/in.gone
//                 ^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func gone() int

func main() { println(f(), F(), gone()) }
-- dep/go.mod --
module example.com/dep

go 1.22
-- dep/in/in.go --
package in

func f() int { return 1 }

func F() int { return 1 }
`,
	},
	'another module of the workspace': {
		directory: 'm',
		error: /relocation target example.com\/n\/p\.gone not defined/,
		source: `
-- go.work --
go 1.22

use (
	./m
	./n // beside it
)
-- m/go.mod --
module example.com/m

go 1.22
-- n/go.mod --
module example.com/n

go 1.22
-- m/main.go --
package main

import (
	_ "unsafe"

	_ "example.com/n/p"
)

//go:linkname f example.com/n/p.f
func f() int

//go:linkname gone example.com/n/p.gone
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func gone() int

func main() { println(f(), gone()) }
-- n/p/p.go --
package p

func f() int { return 1 }
`,
	},
	vendor: {
		error: /relocation target example.com\/dep\.gone not defined/,
		source: `
-- go.mod --
module example.com/m

go 1.22

require example.com/dep v1.2.3
-- vendor/modules.txt --
# example.com/dep v1.2.3
## explicit; go 1.22
example.com/dep
-- vendor/example.com/dep/dep.go --
package dep

func F() int { return 1 }
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/dep"
)

//go:linkname f example.com/dep.F
func f() int

//go:linkname gone example.com/dep.gone
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func gone() int

func main() { println(f(), gone()) }
`,
	},
	'a dot in the last element of a path': {
		error: /relocation target example.com\/m\/yaml\.v2\.hidden not defined/,
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/yaml.v2"
)

//go:linkname right example.com/m/yaml%2ev2.hidden
func right() int

//go:linkname wrong example.com/m/yaml.v2.hidden
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ linkname-undefined
func wrong() int

func main() { println(right(), wrong()) }
-- yaml.v2/yaml.go --
package yaml

func hidden() int { return 1 }
`,
	},
	'a package that pushes, and that nothing imports': {
		error: /relocation target example.com\/m\/b\.Impl not defined/,
		releases: ['1.22.12', '1.26.8', '1.27.0'],
		source: `
-- main.go --
package main

import "example.com/m/b"

func main() { println(b.Impl()) }
-- a/a.go --
package a

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-provider-not-imported
func impl() int { return 7 }
-- b/b.go --
package b

func Impl() int
-- b/stub.s --
`,
	},
	'a package that defines what is pulled, and that nothing imports': {
		error: /relocation target example.com\/m\/p\.f not defined/,
		source: `
-- main.go --
package main

import _ "unsafe"

//go:linkname f example.com/m/p.f
//              ^^^^^^^^^^^^^^^^^ linkname-provider-not-imported
func f() int

func main() { println(f()) }
-- p/p.go --
package p

func f() int { return 1 }
`,
	},
	'a push that is received': {
		source: `
-- main.go --
package main

import (
	_ "example.com/m/a"
	"example.com/m/b"
)

func main() { println(b.Impl()) }
-- a/a.go --
package a

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
func impl() int { return 7 }
-- b/b.go --
package b

import _ "unsafe"

//go:linkname Impl
func Impl() int
`,
	},
	'a push of another signature': {
		source: `
-- main.go --
package main

import (
	_ "example.com/m/a"
	"example.com/m/b"
)

func main() { println(b.Impl("x")) }
-- a/a.go --
package a

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-signature
func impl(n int) int { return n }
-- b/b.go --
package b

import _ "unsafe"

//go:linkname Impl
func Impl(s string) int
`,
	},
	'a declaration that nobody pushes to': {
		error: /relocation target example.com\/m\/b\.Impl not defined/,
		source: `
-- main.go --
package main

import "example.com/m/b"

func main() { println(b.Impl()) }
-- b/b.go --
package b

import _ "unsafe"

//go:linkname Impl
//            ^^^^ linkname-undefined
func Impl() int

func Use() int { return Impl() }
`,
	},
	'two pushes to one name in one program': {
		error: /duplicated definition of symbol example.com\/m\/b\.Impl/,
		source: `
-- main.go --
package main

import (
	_ "example.com/m/a"
	"example.com/m/b"
	_ "example.com/m/c"
)

func main() { println(b.Impl()) }
-- a/a.go --
package a

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-redefined
func impl() int { return 7 }
-- c/c.go --
package c

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-redefined
func impl() int { return 8 }
-- b/b.go --
package b

import _ "unsafe"

//go:linkname Impl
func Impl() int
`,
	},
	'two pushes to one name in two programs': {
		source: `
-- cmd/one/main.go --
package main

import (
	_ "example.com/m/a"
	"example.com/m/b"
)

func main() { println(b.Impl()) }
-- cmd/two/main.go --
package main

import (
	"example.com/m/b"
	_ "example.com/m/c"
)

func main() { println(b.Impl()) }
-- a/a.go --
package a

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
func impl() int { return 7 }
-- c/c.go --
package c

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
func impl() int { return 8 }
-- b/b.go --
package b

import _ "unsafe"

//go:linkname Impl
func Impl() int
`,
	},
	'a push over a body': {
		error: /duplicated definition of symbol example.com\/m\/b\.Impl/,
		source: `
-- main.go --
package main

import (
	_ "example.com/m/a"
	"example.com/m/b"
)

func main() { println(b.Impl()) }
-- a/a.go --
package a

import _ "unsafe"

//go:linkname impl example.com/m/b.Impl
//                 ^^^^^^^^^^^^^^^^^^^^ linkname-redefined
func impl() int { return 7 }
-- b/b.go --
package b

func Impl() int { return 1 }
`,
	},
	'files of other platforms and tags are not in this build': {
		source: `
-- main.go --
package main

import (
	_ "unsafe"

	_ "example.com/m/p"
)

//go:linkname f example.com/m/p.f
func f() int

func main() { println(f()) }
-- p/p_linux.go --
package p

func f() int { return 1 }
-- p/p_windows.go --
package p

func f() string { return "" }
-- p/tagged.go --
//go:build never

package p

func f() string { return "" }
`,
	},
	'a command pulls from a command': {
		source: `
-- main.go --
package main

import _ "unsafe"

//go:linkname f main.g
func f() int

func g() int { return 1 }

func main() { println(f()) }
`,
	},
};
