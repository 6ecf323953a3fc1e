/** What rules and classes mean, in one paragraph of Markdown each: the first of their pages in docs/, which a test compares. */
import type { EscapeClass } from '../../analysis/escape/escapeHint.ts';
import type { RuleId } from '../../analysis/linkname/rules.ts';

export const ruleDescriptions: Readonly<Record<RuleId, string>> = {
	'linkname-needs-unsafe': 'A file holds a `//go:linkname` that takes effect, and does not itself import `unsafe`.',
	'directive-ignored':
		'A comment that reads like a compiler directive, and that the compiler takes for an ordinary comment.',
	'linkname-usage': 'A `//go:linkname` with no argument, with more than two, or with a comment behind it.',
	'directive-misplaced':
		'A directive stands where the compiler cannot apply it: behind code on the same line, above an import, or above a declaration of the wrong kind.',
	'directive-not-allowed':
		'A directive that the compiler accepts only in the runtime, in the standard library, or in files that cgo writes.',
	'directive-usage':
		'`//go:wasmimport`, `//go:wasmexport` or `//go:cgo_import_dynamic` with arguments that the compiler does not understand.',
	'wasm-function':
		'A function under `//go:wasmimport` that has a body, a method under `//go:wasmexport`, or a type that WebAssembly cannot take.',
	'linkname-position':
		'A `//go:linkname` that takes effect, but stands inside a function body or far from what it names.',
	'linkname-local':
		'The first argument of `//go:linkname` is not a function or variable declared at package level: it is undeclared, a type, a constant, a method, `init`, or a local variable.',
	'linkname-duplicate':
		'Two `//go:linkname` directives name the same local function or variable, in one file or in two files of the package.',
	'linkname-instantiation': 'The target or the local name is generic, or an instantiation such as `p.F[int]`.',
	'linkname-std-only': '`//go:linknamestd` outside of the standard library.',
	'missing-function-body': 'A function without a body, without a `//go:linkname`, in a package without assembly files.',
	'noescape-with-body': '`//go:noescape` above a function that has a body.',
	'linkname-undefined':
		'The target of a `//go:linkname` does not exist in the Go version, platform and build that are in use.',
	'linkname-refused': 'The target exists, and the linker refuses the reference.',
	'linkname-zero-variable': 'A pulled variable that does not exist: it links, as a new variable that is always zero.',
	'linkname-redefined':
		'Two definitions of one symbol: a pull that has a body or an initial value, two pushes to one name, or a push onto a function that has a body of its own.',
	'linkname-split-method': 'A body is pushed onto a method of another package whose receiver type this package uses.',
	'linkname-signature':
		"The declaration of a pull differs from the target's: other parameters, results, or another type of variable.",
	'linkname-accidental': "The pull links, but only through a hole in the linker's check.",
	'linkname-version-drift':
		'The pull is good with the Go in use, and undefined, refused or of another signature with another Go version that the module admits.',
	'linkname-provider-not-imported':
		'A body-less function waits for a body that another package pushes, and nothing imports that package.',
	'linkname-dependency-refused': 'A module that this one depends on holds a pull that the linker refuses.',
	'linkname-private':
		'The pull links, but its target is private: a symbol that the standard library keeps for known users, or an unexported symbol of another module.',
	'linkname-alternative': 'The target has a public alternative that the module can use.',
	'linkname-noescape':
		'A body-less pull with pointer parameters, without `//go:noescape`, of a function that does not let them escape.',
	'linkname-unused': 'A function or variable is pulled, and the package never uses it.',
	'ignore-usage':
		'A `//linkscape:ignore` comment that names no rule, names one that does not exist, or gives no reason. It silences nothing.',
	'ignore-unused': 'A `//linkscape:ignore` comment that no finding needs (any more).',
	'contract-broken':
		'A function has `//linkscape:noalloc`, `noescape`, `inline` or `nobounds` in its comment, and the compiler does otherwise.',
	'contract-usage':
		'A `//linkscape:` comment with a word that does not exist, with a space before it, or with a contract that stands above no function with a body.',
	'budget-exceeded': 'A package or a function has more heap allocations than `linkscape.json` allows it.',
	'policy-usage': '`linkscape.json` is no JSON, has a key that does not exist, or a value of the wrong kind.',
};

