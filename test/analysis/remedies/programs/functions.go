package remedies

import (
	"context"
	"encoding/hex"
	"io"
	"log/slog"
	"sync"
)

func init() {
	register("index-instead-of-loop-variable", beforeLoopVariable, afterLoopVariable)
	register("index-of-loop-variable", beforeLoopAddress, afterLoopAddress)
	register("closure-parameter", beforeCapture, afterCapture)
	register("argument-of-goroutine", beforeGoroutine, afterGoroutine)
	register("call-method", beforeMethodValue, afterMethodValue)
	register("method-value-once", beforeMethodValues, afterMethodValues)
	register("log-attributes", beforeLog, afterLog)
	register("defer-in-function", beforeDefer, afterDefer)
	register("concrete-call", beforeDynamic, afterDynamic)
	register("concrete-iterator", beforeIterate, afterIterate)
	register("append-hex", beforeHex, afterHex)
	register("worker", beforeWorker, afterWorker)
}

type event struct{ a, b, c, d int }

//go:noinline
func (e *event) encode(w io.Writer) {
	keptInt += e.a
	kept = e
}

var events = make([]event, 8)

func beforeLoopVariable() {
	for _, e := range events {
		e.encode(output)
	}
}

func afterLoopVariable() {
	for i := range events {
		events[i].encode(output)
	}
}

var chosen *event

func beforeLoopAddress() {
	for _, e := range events {
		if chosen = &e; chosen.a > 0 {
			return
		}
	}
}

func afterLoopAddress() {
	for i := range events {
		if chosen = &events[i]; chosen.a > 0 {
			return
		}
	}
}

//go:noinline
func later(f func()) { kept = f; f() }

//go:noinline
func laterWith(f func(int), n int) { kept = f; f(n) }

func beforeCapture() {
	n := number
	later(func() { keptInt = n })
}

func afterCapture() { laterWith(func(n int) { keptInt = n }, number) }

func beforeGoroutine() {
	var wg sync.WaitGroup
	wg.Add(1)
	n := number
	go func() { keptInt = n; wg.Done() }()
	n++
	wg.Wait()
}

var group sync.WaitGroup

func afterGoroutine() {
	group.Add(1)
	n := number
	go func(n int) { keptInt = n; group.Done() }(n)
	n++
	group.Wait()
}

type counter struct{ n int }

//go:noinline
func (c *counter) add(n int) { c.n += n }

var count counter

//go:noinline
func each(f func(int)) { kept = f; f(1) }

//go:noinline
func eachOf(c *counter) { c.add(1) }

func beforeMethodValue() { each(count.add) }

func afterMethodValue() { eachOf(&count) }

func beforeMethodValues() {
	for range 4 {
		each(count.add)
	}
}

func afterMethodValues() {
	add := count.add
	for range 4 {
		each(add)
	}
}

var logger = slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError}))

func beforeLog() { logger.Info("done", "n", number) }

func afterLog() { logger.LogAttrs(context.Background(), slog.LevelInfo, "done", slog.Int("n", number)) }

var mutexes [4]sync.Mutex

func beforeDefer() {
	for i := range mutexes {
		mutexes[i].Lock()
		defer func() { keptInt = i; mutexes[i].Unlock() }()
	}
}

func afterDefer() {
	for i := range mutexes {
		locked(i)
	}
}

func locked(i int) {
	mutexes[i].Lock()
	defer func() { keptInt = i; mutexes[i].Unlock() }()
}

type sink interface{ take(p *point) }

type adder struct{ n int }

//go:noinline
func (a *adder) take(p *point) { a.n += p.x }

var anySink sink = &adder{}
var oneSink = &adder{}

func beforeDynamic() {
	p := point{x: number}
	anySink.take(&p)
}

func afterDynamic() {
	p := point{x: number}
	oneSink.take(&p)
}

type list struct{ all [4]int }

func (l *list) each(yield func(int) bool) {
	for _, n := range l.all {
		if !yield(n) {
			return
		}
	}
}

type iterable interface{ each(yield func(int) bool) }

var anyList iterable = &list{}
var oneList = &list{}

func beforeIterate() {
	sum := 0
	anyList.each(func(n int) bool { sum += n; return true })
	keptInt = sum
}

func afterIterate() {
	sum := 0
	oneList.each(func(n int) bool { sum += n; return true })
	keptInt = sum
}

func beforeHex() { keptString = hex.EncodeToString(long) }

func afterHex() {
	scratch = hex.AppendEncode(scratch[:0], long)
	keptBytes = scratch
}

var jobs = make(chan int)
var results = make(chan int)

func init() {
	go func() {
		for n := range jobs {
			results <- n
		}
	}()
}

func beforeWorker() {
	n := number
	go func() { results <- n }()
	keptInt = <-results
}

func afterWorker() {
	jobs <- number
	keptInt = <-results
}
