/** A module whose program knows what each of its lines allocates. */

export const profiledModule = {
	// Go escapes the dots of the last element in its symbols.
	'go.mod': 'module example.com/yaml.v3\n\ngo 1.22\n',
	'root.go': 'package yaml\n\nfunc Root(n int) []byte { return make([]byte, n) }\n',
	'pkg/p.go': `package pkg

type P struct{ a [64]int }

type S struct{ all []*P }

func (s *S) Add(n int) {
	s.all = make([]*P, 0, n)
	for i := 0; i < n; i++ {
		s.all = append(s.all, newP()) // 1,000 objects of 512 bytes, inlined
	}
}

func newP() *P {
	return &P{} // the same 1,000 objects
}

func Map[T any](in []T) []func() T {
	out := make([]func() T, len(in))
	for i, x := range in {
		out[i] = func() T { return x } // 100 closures
	}
	return out
}

type V int

//go:noinline
func (v V) M() []byte {
	return make([]byte, int(v)) // 10 times 1,024 bytes
}

//go:noinline
func Once() *P {
	return &P{} // one object
}
`,
	'cmd/x/main.go': `package main

import (
	"os"
	"runtime"
	"runtime/pprof"

	yaml "example.com/yaml.v3"
	"example.com/yaml.v3/pkg"
)

var sink []any

func main() {
	runtime.MemProfileRate = 1
	s := new(pkg.S)
	s.Add(1000)
	sink = append(sink, s, pkg.Map(make([]int, 100)), pkg.Once())
	for i := 0; i < 10; i++ {
		sink = append(sink, yaml.Root(2048), pkg.V(1024).M(), own())
	}
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	if err := pprof.Lookup("allocs").WriteTo(f, 0); err != nil {
		panic(err)
	}
	if err := f.Close(); err != nil {
		panic(err)
	}
}

//go:noinline
func own() []byte {
	return make([]byte, 512*len(os.Args))
}
`,
};
