// Package experiment is what went wrong with the agent. It compiles; only the
// linker says no, to a program that imports it, and without file or line:
// try `go build -tags experiment .` in the directory above.
package experiment

import _ "unsafe"

// Refused by the linker since Go 1.23.
//
//go:linkname gcStart runtime.gcStart
func gcStart(trigger gcTrigger)

type gcTrigger struct {
	kind int
	now  int64
	n    uint32
}

// Gone since Go 1.22.
//
//go:linkname fastrandn sync.fastrandn
func fastrandn(n uint32) uint32

// Gone since Go 1.25: links to this day, as a new variable that is always zero.
//
//go:linkname ncpu runtime.ncpu
var ncpu int32

// Links, and reads a result that is not there.
//
//go:linkname nanotime runtime.nanotime
func nanotime() (sec int64, nsec int32)

// A space too many: the compiler takes this for an ordinary comment.
//
// go:noinline
func spin(rounds uint32) uint32 {
	for i := uint32(0); i < rounds; i++ {
		rounds ^= i
	}
	return rounds
}

// Run would start a collection on one processor in n.
func Run(n uint32) (int64, uint32) {
	if fastrandn(n) == 0 && ncpu > 1 {
		gcStart(gcTrigger{kind: 1, n: spin(n)})
	}
	sec, _ := nanotime()
	return sec, spin(n)
}
