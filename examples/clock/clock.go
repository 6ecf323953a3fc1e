// Package clock is the agent's source of time and of chance.
package clock

import _ "unsafe"

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname fastrand runtime.fastrand
func fastrand() uint32

// Stopwatch measures without the wall clock.
type Stopwatch struct{ started int64 }

// Start returns a running stopwatch. It is small and returned by value: no allocation.
func Start() Stopwatch { return Stopwatch{started: nanotime()} }

// Nanos tells how long the stopwatch has been running.
func (s Stopwatch) Nanos() int64 { return nanotime() - s.started }

// OneIn is true once in n times.
func OneIn(n uint32) bool { return fastrand()%n == 0 }
