/** What the hints of real code say, as the Go in use compiles it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { explainPackage } from '../../server/src/analysis/escape/explainPackage.ts';
import { filterHints } from '../../server/src/analysis/escape/filterHints.ts';
import type { PackageEscapes } from '../../server/src/analysis/escape/escapeHint.ts';
import { goPath, goTest, temporaryModule } from '../support/go.ts';
import { goParser } from '../support/goParser.ts';

interface Case {
	readonly source: string;
	/** `verdict class message`, of hints that may allocate. */
	readonly hints: readonly string[];
	/** Those of the first hint. */
	readonly advice?: string;
	readonly steps?: readonly string[];
}

/** Compiles all cases as one package; a case declares a function of its name. */
async function compile(head: string, cases: Readonly<Record<string, Case>>, language: string): Promise<PackageEscapes> {
	const source = `${head}\n${Object.values(cases)
		.map((each) => each.source)
		.join('\n')}`;
	const directory = temporaryModule({ 'go.mod': `module example.com/words\n\ngo ${language}\n`, 'p.go': source });
	// What the compiler says about escapes goes to stderr.
	const { stderr } = spawnSync(goPath ?? '', ['build', '-gcflags=-m=2', '.'], { cwd: directory, encoding: 'utf8' });
	const goVersion = execFileSync(goPath ?? '', ['env', 'GOVERSION'], { cwd: directory, encoding: 'utf8' }).trim();
	const options = { directory, goVersion, parser: await goParser() };
	return explainPackage(stderr, new Map([[join(directory, 'p.go'), source]]), options);
}

