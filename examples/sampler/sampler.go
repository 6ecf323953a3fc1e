// Package sampler collects what the agent measures.
package sampler

import (
	"fmt"
	"sync"
	_ "unsafe"

	"example.com/agent/clock"
	"example.com/agent/labels"
)

// Sample is one measurement.
type Sample struct {
	Name  string
	Nanos int64
	Stack [8]uintptr
}

// Sampler keeps the samples of one run.
type Sampler struct {
	mu      sync.Mutex
	samples []*Sample
	byName  map[string]*Sample
}

// New returns a sampler for about size samples.
func New(size int) *Sampler {
	return &Sampler{
		samples: make([]*Sample, 0, size),
		byName:  make(map[string]*Sample),
	}
}

// Record measures work and keeps the sample.
func (s *Sampler) Record(name string, work func()) *Sample {
	watch := clock.Start()
	work()
	sample := &Sample{Name: name, Nanos: watch.Nanos()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.samples = append(s.samples, sample)
	s.byName[name] = sample
	onSample(sample)
	return sample
}

// onSample is called with every sample. Package exporter pushes its body.
//
//go:linkname onSample
func onSample(s *Sample)

// Background measures work in a goroutine of its own; the channel delivers the sample.
func (s *Sampler) Background(name string, work func()) <-chan *Sample {
	done := make(chan *Sample, 1)
	labels.Go(func() {
		done <- s.Record(name, work)
	})
	return done
}

// Total adds up in place: nothing here escapes.
func (s *Sampler) Total() int64 {
	var total int64
	for _, sample := range s.samples {
		total += sample.Nanos
	}
	return total
}

// Counter returns a function that counts its calls.
func Counter() func() int {
	calls := 0
	return func() int {
		calls++
		return calls
	}
}

// Describe boxes its numbers for the format string.
func Describe(s Sample) string {
	return fmt.Sprintf("%s took %d ns", s.Name, s.Nanos)
}
