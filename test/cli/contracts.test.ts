/** Contracts, checked by a real compiler: what is kept, what is broken and where, and what nobody can know. */
import { afterAll, beforeAll, expect } from 'vitest';
import { goTest, temporaryModule } from '../support/go.ts';
import { type Cli, createCli } from './runCli.ts';

let cli: Cli;
beforeAll(async () => {
	cli = await createCli();
});
afterAll(() => cli.dispose());

/** Each function with the state of its contract; the lines that break it end in `// <`. */
const source = `package p

import (
	"errors"
	"fmt"
	"strconv"
)

type Point struct{ X, Y int }

var kept *Point

var errNone = errors.New("none")

//linkscape:noalloc
func sum(p *Point) int { return p.X + p.Y } // kept

//linkscape:noalloc
func newPoint(x, y int) *Point { // broken
	return &Point{x, y} // <
}

// Box does what its name says.
//
//linkscape:noalloc
func Box(n int) any { // broken
	return n // <
}

//linkscape:noalloc
func throughInlined(n int) *Point { // broken
	return newPoint(n, n) // <
}

//linkscape:noalloc
func viaLocal(n int) int { // kept
	p := newPoint(n, n)
	return p.X
}

//linkscape:noalloc
func add(dst []byte, n int) []byte { // unsure
	return strconv.AppendInt(append(dst, 'x'), int64(n), 10)
}

//linkscape:noalloc
func checked(n int) error { // broken
	if n < 0 {
		return fmt.Errorf("negative: %d", n) // <
	}
	return nil
}

//linkscape:noalloc
func checkedOnce(n int) error { // kept
	if n < 0 {
		return errNone
	}
	return nil
}

//linkscape:noalloc
func (p *Point) Scale(by int) Point { return Point{p.X * by, p.Y * by} } // kept

//go:noinline
func makes() *Point { return &Point{} }

//linkscape:noalloc
func calls() int { // broken
	return makes().X // <
}

//linkscape:noalloc
func callsCaller() int { // broken
	return caller() + 1 // <
}

//go:noinline
func caller() int { return calls() }

//linkscape:noalloc
func dynamic(f func() int) int { // unsure
	return f()
}

//linkscape:noalloc
func callsMath(x, y int) int { // kept
	return strconv.IntSize + noinlineSum(x, y)
}

//go:noinline
func noinlineSum(x, y int) int { return x + y }

//linkscape:noescape
func keeps(p *Point) { kept = p } // broken <

//linkscape:noescape
func passes(p *Point) *Point { return p } // kept

//linkscape:noescape
func grows(b []byte) []byte { return append(b, 1) } // kept

//linkscape:noescape
func moved() *int { // broken
	n := 1 // <
	return &n
}

//linkscape:inline
func small(n int) int { return n + 1 } // kept

//linkscape:inline
func deferring(f func()) { // broken <
	defer f()
}

//linkscape:nobounds
func first(s []int, i int) int { // broken
	return s[i] // <
}

//linkscape:nobounds
func total(s []int) (t int) { // kept
	for i := range s {
		t += s[i]
	}
	return t
}

//linkscape:noalloc
//linkscape:inline
func two(p *Point) int { return p.X } // kept

//linkscape:inline
func Generic[T any](v T) T { return v } // kept

var Use = Generic(3)

//linkscape:noalloc
func (s set[T]) Len() int { return len(s) } // kept

type set[T comparable] map[T]bool

//linkscape:noalloc
func NewOf[T any](v T) *T { return &v } // unsure
`;

interface Json {
	readonly contracts: readonly {
		readonly line: number;
		readonly function: string;
		readonly contract: string;
		readonly state: string;
		readonly breaches: readonly { readonly line: number; readonly message: string; readonly cold?: string }[];
	}[];
	readonly run: { readonly exitCode: number };
}

/** `line verb function state` for each contract of the source, as its comments say. */
function expected(): string[] {
	const lines = source.split('\n');
	return lines.flatMap((line, at) => {
		const verb = /^\/\/linkscape:(\w+)$/.exec(line)?.[1];
		if (verb === undefined) return [];
		const below = lines.slice(at).find((one) => one.startsWith('func ')) ?? '';
		const method = below.includes('(s set[T])') ? 'set.Len' : '(*Point).Scale';
		const name = /^func (\w+)/.exec(below)?.[1] ?? method;
		return [`${at + 1} ${verb} ${name} ${/\/\/ (\w+)(?: <)?$/.exec(below)?.[1]}`];
	});
}

goTest('every contract is judged as the compiler compiles', async () => {
	const cwd = temporaryModule({ 'go.mod': 'module example.com/p\n\ngo 1.21\n', 'p.go': source });
	const { code, stdout } = await cli.run(['escapes', '--format', 'json'], { cwd });
	const { contracts, run } = JSON.parse(stdout) as Json;
	expect(contracts.map((one) => `${one.line} ${one.contract} ${one.function} ${one.state}`)).toEqual(expected());
	const broken = contracts.filter(({ state }) => state === 'broken');
	const marks = source.split('\n').flatMap((line, at) => (line.endsWith('<') ? [at + 1] : []));
	expect(
		[...new Set(broken.flatMap(({ breaches }) => breaches.map(({ line }) => line)))].sort((a, b) => a - b),
	).toEqual(marks);
	expect(broken.find(({ function: name }) => name === 'checked')?.breaches[0]).toMatchObject({ cold: 'error' });
	expect(code).toBe(1);
	expect(run.exitCode).toBe(1);
});

goTest('for eyes each place that breaks one, and a sum', async () => {
	const cwd = temporaryModule({ 'go.mod': 'module example.com/p\n\ngo 1.21\n', 'p.go': source });
	const { stdout } = await cli.run(['escapes'], { cwd, env: { ...process.env, FORCE_COLOR: undefined } });
	const at = source.split('\n').findIndex((line) => line.includes('return n // <')) + 1;
	expect(stdout).toContain(`p.go:${at}:9: error [contract-broken] //linkscape:noalloc of Box is broken: `);
	expect(stdout).toContain(', on a path that runs rarely: it makes an error.');
	expect(stdout).toMatch(/\n13 contracts kept, 10 broken, 3 uncertain\.\n$/);
	const github = await cli.run(['escapes', '--format', 'github'], { cwd });
	expect(github.stdout).toContain(`::error file=p.go,line=${at},`);
	const sarif = await cli.run(['escapes', '--format', 'sarif'], { cwd });
	expect(sarif.stdout).toContain('"ruleId": "contract-broken"');
});

goTest('contracts that are kept fail nothing', async () => {
	const kept = 'package p\n\n//linkscape:noalloc\nfunc Sum(a, b int) int { return a + b }\n';
	const cwd = temporaryModule({ 'go.mod': 'module example.com/p\n\ngo 1.21\n', 'p.go': kept });
	const { code, stdout } = await cli.run(['escapes'], { cwd });
	expect(stdout).toBe('0 heap, 0 maybe-heap, in 1 package.\n1 contract kept.\n');
	expect(code).toBe(0);
});
