/** Go functions with an allocation that a fix takes away, as they are and as they should be. `Run` is what is measured. */

export interface FixFixture {
	readonly title: string;
	readonly before: string;
	readonly after: string;
}

export const fixtures: Readonly<Record<string, FixFixture>> = {
	range_over_slice: {
		title: 'Preallocate out with capacity len(xs) (empty, not nil, when len(xs) is 0)',
		before: `package f

var input = make([]int, 100)

//go:noinline
func squares(xs []int) []int {
	var out []int
	for _, x := range xs {
		out = append(out, x*x)
	}
	return out
}

func Run() any { return len(squares(input)) }
`,
		after: `package f

var input = make([]int, 100)

//go:noinline
func squares(xs []int) []int {
	out := make([]int, 0, len(xs))
	for _, x := range xs {
		out = append(out, x*x)
	}
	return out
}

func Run() any { return len(squares(input)) }
`,
	},
	range_over_map_field: {
		title: 'Preallocate names with capacity len(s.byName)',
		before: `package f

type store struct{ byName map[string]int }

var all = store{map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}}

//go:noinline
func (s *store) names() []string {
	names := []string{}
	for name := range s.byName {
		// In any order.
		names = append(names, name)
	}
	return names
}

func Run() any { return len(all.names()) }
`,
		after: `package f

type store struct{ byName map[string]int }

var all = store{map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}}

//go:noinline
func (s *store) names() []string {
	names := make([]string, 0, len(s.byName))
	for name := range s.byName {
		// In any order.
		names = append(names, name)
	}
	return names
}

func Run() any { return len(all.names()) }
`,
	},
	named_result: {
		title: 'Preallocate out with capacity len(xs) (empty, not nil, when len(xs) is 0)',
		before: `package f

var input = make([]int, 100)

//go:noinline
func halves(xs []int) (out []float64) {
	for i := 0; i < len(xs); i++ {
		half := float64(xs[i]) / 2
		out = append(out, half)
	}
	return
}

func Run() any { return len(halves(input)) }
`,
		after: `package f

var input = make([]int, 100)

//go:noinline
func halves(xs []int) (out []float64) {
	out = make([]float64, 0, len(xs))
	for i := 0; i < len(xs); i++ {
		half := float64(xs[i]) / 2
		out = append(out, half)
	}
	return
}

func Run() any { return len(halves(input)) }
`,
	},
	counted: {
		title: 'Preallocate out with capacity max(n, 0)',
		before: `package f

//go:noinline
func upTo(n int) int {
	out := make([]int, 0)
	sum := 0
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	for _, v := range out {
		sum += v
	}
	return sum
}

func Run() any { return upTo(100) + upTo(-3) }
`,
		after: `package f

//go:noinline
func upTo(n int) int {
	out := make([]int, 0, max(n, 0))
	sum := 0
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	for _, v := range out {
		sum += v
	}
	return sum
}

func Run() any { return upTo(100) + upTo(-3) }
`,
	},
	handed_over: {
		title: 'Pass x to the goroutine as an argument',
		before: `package f

var ch = make(chan int)

func Run() any {
	x := 1
	go func() { x++; ch <- x }()
	return <-ch
}
`,
		after: `package f

var ch = make(chan int)

func Run() any {
	x := 1
	go func(x int) { x++; ch <- x }(x)
	return <-ch
}
`,
	},
	large_value: {
		title: 'Pass v to the goroutine as an argument',
		before: `package f

type vector struct{ a [40]int }

var ch = make(chan int)

func Run() any {
	v := vector{}
	v.a[3] = 7
	for i := range 2 {
		go func(i int) {
			ch <- v.a[3] + i
		}(i)
	}
	return <-ch + <-ch
}
`,
		after: `package f

type vector struct{ a [40]int }

var ch = make(chan int)

func Run() any {
	v := vector{}
	v.a[3] = 7
	for i := range 2 {
		go func(i int, v vector) {
			ch <- v.a[3] + i
		}(i, v)
	}
	return <-ch + <-ch
}
`,
	},
	copied: {
		title: 'Copy xs for the goroutine',
		before: `package f

var (
	ch   = make(chan int)
	many = 4
)

//go:noinline
func length(add int) int {
	var xs []int
	if many > 3 {
		xs = make([]int, 4)
	} else {
		xs = make([]int, 5)
	}
	for range 2 {
		go func() { ch <- len(xs) + add }()
	}
	return <-ch + <-ch
}

func Run() any { return length(1) }
`,
		after: `package f

var (
	ch   = make(chan int)
	many = 4
)

//go:noinline
func length(add int) int {
	var xs []int
	if many > 3 {
		xs = make([]int, 4)
	} else {
		xs = make([]int, 5)
	}
	for range 2 {
		xs := xs
		go func() { ch <- len(xs) + add }()
	}
	return <-ch + <-ch
}

func Run() any { return length(1) }
`,
	},
	method_value: {
		title: 'Make c.add once, in front of the loop',
		before: `package f

type counter struct{ n int }

func (c *counter) add(v int) { c.n += v }

var keep func(int)

//go:noinline
func call(f func(int), v int) {
	keep = f
	f(v)
}

func count(c *counter, n int) int {
	for i := range n {
		call(c.add, i)
		if i > 5 {
			c.add(1)
			call(c.add, 2)
		}
	}
	return c.n
}

func Run() any { return count(&counter{}, 10) }
`,
		after: `package f

type counter struct{ n int }

func (c *counter) add(v int) { c.n += v }

var keep func(int)

//go:noinline
func call(f func(int), v int) {
	keep = f
	f(v)
}

func count(c *counter, n int) int {
	add := c.add
	for i := range n {
		call(add, i)
		if i > 5 {
			c.add(1)
			call(add, 2)
		}
	}
	return c.n
}

func Run() any { return count(&counter{}, 10) }
`,
	},
	deferred: {
		title: 'Wrap the loop body in a function (defers run each iteration)',
		before: `package f

import "sync"

type item struct {
	mu sync.Mutex
	n  int
}

var items [5]item

func total() int {
	sum := 0
	for i := range items {
		it := &items[i]
		it.mu.Lock()
		defer it.mu.Unlock()

		if it.n == 0 {
			it.n = i // at first
		}
		for range 3 {
			if sum > 100 {
				break
			}
			sum += it.n
		}
	}
	return sum
}

func Run() any { return total() }
`,
		after: `package f

import "sync"

type item struct {
	mu sync.Mutex
	n  int
}

var items [5]item

func total() int {
	sum := 0
	for i := range items {
		func() {
			it := &items[i]
			it.mu.Lock()
			defer it.mu.Unlock()

			if it.n == 0 {
				it.n = i // at first
			}
			for range 3 {
				if sum > 100 {
					break
				}
				sum += it.n
			}
		}()
	}
	return sum
}

func Run() any { return total() }
`,
	},
	sprintf: {
		title: 'Replace by strconv.Itoa(n)',
		before: `package f

import (
	"fmt"
	"os"
)

var number = 123456

func name(n int) string { return os.DevNull + fmt.Sprintf("%d", n) }

func Run() any { return name(number) }
`,
		after: `package f

import (
	"os"
	"strconv"
)

var number = 123456

func name(n int) string { return os.DevNull + strconv.Itoa(n) }

func Run() any { return name(number) }
`,
	},
	sprintf_of_shadowed: {
		title: 'Replace by stdstrconv.Itoa(n)',
		before: `package f

import "fmt"

var number = 123456

func name(strconv string, n int) string {
	fmt.Sprint()
	return strconv + fmt.Sprintf("%v", n)
}

func Run() any { return name("n", number) }
`,
		after: `package f

import "fmt"
import stdstrconv "strconv"

var number = 123456

func name(strconv string, n int) string {
	fmt.Sprint()
	return strconv + stdstrconv.Itoa(n)
}

func Run() any { return name("n", number) }
`,
	},
};

