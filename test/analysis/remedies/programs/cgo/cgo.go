//go:build go1.24

// Package cgo holds the remedy for arguments of C functions.
package cgo

/*
#cgo noescape promised_sum
#cgo nocallback promised_sum

static int sum(int *values) { return values[0] + values[1]; }
static int promised_sum(int *values) { return values[0] + values[1]; }
*/
import "C"

var kept C.int

func Before() {
	values := [2]C.int{1, 2}
	kept = C.sum(&values[0])
}

func After() {
	values := [2]C.int{1, 2}
	kept = C.promised_sum(&values[0])
}
