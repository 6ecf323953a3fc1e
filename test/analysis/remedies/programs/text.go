package remedies

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

func init() {
	register("builder-grow", beforeBuilder, afterBuilder)
	register("one-concatenation", beforeConcat, afterConcat)
	register("range-bytes", beforeRangeBytes, afterRangeBytes)
	register("range-runes", beforeRangeRunes, afterRangeRunes)
	register("look-up-before-assignment", beforeCount, afterCount)
	register("write-string", beforeWrite, afterWrite)
	register("append-number", beforeItoa, afterItoa)
	register("append-formatted-number", beforeSprint, afterSprint)
	register("concatenate-instead-of-sprintf", beforeSprintf, afterSprintf)
	register("concatenate-with-number", beforeSprintfNumber, afterSprintfNumber)
	register("append-bytes", beforeAppendString, afterAppendString)
	register("compare-bytes", beforeCompare, afterCompare)
	register("builder-instead-of-buffer", beforeBufferString, afterBufferString)
	register("reset-reader", beforeReader, afterReader)
	register("append-instead-of-fprintf", beforeFprintf, afterFprintf)
	register("print-number", beforeFprint, afterFprint)
}

var words = []string{"some", "words", "that", "are", "joined"}

func beforeBuilder() {
	s := ""
	for _, w := range words {
		s += w
	}
	keptString = s
}

func afterBuilder() {
	var b strings.Builder
	b.Grow(64)
	for _, w := range words {
		b.WriteString(w)
	}
	keptString = b.String()
}

func beforeConcat() {
	s := words[0] + words[1]
	s += words[2]
	keptString = s
}

func afterConcat() { keptString = words[0] + words[1] + words[2] }

var long = []byte("a text that is longer than the buffer on the stack, ä ö ü")

func beforeRangeBytes() {
	for range string(long) {
		keptInt++
	}
}

func afterRangeBytes() {
	for b := long; len(b) > 0; {
		_, size := utf8.DecodeRune(b)
		b = b[size:]
		keptInt++
	}
}

var longString = string(long)

func beforeRangeRunes() {
	for range []rune(longString) {
		keptInt++
	}
}

func afterRangeRunes() {
	for range longString {
		keptInt++
	}
}

var counts = map[string]int{}
var counters = map[string]*int{string(long): new(int)}

func beforeCount() { counts[string(long)]++ }

func afterCount() {
	if n, ok := counters[string(long)]; ok {
		*n++
	}
}

var output io.Writer = io.Discard

func beforeWrite() { output.Write([]byte(longString)) }

func afterWrite() { io.WriteString(output, longString) }

var number = 1000 + zero()
var scratch = make([]byte, 0, 256)

func beforeItoa() { keptString = "n" + strconv.Itoa(number) }

func afterItoa() {
	scratch = strconv.AppendInt(append(scratch[:0], 'n'), int64(number), 10)
	keptBytes = scratch
}

func beforeSprint() { keptString = fmt.Sprintf("%d", number) }

func afterSprint() { keptString = strconv.Itoa(number) }

func beforeSprintf() { keptString = fmt.Sprintf("%s-%s", words[0], words[1]) }

func afterSprintf() { keptString = words[0] + "-" + words[1] }

func beforeSprintfNumber() { keptString = fmt.Sprintf("%s:%d", words[0], number) }

func afterSprintfNumber() { keptString = words[0] + ":" + strconv.Itoa(number) }

func beforeAppendString() { keptBytes = []byte(words[0] + words[1]) }

func afterAppendString() {
	scratch = append(append(scratch[:0], words[0]...), words[1]...)
	keptBytes = scratch
}

var runes = []rune(longString)

func beforeCompare() {
	if string(runes) == longString {
		keptInt++
	}
}

func afterCompare() {
	i := 0
	for _, r := range longString {
		if i >= len(runes) || runes[i] != r {
			return
		}
		i++
	}
	if i == len(runes) {
		keptInt++
	}
}

func beforeBufferString() {
	var b bytes.Buffer
	b.Grow(128)
	b.WriteString(longString)
	keptString = b.String()
}

func afterBufferString() {
	var b strings.Builder
	b.Grow(128)
	b.WriteString(longString)
	keptString = b.String()
}

//go:noinline
func drain(r io.Reader) { r.Read(scratch[:8]) }

var reader strings.Reader

func beforeReader() { drain(strings.NewReader(longString)) }

func afterReader() {
	reader.Reset(longString)
	drain(&reader)
}

func beforeFprint() { fmt.Fprintf(output, "%d\n", number) }

func afterFprint() {
	scratch = append(strconv.AppendInt(scratch[:0], int64(number), 10), '\n')
	output.Write(scratch)
}

//go:noinline
func beforeFprintf() {
	var b strings.Builder
	b.Grow(32)
	fmt.Fprintf(&b, "%s;", text)
	keptString = b.String()
}

//go:noinline
func afterFprintf() {
	var b strings.Builder
	b.Grow(32)
	b.WriteString(text)
	b.WriteByte(';')
	keptString = b.String()
}

const text = "a word"
