/** What calls allocate, beside what testing.AllocsPerRun measures. */
import { describe, expect } from 'vitest';
import { flowModule } from '../support/flowModule.ts';
import { goTest } from '../support/go.ts';

const bench = flowModule({
	'go.mod': 'module example.com/m\n\ngo 1.21\n',
	'a/a.go': `package a

import (
	"sort"
	"strings"
	"sync"
)

type P struct{ x, y int }

type Shape interface{ Area() int }

func (p P) Area() int { return p.x * p.y }

var sink any

func Sum(xs []int) int {
	t := 0
	for _, x := range xs {
		t += x
	}
	return t
}

func Trimmed(s string) string { return strings.TrimSpace(s) }

func Locked(m *sync.Mutex) { m.Lock(); m.Unlock() }

func Lookup(m map[string]int, k string) int { return m[k] }

func Known() int {
	var s Shape = P{2, 3}
	return s.Area()
}

func New() *P { return &P{1, 2} }

func Below() int { return New().x }

func far() *P { return deep(3) }

//go:noinline
func deep(n int) *P {
	if n == 0 {
		return new(P)
	}
	return deep(n - 1)
}

func Far() int { return far().y }

func Append(xs []int, x int) []int { return append(xs, x) }

func Assign(m map[string]int, k string) { m[k] = 1 }

func Concat(a, b string) string { return a + b }

func Bytes(s string) []byte { return []byte(s) }

func Box(x int) { sink = x }

func Chan() chan int { return make(chan int) }

func Start(f func()) { go f() }

func Close(x *int) func() int { return func() int { return *x } }

func Dynamic(s Shape) int { return s.Area() }

func Value(f func() int) int { return f() }

func Sorted(xs []int) { sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] }) }

func Loop(fs []func()) {
	for _, f := range fs {
		defer f()
	}
}

func Max[T int | string](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func UseMax() int { return Max(1, 2) }
`,
});

const ask = (target: string) => bench.queries.allocations(target, bench.root, new AbortController().signal);

describe.sequential('noalloc', () => {
	goTest.each([
		['Sum', 'holds', ''],
		['Locked', 'holds', ''],
		['Lookup', 'holds', ''],
		['Known', 'holds', ''],
		['P.Area', 'holds', ''],
		['UseMax', 'holds', ''],
		['Max', 'holds', ''],
		['New', 'breaks', 'a.New allocates an object'],
		['Far', 'breaks', 'a.Far > a.far > a.deep allocates an object'],
		['Append', 'breaks', 'a.Append append grows a slice'],
		['Assign', 'breaks', 'a.Assign assigns to a map'],
		['Concat', 'breaks', 'a.Concat concatenates strings'],
		['Bytes', 'breaks', 'a.Bytes converts a string to bytes'],
		['Box', 'breaks', 'a.Box puts a number into an interface'],
		['Chan', 'breaks', 'a.Chan makes a channel'],
		['Start', 'breaks', 'a.Start starts a goroutine'],
		['Close', 'breaks', 'a.Close allocates an object'],
		['Loop', 'breaks', 'a.Loop defers a call in a loop'],
		['Dynamic', 'may', 'a.Dynamic calls through an interface or a function value'],
		// Whether unicode.IsSpace allocates is asked of the function that calls it, which does not know whom it calls.
		['Trimmed', 'may', ''],
		['Value', 'may', 'a.Value calls through an interface or a function value'],
		['Sorted', 'breaks', ''],
	])('%s %s', async (name, verdict, first) => {
		const answer = await ask(`./a.${name}`);
		expect(answer.verdict).toBe(verdict);
		if (verdict === 'holds') expect(answer.sites).toEqual([]);
		if (first === '') return;
		const [site] = answer.sites;
		expect(`${site?.path.map((step) => step.function).join(' > ')} ${site?.what}`).toBe(first);
		expect(answer.texts[0]).not.toBe('');
	});

	goTest('what is inlined away counts where it ends', async () => {
		// The result stays on the stack of Below.
		expect((await ask('./a.Below')).verdict).toBe('holds');
	});

	goTest('a package of the build has its own import path', async () => {
		const answer = await ask('strings.(*Builder).WriteByte');
		expect(answer).toMatchObject({
			verdict: 'breaks',
			function: { importPath: 'strings', name: '(*Builder).WriteByte' },
		});
	});
});
