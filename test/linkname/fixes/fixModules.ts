/** Modules for the tests of fixes: which fix, by which Go it is found, and what has to come out. */
export interface FixModule {
	/** How the title of the fix begins. */
	readonly title: string;
	/** The `go` line of go.mod; 1.22 when absent. */
	readonly line?: string;
	/** The release whose findings are looked at. */
	readonly judge?: string;
	readonly files: Readonly<Record<string, string>>;
	/** Texts of files afterwards. */
	readonly after?: Readonly<Record<string, string>>;
	readonly gone?: readonly string[];
	/** The releases that vet, build and run the result; 1.26, and with `LONG=1` also 1.22, when absent. */
	readonly built?: readonly string[];
	/** What the program prints. */
	readonly output?: string;
	/** The file whose finding has the fix; any when absent. */
	readonly fixIn?: string;
	/** gofmt would change the files as they are. */
	readonly unclean?: boolean;
	/** The fix must not be offered. */
	readonly refused?: boolean;
}

const clock = `package main

import (
	"fmt"
	_ "unsafe"
)

// nanotime is the monotonic clock.
//
//go:linkname nanotime runtime.nanotime
func nanotime() int64

func main() {
	start := nanotime()
	fmt.Println(nanotime() >= start)
}
`;

const compare = `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname compare runtime.cmpstring
func compare(a, b string) int

func main() {
	fmt.Println(compare("a", "b"), compare("b", "b"))
}
`;

const draw = clock
	.replaceAll('nanotime', 'fastrand')
	.replaceAll('int64', 'uint32')
	.replace('fastrand() >= start', 'fastrand() >= start || true');

export const fixModules: Readonly<Record<string, FixModule>> = {
	'the directive and the blank import go, the comment stays': {
		title: 'Replace by time.Since',
		files: { 'main.go': clock, 'stub.s': '// Empty.\n' },
		after: {
			'main.go': `package main

import (
	"fmt"
	"time"
)

// nanotime is the monotonic clock.
func nanotime() int64 {
	return int64(time.Since(nanotimeBase))
}

var nanotimeBase = time.Now()

func main() {
	start := nanotime()
	fmt.Println(nanotime() >= start)
}
`,
		},
		gone: ['stub.s'],
		output: 'true\n',
	},
	'with CRLF and a byte order mark': {
		title: 'Replace by time.Since',
		files: { 'main.go': `\ufeff${clock.replaceAll('\n', '\r\n')}` },
		output: 'true\n',
	},
	'names that are taken': {
		title: 'Replace by time.Since',
		files: {
			'main.go': clock.replace(
				'start := nanotime()',
				'time, nanotimeBase := 1, 2\n\t_, _ = time, nanotimeBase\n\tstart := nanotime()',
			),
			'other.go': 'package main\n\nvar nanotimeBase, time = 1, 2\n',
		},
		output: 'true\n',
	},
	'names that only the tests have': {
		title: 'Replace by time.Since',
		files: { 'main.go': clock, 'main_test.go': 'package main\n\nvar nanotimeBase, time = 1, 2\n' },
		output: 'true\n',
	},
	'another package of the same name': {
		title: 'Replace by math/rand/v2.Uint32',
		files: {
			'main.go': `package main

import (
	"fmt"
	"math/rand"
	_ "unsafe"
)

//go:linkname fastrand runtime.fastrand
func fastrand() uint32

func main() {
	_, _ = fastrand(), rand.Int()
	fmt.Println("drawn")
}
`,
		},
		output: 'drawn\n',
	},
	'parameters without names, or with names that mean something': {
		title: 'Replace by copy',
		files: {
			'main.go': `package main

import (
	"fmt"
	"unsafe"
)

//go:noescape
//go:linkname move runtime.memmove
func move(unsafe.Pointer, unsafe.Pointer, uintptr)

func main() {
	a, b := [2]int{1, 2}, [2]int{}
	move(unsafe.Pointer(&b), unsafe.Pointer(&a), 16)
	fmt.Println(b)
}
`,
		},
		output: '[1 2]\n',
	},
	'a parameter that hides the package': {
		title: 'Replace by math/rand/v2.Uint32N',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname fastrandn runtime.fastrandn
func fastrandn(rand uint32) uint32

func main() { fmt.Println(fastrandn(1)) }
`,
		},
		output: '0\n',
	},
	'blank parameters and named results': {
		title: 'Replace by net/http.Request.BasicAuth',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname parse net/http.parseBasicAuth
func parse(_ string) (r, http string, ok bool)

func main() { fmt.Println(parse("Basic YTpi")) }
`,
		},
		output: 'a b true\n',
	},
	'a word that the package gives another meaning': {
		title: 'Replace by clear',
		refused: true,
		files: {
			'main.go': `package main

import "unsafe"

//go:linkname wipe runtime.memclrNoHeapPointers
func wipe(p unsafe.Pointer, n uintptr)

func clear(int) {}

func main() {
	wipe(nil, 0)
	clear(1)
}
`,
		},
	},
	'pointers to something': {
		title: 'Replace by copy',
		output: '[1 2]\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	"unsafe"
)

