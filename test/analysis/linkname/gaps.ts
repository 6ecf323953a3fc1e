/**
 * Every directive in every gap between the tokens of a file, in several layouts: far more files than anybody would write down.
 * Each is a package by itself to the rules. `$` in its names stands for a number, so that the compiler reads hundreds as one package.
 */
import fc from 'fast-check';

/** Files that compile as they are, and whose gaps differ in kind. */
const scenes: readonly string[] = [
	`// Package p is documented.
package p

import _ "unsafe"

func f$(a int, b ...string) (n int, err error) {
	return len(b) + a, nil
}

type t$ struct{ x int }

func (t$) m() {}

func (r *t$) n(
	x int,
) int {
	return x
}

//go:linkname pulled$ example.com/q.pulled$
func pulled$(p *int)

// g$ is generic.
func g$[T any, U comparable](x T) U {
	var zero U
	return zero
}

func _() {}

func init() {}

var v$ int
`,
	`/* One line */ package p /* and more */

import ()
import (
	"unsafe"
)

type ()
var ()

const ()

type (
	t$ int
	b$ = t$
	c$ struct {
		x, y int
		_    [2]t$
	}
)

var (
	v$, w$ = 1, []int{
		2,
	}
	u$ unsafe.Pointer
)

const (
	k$ = iota
	l$
)

var _ = \`raw
string\`
var z$ t$; type d$[T any] interface { m(T) }; func f$() {}; const q$ = 'x'`,
	`package p

import _ "unsafe"

type t$ func()

var v$ = func() int {
	return 1
}()

func f$(c chan int, m map[string]int) (r int) {
	var x, y = 1, 2
	const one = 1
	type local struct {
		a int
	}
	var (
		p = &x
	)
	if x == y {
		return
	} else if *p > one {
		goto done
	}
	for i := range m {
		_ = i
		continue
	}
	switch {
	case x > 1:
		fallthrough
	default:
	}
	select {
	case <-c:
	default:
	}
	defer func() {
		_ = local{a: 1}
	}()
	r = func(a int) int { return a }(
		x,
	)
done:
	{
	}
	return r
}
`,
	`package p

type t$ struct{}

var v$ int

func f$() {}

// The last words.
`,
];

