/** One program that pulls all there is with an answer that can be foretold: it prints the same before and after its fixes. */
import { expect, test } from 'vitest';
import { temporaryModule } from '../../support/go.ts';
import { gorootOf } from '../../support/goroots.ts';
import { apply, findingsIn, go, unformatted } from './support.ts';

/** Target, signature, and statements that print something about `f`. */
const pulls: readonly (readonly [target: string, signature: string, statements: string])[] = [
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
];

const packages = 'bufio crypto/tls fmt net/http net/url runtime strings time unsafe'.split(' ');

const program = [
	'package main\n',
	`import (\n${packages.map((path) => `\t"${path}"\n`).join('')})\n`,
	...pulls.map(([target, signature], at) => `//go:linkname pulled${at} ${target}\nfunc pulled${at}${signature}\n`),
	'var _ runtime.Error\n',
	'func main() {',
	...pulls.flatMap(([, , statements], at) => [
		'\t{',
		`\t\tf := pulled${at}`,
		...statements.split('; ').map((line) => `\t\t${line}`),
		'\t}',
	]),
	'}\n',
].join('\n');

const releases = ['1.22.12', '1.26.8'];

test.skipIf(releases.some((release) => gorootOf(release) === undefined))('the same output', async () => {
	const module = temporaryModule({ 'go.mod': 'module example.com/m\n\ngo 1.22\n', 'main.go': program });
	expect(unformatted(module)).toEqual([]);
	const before = await Promise.all(releases.map((release) => go(module, release, 'run', '.')));
	for (const { ok, output } of before) expect(ok, output).toBe(true);
	let applied = 0;
	for (; applied < pulls.length; applied++) {
		const fixes = (await findingsIn(module, '1.26.8')).flatMap((finding) => finding.fixes);
		const fix = fixes.find(({ title }) => title.startsWith('Replace by'));
		if (!fix) break;
		apply(fix);
	}
	expect(applied).toBe(pulls.length);
	expect(unformatted(module)).toEqual([]);
	for (const [at, release] of releases.entries()) {
		expect(await go(module, release, 'vet', '.'), release).toEqual({ ok: true, output: '' });
		expect(await go(module, release, 'run', '.'), release).toEqual(before[at]);
	}
});
