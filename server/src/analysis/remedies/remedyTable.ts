/** The table of remedies; the first that fits is the advice of a hint. */
import type { Remedy, RemedySite } from './remedy.ts';

export const remedies: readonly Remedy[] = [
	{
		id: 'noescape',
		class: 'call-argument',
		before: 1,
		after: 0,
		advice: {
			text: 'The compiler cannot look into a function without a body: //go:noescape above its declaration promises that it keeps none of its arguments.',
			when: ({ foreign }) => foreign === 'assembly',
		},
	},
	{
		id: 'cgo-noescape',
		class: 'call-argument',
		before: 1,
		after: 0,
		since: 24,
		advice: {
			text: 'The compiler cannot look into C: a line #cgo noescape NAME in the preamble promises that the function keeps none of its arguments.',
			when: ({ foreign }) => foreign === 'c',
		},
	},
	{
		id: 'read-into-field',
		class: 'call-argument',
		before: 1,
		after: 0,
		advice: {
			text: "Read into an array that is a field of the reader's struct: a slice of a local array escapes through io.Reader.",
			when: ({ callee }) => /^io\.(?:ReadFull|ReadAtLeast)$/.test(callee ?? ''),
		},
	},
	{
		id: 'as-type',
		class: 'call-argument',
		before: 1,
		after: 0,
		since: 26,
		advice: {
			text: 'errors.AsType[T](err) returns the error that it finds, without a variable whose address escapes.',
			when: ({ callee }) => callee === 'errors.As',
		},
	},
	{
		id: 'index-instead-of-loop-variable',
		class: 'call-argument',
		before: 8,
		after: 0,
		advice: { text: indexAdvice(), when: isValueOfRange },
	},
	{
		id: 'index-of-loop-variable',
		class: 'loop-variable',
		before: 8,
		after: 0,
		advice: { text: indexAdvice(), when: isValueOfRange },
	},
	{
		id: 'reset-reader',
		class: 'call-argument',
		before: 1,
		after: 0,
		advice: {
			text: 'Keep the reader or writer and Reset it, instead of making one for each call.',
			when: ({ subject }) => /^&(?:strings\.Reader|bytes\.Reader|bufio\.Reader|bufio\.Writer)\{/.test(subject),
		},
	},
	{
		id: 'field-of-sync',
		class: 'call-argument',
		before: 1,
		after: 0,
		advice: {
			text: 'Methods of package sync let their receiver escape: make it a field of a struct that lives on and is reused.',
			when: ({ callee }) => /^\(\*sync\.(?:WaitGroup|Once|Mutex|RWMutex|Cond|Map)\)\./.test(callee ?? ''),
		},
	},
	{
		id: 'parse-number',
		class: 'call-argument',
		before: 4,
		after: 0,
		advice: {
			text: 'strconv.Atoi and its relatives return what they parse, without a variable whose address escapes.',
			when: ({ source }) => /\bfmt\.(?:S|F)?scan(?:f|ln)?\(/i.test(source),
		},
	},
	{
		id: 'append-instead-of-fprintf',
		class: 'call-argument',
		before: 2,
		after: 1,
		advice: {
			text: 'The fmt functions take a writer in an interface: its own methods, as WriteString, and fmt.Appendf or strconv.Append… into a []byte do not.',
			when: ({ callee }) => /^fmt\.Fprint(?:f|ln)?$/.test(callee ?? ''),
		},
	},
	{ id: 'concrete-call', class: 'call-argument', before: 1, after: 0 },
	{ id: 'pool', class: 'call-argument', before: 1, after: 0 },
	{
		id: 'pool-of-pointers',
		class: 'interface-boxing',
		before: 1,
		after: 0,
		advice: {
			text: 'Put a pointer into the pool: a value in an interface is allocated at each Put.',
			when: ({ callee }) => /^\(\*sync\.Pool\)\.Put$/.test(callee ?? ''),
		},
	},
	{
		id: 'constant-error',
		class: 'interface-boxing',
		before: 1,
		after: 0,
		advice: {
			text: 'An error that is always the same can be made once, at package level, and a constant of an error type needs no allocation.',
			when: ({ isError }) => isError,
		},
	},
	{
		id: 'log-attributes',
		class: 'interface-boxing',
		before: 1,
		after: 0,
		advice: {
			text: 'LogAttrs takes typed attributes as they are: nothing is boxed, and nothing is made where the level is off.',
			when: ({ source, imports }) =>
				/\.(?:Debug|Info|Warn|Error)(?:Context)?\(/.test(source) && imports('log/slog') && !otherLoggers.some(imports),
		},
	},
	{
		id: 'append-formatted-number',
		class: 'interface-boxing',
		before: 2,
		after: 1,
		advice: {
			text: 'strconv.Itoa, or strconv.FormatInt, formats a number without boxing it.',
			when: ({ source }) => /\bfmt\.Sprintf\("%d",/.test(source),
		},
	},
	{
		id: 'concatenate-with-number',
		class: 'interface-boxing',
		before: 3,
		after: 2,
		advice: {
			text: 'a + strconv.Itoa(n) puts text and numbers together without boxing them.',
			when: ({ source }) => /\bfmt\.Sprintf\("(?:[^"%\\]|%s)*%d(?:[^"%\\]|%[sd])*",/.test(source),
		},
	},
	{
		id: 'concatenate-instead-of-sprintf',
		class: 'interface-boxing',
		before: 3,
		after: 1,
		advice: {
			text: 'a + b puts strings together without boxing them.',
			when: ({ source }) => /\bfmt\.Sprintf\("(?:[^"%\\]|%s)*",/.test(source),
		},
	},
	{
		id: 'print-number',
		class: 'interface-boxing',
		before: 1,
		after: 0,
		advice: {
			text: 'strconv.Append… into a []byte that is reused, and one Write, need no boxing.',
			when: ({ source }) => /\bfmt\.Fprint(?:f|ln)?\(/.test(source),
		},
	},
	{
		id: 'sort-func',
		class: 'interface-boxing',
		before: 2,
		after: 0,
		advice: {
			text: 'slices.SortFunc sorts without boxing the slice.',
			when: ({ source }) => /\bsort\.Slice(?:Stable)?\(/.test(source),
		},
	},
	{
		id: 'sort-interface',
		class: 'interface-boxing',
		before: 1,
		after: 0,
		advice: {
			text: 'slices.SortFunc sorts a slice as it is: sort.Sort takes it in an interface.',
			when: ({ source }) => /\bsort\.(?:Sort|Stable)\(/.test(source),
		},
	},
	{ id: 'map-instead-of-sync-map', class: 'interface-boxing', before: 3, after: 0 },
	{
		id: 'equal-slices',
		class: 'interface-boxing',
		before: 2,
		after: 0,
		advice: {
			text: 'slices.Equal and maps.Equal compare without boxing, where == compares the elements.',
			when: ({ source }) => source.includes('reflect.DeepEqual('),
		},
	},
	{
		id: 'empty-key',
		class: 'interface-boxing',
		before: 2,
		after: 1,
		advice: {
			text: 'A key of a type of its own without fields, type key struct{}, needs no allocation.',
			when: ({ source, subject }) => source.includes('context.WithValue(') && source.includes(`, ${subject}, `),
		},
	},
	{ id: 'type-parameter', class: 'interface-boxing', before: 1, after: 0 },
	{
		id: 'look-up-before-assignment',
		class: 'string-conversion',
		before: 1,
		after: 0,
		advice: {
			text: 'Look the key up first, m[string(b)], which copies nothing, and assign only where it is new; what a map of pointers points to changes without an assignment.',
			when: ({ source }) => /^[\p{L}\p{N}_.]+\[string\([^\]]*\)\] ?(?:\+\+|--|[-+*|&^%]?=[^=])/u.test(source),
		},
	},
	{
		id: 'write-string',
		class: 'string-conversion',
		before: 1,
		after: 0,
		advice: {
			text: 'io.WriteString(w, s) copies nothing where the writer has a method WriteString.',
			when: ({ source, subject }) => /^\(\[\]byte\)\(/.test(subject) && /\.Write\(\[\]byte\(/.test(source),
		},
	},
	{
		id: 'range-bytes',
		class: 'string-conversion',
		before: 1,
		after: 0,
		advice: {
			text: 'utf8.DecodeRune reads the runes of a []byte one after the other, without a copy.',
			when: ({ source }) => /\brange string\(/.test(source),
		},
	},
	{
		id: 'range-runes',
		class: 'string-conversion',
		before: 1,
		after: 0,
		advice: {
			text: 'A range over the string itself yields its runes, without a copy.',
			when: ({ source }) => /\brange \[\]rune\(/.test(source),
		},
	},
	{
		id: 'compare-bytes',
		class: 'string-conversion',
		before: 1,
		after: 0,
		advice: {
			text: 'Compare rune by rune, in a range over the string: string(r) of runes makes a copy.',
			when: ({ source, subject }) => /^string\(/.test(subject) && /\bif string\([^()]*\) [!=]= /.test(source),
		},
	},
	{
		id: 'builder-instead-of-buffer',
		class: 'string-conversion',
		before: 2,
		after: 1,
		advice: {
			text: 'strings.Builder hands its bytes over as a string, without the copy that bytes.Buffer makes.',
			when: ({ source, subject }) =>
				/^string\(bytes\.[\p{L}\p{N}_]+\.buf\[/u.test(subject) && source.includes('.String()'),
		},
	},
	{
		id: 'append-hex',
		class: 'string-conversion',
		before: 2,
		after: 0,
		since: 22,
		advice: {
			text: 'hex.AppendEncode writes into a []byte that is reused.',
			when: ({ source }) => source.includes('hex.EncodeToString('),
		},
	},
	{
		id: 'append-bytes',
		class: 'string-conversion',
		before: 1,
		after: 0,
		advice: {
			text: 'append(append(buf[:0], a...), b...) needs no string in between.',
			when: ({ subject }) => /^\(\[\]byte\)\([^()"]+ \+ [^()"]+\)$/.test(subject),
		},
	},
	{
		id: 'append-number',
		class: 'string-conversion',
		before: 2,
		after: 0,
		advice: {
			text: 'strconv.AppendInt into a []byte that is reused makes no string of the number.',
			when: ({ source, subject }) => / \+ /.test(subject) && /\bstrconv\.(?:Itoa|FormatU?[Ii]nt)\(/.test(source),
		},
	},
	{
		id: 'builder-grow',
		class: 'string-conversion',
		before: 4,
		after: 1,
		advice: {
			text: 'strings.Builder, with Grow, puts all parts together in one allocation.',
			when: ({ subject, inLoop }) => inLoop && / \+= /.test(subject),
		},
	},
	{
		id: 'one-concatenation',
		class: 'string-conversion',
		before: 2,
		after: 1,
		advice: {
			text: 'Put the parts together in one expression: a + b + c allocates once.',
			when: ({ subject, inLoop }) => !inLoop && / \+= /.test(subject),
		},
	},
	{ id: 'return-value', class: 'returned', before: 1, after: 0 },
	{ id: 'caller-passes-slice', class: 'returned', before: 1, after: 0 },
	{ id: 'store-value', class: 'stored', before: 1, after: 0 },
	{ id: 'embed-value', class: 'stored', before: 2, after: 1 },
	{ id: 'slice-of-values', class: 'stored', before: 12, after: 2 },
	{ id: 'map-of-values', class: 'element-store', before: 1, after: 0 },
	{ id: 'make-with-room', class: 'append-growth', before: 9, after: 1, otherGo: [{ to: 24, before: 12, after: 1 }] },
	{ id: 'constant-size', class: 'dynamic-size', before: 1, after: 0 },
	{ id: 'reuse-map', class: 'map', before: 4, after: 0, otherGo: [{ to: 23, before: 2, after: 0 }] },
	{ id: 'sentinel-error', class: 'error-value', before: 1, after: 0 },
	{ id: 'error-type', class: 'error-value', before: 3, after: 1 },
	{ id: 'pass-slice-on', class: 'variadic', before: 2, after: 1 },
	// Up to Go 1.23 variables stay on the stack up to 10 MiB.
	{ id: 'reuse-large', class: 'too-large', before: 1, after: 0, since: 24 },
	{ id: 'array-in-channel', class: 'channel-send', before: 1, after: 0 },
	{ id: 'reuse-channel', class: 'channel', before: 1, after: 0 },
	{ id: 'closure-parameter', class: 'closure-capture', before: 1, after: 0 },
	{ id: 'concrete-iterator', class: 'closure-capture', before: 2, after: 0 },
	{ id: 'argument-of-goroutine', class: 'goroutine', before: 3, after: 1 },
	{ id: 'worker', class: 'goroutine', before: 1, after: 0 },
	{ id: 'call-method', class: 'method-value', before: 1, after: 0 },
	{ id: 'method-value-once', class: 'method-value', before: 4, after: 1 },
	{ id: 'defer-in-function', class: 'defer-in-loop', before: 4, after: 0 },
	{
		id: 'decode-bytes',
		class: 'reflection',
		before: 2,
		after: 0,
		advice: {
			text: 'binary.LittleEndian.Uint32(b) and its like decode bytes as they are: no reader, and no reflection.',
			when: ({ source }) => /\bbinary\.Read\(/.test(source),
		},
	},
	{ id: 'decode-into-reused', class: 'reflection', before: 2, after: 1, otherGo: [{ from: 27, before: 1, after: 0 }] },
];

const otherLoggers = [
	'github.com/sirupsen/logrus',
	'go.uber.org/zap',
	'github.com/rs/zerolog',
	'github.com/golang/glog',
	'k8s.io/klog/v2',
];

function indexAdvice(): string {
	return 'Call it on the element, s[i]: the loop variable is a copy in each iteration, and its address escapes.';
}

/** `for _, e := range es`, where e is what escapes. */
function isValueOfRange({ source, subject }: RemedySite): boolean {
	return /^for [\p{L}\p{N}_]+, ([\p{L}\p{N}_]+) := range /u.exec(source)?.[1] === subject;
}
