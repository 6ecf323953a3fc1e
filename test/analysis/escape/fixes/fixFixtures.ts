/** Go functions with an allocation that a fix takes away, as they are and as they should be. `Run` is what is measured. */

export interface FixFixture {
	readonly title: string;
	readonly before: string;
	readonly after: string;
}

export const fixtures: Readonly<Record<string, FixFixture>> = {
	range_over_slice: {
		title: 'Preallocate out with capacity len(xs)',
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

func Run() any { return result(squares(input), squares(nil)) }

func result(some, none []int) any { return [2]any{len(some), none == nil} }
`,
		after: `package f

import "slices"

var input = make([]int, 100)

//go:noinline
func squares(xs []int) []int {
	var out []int
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x*x)
	}
	return out
}

func Run() any { return result(squares(input), squares(nil)) }

func result(some, none []int) any { return [2]any{len(some), none == nil} }
`,
	},
	compared_with_nil: {
		title: 'Preallocate out with capacity len(xs)',
		before: `package f

var input = make([]int, 100)

//go:noinline
func none(xs []int) bool {
	var out []int
	for _, x := range xs {
		out = append(out, x)
	}
	return out == nil
}

func Run() any { return [2]bool{none(input), none(nil)} }
`,
		after: `package f

import "slices"

var input = make([]int, 100)

//go:noinline
func none(xs []int) bool {
	var out []int
	out = slices.Grow(out, len(xs))
	for _, x := range xs {
		out = append(out, x)
	}
	return out == nil
}

func Run() any { return [2]bool{none(input), none(nil)} }
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
		title: 'Preallocate out with capacity len(xs)',
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

func Run() any { return [2]any{len(halves(input)), halves(nil) == nil} }
`,
		after: `package f

import "slices"

var input = make([]int, 100)

//go:noinline
func halves(xs []int) (out []float64) {
	out = slices.Grow(out, len(xs))
	for i := 0; i < len(xs); i++ {
		half := float64(xs[i]) / 2
		out = append(out, half)
	}
	return
}

