//go:build go1.24

package cgo

import (
	"fmt"
	"testing"
)

func TestPrograms(t *testing.T) {
	fmt.Printf("cgo-noescape %v %v\n", testing.AllocsPerRun(100, Before), testing.AllocsPerRun(100, After))
}
