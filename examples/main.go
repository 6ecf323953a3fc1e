// Command agent is a tiny profiling agent: the example that Linkscape comes with.
package main

import (
	"fmt"
	"os"

	"example.com/agent/clock"
	"example.com/agent/exporter"
	"example.com/agent/sampler"
)

func main() {
	samples := sampler.New(16)
	first := samples.Record("fib", func() { fib(20) })
	second := <-samples.Background("fib in the background", func() { fib(20) })

	count := sampler.Counter()
	for clock.OneIn(2) {
		count()
	}
	frames := exporter.Encode([]*sampler.Sample{first, second})
	fmt.Println(sampler.Describe(*first), "of", samples.Total(), "in", len(frames), "frames, draw", count())
	exporter.Close([]*os.File{os.Stdin})
}

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}