export const classDescriptions: Readonly<Record<EscapeClass, string>> = {
	returned:
		'A pointer to the value leaves the function as a result: `return &p`. Return the value itself, or let the caller pass the storage. A constructor that is small enough to be inlined (cost of at most 80) costs nothing where the caller keeps the value local.',
	'closure-capture':
		'A function literal that outlives the function uses the variable. Captured by reference, both the variable and the closure are allocated. Pass the value as a parameter, assign it before and never after (then it is captured by value), or use a method.',
	goroutine:
		"A `go` statement carries values into a goroutine that may outlive the function. An argument instead of a capture saves the variable; the goroutine's closure remains. A pool of workers saves both.",
	'interface-boxing':
		'A value that is no pointer is converted to an interface, most often for `fmt`. Use `strconv.Append…`, `io.WriteString`, `LogAttrs` of `log/slog`, generics, or concrete types. Constants and integers below 256 are free.',
	stored:
		'The pointer is stored in a package variable, a field, or a value that outlives the function. Store the value, or embed it.',
	'channel-send': 'A pointer is sent on a channel, and the receiver may keep it. Send values.',
	'dynamic-size':
		'`make([]T, n)` with a size known only at run time. Up to Go 1.24 it always goes to the heap; since Go 1.25 a buffer of 32 bytes on the stack is used when it suffices. Use a constant size, an array and a slice of it, or a buffer that is used again.',
	'too-large':
		"The value does not fit the compiler's limits for the stack: 64 KiB for `new`, `&T{}` and `make`, 128 KiB for variables (10 MiB before Go 1.24). Make it smaller, keep one for all calls, or take it from a `sync.Pool`.",
	'append-growth':
		'`append` allocates when the capacity is used up. There is no hint where the code shows the room: the slice was made with it, it is a buffer that is used again (`buf[:0]`), or a parameter that is returned. Give the capacity in advance, `make([]T, 0, n)`, or use a slice again, `s[:0]`.',
	'method-value':
		'A method used as a value (`f := t.Method`) is a closure that holds the receiver. Call it directly, or use a method expression.',
	'defer-in-loop':
		'Each `defer` in a loop allocates its record and closure, and all run only at the end of the function. Move the body of the loop to a function.',
	'call-argument':
		'The callee lets its parameter escape, or is not known: calls through an interface or a function value are assumed to keep everything. Use a concrete type or generics, or go to the callee\'s "leaking param".',
	'element-store':
		'A pointer is stored in an element of a map or slice. Store values, or indices into a slice of values.',
	'string-conversion':
		'`string(b)`, `[]byte(s)` and `a + b` copy. Free are map lookups `m[string(b)]`, comparisons, `range []byte(s)`, and since Go 1.22 a `[]byte(s)` that is never written to. Append to a buffer that is used again, or use a `strings.Builder` with `Grow`.',
	variadic:
		'The slice that holds variadic arguments escapes, because the callee keeps it. Pass a slice that you use again, `f(args...)`.',
	'loop-variable':
		'The address of a loop variable outlives its iteration. Since Go 1.22 each iteration has a variable of its own, so each allocates. Take the value or the index instead, or declare one variable before the loop.',
	reflection:
		'The value is handed to `reflect` or to an encoder that uses it. Decode into the same variable again, or use generated code.',
	'error-value':
		'The value is made for an error or for `panic`. It is allocated on a path that is rarely taken; a package-level error saves it.',
	map: 'The map itself escapes or is too large for the stack. Use one again: `clear(m)`.',
	channel: 'A channel is made. The runtime always allocates it; make it once and reuse it.',
	other: "A reason that fits none of these. The hover shows the compiler's own words.",
};

/** Where the page of a class lives. */
export function classUrl(id: string): string {
	return `https://github.com/linkscape/linkscape/blob/main/docs/escape-classes.md#${id}`;
}
