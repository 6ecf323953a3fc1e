// Package exporter writes samples out.
package exporter

import (
	"io"
	"os"
	"strconv"
	_ "unsafe"

	"example.com/agent/sampler"
)

// Out is where samples go.
var Out io.Writer = os.Stdout

// The body of sampler.onSample: a push, so that sampler need not import this package.
//
//go:linkname write example.com/agent/sampler.onSample
func write(s *sampler.Sample) {
	var line [64]byte
	buf := append(line[:0], s.Name...)
	buf = append(buf, ' ')
	buf = strconv.AppendInt(buf, s.Nanos, 10)
	buf = append(buf, '\n')
	Out.Write(buf)
}

// Frame is a page of the wire format. It is larger than the compiler puts on the stack.
type Frame [128 << 10]byte

// Encode packs the samples into frames.
func Encode(samples []*sampler.Sample) []*Frame {
	var frames []*Frame
	for range samples {
		frames = append(frames, new(Frame))
	}
	return frames
}

// Checksum needs a scratch frame, and gets it from the heap.
func Checksum(names []string) byte {
	scratch := make([]byte, 128<<10)
	n := 0
	for _, name := range names {
		n += copy(scratch[n:], name)
	}
	var sum byte
	for _, b := range scratch[:n] {
		sum ^= b
	}
	return sum
}

// Close closes every file in the end, with one heap-allocated defer for each.
func Close(files []*os.File) {
	for _, file := range files {
		defer file.Close()
	}
}

// Scratch has a size that only the caller knows.
func Scratch(n int) int {
	buf := make([]byte, n)
	return copy(buf, "agent")
}