func Run() any { return [2]any{len(halves(input)), halves(nil) == nil} }
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
	sprintf_of_int64: {
		title: 'Replace by strconv.FormatInt(n, 10)',
		before: `package f

import "fmt"

var number = int64(123456)

func name(n int64) string { return fmt.Sprintf("%d", n) }

func Run() any { return name(number) }
`,
		after: `package f

import "strconv"

var number = int64(123456)

func name(n int64) string { return strconv.FormatInt(n, 10) }

func Run() any { return name(number) }
`,
	},
	sprintf_of_parts: {
		title: 'Replace by a concatenation',
		before: `package f

import "fmt"

type address struct {
	host string
	port uint16
}

var local = address{"localhost with a long name", 8080}

func (a *address) url(path string) string {
	return fmt.Sprintf("http://%s:%d/%s?100%%", a.host, a.port, path)
}

func Run() any { return local.url("index.html") }
`,
		after: `package f

import "strconv"

type address struct {
	host string
	port uint16
}

var local = address{"localhost with a long name", 8080}

func (a *address) url(path string) string {
	return "http://" + a.host + ":" + strconv.FormatUint(uint64(a.port), 10) + "/" + path + "?100%"
}

func Run() any { return local.url("index.html") }
`,
	},
	deferred_file: {
		title: 'Wrap the loop body in a function (defers run each iteration)',
		before: `package f

import (
	"io"
	"os"
)

func size(names []string) (sum int64) {
	for _, name := range names {
		if f, err := os.Open(name); err == nil {
			f.Close()
		}
		f, _ := os.Open(name)
		defer func() { _ = f.Close() }()

		n, _ := io.Copy(io.Discard, f)
		sum += n
	}
	return sum
}

func Run() any { return size([]string{os.DevNull, os.DevNull}) }
`,
		after: `package f

import (
	"io"
	"os"
)

func size(names []string) (sum int64) {
	for _, name := range names {
		func() {
			if f, err := os.Open(name); err == nil {
				f.Close()
			}
			f, _ := os.Open(name)
			defer func() { _ = f.Close() }()

			n, _ := io.Copy(io.Discard, f)
			sum += n
		}()
	}
	return sum
}

func Run() any { return size([]string{os.DevNull, os.DevNull}) }
`,
	},
	deferred_cancel: {
		title: 'Wrap the loop body in a function (defers run each iteration)',
		before: `package f

import "context"

//go:noinline
func work(ctx context.Context, n int) int { return n }

func Run() any {
	sum := 0
	for i := range 3 {
		ctx, cancel := context.WithCancel(context.Background())
		defer func() { cancel() }()
		sum += work(ctx, i)
	}
	return sum
}
`,
		after: `package f

import "context"

//go:noinline
func work(ctx context.Context, n int) int { return n }

func Run() any {
	sum := 0
	for i := range 3 {
		func() {
			ctx, cancel := context.WithCancel(context.Background())
			defer func() { cancel() }()
			sum += work(ctx, i)
		}()
	}
	return sum
}
`,
	},
	as_type: {
		title: 'Replace by errors.AsType[*failure]',
		before: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

var failed error = &failure{3}

func code(err error) int {
	ok := 1
	var target *failure
	if errors.As(err, &target) && target.code > 2 {
		return target.code
	}
	return ok
}

func Run() any { return code(failed) + code(errors.ErrUnsupported) }
`,
		after: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

var failed error = &failure{3}

func code(err error) int {
	ok := 1
	if target, ok2 := errors.AsType[*failure](err); ok2 && target.code > 2 {
		return target.code
	}
	return ok
}

func Run() any { return code(failed) + code(errors.ErrUnsupported) }
`,
	},
	as_type_negated: {
		title: 'Replace by errors.AsType[*failure]',
		before: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

var failed error = &failure{3}

func code(err error) (n int) {
	var target *failure
	if !errors.As(err, &target) {
		return 7
	}
	defer func() { n *= 2 }()
	return target.code
}

func Run() any { return code(failed) + code(errors.ErrUnsupported) }
`,
		after: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

var failed error = &failure{3}

func code(err error) (n int) {
	target, ok := errors.AsType[*failure](err)
	if !ok {
		return 7
	}
	defer func() { n *= 2 }()
	return target.code
}

func Run() any { return code(failed) + code(errors.ErrUnsupported) }
`,
	},
	sort_slice: {
		title: 'Replace by slices.SortFunc',
		before: `package f

import (
	"fmt"
	"sort"
)

type entry struct {
	name string
	n    int
}

func Run() any {
	all := make([]entry, 40)
	for i := range all {
		all[i] = entry{string(rune('a' + i)), i * 7 % 5}
	}
	order(all)
	return fmt.Sprint(all)
}

//go:noinline
func order(all []entry) {
	sort.Slice(all, func(i, j int) bool { return all[i].n > all[j].n })
}
`,
		after: `package f

import (
	"cmp"
	"fmt"
	"slices"
)

type entry struct {
	name string
	n    int
}

func Run() any {
	all := make([]entry, 40)
	for i := range all {
		all[i] = entry{string(rune('a' + i)), i * 7 % 5}
	}
	order(all)
	return fmt.Sprint(all)
}

//go:noinline
func order(all []entry) {
	slices.SortFunc(all, func(a, b entry) int { return cmp.Compare(b.n, a.n) })
}
`,
	},
	sort_strings: {
		title: 'Replace by slices.Sort',
		before: `package f

import "sort"

type bag struct{ words []string }

func (b *bag) sorted() []string {
	sort.SliceStable(b.words, func(x, y int) bool {
		return b.words[x] < b.words[y]
	})
	return b.words
}

func Run() any { return (&bag{[]string{"b", "c", "a"}}).sorted()[0] }
`,
		after: `package f

import "slices"

type bag struct{ words []string }

func (b *bag) sorted() []string {
	slices.Sort(b.words)
	return b.words
}

func Run() any { return (&bag{[]string{"b", "c", "a"}}).sorted()[0] }
`,
	},
	range_runes: {
		title: 'Range over s itself',
		before: `package f

var text = "a text that is longer than the buffer on the stack: ä ö ü \\xff"

//go:noinline
func sum(s string) (n int) {
	for _, r := range []rune(s) {
		n += int(r)
	}
	return n
}

func Run() any { return sum(text) }
`,
		after: `package f

var text = "a text that is longer than the buffer on the stack: ä ö ü \\xff"

//go:noinline
func sum(s string) (n int) {
	for _, r := range s {
		n += int(r)
	}
	return n
}

func Run() any { return sum(text) }
`,
	},
	log_keys: {
		title: 'Replace by logger.LogAttrs',
		before: `package f

import (
	"io"
	"log/slog"
)

var logger = slog.New(slog.NewTextHandler(io.Discard, nil))
var number = 300

//go:noinline
func log(n int, name string) {
	logger.Warn("done", "n", n, slog.String("name", name), "half", float64(n)/2)
}

func Run() any { log(number, "a name"); return nil }
`,
		after: `package f

import (
	"context"
	"io"
	"log/slog"
)

var logger = slog.New(slog.NewTextHandler(io.Discard, nil))
var number = 300

//go:noinline
func log(n int, name string) {
	logger.LogAttrs(context.Background(), slog.LevelWarn, "done", slog.Int("n", n), slog.String("name", name), slog.Float64("half", float64(n)/2))
}

func Run() any { log(number, "a name"); return nil }
`,
	},
	log_context: {
		title: 'Replace by l.LogAttrs',
		before: `package f

import (
	"context"
	"io"
	"log/slog"
)

var handler = slog.NewTextHandler(io.Discard, nil)
var root = slog.New(handler)
var number = int64(70000)

//go:noinline
func log(ctx context.Context, l *slog.Logger, n int64) {
	l.InfoContext(ctx, "done", slog.Int64("n", n))
}

func Run() any { log(context.Background(), root, number); return nil }
`,
		after: `package f

import (
	"context"
	"io"
	"log/slog"
)

var handler = slog.NewTextHandler(io.Discard, nil)
var root = slog.New(handler)
var number = int64(70000)

//go:noinline
func log(ctx context.Context, l *slog.Logger, n int64) {
	l.LogAttrs(ctx, slog.LevelInfo, "done", slog.Int64("n", n))
}

func Run() any { log(context.Background(), root, number); return nil }
`,
	},
	new_key: {
		title: 'Look string(word) up first and assign only where it is new',
		before: `package f

type index struct{ seen map[string]bool }

var words = index{map[string]bool{}}
var word = []byte("a word that is longer than the buffer on the stack")

//go:noinline
func (x *index) add(word []byte) {
	x.seen[string(word)] = true
}

func Run() any { words.add(word); return len(words.seen) }
`,
		after: `package f

type index struct{ seen map[string]bool }

var words = index{map[string]bool{}}
var word = []byte("a word that is longer than the buffer on the stack")

//go:noinline
func (x *index) add(word []byte) {
	if !x.seen[string(word)] {
		x.seen[string(word)] = true
	}
}

func Run() any { words.add(word); return len(words.seen) }
`,
	},
	new_member: {
		title: 'Look string(w) up first and assign only where it is new',
		before: `package f

var words = map[string]struct{}{}

//go:noinline
func add(all [][]byte) {
	for _, w := range all {
		words[string(w)] = struct{}{}
	}
}

var all = [][]byte{[]byte("a word"), []byte("another word"), []byte("a word")}

func Run() any { add(all); return len(words) }
`,
		after: `package f

var words = map[string]struct{}{}

//go:noinline
func add(all [][]byte) {
	for _, w := range all {
		if _, ok := words[string(w)]; !ok {
			words[string(w)] = struct{}{}
		}
	}
}

var all = [][]byte{[]byte("a word"), []byte("another word"), []byte("a word")}

func Run() any { add(all); return len(words) }
`,
	},
	built: {
		title: 'Build s with a strings.Builder',
		before: `package f

var words = []string{"some", "words", "in", "a", "list", "that", "is", "long", "enough"}

//go:noinline
func join(words []string) string {
	s := ""
	for i, w := range words {
		if i > 0 {
			s += ", "
		}
		s += w
	}
	return "[" + s + "]"
}

func Run() any { return join(words) + join(nil) }
`,
		after: `package f

import "strings"

var words = []string{"some", "words", "in", "a", "list", "that", "is", "long", "enough"}

//go:noinline
func join(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(w)
	}
	s := b.String()
	return "[" + s + "]"
}

func Run() any { return join(words) + join(nil) }
`,
	},
	built_result: {
		title: 'Build s with a strings.Builder',
		before: `package f

import "strings"

var words = []string{"some", "words", "in", "a", "list", "that", "is", "long", "enough"}

//go:noinline
func join(b []string, times int) (s string, n int) {
	for range times {
		for _, w := range b {
			s += strings.ToUpper(w)
			n++
		}
	}
	return
}

func Run() any {
	s, n := join(words, 2)
	return s + string(rune('a'+n))
}
`,
		after: `package f

import "strings"

var words = []string{"some", "words", "in", "a", "list", "that", "is", "long", "enough"}

//go:noinline
func join(b []string, times int) (s string, n int) {
	var b2 strings.Builder
	for range times {
		for _, w := range b {
			b2.WriteString(strings.ToUpper(w))
			n++
		}
	}
	s = b2.String()
	return
}

func Run() any {
	s, n := join(words, 2)
	return s + string(rune('a'+n))
}
`,
	},
	appended_number: {
		title: 'Replace by strconv.AppendInt',
		before: `package f

import "fmt"

var numbers = []int{70000, 80000}
var buffer []byte

//go:noinline
func list(b []byte) []byte {
	for _, n := range numbers {
		b = append(b, fmt.Sprintf("%d", n)...)
		b = append(b, ' ')
	}
	return b
}

func Run() any { buffer = list(buffer[:0]); return string(buffer) }
`,
		after: `package f

import "strconv"

var numbers = []int{70000, 80000}
var buffer []byte

//go:noinline
func list(b []byte) []byte {
	for _, n := range numbers {
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, ' ')
	}
	return b
}

func Run() any { buffer = list(buffer[:0]); return string(buffer) }
`,
	},
	sized_map: {
		title: 'Make byName with room for len(names) elements',
		before: `package f

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"}

//go:noinline
func index(names []string) map[string]int {
	byName := map[string]int{}
	for i, name := range names {
		if name == "" {
			continue
		}
		byName[name] = i
	}
	return byName
}

func Run() any { return len(index(names)) }
`,
		after: `package f

var names = []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"}

//go:noinline
func index(names []string) map[string]int {
	byName := make(map[string]int, len(names))
	for i, name := range names {
		if name == "" {
			continue
		}
		byName[name] = i
	}
	return byName
}

func Run() any { return len(index(names)) }
`,
	},
};