//go:linkname move runtime.memmove
func move(to, from *int64, n int)

func main() {
	a, b := [2]int64{1, 2}, [2]int64{}
	move(&b[0], &a[0], int(unsafe.Sizeof(a)))
	fmt.Println(b)
}
`,
		},
	},
	'types of the package': {
		title: 'Replace by hash/maphash.String',
		output: 'true false\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	ptr "unsafe"
)

type (
	header struct {
		data ptr.Pointer
		len  int
	}
	seed uintptr
	hash = seed
)

//go:linkname strhash runtime.stringHash
func strhash(s header, h seed) hash

func main() {
	s := "abc"
	h := *(*header)(ptr.Pointer(&s))
	fmt.Println(strhash(h, 1) == strhash(h, 1), strhash(h, 1) == strhash(h, 2))
}
`,
		},
	},
	'another name for the result': {
		title: 'Replace by time.Since',
		output: 'true\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	"time"
	_ "unsafe"
)

//go:linkname now runtime.nanotime
func now() time.Duration

func main() {
	start := now()
	fmt.Println(now()-start < time.Hour)
}
`,
		},
	},
	'several results, one of them of another type': {
		title: 'Replace by time.Now',
		output: 'true true\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

type t int64

//go:linkname now time.now
func now() (t, uint32, int64)

func main() {
	s, n, _ := now()
	fmt.Println(s > 1_700_000_000, n < 1_000_000_000)
}
`,
		},
	},
	'an empty interface in the older spelling': {
		title: 'Replace by panic',
		output: 'failed\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname fail runtime.gopanic
func fail(interface{})

func main() {
	defer func() { fmt.Println(recover()) }()
	fail("failed")
}
`,
		},
	},
	'calls whose results would get another type stay': {
		title: 'Call math/rand/v2.Uint64 instead',
		refused: true,
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

type number uint64

//go:linkname draw runtime.rand
func draw() number

func main() {
	fmt.Println(draw() >= 0)
}
`,
		},
	},
	'addresses as numbers': {
		title: 'Replace by copy',
		refused: true,
		files: {
			'main.go': `package main

import (
	"fmt"
	"unsafe"
)

//go:linkname move runtime.memmove
func move(to, from uintptr, n uintptr)

func main() {
	a, b := new(int), new(int)
	move(uintptr(unsafe.Pointer(a)), uintptr(unsafe.Pointer(b)), 8)
	fmt.Println(*a)
}
`,
		},
	},
	'addresses as numbers, in words': {
		title: 'Open the page about the alternative: copy',
		output: '0\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	"unsafe"
)

//go:linkname move runtime.memmove
func move(to, from uintptr, n uintptr)

