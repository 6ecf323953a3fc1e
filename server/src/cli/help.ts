/** The texts of `--help`. */

/** Which problems end with 2 is the same for all commands: each is one sentence on standard error. */
function exitCodes(meaning: string): string {
	return `Exit code: ${meaning}.\nWith 2 standard error says why in one sentence; what could be found is printed all the same.\n`;
}

const behindOptions = `  --go VERSION        compile with this Go version, which has to be on this machine, e.g. 1.24.12
  --goroot DIR        compile with the Go of this tree
  --goos, --goarch    compile for this platform
  --tags a,b          build tags
  --format FORMAT     human (default), json`;

export const help = `linkscape — what the Go compiler and linker know

  linkscape check [PATH…]        risky and broken //go:linkname directives
  linkscape explain TARGET       what is known about a symbol
  linkscape inventory [PATH…]    every linkname, body-less function, assembly reference and unsafe directive of a build
  linkscape merge FILE…          join the results of several checks

  linkscape escapes [PACKAGE…]   where values go to the heap
  linkscape flow FUNC[:PARAM]    where a value goes, and what a call allocates
  linkscape capture test|run|attach   record a test, a program or a server, for escapes --profile DIR
  linkscape sanitize MODE [PACKAGE]   run tests with checkptr, race, asan or msan; read for misuse of unsafe.Pointer

  linkscape asm FUNC             the instructions of a function, beside its lines
  linkscape abi FUNC             registers and stack slots of its parameters and results
  linkscape ssa FUNC             the compiler's passes over a function, and what became of its checks
  linkscape trace FUNC           a bpftrace script that prints each call of a function
  linkscape layout TYPE          offsets, padding and pointers of a type, and a better order of its fields
  linkscape binary FILE [FILE]   what is in a program, by package, or what changed between two

  linkscape mcp [ROOT…]          the same for assistants, by the Model Context Protocol

  linkscape COMMAND --help       the options of a command

${exitCodes('0 done, nothing fails the run; 1 findings that fail it; 2 could not run, or only in part')}`;