/** Where the same form means something else, or the compiler would not keep the promise: nothing is offered. */
export const leftAlone: Readonly<Record<string, string>> = {
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

import (
	"fmt"
	"io"
)

func F(r *io.LimitedReader) string { return fmt.Sprintf("%d", r.N) }
`,
	type_that_prints_itself: `package f

import "fmt"

type id string

func (i id) String() string { return "id " + string(i) }

func F(i id, n int) string { return fmt.Sprintf("%s-%d", i, n) }
`,
	number_that_prints_itself: `package f

import "fmt"

type id int

func (id) Format(f fmt.State, verb rune) { f.Write([]byte("id")) }

func F(i id) string { return fmt.Sprintf("%d", i) }
`,
	number_as_text: `package f

import "fmt"

func F(n int, s string) string { return fmt.Sprintf("%s", n) + fmt.Sprintf("%d", s) + fmt.Sprintf("%5d", n) }
`,
	too_few_values: `package f

import "fmt"

func F(s string) string { return fmt.Sprintf("%s %s", s) }
`,
	part_of_a_result: `package f

import "fmt"

func F(s string, n int) byte { return fmt.Sprintf("%s-%d", s, n)[0] }
`,
	deferred_write_of_a_result: `package f

func F(xs []int) (n int) {
	for _, x := range xs {
		defer func() { n += x }()
	}
	return 0
}
`,
	deferred_write: `package f

var order []int

func F(xs []int) int {
	last := 0
	for _, x := range xs {
		defer func() { order = append(order, x+last) }()
		last = x
	}
	return len(order)
}
`,
	deferred_write_by_argument: `package f

func F(xs []int) (n int) {
	for _, x := range xs {
		defer add(&n, x)
	}
	return 0
}

func add(to *int, x int) { *to = *to*10 + x }
`,
	deferred_print: `package f

import "fmt"

func F(xs []int) {
	for _, x := range xs {
		defer fmt.Println(x)
	}
}
`,
	deferred_close_that_writes: `package f

type res struct{ log *[]int }

func (r *res) Close() { *r.log = append(*r.log, len(*r.log)) }

func F(n int) (log []int) {
	for range n {
		r := &res{&log}
		defer r.Close()
	}
	return append(log, 7)
}
`,
	deferred_close_of_what_is_kept: `package f

import "os"

func F(names []string) (n int) {
	files := map[string]*os.File{}
	for _, name := range names {
		f, _ := os.Open(name)
		defer f.Close()
		files[name] = f
	}
	for _, f := range files {
		m, _ := f.Read(make([]byte, 9))
		n += m
	}
	return n
}
`,
	deferred_close_of_what_is_wrapped: `package f

import (
	"bufio"
	"os"
)

func F(names []string) (n int) {
	readers := map[string]*bufio.Reader{}
	for _, name := range names {
		f, _ := os.Open(name)
		defer f.Close()
		r := bufio.NewReader(f)
		readers[name] = r
	}
	for _, r := range readers {
		n += r.Buffered()
	}
	return n
}
`,
	deferred_close_after_a_goroutine: `package f

import "os"

func F(names []string, work func(*os.File)) {
	for _, name := range names {
		f, _ := os.Open(name)
		defer f.Close()
		go work(f)
	}
}
`,
	deferred_close_of_another: `package f

import "os"

var f *os.File

func F(names []string) {
	for _, name := range names {
		f, _ = os.Open(name)
		defer f.Close()
	}
}
`,
	locked_until_the_end: `package f

import "sync"

type item struct {
	mu sync.Mutex
	n  int
}

func F(items []item) (sum int) {
	for i := range items {
		items[i].mu.Lock()
		defer items[i].mu.Unlock()
	}
	for i := range items {
		sum += items[i].n
	}
	return sum
}
`,
	unlocked_by_another: `package f

import "sync"

func F(items []*sync.Mutex) {
	for _, mu := range items {
		defer mu.Unlock()
	}
}
`,
	as_type_used_before: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

func F(err error) *failure {
	var target *failure
	defer println(target == nil)
	if errors.As(err, &target) {
		return target
	}
	return target
}
`,
	as_type_behind_a_condition: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

func F(err error, strict bool) int {
	var target *failure
	if strict && errors.As(err, &target) {
		return target.code
	}
	return 0
}
`,
	as_type_with_a_text: `package f

import "errors"

type failure struct{ code int }

func (*failure) Error() string { return "" }

func F(err error) int {
	var target *failure = nil
	if errors.As(err, &target) {
		return target.code
	}
	return 0
}
`,
	sorted_by_float: `package f

import "sort"

func F(xs []float64) { sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] }) }
`,
	sorted_by_two_keys: `package f

