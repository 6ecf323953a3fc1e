/** The texts of `--help`. */

export const help = `linkscape — what the Go compiler and linker know

  linkscape check [PATH…]        risky and broken //go:linkname directives
  linkscape escapes [PACKAGE…]   where values go to the heap
  linkscape explain TARGET       what is known about a symbol

  linkscape COMMAND --help       the options of a command

Exit code: 0 nothing found, 1 findings, 2 could not run.
`;

export const commandHelp: Readonly<Record<string, string>> = {
	check: `linkscape check [PATH…]

A PATH that holds go.mod is a module; a PATH without one is walked for Go files. Default: the working directory.

  --goroot DIR        judge by the Go whose source tree this is
  --go VERSION        judge by this Go version, e.g. 1.22.12
  --goos, --goarch    judge for this platform
  --tags a,b          build tags
  --format FORMAT     human (default), json, sarif, github
  --fix               apply the fixes that cannot change what the program does
  --fail-on LEVEL     exit with 1 from this severity on: error (default), warning, information
`,
	escapes: `linkscape escapes [PACKAGE…]

Compiles the packages once (default ./...) and prints where values go to the heap.

  --class a,b         only these classes
  --all               also what stays on the stack
  --tests             also test files
  --format FORMAT     human (default), json, sarif, github
  --profile FILE      say what the lines cost in this CPU or heap profile (pprof)
  --hot               only what takes at least 1 % of the profile
  --baseline FILE     fail only for what the file does not hold
  --update            write the baseline
`,
	explain: `linkscape explain TARGET

Prints in which Go versions a symbol of the standard library exists and links, its signatures, who pulls it, and what to use instead.
TARGET is written as in a directive: runtime.nanotime, sync.(*Once).doSlow.

  --goroot DIR        judge by the Go whose source tree this is
  --go VERSION        judge by this Go version, e.g. 1.22.12
  --goos, --goarch    judge for this platform
  --tags a,b          build tags
`,
};