function checkCases(title: string, head: string, cases: Readonly<Record<string, Case>>, language = '1.25'): void {
	goTest(title, async () => {
		const escapes = await compile(head, cases, language);
		const found = Object.keys(cases).map((name): [string, Omit<Case, 'source'>] => {
			const own = filterHints(escapes.hints, { verdicts: ['heap', 'maybe-heap'], classes: [], functions: [] }).filter(
				(hint) =>
					hint.function.split('.').at(-1) === name && (hint.verdict === 'heap' || hint.verdict === 'maybe-heap'),
			);
			const { advice, steps } = cases[name] ?? {};
			return [
				name,
				{
					hints: own.map((hint) => `${hint.verdict} ${hint.class} ${hint.message}`),
					...(advice !== undefined && { advice: own[0]?.advice ?? '' }),
					...(steps !== undefined && { steps: own[0]?.flow.map(({ text, why }) => `${text} (${why})`) ?? [] }),
				},
			];
		});
		const wanted = Object.entries(cases).map(([name, { source: _source, ...rest }]) => [name, rest]);
		expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
		const said = JSON.stringify([
			escapes.hints.map(({ message, advice, flow }) => ({ message, advice, flow })),
			escapes.notes,
		]);
		expect(said).not.toMatch(/#\w|~[rp]\d|autotmp|go\.shape|dict|yield\d|<node/);
	});
}

describe('hints say', () => {
	checkCases(
		'loop body, where the compiler made a function of one',
		`package p

import "iter"

type bag interface{ All(yield func(int) bool) }

type ring struct{ cells []int }

func (r *ring) walk(yield func(int) bool) {
	for i := range r.cells {
		if !yield(r.cells[i]) {
			return
		}
	}
}

func (r *ring) all() iter.Seq[int] { return r.walk }

func (r *ring) literal() iter.Seq[int] { return func(yield func(int) bool) { r.walk(yield) } }

var total int
var kept []*int
var last *int
var shared = &ring{}
`,
		{
			Interface: {
				source: `func Interface(b bag) {
	sum := 0
	for v := range b.All {
		sum += v
	}
	total += sum
}`,
				hints: [
					'heap closure-capture sum is moved to the heap: the loop body uses it, and the iterator is called through an interface or a function value, which counts as keeping the body.',
					'heap closure-capture the loop body goes to the heap: the iterator is called through an interface or a function value, which counts as keeping the body.',
				],
				advice:
					'Range over an iterator that the compiler knows: a method of a concrete type, or a function that returns a func literal and can be inlined.',
				steps: ['sum (used in a loop body)', 'range b.All (given to an iterator)'],
			},
			Early: {
				source: `func Early(seq iter.Seq[int]) int {
outer:
	for v := range seq {
		for w := range seq {
			if w > v {
				continue outer
			}
			if w == 9 {
				return w
			}
		}
	}
	return 0
}`,
				hints: [
					'heap closure-capture the loop body goes to the heap: the iterator is called through an interface or a function value, which counts as keeping the body.',
					'heap closure-capture the loop body goes to the heap: the iterator is called through an interface or a function value, which counts as keeping the body.',
				],
			},
			MethodValue: {
				source: `func MethodValue() {
	for v := range shared.all() {
		total += v
	}
}`,
				hints: [
					'heap closure-capture the loop body goes to the heap: the iterator is a method value, which counts as keeping the body.',
				],
				advice:
					'Let the iterator return a func literal that calls the method: the compiler inlines that, but no method value.',
				steps: ['range shared.all() (given to an iterator)'],
			},
			Literal: {
				source: `func Literal() {
	for v := range shared.literal() {
		total += v
	}
}`,
				hints: [],
			},
			Inlined: {
				source: `func Inlined() {
	for v := range shared.walk {
		n := v
		last = &n
	}
}`,
				hints: ['heap stored n is moved to the heap: it is stored where it outlives the call, by `last = &n`.'],
			},
			Inside: {
				source: `func Inside(seq iter.Seq[int]) {
	for v := range seq {
		kept = append(kept, &v)
	}
}`,
				hints: [
					'heap closure-capture the loop body goes to the heap: the iterator is called through an interface or a function value, which counts as keeping the body.',
					'heap stored v is moved to the heap: it is put into a slice that outlives the call, by `append(kept, &v)`.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
				],
			},
		},
	);

	checkCases(
		'who lets a value escape, by the place of the argument',
		`package p

import (
	"io"
	"strings"
	"sync"
)

type T struct{ a, b int }

type adder interface{ Add(t *T) }

type writer struct {
	out  io.Writer
	call func(*T)
}

type shape interface{ area(t *T) int }

type square struct{}

func (square) area(t *T) int { return t.a }

var kept *T
var reader io.Reader
var hook func(*T)

//go:noinline
func register(t *T) { kept = t }

//go:noinline
func second(n int, t *T) { register(t) }

//go:noinline
func words(r io.Reader) { reader = r }
`,
		{
			Literal: {
				source: 'func Literal() { register(&T{1, 2}) }',
				hints: ['heap call-argument &T{...} goes to the heap: register lets it escape.'],
				advice: 'It stays on the stack if the callee copies it or is inlined.',
				steps: ['&T{...} (spill)', 'register(&T{...}) (call parameter)', 'kept = t (assign)'],
			},
			Second: {
				source: 'func Second() { second(3, &T{1, 2}) }',
				hints: ['heap call-argument &T{...} goes to the heap: second lets it escape.'],
				steps: ['&T{...} (spill)', 'second(3, &T{...}) (call parameter)', 'register(t) (call parameter)'],
			},
			Made: {
				source: 'func Made(s string) { words(strings.NewReader(s)) }',
				hints: ['heap call-argument strings.NewReader(s) goes to the heap: words lets it escape (in inlined code).'],
			},
			FunctionValue: {
				source: 'func FunctionValue() { hook(&T{}) }',
				hints: [
					'heap call-argument &T{} goes to the heap: hook is called through an interface or a function value, which counts as keeping it.',
				],
				advice:
					'Arguments of a call through an interface or a function value always escape: call a concrete method or function, or reuse what is passed.',
			},
			Interface: {
				source: 'func Interface(a adder) { a.Add(&T{}) }',
				hints: [
					'heap call-argument &T{} goes to the heap: a.Add is called through an interface or a function value, which counts as keeping it.',
				],
			},
			Field: {
				source: 'func (w *writer) Field() { w.call(&T{}) }',
				hints: [
					'heap call-argument &T{} goes to the heap: w.call is called through an interface or a function value, which counts as keeping it.',
				],
			},
			Elsewhere: {
				source: 'func Elsewhere(r io.Reader) { var head [8]byte; io.ReadFull(r, head[:]) }',
				hints: ['heap call-argument head is moved to the heap: io.ReadFull lets it escape.'],
			},
			MethodElsewhere: {
				source: 'func MethodElsewhere() { var w sync.WaitGroup; w.Add(1); w.Wait() }',
				hints: ['heap call-argument w is moved to the heap: (*sync.WaitGroup).Add lets it escape.'],
			},
			TypeParameter: {
				source: `//go:noinline
func TypeParameter[S shape](s S) int { return s.area(&T{}) }

var number = TypeParameter(square{})`,
				hints: [
					'heap call-argument &T{} goes to the heap: s.area is called through a type parameter, which counts as keeping it.',
				],
			},
		},
	);

	checkCases(
		'what a value outlives, and how often it is made',
		`package p

import "sync"

type T struct{ a, b int }

var last *T

//go:noinline
func (t *T) keep() { last = t }
`,
		{
			Iteration: {
				source: `func Iteration(n int) int {
	var p *int
	for i := 0; i < n; i++ {
		x := i
		p = &x
	}
	return *p
}`,
				hints: [
					'heap loop-variable x is moved to the heap: its address outlives the iteration, so each iteration has its own.',
				],
			},
			IterationOfLiteral: {
				source: `func IterationOfLiteral(n int) int {
	p := &T{}
	for i := range n {
		p = &T{i, n}
	}
	return p.a
}`,
				hints: [
					'heap stored &T{...} goes to the heap: it is stored where it outlives the iteration, by `p = &T{...}`.',
				],
			},
			IterationOfList: {
				source: `func IterationOfList(n int) (c int) {
	var list *T
	for i := 0; i < n; i++ {
		list = &T{i, n}
	}
	for l := list; l != nil && c < n; c++ {
		c += l.a
	}
	return c
}`,
				hints: ['heap stored &T{...} goes to the heap: it is stored where it outlives the iteration, by `l := list`.'],
			},
			Call: {
				source: `func Call(n int) {
	for i := range n {
		last = &T{i, n}
	}
}`,
				hints: ['heap stored &T{...} goes to the heap: it is stored where it outlives the call, by `last = &T{...}`.'],
			},
			FuncLiteral: {
				source: `func FuncLiteral() int {
	var p *int
	f := func() {
		x := 1
		p = &x
	}
	apply(f)
	return *p
}

//go:noinline
func apply(f func()) { f() }`,
				hints: [
					'heap stored x is moved to the heap: it is stored where it outlives the call of the func literal, by `p = &x`.',
				],
			},
			Receiver: {
				source: `func Receiver(ts []T) {
	for _, t := range ts {
		t.keep()
	}
}`,
				hints: [
					'heap loop-variable t is moved to the heap: (*T).keep lets its address escape, so each iteration has its own.',
				],
			},
			Pool: {
				source: 'func Pool() *sync.Pool { return &sync.Pool{New: func() any { return new(T) }} }',
				hints: [
					'heap returned &sync.Pool{...} goes to the heap: it is returned and outlives the call.',
					'maybe-heap returned new(T) is allocated only when the pool is empty.',
				],
			},
			Iterator: {
				source: `func Iterator(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	}
}`,
				hints: ['maybe-heap closure-capture func literal goes to the heap only where the call is not inlined.'],
				advice: '',
			},
		},
	);

	checkCases(
		'what to do about a captured variable that is changed, and about runes',
		`package p

import "sync"

var later func()
var text = []rune("äöü")
var seen = map[string]int{}
`,
		{
			ChangedByGoroutine: {
				source: `func ChangedByGoroutine(ch chan int) int {
	total := 0
	go func() { total++; ch <- 1 }()
	<-ch
	return total
}`,
				hints: [
					'heap goroutine total is moved to the heap: a goroutine captures it.',
					'heap goroutine func literal goes to the heap: the new goroutine needs its function and arguments.',
				],
				advice:
					'The goroutine and its starter share it, so no copy can take its place: make it a field of a struct that lives on, or send the result on a channel.',
			},
			LockedByGoroutine: {
				source: `func LockedByGoroutine(ch chan int) {
	var mu sync.Mutex
	go func() { mu.Lock(); ch <- 1; mu.Unlock() }()
	mu.Lock()
}`,
				hints: [
					'heap goroutine mu is moved to the heap: a goroutine captures it.',
					'heap goroutine func literal goes to the heap: the new goroutine needs its function and arguments.',
				],
				advice:
					'The goroutine and its starter share it, so no copy can take its place: make it a field of a struct that lives on, or send the result on a channel.',
			},
			CopiedForGoroutine: {
				source: `func CopiedForGoroutine(ch chan int, n int) {
	var x [20]int
	x[0] = n
	go func() { ch <- x[0] }()
}`,
				hints: [
					'heap goroutine x is moved to the heap: a goroutine captures it.',
					'heap goroutine func literal goes to the heap: the new goroutine needs its function and arguments.',
				],
				advice: 'Pass x as an argument of the go statement instead of capturing it.',
			},
			ChangedByClosure: {
				source: `func ChangedByClosure() func() int {
	n := 0
	later = func() { n++ }
	return func() int { return n }
}`,
				hints: [
					'heap closure-capture n is moved to the heap: a closure that outlives the call captures it.',
					'heap closure-capture func literal goes to the heap: the closure outlives the call and holds what it captures.',
					'heap closure-capture func literal goes to the heap: the closure outlives the call and holds what it captures.',
				],
				advice:
					'The closure changes it, so no copy can take its place: let the closure return the result, or make the variable a field of a struct that lives on.',
			},
			ReadByClosure: {
				source: `func ReadByClosure(k int) func() int {
	var n [20]int
	n[0] = k
	return func() int { return n[k] }
}`,
				hints: [
					'heap closure-capture n is moved to the heap: a closure that outlives the call captures it.',
					'heap closure-capture func literal goes to the heap: the closure outlives the call and holds what it captures.',
				],
				advice:
					'Pass n as a parameter of the closure, or use a copy that is not assigned again: it is then captured by value.',
			},
			Runes: {
				source: 'func Runes() int { return seen[string(text)] }',
				hints: [
					'maybe-heap string-conversion The result of string(text) fits a 32-byte buffer on the stack, or goes to the heap.',
				],
				advice: 'Runes are encoded for that: keep the text as a string, and range over it where its runes are needed.',
			},
		},
	);

	checkCases(
		'error value, where the inlined callee makes an error on a branch',
		`package p

type fail struct{ n int }

func (f *fail) Error() string { return "fail" }

type part struct{ n int }

func check(n int) (int, error) {
	if n < 0 {
		return 0, &fail{n}
	}
	return n, nil
}

func find(n int) *part {
	if n < 0 {
		return &part{n}
	}
	return nil
}

var Err error
var Part *part
`,
		{
			Checked: {
				source: `func Checked(n int) {
	if _, err := check(n); err != nil {
		Err = err
	}
}`,
				hints: ['maybe-heap error-value check(n) allocates on a branch of the inlined callee: error value.'],
			},
			Found: {
				source: `func Found(n int) {
	if p := find(n); p != nil {
		Part = p
	}
}`,
				hints: ['maybe-heap stored find(n) allocates on a branch of the inlined callee: stored.'],
			},
		},
	);

	checkCases(
		'nothing of an append that has room, or is lent it',
		`package p

import (
	"slices"
	"strconv"
)

type user struct{ name string }

type store struct{ users []user }

var scratch []byte
var total int
`,
		{
			Ranged: {
				source: `func Ranged(s *store) (out []string) {
	out = make([]string, 0, len(s.users))
	for _, u := range s.users {
		out = append(out, u.name)
	}
	return out
}`,
				hints: [
					'heap returned make([]string, 0, len(s.users)) goes to the heap: it is returned and outlives the call.',
				],
			},
			Counted: {
				source: `func Counted(n int) []int {
	out := make([]int, 0, n)
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	return out
}`,
				hints: ['heap returned make([]int, 0, n) goes to the heap: it is returned and outlives the call.'],
			},
			Grown: {
				source: `func Grown(a []int) (out []int) {
	out = slices.Grow(out, len(a))
	for _, x := range a {
		out = append(out, x)
	}
	return out
}`,
				hints: ['maybe-heap append-growth append allocates a new array when the capacity is used up.'],
				advice: '',
			},
			GrownLater: {
				source: `func GrownLater(n int) []int {
	var out []int
	if total > 3 {
		out = slices.Grow(out, max(n, 0))
	}
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	return out
}`,
				hints: [
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
				],
			},
			MadeLater: {
				source: `func MadeLater(n int) []int {
	var out []int
	if total > 3 {
		out = make([]int, 0, n)
	}
	for i := 0; i < n; i++ {
		out = append(out, i)
	}
	return out
}`,
				hints: [
					'heap returned make([]int, 0, n) goes to the heap: it is returned and outlives the call.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
				],
			},
			Joined: {
				source: `func Joined(a, b []int) []int {
	out := make([]int, 0, len(a)+len(b)+2)
	out = append(out, a...)
	out = append(out, 1, 2)
	for _, x := range b {
		out = append(out, x)
	}
	return out
}`,
				hints: [
					'heap returned make([]int, 0, len(a) + len(b) + 2) goes to the heap: it is returned and outlives the call.',
				],
			},
			Twice: {
				source: `func Twice(a []int) []int {
	out := make([]int, 0, len(a))
	for _, x := range a {
		out = append(out, x)
		out = append(out, x)
	}
	return out
}`,
				hints: [
					'heap returned make([]int, 0, len(a)) goes to the heap: it is returned and outlives the call.',
					'maybe-heap append-growth append allocates a new array when the capacity of out is used up, here or at one more place of the function that append to it.',
				],
			},
			Written: {
				source: `func Written(a []int) []int {
	var out []int
	if total > 3 {
		out = append(out, total)
	}
	for _, x := range a {
		if x > 3 {
			out = append(out, x)
		} else {
			out = append(out, x, x)
		}
	}
	other := []int{}
	func() { other = append(other, total) }()
	total += len(other)
	return out
}`,
				hints: [
					'maybe-heap append-growth append allocates a new array when the capacity of out is used up, here or at 2 more places of the function that append to it.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
					'maybe-heap append-growth append may have built out on the stack; here it is copied to the heap.',
				],
			},
			Deleted: {
				source: `func Deleted(s *store, i int) {
	s.users = append(s.users[:i], s.users[i+1:]...)
	scratch = append(scratch[:len(scratch)-len(s.users)-2], 1, 2)
}`,
				hints: [],
			},
			Inserted: {
				source: `func Inserted(s *store, i int) {
	s.users = append(s.users[:i+1], s.users[i:]...)
	scratch = append(scratch[:len(scratch)-1], 1, 2)
}`,
				hints: [
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
				],
			},
			Unescaped: {
				source: `func Unescaped(b []byte, n int) int {
	b = b[:n]
	for i := range n {
		b = append(b, byte(i))
	}
	return len(b)
}`,
				hints: [],
			},
			Reserved: {
				source: `func Reserved(a []int) []int {
	out := make([]int, 0, 100)
	out = append(out, 1)
	out = append(out, a...)
	return out
}`,
				hints: ['heap returned make([]int, 0, 100) goes to the heap: it is returned and outlives the call.'],
			},
			Encoded: {
				source: `func Encoded(b []byte, n int) ([]byte, error) {
	var err error
	if n > 3 {
		if b, err = Encoded(b, n-1); err != nil {
			return b, err
		}
	}
	return append(b, ','), nil
}`,
				hints: [],
			},
			EmptiedLater: {
				source: `func EmptiedLater(s *store, names []string) {
	for _, name := range names {
		s.users = append(s.users, user{name})
	}
	total += len(s.users)
	s.users = s.users[:0]
}`,
				hints: [],
			},
			Nested: {
				source: `func Nested(a []int) []int {
	out := make([]int, 0, len(a))
	for range 3 {
		for _, x := range a {
			out = append(out, x)
		}
	}
	return out
}`,
				hints: [
					'heap returned make([]int, 0, len(a)) goes to the heap: it is returned and outlives the call.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
				],
			},
			SetBack: {
				source: `func SetBack(n int) []int {
	out := make([]int, 0, n)
	for i := 0; i < n; i++ {
		out = append(out, i)
		if total++; total < 100 {
			i--
		}
	}
	return out
}`,
				hints: [
					'heap returned make([]int, 0, n) goes to the heap: it is returned and outlives the call.',
					'maybe-heap append-growth append allocates a new array when the capacity is used up.',
				],
			},
			Emptied: {
				source: `func Emptied(n int) {
	b := append(scratch[:0], "n="...)
	b = strconv.AppendInt(b, int64(n), 10)
	scratch = append(b, ';')
}`,
				hints: [],
			},
			Returned: {
				source: `func Returned(dst []byte, n int) []byte {
	dst = append(dst, "n="...)
	return strconv.AppendInt(dst, int64(n), 10)
}`,
				hints: [],
			},
			Kept: {
				source: `func Kept(dst []byte) { scratch = append(dst, 'x') }`,
				hints: ['maybe-heap append-growth append allocates a new array when the capacity is used up.'],
			},
		},
	);

	checkCases('expressions as they are written', 'package p\n\nvar text string\nvar number = 300\n', {
		RuneThatStays: {
			source: 'func RuneThatStays() int { return len(string(rune(number + 1))) }',
			hints: [],
		},
		RuneThatIsKept: {
			source: 'func RuneThatIsKept() { text = string(rune(number + 1)) }',
			hints: ['heap string-conversion string(rune(number + 1)) goes to the heap: the conversion copies the bytes.'],
		},
		Instance: {
			source: `type box[T any] struct{ v T }

func boxed[T any](v T) *box[T] { return &box[T]{v} }

func Instance[T any](v T) *box[T] { return boxed[T](v) }

var boxes = []any{Instance[int](number), Instance[string](text)}`,
			hints: ['heap returned boxed[T](v) goes to the heap: it is returned and outlives the call (in inlined code).'],
		},
		Shapes: {
			source: `func Shapes[T any](n int) []T { return make([]T, n) }

var lists = []any{Shapes[int](number), Shapes[string](number)}`,
			hints: ['heap returned make([]T, n) goes to the heap: it is returned and outlives the call.'],
			steps: ['make([]T, n) (spill)', 'func Shapes[T any](n int) []T { return make([]T, n) } (return)'],
		},
	});

	checkCases(
		'new of a value, which Go has since 1.26',
		'package p\n\nvar kept any\nvar number = 300\n',
		{
			NewValue: {
				source: 'func NewValue() { kept = new(number) }',
				hints: ['heap stored new(number) goes to the heap: it is stored where it outlives the call.'],
			},
		},
		'1.26',
	);
});
