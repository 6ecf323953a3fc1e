// Package remedies holds a program for each remedy: what allocates, and what is done instead.
package remedies

type program struct {
	id            string
	before, after func()
}

var programs []program

func register(id string, before, after func()) {
	programs = append(programs, program{id, before, after})
}

// What is kept here escapes.
var (
	kept       any
	keptBytes  []byte
	keptString string
	keptInt    int
	keptError  error
)

type point struct{ x, y, z int }

//go:noinline
func zero() int { return 0 }
