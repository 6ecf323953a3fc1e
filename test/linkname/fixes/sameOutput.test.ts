/** A program for each release that pulls all there is with an answer that can be foretold: it prints the same before and after its fixes. */
import { expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/downloads.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

/** Target, signature, and statements that print something about `f`. */
type Pull = readonly [target: string, signature: string, statements: string];

const pulls: readonly Pull[] = [
	[
		'runtime.nanotime',
		'() int64',
		'a := f(); time.Sleep(time.Millisecond); d := f() - a; fmt.Println(d > 500_000, d < 1e9)',
	],
	['time.now', '() (sec int64, nsec int32, mono int64)', 's, n, _ := f(); fmt.Println(s > 1.7e9, n < 1e9)'],
	['runtime.fastrandn', '(n uint32) uint32', 'fmt.Println(f(10) < 10, f(1))'],
	['runtime.fastrand64', '() uint64', 'fmt.Println(f() != f())'],
	[
		'runtime.memhash',
		'(p unsafe.Pointer, h, s uintptr) uintptr',
		'x, y := 1, 1; fmt.Println(f(unsafe.Pointer(&x), 7, 8) == f(unsafe.Pointer(&y), 7, 8))',
	],
	[
		'runtime.strhash',
		'(p unsafe.Pointer, h uintptr) uintptr',
		'x, y := "a", "a"; fmt.Println(f(unsafe.Pointer(&x), 7) == f(unsafe.Pointer(&y), 7))',
	],
	[
		'runtime.stringHash',
		'(s string, seed uintptr) uintptr',
		'fmt.Println(f("a", 1) == f("a", 1), f("a", 1) == f("b", 1))',
	],
	[
		'runtime.memmove',
		'(to, from unsafe.Pointer, n uintptr)',
		'a := [4]int{1, 2, 3, 4}; f(unsafe.Pointer(&a[1]), unsafe.Pointer(&a[0]), 24); fmt.Println(a)',
	],
	[
		'runtime.memclrNoHeapPointers',
		'(ptr unsafe.Pointer, n uintptr)',
		'a := [2]int{1, 2}; f(unsafe.Pointer(&a[1]), 8); fmt.Println(a)',
	],
	[
		'runtime.memequal',
		'(a, b unsafe.Pointer, size uintptr) bool',
		'x, y := [2]int{1, 2}, [2]int{1, 3}; fmt.Println(f(unsafe.Pointer(&x), unsafe.Pointer(&y), 8), f(unsafe.Pointer(&x), unsafe.Pointer(&y), 16), f(nil, nil, 0))',
	],
	['runtime.cmpstring', '(a, b string) int', 'fmt.Println(f("a", "b"), f("b", "b"), f("c", "b"))'],
	['runtime.noescape', '(p unsafe.Pointer) unsafe.Pointer', 'x := 5; fmt.Println(*(*int)(f(unsafe.Pointer(&x))))'],
	[
		'runtime.add',
		'(p unsafe.Pointer, x uintptr) unsafe.Pointer',
		'a := [2]int{1, 2}; fmt.Println(*(*int)(f(unsafe.Pointer(&a), 8)))',
	],
	[
		'reflect.add',
		'(p unsafe.Pointer, x uintptr, whySafe string) unsafe.Pointer',
		'a := [2]int{1, 2}; fmt.Println(*(*int)(f(unsafe.Pointer(&a), 8, "")))',
	],
	['runtime.goyield', '()', 'f(); fmt.Println("back")'],
	['runtime.FuncForPC', '(pc uintptr) *runtime.Func', 'fmt.Println(f(0) == nil)'],
	['os.runtime_args', '() []string', 'fmt.Println(len(f()))'],
	['syscall.runtime_envs', '() []string', 'fmt.Println(len(f()) > 0)'],
	['internal/bytealg.IndexByteString', '(s string, c byte) int', `fmt.Println(f("abc", 'b'), f("abc", 'x'))`],
	['internal/bytealg.IndexByte', '(b []byte, c byte) int', `fmt.Println(f([]byte("abc"), 'b'), f(nil, 'x'))`],
	['bytes.Repeat', '(b []byte, count int) []byte', 'fmt.Println(f([]byte("ab"), 2))'],
	['math.Float32bits', '(f float32) uint32', 'fmt.Println(f(1.5))'],
	[
		'net/http.readRequest',
		'(b *bufio.Reader) (*http.Request, error)',
		'r, err := f(bufio.NewReader(strings.NewReader("GET /a HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n"))); fmt.Println(r.URL, r.Host, err)',
	],
	[
		'net/http.parseBasicAuth',
		'(auth string) (username, password string, ok bool)',
		'fmt.Println(f("Basic YTpi")); fmt.Println(f("bASIC YTpi")); fmt.Println(f("Basic !")); fmt.Println(f(""))',
	],
	[
		'net/http.cloneURL',
		'(u *url.URL) *url.URL',
		'u := &url.URL{Host: "h", User: url.User("me")}; c := f(u); fmt.Println(c, c != u, c.User != u.User, f(nil))',
	],
	[
		'net/http.cloneTLSConfig',
		'(cfg *tls.Config) *tls.Config',
		'c := &tls.Config{ServerName: "a"}; fmt.Println(f(c).ServerName, f(c) != c, f(nil) != nil)',
	],
	[
		'net/http.cloneOrMakeHeader',
		'(hdr http.Header) http.Header',
		'h := http.Header{"A": {"b"}}; fmt.Println(f(h), f(nil) != nil)',
	],
	['time.Sleep', '(ns int64)', 'f(1); fmt.Println("slept")'],
	['time.Now', '() time.Time', 'fmt.Println(time.Since(f()) < time.Hour)'],
	['runtime.nanotime1', '() int64', 'a := f(); fmt.Println(f() >= a)'],
	['runtime.usleep', '(usec uint32)', 'f(1); fmt.Println("slept")'],
	['runtime.randn', '(n uint32) uint32', 'fmt.Println(f(10) < 10, f(1))'],
	[
		'reflect.memmove',
		'(to, from unsafe.Pointer, n uintptr)',
		'a := [4]int{1, 2, 3, 4}; f(unsafe.Pointer(&a[0]), unsafe.Pointer(&a[1]), 24); fmt.Println(a)',
	],
	[
		'reflect.memclrNoHeapPointers',
		'(ptr unsafe.Pointer, n uintptr)',
		'a := [2]int{1, 2}; f(unsafe.Pointer(&a), 8); fmt.Println(a)',
	],
	['runtime.gobytes', '(p *byte, n int) []byte', 'b := []byte("abc"); fmt.Println(f(&b[0], 2), f(nil, 0) == nil)'],
	['runtime.gostringn', '(p *byte, l int) string', 'b := []byte("abc"); fmt.Println(f(&b[0], 2), f(nil, 0))'],
	[
		'runtime.gostring',
		'(p *byte) string',
		'b := []byte("abc\\x00d"); fmt.Println(f(&b[0]), f(&b[3]) == "", f(nil) == "")',
	],
	['internal/bytealg.MakeNoZero', '(n int) []byte', 'fmt.Println(len(f(3)), len(f(0)), f(0) == nil)'],
	['math.archFloor', '(x float64) float64', 'fmt.Println(f(1.5), f(-1.5))'],
	['math.archCeil', '(x float64) float64', 'fmt.Println(f(1.5), f(-1.5))'],
	['math.archTrunc', '(x float64) float64', 'fmt.Println(f(1.5), f(-1.5))'],
	['math.archExp', '(x float64) float64', 'fmt.Println(f(1.5), f(-1.5))'],
	['internal/bytealg.Compare', '(a, b []byte) int', 'fmt.Println(f([]byte("a"), []byte("b")), f(nil, []byte{}))'],
	['internal/bytealg.Count', '(b []byte, c byte) int', "fmt.Println(f([]byte(\"abcb\"), 'b'), f(nil, 'b'))"],
	['internal/bytealg.CountString', '(s string, c byte) int', 'fmt.Println(f("ab\\xff", 0xff), f("", \'b\'))'],
	[
		'internal/bytealg.Index',
		'(a, b []byte) int',
		'fmt.Println(f([]byte("abcd"), []byte("cd")), f([]byte("abcd"), []byte("dc")))',
	],
	['internal/bytealg.IndexString', '(a, b string) int', 'fmt.Println(f("abcd", "cd"), f("abcd", "dc"))'],
	['runtime.gopanic', '(e any)', 'defer func() { fmt.Println(recover()) }(); f("panicked")'],
	['runtime.getpid', '() int', 'fmt.Println(f() == os.Getpid())'],
	['runtime/debug.setGCPercent', '(in int32) (out int32)', 'fmt.Println(f(50), f(-1), f(100))'],
	['runtime/debug.setMaxStack', '(in int) (out int)', 'a := f(1 << 28); fmt.Println(a, f(a))'],
	['runtime/debug.setMaxThreads', '(in int) (out int)', 'a := f(5000); fmt.Println(a, f(a))'],
	['runtime/debug.setPanicOnFault', '(on bool) (old bool)', 'fmt.Println(f(true), f(false))'],
	['runtime/debug.setMemoryLimit', '(in int64) (out int64)', 'fmt.Println(f(-1))'],
	['runtime/debug.freeOSMemory', '()', 'f(); fmt.Println("free")'],
	['runtime/debug.SetTraceback', '(level string)', 'f("all"); fmt.Println("set")'],
	['syscall.Getpagesize', '() int', 'fmt.Println(f())'],
	...['Syscall', 'RawSyscall'].map(
		(name): Pull => [
			`syscall.${name}`,
			'(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err syscall.Errno)',
			'r, _, e := f(syscall.SYS_GETPID, 0, 0, 0); fmt.Println(int(r) == os.Getpid(), e); _, _, e = f(syscall.SYS_CLOSE, 1<<20, 0, 0); fmt.Println(e)',
		],
	),
	...['Syscall6', 'RawSyscall6'].map(
		(name): Pull => [
			`syscall.${name}`,
			'(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err syscall.Errno)',
			'r, _, e := f(syscall.SYS_GETPID, 0, 0, 0, 0, 0, 0); fmt.Println(int(r) == os.Getpid(), e)',
		],
	),
	[
		'syscall.rawSyscallNoError',
		'(trap, a1, a2, a3 uintptr) (r1, r2 uintptr)',
		'r, _ := f(syscall.SYS_GETPID, 0, 0, 0); fmt.Println(int(r) == os.Getpid())',
	],
	['net.loopbackIP', '(network string) net.IP', 'fmt.Println(f("tcp"), f("tcp6"), f(""), len(f("tcp4")))'],
	[
		'net/http.cloneURLValues',
		'(v url.Values) url.Values',
		'v := url.Values{"a": {"b"}}; fmt.Println(f(v), f(nil) == nil)',
	],
	[
		'net/http.cloneMultipartFileHeader',
		'(fh *multipart.FileHeader) *multipart.FileHeader',
		'h := &multipart.FileHeader{Filename: "n", Header: textproto.MIMEHeader{"A": {"b"}}}; c := f(h); fmt.Println(c.Filename, c.Header, c != h, f(nil))',
	],
];

/** Atomic operations under the name that their package has in a release. */
function atomics(path: string): Pull[] {
	const twice = 'fmt.Println(f(&a, 3), a, f(&a, 4), a)';
	const load = 'fmt.Println(f(&a), a)';
	const store = 'f(&a, 9); fmt.Println(a)';
	const swap = 'fmt.Println(f(&a, 5, 6), a, f(&a, 5, 7), a)';
	return [
		['uint32', '', 'int32'],
		['uint64', '64', 'int64'],
		['uintptr', 'uintptr', 'uintptr'],
	].flatMap(([type = '', suffix = '', delta = '']): Pull[] => {
		const declared = `var a ${type} = 5; `;
		const exchange: Pull = [`${path}.Xchg${suffix}`, `(ptr *${type}, val ${type}) ${type}`, declared + twice];
		return [
			[`${path}.Load${suffix}`, `(ptr *${type}) ${type}`, declared + load],
			[`${path}.Store${suffix}`, `(ptr *${type}, val ${type})`, declared + store],
			[`${path}.Cas${suffix}`, `(ptr *${type}, from, to ${type}) bool`, declared + swap],
			[`${path}.Xadd${suffix}`, `(ptr *${type}, delta ${delta}) ${type}`, declared + twice],
			...(suffix === 'uintptr' ? [] : [exchange]),
		];
	});
}

/** What no linker gives away any more. */
const older: readonly Pull[] = [
	['runtime.isNaN', '(f float64) bool', 'fmt.Println(f(1), f(math.NaN()))'],
	['runtime.isInf', '(f float64) bool', 'fmt.Println(f(1), f(math.Inf(-1)))'],
	['runtime.abs', '(x float64) float64', 'fmt.Println(f(-1))'],
	['runtime.copysign', '(x, y float64) float64', 'fmt.Println(f(1, -2))'],
	['runtime.float64bits', '(f float64) uint64', 'fmt.Println(f(1.5))'],
	['runtime.float64frombits', '(b uint64) float64', 'fmt.Println(f(1 << 62))'],
	[
		'runtime.strequal',
		'(p, q unsafe.Pointer) bool',
		'a, b := "x", "y"; fmt.Println(f(unsafe.Pointer(&a), unsafe.Pointer(&b)))',
	],
	...[8, 16, 32, 64].map(
		(width): Pull => [
			`runtime.memequal${width}`,
			'(p, q unsafe.Pointer) bool',
			`a, b := [2]uint${width}{1, 2}, [2]uint${width}{1, 3}; fmt.Println(f(unsafe.Pointer(&a), unsafe.Pointer(&b)), f(unsafe.Pointer(&a[1]), unsafe.Pointer(&b[1])))`,
		],
	),
	[
		'runtime.bytesHash',
		'(b []byte, seed uintptr) uintptr',
		'fmt.Println(f(nil, 1) == f([]byte{}, 1), f(nil, 1) == f(nil, 2))',
	],
	['runtime.rawbyteslice', '(size int) []byte', 'fmt.Println(len(f(3)))'],
	['internal/bytealg.Equal', '(a, b []byte) bool', 'fmt.Println(f(nil, []byte{}), f(nil, []byte{1}))'],
	['internal/bytealg.LastIndexByte', '(s []byte, c byte) int', "fmt.Println(f([]byte(\"abab\"), 'a'), f(nil, 'a'))"],
	['internal/bytealg.LastIndexByteString', '(s string, c byte) int', 'fmt.Println(f("abab", \'a\'), f("", \'a\'))'],
	['runtime.GC', '()', 'f(); fmt.Println("swept")'],
	['runtime.Gosched', '()', 'f(); fmt.Println("back")'],
	['runtime.SetFinalizer', '(obj any, finalizer any)', 'f(new(int), nil); fmt.Println("set")'],
];

const packages =
	'bufio crypto/tls fmt math mime/multipart net net/http net/textproto net/url os runtime strings syscall time unsafe'.split(
		' ',
	);

/** A file for each pull: then no fix touches what another has changed. */
function program(all: readonly Pull[]): Record<string, string> {
	const files = all.map(([target, signature, statements], at) => {
		const lines = statements.split('; ').map((line) => `\t${line}\n`);
		const code = `func pulled${at}${signature}\n\nfunc run${at}() {\n\tf := pulled${at}\n${lines.join('')}}\n`;
		const imports = packages
			.filter((path) => new RegExp(`\\b${path.split('/').at(-1)}\\.`).test(code))
			.map((path) => `\t"${path}"\n`)
			.join('');
		const blank = imports.includes('"unsafe"') ? '' : '\t_ "unsafe"\n';
		return [
			`pull${at}.go`,
			`package main\n\nimport (\n${imports}${blank})\n\n//go:linkname pulled${at} ${target}\n${code}`,
		];
	});
	const main = `package main\n\nfunc main() {\n${all.map((_, at) => `\trun${at}()\n`).join('')}}\n`;
	return { ...(Object.fromEntries(files) as Record<string, string>), 'main.go': main };
}

const pulledBy: Readonly<Record<string, readonly Pull[]>> = {
	'1.22.12': [...pulls, ...atomics('runtime/internal/atomic'), ...older],
	'1.26.8': [...pulls, ...atomics('internal/runtime/atomic')],
};

for (const [release, all] of Object.entries(pulledBy)) {
	test.skipIf(gorootOf(release) === undefined)(`the same output with Go ${release}`, async () => {
		const module = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.22\n', ...program(all) });
		expect(unformatted(module)).toEqual([]);
		const before = await go(module, release, 'run', '.');
		expect(before.ok, before.output).toBe(true);
		const applied = new Set<string>();
		for (const finding of await findingsIn(module, release)) {
			const fix = finding.fixes.find(({ title }) => title.startsWith('Replace by'));
			if (!fix || applied.has(finding.target ?? '')) continue;
			apply(fix);
			applied.add(finding.target ?? '');
		}
		expect(all.map(([target]) => target).filter((target) => !applied.has(target))).toEqual([]);
		expect(unformatted(module)).toEqual([]);
		// No pull is left, so that any release can vet it; this one knows all that older ones do.
		expect(await go(module, '1.26.8', 'vet', '.')).toEqual({ ok: true, output: '' });
		expect(await go(module, release, 'run', '.')).toEqual(before);
	});
}