import "sort"

type entry struct{ a, b int }

func F(xs []entry) {
	sort.Slice(xs, func(i, j int) bool { return xs[i].a < xs[j].a || xs[i].b < xs[j].b })
	sort.Slice(xs, func(i, j int) bool { return xs[i].a < xs[j].b })
	sort.Slice(xs, func(i, j int) bool { return xs[i].a <= xs[j].a })
}
`,
	sorted_by_another: `package f

import "sort"

func F(xs, ys []int) { sort.Slice(xs, func(i, j int) bool { return ys[i] < ys[j] }) }
`,
	runes_with_index: `package f

func F(s string) (n int) {
	for i, r := range []rune(s) {
		n += i * int(r)
	}
	for i := range []rune(s) {
		n += i
	}
	return n
}
`,
	another_logger: `package f

import "log/slog"

type logger struct{ *slog.Logger }

func (l *logger) Info(msg string, args ...any) { l.Warn("x: "+msg, args...) }

func F(l *logger, n int) { l.Info("done", "n", n) }
`,
	logged_error: `package f

import (
	"log/slog"
	"time"
)

func F(l *slog.Logger, d time.Duration, n int, args []any) {
	l.Info("done", "took", d, "n", n)
	l.Info("done", n)
	l.Info("done", args...)
}
`,
	key_with_a_value: `package f

