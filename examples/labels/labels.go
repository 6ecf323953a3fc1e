// Package labels hands the profiler labels of one goroutine on to another.
package labels

import "unsafe"

// The standard library keeps both for known users; pprof.Do is the public way.

//go:linkname getLabels runtime/pprof.runtime_getProfLabel
func getLabels() unsafe.Pointer

//go:linkname setLabels runtime/pprof.runtime_setProfLabel
func setLabels(labels unsafe.Pointer)

// Go runs work in a new goroutine under the labels of the caller.
func Go(work func()) {
	labels := getLabels()
	go func() {
		setLabels(labels)
		work()
	}()
}
