package remedies

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"sync"
)

func init() {
	register("return-value", beforeReturn, afterReturn)
	register("caller-passes-slice", beforeFill, afterFill)
	register("store-value", beforeStore, afterStore)
	register("embed-value", beforeEmbed, afterEmbed)
	register("slice-of-values", beforePointers, afterPointers)
	register("map-of-values", beforeMapOfPointers, afterMapOfPointers)
	register("type-parameter", beforeBox, afterBox)
	register("read-into-field", beforeReadFull, afterReadFull)
	register("pool-of-pointers", beforePool, afterPool)
	register("pool", beforeScratch, afterScratch)
	register("make-with-room", beforeAppend, afterAppend)
	register("constant-size", beforeMake, afterMake)
	register("reuse-map", beforeMap, afterMap)
	register("sentinel-error", beforeSentinel, afterSentinel)
	register("error-type", beforeErrorf, afterErrorf)
	register("sort-func", beforeSort, afterSort)
	register("equal-slices", beforeDeepEqual, afterDeepEqual)
	register("pass-slice-on", beforeVariadic, afterVariadic)
	register("empty-key", beforeKey, afterKey)
	register("decode-into-reused", beforeDecode, afterDecode)
	register("reuse-large", beforeLarge, afterLarge)
	register("array-in-channel", beforeSend, afterSend)
	register("reuse-channel", beforeChannel, afterChannel)
	register("constant-error", beforeErrorValue, afterErrorValue)
	register("field-of-sync", beforeWait, afterWait)
	register("sort-interface", beforeSortInterface, afterSortInterface)
	register("map-instead-of-sync-map", beforeSyncMap, afterSyncMap)
	register("decode-bytes", beforeBinaryRead, afterBinaryRead)
	register("parse-number", beforeScan, afterScan)
}

//go:noinline
func pointerTo(x int) *point { return &point{x, x, x} }

//go:noinline
func valueOf(x int) point { return point{x, x, x} }

func beforeReturn() { keptInt = pointerTo(number).y }

func afterReturn() { keptInt = valueOf(number).y }

//go:noinline
func squares(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i * i
	}
	return all
}

//go:noinline
func appendSquares(all []int, n int) []int {
	for i := 0; i < n; i++ {
		all = append(all, i*i)
	}
	return all
}

func beforeFill() { keptInt = len(squares(8)) }

func afterFill() {
	var room [8]int
	keptInt = len(appendSquares(room[:0], 8))
}

type holder struct {
	pointer *point
	value   point
}

var held holder

func beforeStore() { held.pointer = &point{number, 2, 3} }

func afterStore() { held.value = point{number, 2, 3} }

func beforeEmbed() { kept = &holder{pointer: &point{1, 2, 3}} }

func afterEmbed() { kept = &holder{value: point{1, 2, 3}} }

func beforePointers() {
	all := make([]*point, 0, 10)
	for i := 0; i < 10; i++ {
		all = append(all, &point{x: i})
	}
	kept = all
}

func afterPointers() {
	all := make([]point, 0, 10)
	for i := 0; i < 10; i++ {
		all = append(all, point{x: i})
	}
	kept = all
}

var pointsByName = map[int]*point{1: nil}
var valuesByName = map[int]point{1: {}}

func beforeMapOfPointers() { pointsByName[1] = &point{x: number} }

func afterMapOfPointers() { valuesByName[1] = point{x: number} }

//go:noinline
func largest(all ...any) any {
	return slices.MaxFunc(all, func(a, b any) int { return a.(int) - b.(int) })
}

//go:noinline
func largestOf[T int | float64](a, b T) T { return max(a, b) }

//go:noinline
func show(x any) { kept = x }

//go:noinline
func showInt[T ~int](x T) { keptInt = int(x) }

func beforeBox() { show(number) }

func afterBox() { showInt(number) }

var source = bytes.NewReader(make([]byte, 64))

//go:noinline
func readHeader(r io.Reader) byte {
	var header [8]byte
	io.ReadFull(r, header[:])
	return header[0]
}

type frames struct {
	r      io.Reader
	header [8]byte
}

//go:noinline
func (f *frames) read() byte {
	io.ReadFull(f.r, f.header[:])
	return f.header[0]
}

var frameReader = &frames{r: source}

func beforeReadFull() {
	source.Seek(0, io.SeekStart)
	keptInt = int(readHeader(source))
}

func afterReadFull() {
	source.Seek(0, io.SeekStart)
	keptInt = int(frameReader.read())
}

var slicePool = sync.Pool{New: func() any { return make([]byte, 0, 1024) }}
var pointerPool = sync.Pool{New: func() any { b := make([]byte, 0, 1024); return &b }}

func beforePool() {
	b := slicePool.Get().([]byte)
	b = append(b[:0], 'x')
	slicePool.Put(b)
}

func afterPool() {
	b := pointerPool.Get().(*[]byte)
	*b = append((*b)[:0], 'x')
	pointerPool.Put(b)
}

type workspace struct{ table [512]int }

//go:noinline
func (w *workspace) use() { w.table[zero()]++; kept = w }

var workspaces = sync.Pool{New: func() any { return new(workspace) }}

func beforeScratch() {
	w := new(workspace)
	w.use()
}

func afterScratch() {
	w := workspaces.Get().(*workspace)
	w.use()
	workspaces.Put(w)
}