func F(m map[string]int, b []byte) {
	m[string(b)] = 1
	m[string(b)]++
}
`,
	key_with_a_value_of_another_type: `package f

func F(m map[string]any, b []byte) {
	m[string(b)] = true
}
`,
	key_that_is_made: `package f

func F(m map[string]bool, next func() []byte) {
	m[string(next())] = true
}
`,
	map_that_stays: `package f

func F(names []string) int {
	seen := map[string]int{}
	for i, name := range names {
		seen[name] = i
	}
	return len(seen) + len(make([]int, len(names)))
}
`,
	map_filled_by_another_loop: `package f

func F(names []string, more chan string) map[string]int {
	seen := map[string]int{}
	for name := range more {
		seen[name] = 1
	}
	for _, name := range names {
		seen[name] = 2
	}
	return seen
}
`,
	string_that_is_read: `package f

func F(words []string) (n int) {
	s := ""
	for _, w := range words {
		s += w
		n += len(s)
	}
	return n + len(s)
}
`,
	string_that_is_captured: `package f

func F(words []string, later func(func() string)) string {
	s := ""
	later(func() string { return s })
	for _, w := range words {
		s += w
	}
	return s
}
`,
	string_result_that_is_deferred: `package f

func F(words []string, keep func(string)) (s string) {
	defer func() {
		recover()
		keep(s)
	}()
	for _, w := range words {
		s += w
	}
	return
}
`,
	string_result_that_is_returned: `package f

func F(words []string) (s string) {
	for _, w := range words {
		s += w
		if w == "" {
			return
		}
	}
	return
}
`,
	string_with_a_beginning: `package f

func F(words []string) string {
	s := "words: "
	for _, w := range words {
		s += w
	}
	return s
}
`,
	number_that_is_added: `package f

func F(words []string) (string, int) {
	n := ""
	for _, w := range words {
		n = w + n
	}
	return n, 0
}
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