func main() {
	a, b := new(int), new(int)
	move(uintptr(unsafe.Pointer(a)), uintptr(unsafe.Pointer(b)), 8)
	fmt.Println(*a)
}
`,
		},
	},
	'the signature first where it is wrong, then words': {
		title: 'Open the page about the alternative: math/rand/v2.Uint32N (go1.22)',
		output: 'called\n',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname fastrandn runtime.fastrandn
func fastrandn(n uint32, more string) uint32

func main() {
	_ = fastrandn
	fmt.Println("called")
}
`,
		},
	},
	'a go line that is too old': {
		title: 'Replace by',
		line: '1.21',
		refused: true,
		files: { 'main.go': clock.replaceAll('nanotime', 'fastrand').replaceAll('int64', 'uint32') },
	},
	'a go line that is too old in a file that is not': {
		title: 'Replace by math/rand/v2.Uint32',
		line: '1.21',
		files: {
			'main.go': `//go:build go1.22\n\n${clock.replaceAll('nanotime', 'fastrand').replaceAll('int64', 'uint32').replace('fastrand() >= start', 'fastrand() >= start || true')}`,
		},
		output: 'true\n',
	},
	'directive and declaration in two files': {
		title: 'Replace by time.Since',
		files: {
			'main.go': 'package main\n\nfunc nanotime() int64 // the clock\n\nfunc main() {\n\tprintln(nanotime() > 0)\n}\n',
			'linkname.go':
				'// Licence.\n\npackage main\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\n\nvar one = 1\n',
			'empty.s': '',
		},
		after: { 'linkname.go': '// Licence.\n\npackage main\n\nvar one = 1\n' },
		gone: ['empty.s'],
		output: 'true\n',
	},
	'other pulls keep what they need': {
		title: 'Replace by strings.Compare',
		files: {
			'main.go': compare.replace(
				'func main() {',
				`//go:linkname nanotime runtime.nanotime
func nanotime() int64

func main() {
	_ = nanotime()`,
			),
			'stub.s': '\n',
		},
		output: '-1 0\n',
	},
	'declarations that stand close together': {
		title: 'Replace by time.Since',
		files: {
			'main.go': `package main

import _ "unsafe"
import "fmt"

//go:linkname nanotime runtime.nanotime
//go:linkname other runtime.fastrand

func nanotime() int64
func other() uint32
func main() { _ = other(); fmt.Println(nanotime() > 0) }
`,
		},
		output: 'true\n',
	},
	'comments beside the imports': {
		title: 'Replace by time.Since',
		files: {
			'main.go': clock.replace('\t"fmt"\n\t_ "unsafe"\n', '\t"fmt"      // printing\n\t_ "unsafe" // for linkname\n'),
		},
		output: 'true\n',
	},
	'calls in all files, tests among them': {
		title: 'Call strings.Compare instead, in 7 places',
		files: {
			'main.go': compare
				.replace(
					'fmt.Println(compare("a", "b"), ',
					'strings := []string{"x"}\n\tfmt.Println(compare("a", strings[0]), ',
				)
				.replace(
					'func main',
					`type order struct{ compare func(a, b string) int }

func (o order) run() int { return o.compare("a", "b") }

func main`,
				),
			'value.go': `package main

var byName = compare

func sorted() bool {
	o := order{compare("a", "b"), compare}.use
	return o(compare("b", "a")) && order{}.compare == nil
}
`.replace('order{compare("a", "b"), compare}.use', 'func(n int) bool { return n > 0 }'),
			'shadow.go': `package main

func shadows(compare int) int {
	if compare := compare + 1; compare > 0 {
		return compare
	}
	for _, compare := range []int{1} {
		_ = compare
	}
	switch compare := any(compare).(type) {
	case int:
		return compare
	}
	return 0
}

func redeclared() int {
	compare := compare("a", "c")
	return compare
}

func closure() func() int {
	return func() int { return compare("a", "c") }
}
`,
			'main_test.go': `package main

import "testing"

func TestCompare(t *testing.T) {
	if compare("a", "a") != 0 || !sorted() || shadows(1) != 2 || redeclared() >= 0 || closure()() >= 0 {
		t.Fatal(byName("a", "b"))
	}
}
`,
		},
		output: '-1 0\n',
	},
	'a builtin is called, not passed around': {
		title: 'Call unsafe.Add instead',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport "unsafe"\n\n//go:linkname add runtime.add\nfunc add(p unsafe.Pointer, x uintptr) unsafe.Pointer\n\nvar f = add\n\nfunc main() {\n\t_ = add(nil, 1)\n}\n',
		},
	},
	'a builtin in place of a call': {
		title: 'Call unsafe.Add instead, in one place',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t"unsafe"\n)\n\n//go:linkname add runtime.add\nfunc add(p unsafe.Pointer, x uintptr) unsafe.Pointer\n\nfunc main() {\n\ta := [2]int64{1, 2}\n\tfmt.Println(*(*int64)(add(unsafe.Pointer(&a), 8)))\n}\n',
		},
		output: '2\n',
	},
	'a call with a conversion around it': {
		title: 'Call math/rand/v2.Uint64 instead, in one place',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname fastrandu runtime.fastrandu\nfunc fastrandu() uint\n\nfunc main() {\n\tfmt.Println(fastrandu()%1 == 0)\n}\n',
		},
		output: 'true\n',
	},
	'a call for nothing cannot be converted': {
		title: 'Call math/rand/v2.Uint64 instead',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport _ "unsafe"\n\n//go:linkname fastrandu runtime.fastrandu\nfunc fastrandu() uint\n\nfunc main() {\n\tfastrandu()\n}\n',
		},
	},
	'a key that may be a field': {
		title: 'Call strings.Compare instead',
		refused: true,
		files: {
			'main.go': compare.replace('func main() {', 'type t struct{ compare int }\n\nfunc main() {\n\t_ = t{compare: 1}'),
		},
	},
	'several results as the arguments': {
		title: 'Call strings.Compare instead',
		refused: true,
		files: {
			'main.go': compare.replace(
				'func main() {',
				'func pair() (string, string) { return "a", "b" }\n\nfunc main() {\n\t_ = compare(pair())',
			),
		},
	},
	'a line that gofmt would break': {
		title: 'Call strings.Compare instead',
		refused: true,
		files: {
			'main.go': compare.replace(
				'func main() {',
				'func less(first, second string) int { return compare("first: "+first, "the second: "+second) }\n\nfunc main() {',
			),
		},
	},
	'comments that would no longer stand below each other': {
		title: 'Call strings.Compare instead',
		refused: true,
		files: {
			'main.go': compare.replace(
				'func main() {',
				'var (\n\tbefore = compare("a", "b") // before\n\tother  = 1                 // other\n)\n\nfunc main() {',
			),
		},
	},
	'an exported name stays': {
		title: 'Call strings.Compare instead',
		refused: true,
		files: {
			'main.go': 'package main\n\nfunc main() {}\n',
			'p/p.go': compare
				.replace('package main', 'package p')
				.replaceAll('compare', 'Compare')
				.replace('func main', 'func F'),
		},
	},
	'a pull is kept for older versions': {
		title: 'Split by Go version: keep the pull before go1.22, use math/rand/v2.Uint32 since go1.22',
		line: '1.20',
		built: ['1.21.13', '1.22.12', '1.26.8', '1.27.0'],
		files: {
			'main.go': `// Copyright of somebody.

// Command main draws.
package main

import (
	"fmt"
	_ "unsafe"
)

// fastrand draws.
//
//go:linkname fastrand runtime.fastrand
func fastrand() uint32

func main() {
	fmt.Println(fastrand() >= 0)
}
`,
		},
		after: {
			'main.go': `// Copyright of somebody.

// Command main draws.
package main

import (
	"fmt"
)

func main() {
	fmt.Println(fastrand() >= 0)
}
`,
			'main_pre_go122.go': `// Copyright of somebody.

//go:build !go1.22

package main

import (
	_ "unsafe"
)

// fastrand draws.
//
//go:linkname fastrand runtime.fastrand
func fastrand() uint32
`,
			'main_go122.go': `// Copyright of somebody.

//go:build go1.22

package main

import (
	"math/rand/v2"
)

// fastrand draws.
func fastrand() uint32 {
	return rand.Uint32()
}
`,
		},
		output: 'true\n',
	},
	'a file that holds one pull is split in two': {
		title: 'Split by Go version: keep the pull before go1.27, use strings.IndexByte since go1.27',
		built: ['1.22.12', '1.26.8', '1.27.0'],
		files: {
			'main.go': 'package main\n\nfunc main() {\n\tprintln(index("abc", 99))\n}\n',
			'other_go1.20.go': 'package main\n',
			'index_linux.go':
				'//go:build amd64 || arm64\n\npackage main\n\nimport _ "unsafe"\n\n//go:linkname index internal/bytealg.IndexByteString\nfunc index(s string, c byte) int\n',
			'index_other.go':
				'//go:build !linux || !(amd64 || arm64)\n\npackage main\n\nfunc index(s string, c byte) int { return 2 }\n',
		},
		after: {
			'index_linux.go':
				'//go:build (amd64 || arm64) && !go1.27\n\npackage main\n\nimport _ "unsafe"\n\n//go:linkname index internal/bytealg.IndexByteString\nfunc index(s string, c byte) int\n',
			'index_go1.27_linux.go':
				'//go:build (amd64 || arm64) && go1.27\n\npackage main\n\nimport "strings"\n\nfunc index(s string, c byte) int {\n\treturn strings.IndexByte(s, c)\n}\n',
		},
		output: '2\n',
	},
	'a builtin of a newer language': {
		title: 'Split by Go version: keep the pull before go1.21, use clear since go1.21',
		line: '1.20',
		built: ['1.20.14', '1.22.12', '1.26.8'],
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\tptr "unsafe"\n)\n\n//go:linkname wipe runtime.memclrNoHeapPointers\n\n//go:noescape\nfunc wipe(p ptr.Pointer, n uintptr)\n\nfunc main() {\n\ta := 1\n\twipe(ptr.Pointer(&a), 8)\n\tfmt.Println(a)\n}\n'.replaceAll(
					'\n',
					'\r\n',
				),
		},
		output: '0\n',
	},
	'an older kind of constraint beside the newer one': {
		title: 'Split by Go version: keep the pull before go1.22',
		line: '1.16',
		files: {
			'main.go': `//go:build linux\n// +build linux\n\n${draw}`,
		},
		built: ['1.21.13', '1.26.8'],
		output: 'true\n',
	},
	'alternatives in an older kind of constraint': {
		title: 'Split by Go version: keep the pull before go1.22',
		line: '1.16',
		files: {
			'main.go': `//go:build linux || darwin\n// +build linux darwin\n\n${draw}`,
		},
		built: ['1.21.13', '1.26.8'],
		output: 'true\n',
	},
	'only an older kind of constraint': {
		title: 'Split by Go version: keep the pull before go1.22',
		line: '1.16',
		files: {
			'main.go': `//go:build linux || darwin\n// +build linux darwin\n\n${draw}`,
			'fast.go': `// Copyright of somebody.

// +build linux,!appengine darwin
// +build amd64 arm64

package main

import _ "unsafe"

//go:linkname fastrandn runtime.fastrandn
func fastrandn(n uint32) uint32

var _ = fastrandn(1)
`,
		},
		unclean: true,
		fixIn: 'fast.go',
		built: ['1.21.13', '1.26.8'],
		after: {
			'fast_pre_go122.go': `// Copyright of somebody.

//go:build ((linux && !appengine) || darwin) && (amd64 || arm64) && !go1.22
// +build linux,!appengine darwin
// +build amd64 arm64
// +build !go1.22

package main

import _ "unsafe"

//go:linkname fastrandn runtime.fastrandn
func fastrandn(n uint32) uint32
`,
		},
		output: 'true\n',
	},
	'a condition that the older kind cannot say': {
		title: 'Split by Go version: keep the pull before go1.22',
		line: '1.16',
		refused: true,
		unclean: true,
		files: {
			'main.go': `//go:build !(linux && windows)\n// +build !linux !windows\n\n${draw}`,
		},
	},
	'a pull that only tests have': {
		title: 'Split by Go version: keep the pull before go1.22',
		line: '1.18',
		files: {
			'main.go': 'package main\n\nfunc main() {\n\tprintln("there")\n}\n',
			'draw_linux_amd64_test.go':
				'package main\n\nimport (\n\t"testing"\n\t_ "unsafe"\n)\n\n//go:linkname fastrand runtime.fastrand\nfunc fastrand() uint32\n\nfunc TestDraw(t *testing.T) { t.Log(fastrand()) }\n',
			'draw_other_test.go': 'package main\n',
		},
		after: {
			'draw_go122_linux_amd64_test.go':
				'//go:build go1.22\n\npackage main\n\nimport (\n\t"math/rand/v2"\n)\n\nfunc fastrand() uint32 {\n\treturn rand.Uint32()\n}\n',
		},
		built: ['1.20.14', '1.26.8'],
		output: 'there\n',
	},
	'a file with C code': {
		title: 'Keep the pull',
		line: '1.18',
		refused: true,
		files: {
			'main.go': draw
				.replace('import (', '// int one(void) { return 1; }\nimport "C"\n\nimport (')
				.replace('fastrand() >= 0', 'fastrand() >= 0 && C.one() == 1'),
		},
	},
	'a licence in a block comment': {
		title: 'Split by Go version: keep the pull before go1.21, use clear since go1.21',
		line: '1.18',
		built: ['1.20.14', '1.26.8'],
		files: {
			'main.go': `/*
 * Copyright 2022
 */

package main

import (
	"fmt"
	"unsafe"
)

//go:noescape
//go:linkname memmove runtime.memmove
//goland:noinspection GoUnusedParameter
func memmove(to unsafe.Pointer, from unsafe.Pointer, n uintptr)

//go:noescape
//go:linkname wipe runtime.memclrNoHeapPointers
//goland:noinspection GoUnusedParameter
func wipe(ptr unsafe.Pointer, n uintptr)

func main() {
	a := 1
	memmove(nil, nil, 0)
	wipe(unsafe.Pointer(&a), 8)
	fmt.Println(a)
}
`,
		},
		output: '0\n',
	},
	'no gate where every Go has the public API': { title: 'Keep the pull', refused: true, files: { 'main.go': compare } },
	"the target's signature": {
		title: 'Use the signature of runtime.fastrandn',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname fastrandn runtime.fastrandn
func fastrandn(n uint32, more string) uint32

func main() {
	_ = fastrandn
	fmt.Println("called")
}
`,
		},
		output: 'called\n',
	},
	'no other signature where a caller would have to follow': {
		title: 'Use the signature',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() (int64, int32)\n\nfunc main() {\n\ta, b := nanotime()\n\tprintln(a, b)\n}\n',
		},
	},
	'another signature where its call is only printed': {
		title: 'Use the signature of runtime.nanotime',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname nanotime runtime.nanotime\nfunc nanotime() string\n\nfunc main() {\n\t_ = nanotime\n\tfmt.Println(1)\n}\n\nfunc used() { fmt.Println(nanotime()) }\n',
		},
		output: '1\n',
	},
	"a signature with the target's packages": {
		title: 'Use the signature of runtime.memmove',
		files: {
			'main.go': `package main

import (
	"fmt"
	_ "unsafe"
)

//go:linkname memmove runtime.memmove
func memmove(n uint32, s string)

func main() {
	_ = memmove
	fmt.Println(call(nil))
}

func call(any) string { return "called" }
`,
		},
		output: 'called\n',
	},
	'an unused pull goes with its imports': {
		title: 'Remove this pull',
		files: {
			'main.go': `package main

import (
	"fmt"
	"net/url"
	"unsafe"
)

// clone copies.
//
//go:linkname clone net/http.cloneURL
func clone(u *url.URL) *url.URL

//go:linkname add runtime.add
//go:nosplit
func add(p unsafe.Pointer, x uintptr) unsafe.Pointer

func main() {
	fmt.Println("there", add(nil, 0))
}
`,
		},
		output: 'there <nil>\n',
	},
	'the last declaration of a file': {
		title: 'Remove this pull',
		files: {
			'main.go': 'package main\n\nfunc main() {\n\tprintln("there")\n}\n',
			'pull.go':
				'package main\n\nimport "unsafe"\n\nvar one = 1\n\n//go:linkname add runtime.add\nfunc add(p unsafe.Pointer, x uintptr) unsafe.Pointer\n',
		},
		after: { 'pull.go': 'package main\n\nvar one = 1\n' },
		output: 'there\n',
	},
	'a file that holds nothing any more goes': {
		title: 'Remove this pull',
		files: {
			'main.go': 'package main\n\nfunc main() {\n\tprintln("there")\n}\n',
			'pull.go':
				'// Copyright of somebody.\n\n//go:build linux\n\npackage main\n\nimport "unsafe"\n\n//go:linkname add runtime.add\nfunc add(p unsafe.Pointer, x uintptr) unsafe.Pointer\n',
		},
		gone: ['pull.go'],
		output: 'there\n',
	},
	'a file that still says something stays': {
		title: 'Remove this pull',
		files: {
			'main.go': 'package main\n\nfunc main() {\n\tprintln("there")\n}\n',
			'pull.go':
				'// Command main is documented here.\npackage main\n\nimport "unsafe"\n\n//go:linkname add runtime.add\nfunc add(p unsafe.Pointer, x uintptr) unsafe.Pointer\n',
		},
		after: { 'pull.go': '// Command main is documented here.\npackage main\n' },
		output: 'there\n',
	},
	'the only file of a package stays': {
		title: 'Remove this pull',
		files: {
			'main.go': 'package main\n\nimport _ "example.com/m/p"\n\nfunc main() {\n\tprintln("there")\n}\n',
			'p/pull.go':
				'package p\n\nimport "unsafe"\n\n//go:linkname add runtime.add\nfunc add(p unsafe.Pointer, x uintptr) unsafe.Pointer\n',
			'p/other_windows.go': 'package p\n',
		},
		after: { 'p/pull.go': 'package p\n' },
		output: 'there\n',
	},
	'the file of the directive goes when it becomes empty': {
		title: 'Replace by time.Since',
		files: {
			'main.go': 'package main\n\nfunc nanotime() int64\n\nfunc main() {\n\tprintln(nanotime() > 0)\n}\n',
			'linkname.go': 'package main\n\nimport _ "unsafe"\n\n//go:linkname nanotime runtime.nanotime\n',
			'empty.s': '',
		},
		gone: ['linkname.go', 'empty.s'],
		output: 'true\n',
	},
	'words where there is no edit': {
		title: 'Open the page about the alternative: go f()',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t"unsafe"\n)\n\n//go:linkname newproc runtime.newproc\nfunc newproc(f unsafe.Pointer)\n\nvar on = false\n\nfunc main() {\n\tif on {\n\t\tnewproc(nil)\n\t}\n\tfmt.Println("there")\n}\n',
		},
		built: ['1.22.12'],
		output: 'there\n',
	},
	'an exported function that only other packages use': {
		title: 'Remove this pull',
		refused: true,
		files: {
			'main.go': 'package main\n\nimport "example.com/m/p"\n\nfunc main() { println(p.Draw()) }\n',
			'p/p.go': 'package p\n\nimport _ "unsafe"\n\n//go:linkname Draw runtime.fastrand\nfunc Draw() uint32\n',
		},
	},
	'a function that only tests use': {
		title: 'Remove this pull',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport _ "unsafe"\n\n//go:linkname draw runtime.fastrand\nfunc draw() uint32\n\nfunc main() {}\n',
			'main_test.go': 'package main\n\nvar _ = draw()\n',
		},
	},
	'what the linker refuses': {
		title: 'Replace by strings.IndexByte',
		judge: '1.27.0',
		built: ['1.22.12', '1.26.8', '1.27.0'],
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname index internal/bytealg.IndexByteString\nfunc index(s string, c byte) int\n\nfunc main() { fmt.Println(index("abc", 99)) }\n',
		},
		output: '2\n',
	},
	'what does not exist any more': {
		title: 'Replace by math/rand/v2.Uint64',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname draw runtime.fastrandu\nfunc draw() uint\n\nfunc main() { fmt.Println(draw() > 0) }\n',
		},
		output: 'true\n',
	},
	'the import that a directive needs': {
		title: 'Import "unsafe"',
		files: {
			'main.go':
				'package main\n\nimport "fmt"\n\n//go:linkname now runtime.nanotime\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
		},
		output: 'true\n',
	},
	'a directive behind a blank': {
		title: 'Change to //go:linkname',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n// go:linkname now runtime.nanotime\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
			'stub.s': '',
		},
		output: 'true\n',
	},
	'a misspelt directive': {
		title: 'Change to //go:noinline',
		files: {
			'main.go':
				'package main\n\nimport "fmt"\n\n//go:noinlin\nfunc f() int { return 1 }\n\nfunc main() { fmt.Println(f()) }\n',
		},
		output: '1\n',
	},
	'a misspelt local name': {
		title: 'Change to now',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname nwo runtime.nanotime\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
			'stub.s': '',
		},
		output: 'true\n',
	},
	'a directive behind its function': {
		title: 'Move above f',
		files: {
			'main.go':
				'package main\n\nimport "fmt"\n\nfunc f() int { return 1 } //go:noinline\n\nfunc main() { fmt.Println(f()) }\n',
		},
		output: '1\n',
	},
	'a directive far from its declaration': {
		title: 'Move above now',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname now runtime.nanotime\nvar other = 1\n\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0, other) }\n',
		},
		output: 'true 1\n',
	},
	'a comment among the arguments': {
		title: 'Move the comment to its own line',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname now runtime.nanotime // monotonic\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
		},
		output: 'true\n',
	},
	'an argument too many': {
		title: 'Remove "again"',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname now runtime.nanotime again\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
		},
		output: 'true\n',
	},
	'a directive where none belongs': {
		title: 'Remove the directive',
		files: {
			'main.go': 'package main\n\nimport "fmt"\n\n//go:nosplit\nvar x = 1\n\nfunc main() { fmt.Println(x) }\n',
		},
		output: '1\n',
	},
	'a second directive for one name': {
		title: 'Remove this directive',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname now runtime.nanotime\n//go:linkname now runtime.cputicks\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
		},
		output: 'true\n',
	},
	'noescape of a function with a body': {
		title: 'Remove //go:noescape',
		files: {
			'main.go':
				'package main\n\nimport "fmt"\n\n//go:noescape\nfunc f(p *int) int { return *p }\n\nfunc main() {\n\tn := 1\n\tfmt.Println(f(&n))\n}\n',
		},
		output: '1\n',
	},
	'a function without a body': {
		title: 'Add a body',
		files: {
			'main.go':
				'package main\n\nimport "fmt"\n\nfunc f() int\n\nfunc main() {\n\tif len("a") > 1 {\n\t\tf()\n\t}\n\tfmt.Println(1)\n}\n',
		},
		output: '1\n',
	},
	'a function whose body another package pushes': {
		title: 'Add an empty assembly file',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\n\t_ "example.com/m/p"\n)\n\nfunc f() int\n\nfunc main() { fmt.Println(f()) }\n',
			'p/p.go': 'package p\n\nimport _ "unsafe"\n\n//go:linkname f main.f\nfunc f() int { return 1 }\n',
		},
		output: '1\n',
	},
	'a function that needs to be declared as received': {
		title: 'Add //go:linkname f',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\n\t_ "example.com/m/p"\n)\n\nfunc f() int\n\nfunc main() { fmt.Println(f()) }\n',
			'p/p.go': 'package p\n\nimport _ "unsafe"\n\n//go:linkname f main.f\nfunc f() int { return 1 }\n',
		},
		output: '1\n',
	},
	'a public function': {
		title: 'Replace by net.SplitHostPort',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "net/http"\n\t_ "unsafe"\n)\n\n//go:linkname split net.SplitHostPort\nfunc split(string) (host, port string, err error)\n\nfunc main() { fmt.Println(split("a:1")) }\n',
		},
		after: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t"net"\n\t_ "net/http"\n)\n\nfunc split(hostport string) (host, port string, err error) {\n\treturn net.SplitHostPort(hostport)\n}\n\nfunc main() { fmt.Println(split("a:1")) }\n',
		},
		output: 'a 1 <nil>\n',
	},
	'a public method, and results that nobody takes': {
		title: 'Replace by strings.(*Builder).Grow',
		files: {
			'main.go':
				'package main\n\nimport (\n\ttext "strings"\n\t_ "unsafe"\n)\n\n//go:linkname grow strings.(*Builder).Grow\nfunc grow(b *text.Builder, n int)\n\nfunc main() {\n\tvar b text.Builder\n\tgrow(&b, 9)\n\tprintln(b.Cap() >= 9)\n}\n',
		},
		output: 'true\n',
	},
	'a public method behind a mirror of its type': {
		title: 'Replace by strings.(*Builder).Len',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport (\n\t"strings"\n\t"unsafe"\n)\n\ntype builder struct {\n\taddr unsafe.Pointer\n\tbuf  []byte\n}\n\n//go:linkname length strings.(*Builder).Len\nfunc length(b *builder) int\n\nfunc main() {\n\tvar b strings.Builder\n\tprintln(length((*builder)(unsafe.Pointer(&b))))\n}\n',
		},
	},
	'a name that was probably meant': {
		title: 'Change to runtime.nanotime',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname now runtime.nanotme\nfunc now() int64\n\nfunc main() { fmt.Println(now() > 0) }\n',
		},
		output: 'true\n',
	},
	'a resembling name with another signature': {
		title: 'Change to runtime.fastrandn',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname draw runtime.fastrandu\nfunc draw() uint\n\nfunc main() { fmt.Println(draw() > 0) }\n',
		},
	},
	'a resembling name that the linker refuses': {
		title: 'Change to runtime.sysmon',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport _ "unsafe"\n\n//go:linkname watch runtime.sysmn\nfunc watch()\n\nfunc main() { watch() }\n',
		},
	},
	"a variable with the target's type": {
		title: 'Use the signature of runtime.writeBarrier',
		built: ['1.26.8'],
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname barrier runtime.writeBarrier\nvar barrier struct {\n\tenabled bool\n\tneeded  bool\n}\n\nfunc main() { fmt.Println(barrier.enabled) }\n',
		},
		output: 'false\n',
	},
	'no other type where a user of the variable would have to follow': {
		title: 'Use the signature',
		judge: '1.26.8',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname barrier runtime.writeBarrier\nvar barrier struct {\n\tenabled bool\n\tneeded  bool\n}\n\nfunc main() { fmt.Println(barrier.needed) }\n',
		},
	},
	'nor where a file of another platform uses it': {
		title: 'Use the signature',
		judge: '1.26.8',
		refused: true,
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname barrier runtime.writeBarrier\nvar barrier struct {\n\tenabled bool\n\tneeded  bool\n}\n\nfunc main() { fmt.Println(barrier.enabled) }\n',
			'main_windows.go': 'package main\n\nvar needed = barrier.needed\n',
		},
	},
	'a variable whose address has no type any more': {
		title: 'Use the signature of runtime.zeroVal',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t"unsafe"\n)\n\n//go:linkname zero runtime.zeroVal\nvar zero [4]int8\n\nfunc main() { fmt.Println(*(*int)(unsafe.Pointer(&zero))) }\n',
		},
		output: '0\n',
	},
	'a function that is not declared': {
		title: 'Declare index with the signature of internal/bytealg.IndexByteString',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname index internal/bytealg.IndexByteString\nfunc main() { fmt.Println(index("abc", 99)) }\n',
		},
		after: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname index internal/bytealg.IndexByteString\nfunc index(s string, c byte) int\n\nfunc main() { fmt.Println(index("abc", 99)) }\n',
		},
		output: '2\n',
	},
	'a function whose types have to be imported': {
		title: 'Declare add with the signature of runtime.add',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\nfunc main() { fmt.Println(add(nil, 0) == nil) }\n\n//go:linkname add runtime.add\n',
		},
		output: 'true\n',
	},
	'a function without parameters, and a variable': {
		title: 'Declare yield with the signature of runtime.goyield',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname yield runtime.goyield\n\nfunc main() { yield(); fmt.Println(1) }\n'.replace(
					'yield(); fmt.Println(1)',
					'fmt.Println(call(yield))',
				) + '\nfunc call(func()) int { return 1 }\n',
		},
		output: '1\n',
	},
	'a variable that is not declared': {
		title: 'Declare zero with the type of runtime.zeroVal',
		files: {
			'main.go':
				'package main\n\nimport (\n\t"fmt"\n\t_ "unsafe"\n)\n\n//go:linkname zero runtime.zeroVal\n\nfunc main() { fmt.Println(len(zero)) }\n',
		},
		output: '1024\n',
	},
};