/** With `$` for the number of the file. What is said of \`//go:embed\` is not compared: that is for gopls. */
const directives: readonly string[] = [
	...(
		'noinline nosplit noescape norace nocheckptr uintptrescapes uintptrkeepalive registerparams systemstack nowritebarrier ' +
		'nowritebarrierrec yeswritebarrierrec notinheap nointerface cgo_unsafe_args unknown generate debug fix'
	)
		.split(' ')
		.map((verb) => `//go:${verb}`),
	'//go:noinline and more',
	'//go:noinline // why',
	'//go:noinline\twhy',
	'//go:noinline ',
	'// go:noinline',
	'/*go:noinline*/',
	'//go:noinlin',
	'//go:',
	'//go: noinline',
	'//go:build linux',
	'//go:build',
	'//go:build\tlinux',
	'// +build linux',
	'//export f$',
	'//line other.go:7',
	'//go:linkname',
	'//go:linkname ',
	'//go:linkname\tf$',
	'//go:linkname f$',
	'//go:linkname f$ example.com/q.f$',
	'//go:linkname\t \tf$\texample.com/q.f$ ',
	'//go:linkname f$ example.com/q.f$ more',
	'//go:linkname f$ // why',
	'//go:linkname v$ example.com/q.v$',
	'//go:linkname t$ example.com/q.t$',
	'//go:linkname t$.m example.com/q.m$',
	'//go:linkname m example.com/q.m$',
	'//go:linkname nothing$ example.com/q.n$',
	'//go:linkname init example.com/q.init$',
	'//go:linkname _ example.com/q.blank$',
	'//go:linkname pulled$ example.com/q.other$',
	'//go:linkname x example.com/q.x$',
	'//go:linkname f$ example.com/q.f$[int]',
	'//go:linkname f$ nodot$',
	'// go:linkname f$ example.com/q.f$',
	'/*go:linkname f$ example.com/q.f$*/',
	'//go:linkname f$ example.com/q.f$\n//go:linkname f$ example.com/q.g$',
	'//go:linkname f$ example.com/q.f$\n//go:noinline',
	'//go:nosplit\n//go:noinline',
	'//go:noescape\n//go:noinline',
	'//go:cgo_ldflag "-lm"',
	'//go:cgo_ldflag',
	'//go:cgo_export_static f$',
	'//go:cgo_export_dynamic f$ other',
	'//go:cgo_import_static f$',
	'//go:cgo_dynamic_linker "/lib/ld.so"',
	'//go:cgo_other',
	'//go:cgo_ldflag\t"-lm"',
	'//go:cgo_import_dynamic',
	'//go:cgo_import_dynamic f$',
	'//go:cgo_import_dynamic f$ other',
	'//go:cgo_import_dynamic f$ other "libc.so"',
	'//go:cgo_import_dynamic f$ other libc.so',
	'//go:cgo_import_dynamic f$ other "libc.so" more',
	'//go:cgo_import_dynamic f$ other "-lc"',
	'//go:cgo_import_dynamic f$ other ""',
	'//go:cgo_import_dynamic\tf$ other "libc.so"',
	'//go:cgo_import_dynamic _ _ "libc.so"',
	'//go:wasmimport',
	'//go:wasmimport env',
	'//go:wasmimport env f$',
	'//go:wasmimport env f$ more',
	'//go:wasmimport\tenv f$',
	'//go:wasmexport',
	'//go:wasmexport ',
	'//go:wasmexport f$',
	'//go:wasmexport f$ more',
	'//go:wasmexport\tf$',
];

/** What stands where the gap was; the directive is the `@`. */
const ownLine = [
	'@\n',
	'\t@\n',
	'@\r\n',
	'@\n\n',
	'@\n// more\n',
	'@\n/* more */ ',
	'\n@\n',
	'// more\n//\n@\n',
	'/* more */ @\n',
];
const midLine = [' @\n', '@\n', '\n@\n', '/* more */ @\n', '\n// more\n\t@\n'];

/** One file: its text as long as nothing but a plain comment stands in the gap, and the text with the directive. */
export interface GapCase {
	readonly plain: string;
	readonly text: string;
}

const token = /`[^`]*`|"[^"\n]*"|'[^'\n]*'|\/\/[^\n]*|\/\*[^]*?\*\/|[\w$]+|[:<]?[=-]|\.\.\.|\n|[^\s]/g;
const gaps = scenes.map((scene) => [0, ...[...scene.matchAll(token)].map((match) => match.index + match[0].length)]);

const anyCase = fc
	.record({
		scene: fc.nat(scenes.length - 1),
		gap: fc.nat(),
		layout: fc.nat(),
		directive: fc.constantFrom(...directives),
	})
	.map(({ scene, gap, layout, directive }): GapCase => {
		const source = scenes[scene] ?? '';
		const offsets = gaps[scene] ?? [];
		const at = offsets[gap % offsets.length] ?? 0;
		const layouts = at === 0 || source[at - 1] === '\n' ? ownLine : midLine;
		const around = layouts[layout % layouts.length] ?? '';
		const put = (text: string) => source.slice(0, at) + around.replace('@', () => text) + source.slice(at);
		return { plain: put('// plain'), text: put(directive) };
	});

/** So many files, different from each other; the same for the same seed. */
export function gapCases(count: number, seed: number): GapCase[] {
	const cases = new Map(fc.sample(anyCase, { numRuns: count, seed }).map((one) => [one.text, one]));
	return [...cases.values()];
}

/** The text with a number in its names. */
export function numbered(text: string, number: number): string {
	return text.replaceAll('$', String(number));
}