export const commandHelp: Readonly<Record<string, string>> = {
	check: `linkscape check [PATH…]

A PATH that holds go.mod is a module; a PATH without one is walked for Go files; - reads paths from standard input. Default: the
working directory.

  --goroot DIR        check by the Go whose source tree this is
  --go VERSION        check by this Go version, e.g. 1.22.12; by several: 1.22,1.27 or 1.23..1.27, next is the newest known
  --goos, --goarch    check for this platform
  --tags a,b          build tags
  --exclude GLOB      leave out what matches, written as in a .gitignore; may be given several times
  --no-gitignore      also check what git ignores
  --jobs N            how many threads work at the same time (default: one for each core)
  --shard 3/16        check only this part of the modules; merge joins the parts
  --format FORMAT     human (default), json, sarif, github, gitlab, checkstyle, junit, markdown
  --baseline FILE     report and fail only for what the file does not hold
  --update            write the baseline
  --changed-since REF report and fail only for lines that changed since the branch left this commit
  --fix               apply the fixes that cannot change what the program does
  --fail-on LEVEL     exit with 1 from this severity on: error (default), warning, information

${exitCodes(`0 no findings at or over --fail-on; 1 findings at or over it;
2 something could not be checked: a wrong option, a path or file that cannot be read, no Go files at all, a Go version or
platform that nothing is known about`)}`,
	escapes: `linkscape escapes [PACKAGE…]

Compiles the packages once (default ./...) and prints where values go to the heap.

  --class a,b         only these classes
  --all               also what stays on the stack
  --tests             also test files
  --format FORMAT     human (default), json, sarif, github, gitlab, checkstyle, junit, markdown
  --profile FILE|DIR  say what the hints cost in this CPU, heap or contention profile (pprof), dearest first; several may be named. Of a
                      directory that linkscape capture wrote also how long values live, and what would be saved without a line
  --sample-type NAME  what to read of a profile that measures several things, e.g. inuse_space
  --top N             only the N that cost most
  --weights A,B       how a capture is sorted: A times the CPU time saved and B times the live heap (default 0.6,0.4)
  --pgo               also what the compiler would devirtualize and inline with the CPU profile as default.pgo
  --goroutines        also which goroutines took the CPU time, and where they are started
  --hot               only what takes at least 1 % of the profile
  --verify            run tests and benchmarks with every allocation recorded, and say of each hint whether it was seen allocating
  --gate FILE         run benchmarks, and fail for lines that allocate more in an operation than the file holds
  -bench RE, -run RE  with --verify or --gate: only these benchmarks; with --verify: only these tests
  --baseline FILE     print and fail only for what the file does not hold
  --update            write the baseline, or the gate; entries of what is not compiled or measured in this run stay
  --changed-since REF print and fail only for lines that changed since the branch left this commit
  --fail-on LEVEL     exit with 1 for heap, for maybe-heap and heap, or for none (default; with --baseline: maybe-heap, and only
                      what is new counts)

${exitCodes(`0 all packages compiled, and nothing fails the run; 1 hints at or over --fail-on, lines over the gate;
2 a package does not compile, a pattern names none, a wrong option, a baseline or profile that cannot be used, tests that
fail (with --verify), or no Go to run`)}`,
	trace: `linkscape trace FUNC

Writes a bpftrace script that prints the arguments of each call of a function (./p.F, ./p.T.M or "./p.(*T).M") and its results at each return, from
the registers and stack slots that they travel in, and the same as a command of Delve. Nothing is run.

  --binary FILE       the program that is traced; default: ./PROGRAM, to be replaced
${behindOptions}

${exitCodes('0 the script was written; 2 a wrong option, no such function, or a platform that is not traced')}`,
	binary: `linkscape binary FILE [FILE]

Reads a program (ELF, Mach-O or PE, stripped or not) without running it: how it is linked, what takes the room in it, its packages, generic
functions, and functions that got their body by //go:linkname. With two files: what changed from the first to the second.

  --all               all packages, functions and sections, not only the largest
  --format FORMAT     human (default), json

${exitCodes('0 it was read; 2 a wrong option, or a file that is no program, or damaged')}`,
	capture: `linkscape capture test PACKAGE [-bench RE] [-run RE] [--keepers] -o DIR
linkscape capture run -o DIR PROGRAM ARG…
linkscape capture attach -o DIR URL

Records CPU time, snapshots of the heap, contention, goroutines, an execution trace and what the garbage collector does into one new
directory with a manifest. test and run build one package with a recorder in it; nothing is written into the module. attach asks a server
that serves net/http/pprof. linkscape escapes --profile DIR says what the hints cost in it, and how long their values live.

  -o DIR              the directory to write: a new or an empty one
  --format FORMAT     human (default), json
test:
  -bench RE, -run RE  which benchmarks and tests, as go test takes them; default: every test
  --benchtime T       how long each benchmark runs, e.g. 3s (default) or 100x
  --no-trace          without the execution trace, which is most of the bytes
  --keepers           say which variables keep allocations alive: run the tests a second time and dump their heap
test and run:
  --rate N            record one allocation in N bytes on average (default 32768; 524288 is what Go does by itself)
  --every T           time between snapshots of the heap (default 500ms)
run:
  --seconds N         stop the program after N seconds; Ctrl-C stops it too, and keeps what was recorded
attach:
  --header H          a header to send, e.g. 'Authorization: Bearer TOKEN'; over plain http to this machine only
  --seconds N         how long to record (default 10)
  --snapshots N       snapshots of the heap in that time (default 4)

${exitCodes('0 recorded; 2 nothing could be recorded, or the tests failed')}`,
	explain: `linkscape explain TARGET

Prints in which Go versions a symbol of the standard library exists and links, its signatures, who pulls it, and what to use instead.
TARGET is written as in a directive: runtime.nanotime, sync.(*Once).doSlow.

  --goroot DIR        judge by the Go whose source tree this is
  --go VERSION        judge by this Go version, e.g. 1.22.12
  --goos, --goarch    judge for this platform
  --tags a,b          build tags

${exitCodes('0 the symbol is known; 2 it is not, or a wrong option, Go version or platform')}`,
	mcp: `linkscape mcp [ROOT…]

Serves tools of the Model Context Protocol on standard input and output, until that is closed: check a Go file or unsaved text, explain a
linkname target, explain what a function allocates. Only files in the ROOTs are looked at (default: the working directory), and
nothing is written.

${exitCodes('0 the client has gone; 2 a ROOT does not exist, or a wrong option')}`,
	inventory: `linkscape inventory [PATH…]

Lists every linkname, body-less function, assembly reference and unsafe directive of the modules at PATH (default: the working
directory) and of the dependencies that they use: whose it is, who defines or pushes the symbol, whether it links, and the release from
which on it does not. Nothing is compiled; dependencies are read where the module cache, vendor or a replacement has them.

  --goroot DIR        judge by the Go whose source tree this is
  --go VERSION        judge by this Go version, e.g. 1.22.12
  --goos, --goarch    judge for this platform
  --tags a,b          build tags
  --format FORMAT     human (default), json, sarif, dot, mermaid
  --all               also what this build leaves out; json and sarif hold it in any case
  --fail-on LEVEL     exit with 1 for broken entries: broken, or none (default)

${exitCodes(`0 everything was read; 1 something is broken, with --fail-on broken;
2 a wrong option, a path without a module, a file or directory that cannot be read, a Go version or platform that nothing is
known about`)}`,
	asm: `linkscape asm FUNC

Compiles the package of the function and prints its instructions by source line, with the calls that were inlined and what the calls to the
run-time mean. Closures, instances of generic functions and wrappers are shown with it. FUNC is written ./p.F, ./p.T.M or "./p.(*T).M";
a package of the standard library or of a dependency is named by its import path.

${behindOptions}

${exitCodes('0 shown; 2 there is no such function, no code was made of it, the package does not compile, or there is no Go to run')}`,
	abi: `linkscape abi FUNC

Prints for each parameter and result of a function in which registers or where on the stack it travels, where it may be spilled, and how many
bytes a call copies; computed from the types, and checked against the compiler's listing. Write the type arguments of a generic function:
"./p.G[int]".

${behindOptions}

${exitCodes('0 shown; 2 there is no such function, a type of it is not known, the package does not compile, or there is no Go to run')}`,
	flow: `linkscape flow FUNC[:PARAM]

Follows a parameter through the module and its dependencies to where it is stored, sent, captured, returned, or kept by assumption.
FUNC is ./p.F, ./p.T.M, "./p.(*T).M", or the same with an import path of the build; PARAM is the name of a parameter or of the receiver,
or result: where the results come from. Without PARAM all parameters are followed.

  --allocations       what a call of FUNC may allocate, anywhere below it: whether it can be promised to allocate nothing
  --format FORMAT     human (default), json, dot, mermaid
  --all               print all ends or sites, not only the nearest
  --fail-on LEVEL     with --allocations: exit with 1 for allocates, for may-allocate and allocates, or for none (default)

${exitCodes(`0 answered; 1 allocations at or over --fail-on; 2 no such function or parameter, a package does not compile, a wrong
option, or no Go to run`)}`,
	sanitize: `linkscape sanitize MODE [PACKAGE]

Builds the tests of a package (default: the one in the working directory) with more checks, runs them, and prints what the checks report by
the lines of the module. MODE is checkptr (misuse of unsafe.Pointer), race (data races), asan (memory errors in C and through unsafe) or
msan (uninitialized memory of C; needs clang). All but checkptr need a C compiler on most platforms. With the MODE unsafe nothing is built or
run: the packages (./... too) are read for uses of unsafe.Pointer that go vet does not report, each with the safe form.

  -run RE, -bench RE  which tests and benchmarks, as go test takes them; default: every test
${behindOptions}

${exitCodes('0 nothing was reported, and the tests pass; 1 reports; 2 the tests do not build, fail for another reason, or a compiler is missing')}`,
	layout: `linkscape layout TYPE

Prints where the fields of a type lie, what is lost to padding, which words the garbage collector follows, what an object takes on the heap,
and an order of the fields that takes less, where there is one and nothing speaks against it. TYPE is written ./p.T; of a generic type the
type arguments belong to it: "./p.T[int]".

${behindOptions}

${exitCodes('0 shown; 2 there is no such type, its size is not known, the package does not compile, or there is no Go to run')}`,
	ssa: `linkscape ssa FUNC

Compiles the package of a function and prints which passes of the compiler changed it, what became of each bounds and nil check and by
which pass, and its final form; the form after every pass that changed it, and the syntax tree, with --format json.

${behindOptions}

${exitCodes('0 shown; 2 there is no such function, no code was made of it, the package does not compile, or there is no Go to run')}`,
	merge: `linkscape merge FILE…

Joins results of linkscape check --format json, in any order: all shards of a check, or checks of several trees. Or those of linkscape
escapes --format json, of other packages each.

  --format FORMAT     human (default), json, sarif, github, gitlab, checkstyle, junit, markdown
  --baseline FILE     report and fail only for what the file does not hold
  --fail-on LEVEL     as for the command that the results are of

${exitCodes(`0 no findings at or over --fail-on; 1 findings at or over it;
2 a file that is no result, results of different builds, a shard that is missing, or something that could not be checked`)}`,
};
