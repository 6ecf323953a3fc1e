// A program whose objects live for known times, each kind allocated at a line of its own (`// SITE name`) and kept by something else. It
// measures the truth itself, from allocation to drop, and prints it as JSON at the end.
package main

import (
	"container/list"
	"encoding/json"
	"flag"
	"math/rand"
	"os"
	"sync"
	"time"
)

type object struct {
	born time.Time
	next *object // a pointer, so that the collector looks into it
	pad  [1024 - 24 - 8]byte
}

type large struct {
	born time.Time
	next *large
	pad  [16384 - 24 - 8]byte
}

// A site counts what was dropped and how long it lived.
type site struct {
	Name    string
	Drops   int
	Seconds float64
	mu      sync.Mutex
}

var sites []*site

func newSite(name string) *site {
	s := &site{Name: name}
	sites = append(sites, s)
	return s
}

func (s *site) drop(born time.Time) {
	s.mu.Lock()
	s.Drops++
	s.Seconds += time.Since(born).Seconds()
	s.mu.Unlock()
}

// every calls f so often, in small batches, until the program ends.
func every(perSecond float64, f func()) {
	go func() {
		begun, done := time.Now(), 0.0
		for {
			for due := time.Since(begun).Seconds() * perSecond; done < due; done++ {
				f()
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
}

var last *object

func gone(s *site) { // overwritten by the next one
	every(3000, func() {
		o := &object{born: time.Now()} // SITE gone
		last = o
	})
}

func timer(s *site) { // held by the closure of a timer, for exponential times
	random := rand.New(rand.NewSource(1))
	every(2000, func() {
		o := &object{born: time.Now()} // SITE timer
		time.AfterFunc(time.Duration(random.ExpFloat64()*500)*time.Millisecond, func() { s.drop(o.born) })
	})
}

var ring [2000]*object

func inRing(s *site) { // in a package variable, for a second
	at := 0
	every(2000, func() {
		if old := ring[at]; old != nil {
			s.drop(old.born)
		}
		o := &object{born: time.Now()} // SITE ring
		ring[at] = o
		at = (at + 1) % len(ring)
	})
}

func inSlice(s *site) { // in a slice of a goroutine, for two seconds
	var queue []*large
	every(100, func() {
		o := &large{born: time.Now()} // SITE slice
		queue = append(queue, o)
		for len(queue) > 200 {
			s.drop(queue[0].born)
			queue[0] = nil
			queue = queue[1:]
		}
	})
}

var byNumber sync.Map

func inMap(s *site) { // in a sync.Map, for three seconds
	n, oldest := 0, 0
	every(1000, func() {
		o := &object{born: time.Now()} // SITE map
		byNumber.Store(n, o)
		n++
		for ; n-oldest > 3000; oldest++ {
			old, _ := byNumber.LoadAndDelete(oldest)
			s.drop(old.(*object).born)
		}
	})
}

func inList(s *site) { // in a list, for five seconds
	l := list.New()
	every(800, func() {
		o := &object{born: time.Now()} // SITE list
		l.PushBack(o)
		for l.Len() > 4000 {
			s.drop(l.Remove(l.Front()).(*object).born)
		}
	})
}

var leaked []*object

func leak(s *site) {
	every(100, func() {
		o := &object{born: time.Now()} // SITE leak
		leaked = append(leaked, o)
	})
}

func main() {
	seconds := flag.Float64("seconds", 30, "")
	flag.Parse()
	for name, start := range map[string]func(*site){
		"gone": gone, "timer": timer, "ring": inRing, "slice": inSlice, "map": inMap, "list": inList, "leak": leak,
	} {
		start(newSite(name))
	}
	time.Sleep(time.Duration(*seconds * float64(time.Second)))
	for _, s := range sites {
		s.mu.Lock()
	}
	json.NewEncoder(os.Stdout).Encode(sites)
}