func beforeAppend() {
	var all []int
	for i := range number {
		all = append(all, i)
	}
	kept = all[0]
	keptInt = len(all)
}

func afterAppend() {
	all := make([]int, 0, number)
	for i := range number {
		all = append(all, i)
	}
	kept = all[0]
	keptInt = len(all)
}

func beforeMake() {
	b := make([]byte, 40+zero())
	keptInt = len(b) + int(b[0])
}

func afterMake() {
	var room [64]byte
	b := room[:40+zero()]
	keptInt = len(b) + int(b[0])
}

func fillMap(m map[int]int) {
	for i := range 20 {
		m[i] = i
	}
}

var reused = map[int]int{}

func beforeMap() {
	m := make(map[int]int, 20)
	fillMap(m)
	kept = m
}

func afterMap() {
	clear(reused)
	fillMap(reused)
	kept = reused
}

//go:noinline
func failNew() error { return errors.New("closed") }

var errClosed = errors.New("closed")

//go:noinline
func failSentinel() error { return errClosed }

func beforeSentinel() { keptError = failNew() }

func afterSentinel() { keptError = failSentinel() }

type lineError struct{ line int }

func (e *lineError) Error() string { return fmt.Sprintf("line %d", e.line) }

func beforeErrorf() { keptError = fmt.Errorf("line %d", number) }

func afterErrorf() { keptError = &lineError{number} }

var unsorted = []int{3, 1, 2}

func beforeSort() { sort.Slice(unsorted, func(i, j int) bool { return unsorted[i] < unsorted[j] }) }

func afterSort() { slices.SortFunc(unsorted, func(a, b int) int { return a - b }) }

func beforeDeepEqual() {
	if reflect.DeepEqual(unsorted, numbers) {
		keptInt++
	}
}

var numbers = []int{1, 2, 3}

func afterDeepEqual() {
	if slices.Equal(unsorted, numbers) {
		keptInt++
	}
}

//go:noinline
func trace(args ...any) { kept = args }

var arguments = []any{1, 2, 3}

func beforeVariadic() { trace(arguments[0], arguments[1], arguments[2]) }

func afterVariadic() { trace(arguments...) }

type key struct{}

var background = context.Background()

func beforeKey() { kept = context.WithValue(background, words[0], kept) }

func afterKey() { kept = context.WithValue(background, key{}, kept) }

var document = []byte("0")

func beforeDecode() {
	var n int
	json.Unmarshal(document, &n)
	keptInt = n
}

var decoded int

func afterDecode() {
	json.Unmarshal(document, &decoded)
	keptInt = decoded
}

func beforeLarge() {
	var table [200 << 10]byte
	table[zero()] = 1
	keptInt = sum(&table)
}

var largeTable [200 << 10]byte

func afterLarge() {
	clear(largeTable[:])
	largeTable[zero()] = 1
	keptInt = sum(&largeTable)
}

//go:noinline
func sum(table *[200 << 10]byte) int { return int(table[0]) }

var pointers = make(chan *point, 1)
var values = make(chan point, 1)

func beforeSend() {
	pointers <- &point{1, 2, 3}
	<-pointers
}

func afterSend() {
	values <- point{1, 2, 3}
	<-values
}

var done = make(chan int, 1)

func beforeChannel() {
	c := make(chan int, 1)
	c <- 1
	keptInt = <-c
}

func afterChannel() {
	done <- 1
	keptInt = <-done
}

func beforeWait() {
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Done()
	wg.Wait()
}

type pipeline struct{ wg sync.WaitGroup }

var onePipeline = &pipeline{}

func afterWait() {
	onePipeline.wg.Add(1)
	onePipeline.wg.Done()
	onePipeline.wg.Wait()
}

type byValue []int

func (x byValue) Len() int           { return len(x) }
func (x byValue) Less(i, j int) bool { return x[i] < x[j] }
func (x byValue) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

func beforeSortInterface() { sort.Sort(byValue(unsorted)) }

func afterSortInterface() { slices.SortFunc(unsorted, func(a, b int) int { return a - b }) }

var syncMap sync.Map

var lockedMap = struct {
	sync.Mutex
	values map[int]int
}{values: map[int]int{}}

func beforeSyncMap() { syncMap.Store(number, number) }

func afterSyncMap() {
	lockedMap.Lock()
	lockedMap.values[number] = number
	lockedMap.Unlock()
}

var packed = make([]byte, 8)

func beforeBinaryRead() {
	var size uint32
	binary.Read(bytes.NewReader(packed), binary.LittleEndian, &size)
	keptInt = int(size)
}

func afterBinaryRead() { keptInt = int(binary.LittleEndian.Uint32(packed)) }

var digits = "12345"

func beforeScan() {
	var n int
	fmt.Sscanf(digits, "%d", &n)
	keptInt = n
}

func afterScan() { keptInt, _ = strconv.Atoi(digits) }

type rangeError struct{ at, length int }

func (e rangeError) Error() string { return "out of range" }

type codeError int

func (e codeError) Error() string { return "out of range" }

const errRange codeError = 300

//go:noinline
func findStruct(at int) (int, error) {
	if at > 3 {
		return 0, rangeError{at, 3}
	}
	return at, nil
}

//go:noinline
func findConstant(at int) (int, error) {
	if at > 3 {
		return 0, errRange
	}
	return at, nil
}

func beforeErrorValue() { _, keptError = findStruct(number) }

func afterErrorValue() { _, keptError = findConstant(number) }