/** Where the same form means something else, or the compiler would not keep the promise: nothing is offered. */
export const leftAlone: Readonly<Record<string, string>> = {
	compared_with_nil: `package f

func F(xs []int) bool {
	var out []int
	for _, x := range xs {
		out = append(out, x)
	}
	return out == nil
}
`,
	not_every_iteration: `package f

func F(xs []int) []int {
	var out []int
	for _, x := range xs {
		if x > 3 {
			out = append(out, x)
		}
	}
	return out
}
`,
	ends_early: `package f

func F(xs []int) []int {
	var out []int
	for _, x := range xs {
		if x > 3 {
			break
		}
		out = append(out, x)
	}
	return out
}
`,
	channel: `package f

func F(xs chan int) []int {
	var out []int
	for x := range xs {
		out = append(out, x)
	}
	return out
}
`,
	appended_again: `package f

func F(xs []int) []int {
	var out []int
	for _, x := range xs {
		out = append(out, x)
	}
	out = append(out, xs...)
	return out
}
`,
	already_sized: `package f

func F(xs []int) []int {
	out := make([]int, 0, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out
}
`,
	behind_a_check: `package f

type list struct{ xs []int }

func F(l *list) []int {
	var out []int
	if l == nil {
		return nil
	}
	for _, x := range l.xs {
		out = append(out, x)
	}
	return out
}
`,
	written_afterwards: `package f

func F(ch chan int) {
	x := 1
	go func() { ch <- x }()
	x = 2
	ch <- x
}
`,
	read_afterwards: `package f

func F(ch chan int) int {
	x := 1
	go func() { x++; ch <- x }()
	<-ch
	return x
}
`,
	shared_by_iterations: `package f

func F(ch chan int) {
	x := 1
	for range 2 {
		go func() { x++; ch <- x }()
	}
}
`,
	method_takes_address: `package f

import "sync"

func F() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { wg.Done() }()
	wg.Wait()
}
`,
	receiver_changes: `package f

type node struct{ next *node }

func (n *node) visit() {}

var Keep func()

func F(n *node) {
	for n != nil {
		Keep = n.visit
		n = n.next
	}
}
`,
	receiver_is_copied: `package f

type value struct{ n int }

func (v value) show() {}

var Keep func()

func F(v *value) {
	for i := range 3 {
		v.n = i
		Keep = v.show
	}
}
`,
	body_is_left: `package f

import "os"

func F(names []string) error {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
	}
	return nil
}
`,
	recovers: `package f

func F(fs []func()) {
	for _, f := range fs {
		defer func() { recover() }()
		f()
	}
}
`,
	another_type: `package f

import "fmt"

func F(n int64) string { return fmt.Sprintf("%d", n) }
`,
	another_verb: `package f

import "fmt"

func F(n int) string { return fmt.Sprintf("%x", n) }
`,
	returned_pointer: `package f

type T struct{ a int }

func F() *T { return &T{1} }
`,
};
