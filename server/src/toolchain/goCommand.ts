/** The go command and the compiler: every argument list lives here. */
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Environment } from './runProcess.ts';

/** Variables of `go env` that say how code is compiled, and those the compiler itself reads from its environment. */
const compilerVariables = [
	'GOOS',
	'GOARCH',
	'GOEXPERIMENT',
	'GO386',
	'GOAMD64',
	'GOARM',
	'GOARM64',
	'GOMIPS',
	'GOMIPS64',
	'GOPPC64',
	'GORISCV64',
	'GOWASM',
] as const;

const variables = [
	...compilerVariables,
	'GOROOT',
	'GOVERSION',
	'GOTOOLDIR',
	'GOHOSTOS',
	'GOHOSTARCH',
	'GOFLAGS',
	'GOMOD',
	'GOWORK',
	'GOMODCACHE',
	'GOCACHE',
	'CGO_ENABLED',
	'GOTOOLCHAIN',
	'GOFIPS140',
] as const;

/** What `go env -json` answers to `envArguments`; a variable that this Go does not know is absent or empty. */
export type GoVariables = Readonly<Partial<Record<(typeof variables)[number], string>>>;

/** Asks for the named variables only: without names `go env` would run the C compiler to fill in its flags. */
export const envArguments: readonly string[] = ['env', '-json', ...variables];

/** Fields of `go list -json` that a run of escape analysis needs. */
const listFields = [
	'ImportPath',
	'Name',
	'Dir',
	'ForTest',
	'Export',
	'Standard',
	'DepOnly',
	'Module',
	'ImportMap',
	'Imports',
	'GoFiles',
	'CgoFiles',
	'CompiledGoFiles',
	'IgnoredGoFiles',
	'TestGoFiles',
	'XTestGoFiles',
	'SFiles',
	'SysoFiles',
	'EmbedPatterns',
	'Error',
	'DepsErrors',
] as const;

/** One object of `go list -json` with the fields asked for. Paths of files are relative to `Dir` or absolute. */
export interface ListedPackage {
	readonly ImportPath: string;
	readonly Name?: string;
	readonly Dir?: string;
	readonly ForTest?: string;
	readonly Export?: string;
	readonly Standard?: boolean;
	readonly DepOnly?: boolean;
	readonly Module?: { readonly Path: string; readonly GoVersion?: string };
	readonly ImportMap?: Readonly<Record<string, string>>;
	readonly Imports?: readonly string[];
	readonly GoFiles?: readonly string[];
	readonly CgoFiles?: readonly string[];
	readonly CompiledGoFiles?: readonly string[];
	readonly IgnoredGoFiles?: readonly string[];
	readonly TestGoFiles?: readonly string[];
	readonly XTestGoFiles?: readonly string[];
	readonly SFiles?: readonly string[];
	readonly SysoFiles?: readonly string[];
	readonly EmbedPatterns?: readonly string[];
	readonly Error?: ListError;
	readonly DepsErrors?: readonly ListError[];
}

export interface ListError {
	/** `file:line:col`, relative to the working directory; empty for what a compiler said. */
	readonly Pos?: string;
	/** For a compiler: a line `# import/path`, then its lines. */
	readonly Err: string;
}

export interface EscapeListRun {
	/** Import paths, `.`, or the Go files of a directory that has no module. */
	readonly patterns: readonly string[];
	/** Absolute path of the overlay's JSON. */
	readonly overlay?: string | undefined;
	readonly tests: boolean;
	/** Also what the packages depend on, with the compiled form of each: what a direct run of the compiler needs. */
	readonly dependencies: boolean;
	/** Flags of the user that decide what is compiled: `-tags=…`, `-race`. */
	readonly buildFlags: readonly string[];
	/** What the compiler is to print: `-m=2` by default; empty for nothing, which shares the build cache with `go build`. */
	readonly compilerFlags?: string | undefined;
}

/**
 * `go list` that compiles the packages and prints the compiler's lines on stderr, the packages on stdout.
 *
 * `-export` compiles without ever linking, and the build cache replays the lines of a package that did not change, as
 * long as the flags stay the same: nothing that varies from run to run may stand in `-gcflags`. `-e` turns broken
 * packages into entries with an error. `-mod` is left to the user's flags and to vendor/.
 */
export function escapeListArguments(run: EscapeListRun): readonly string[] {
	return [
		'list',
		'-e',
		'-export',
		...(run.tests ? ['-test'] : []),
		...(run.dependencies ? ['-deps', '-compiled'] : []),
		...run.buildFlags,
		...alwaysFlags,
		...keepWorkFlags,
		...(run.overlay === undefined ? [] : [`-overlay=${run.overlay}`]),
		...(run.compilerFlags === '' ? [] : [`-gcflags=${run.compilerFlags ?? '-m=2'}`]),
		`-json=${listFields.join(',')}`,
		'--',
		...run.patterns,
	];
}

/**
 * `go list` that names the packages of a module, with their directories, and compiles nothing.
 *
 * @param overlay absolute path of the overlay's JSON
 */
export function packageNamesArguments(buildFlags: readonly string[], overlay: string | undefined): readonly string[] {
	const overlayFlags = overlay === undefined ? [] : [`-overlay=${overlay}`];
	return ['list', '-e', ...buildFlags, ...alwaysFlags, ...overlayFlags, '-json=ImportPath,Dir', '--', './...'];
}

/** `go list` that names packages with their Go files and what they import, and compiles nothing. */
export function goFilesArguments(
	buildFlags: readonly string[],
	overlay: string | undefined,
	patterns: readonly string[],
): readonly string[] {
	const overlayFlags = overlay === undefined ? [] : [`-overlay=${overlay}`];
	const fields = '-json=ImportPath,Dir,GoFiles,CgoFiles,Imports';
	return ['list', '-e', ...buildFlags, ...alwaysFlags, ...overlayFlags, fields, '--', ...patterns];
}

export interface DependenciesListRun {
	/** Import paths, or the Go files of a directory that has no module. */
	readonly patterns: readonly string[];
	readonly buildFlags: readonly string[];
	/** Also compile what is not compiled yet, and say where the objects are. */
	readonly compile: boolean;
}

/**
 * `go list` that names packages and all that they depend on, with their files; with `compile` also the object of each, in the build
 * cache. The run-time is among them, whether it is imported or not.
 */
export function dependenciesListArguments({ patterns, buildFlags, compile }: DependenciesListRun): readonly string[] {
	const fields = compile ? [...listFields] : listFields.filter((field) => field !== 'Export');
	return [
		'list',
		'-e',
		'-deps',
		...(compile ? ['-export', ...keepWorkFlags] : []),
		...buildFlags,
		...alwaysFlags,
		`-json=${fields.join(',')}`,
		'--',
		...patterns,
	];
}

export interface BackEndListRun {
	/** Absolute path of the overlay's JSON. */
	readonly overlay: string | undefined;
	readonly tests: boolean;
	readonly buildFlags: readonly string[];
	/** `-d=…` for the compiler. */
	readonly compilerFlags: string;
}

/** `go list` that compiles the package of the working directory to its end, with the compiler's words on stderr. */
export function backEndListArguments({ overlay, tests, buildFlags, compilerFlags }: BackEndListRun): readonly string[] {
	return [
		'list',
		'-export',
		...(tests ? ['-test'] : []),
		...buildFlags,
		...alwaysFlags,
		...keepWorkFlags,
		...(overlay === undefined ? [] : [`-overlay=${overlay}`]),
		`-gcflags=${compilerFlags}`,
		'--',
		'.',
	];
}

export interface BenchmarkRun {
	/** Absolute path of the overlay's JSON. */
	readonly overlay: string | undefined;
	readonly buildFlags: readonly string[];
	/** Names of the benchmarks, without `Benchmark`. */
	readonly names: readonly string[];
	/** As `-benchtime` and `-count` take them. */
	readonly time: string;
	readonly count: number;
}

/** `go test` that runs nothing but these benchmarks of the package of the working directory. */
export function benchmarkTestArguments({ overlay, buildFlags, names, time, count }: BenchmarkRun): readonly string[] {
	return [
		'test',
		...buildFlags,
		...alwaysFlags,
		...keepWorkFlags,
		...(overlay === undefined ? [] : [`-overlay=${overlay}`]),
		'-vet=off',
		'-run=^$',
		`-bench=^Benchmark(${names.join('|')})$`,
		`-benchtime=${time}`,
		`-count=${count}`,
		'-benchmem',
		'.',
	];
}

/** `go list` of the packages that a pattern names, with their files; compiles nothing. */
export function recordedListArguments(buildFlags: readonly string[], pattern: string): readonly string[] {
	const fields = ['ImportPath', 'Name', 'Dir', 'Module', 'GoFiles', 'CgoFiles', 'TestGoFiles', 'XTestGoFiles', 'Error'];
	return ['list', '-e', ...buildFlags, ...alwaysFlags, `-json=${fields.join(',')}`, '--', pattern];
}

/**
 * `go list` that compiles the packages of the patterns, and only those, with a CPU profile, and prints the compiler's `-m=2` lines on
 * stderr. `-pgo` would compile everything below them again.
 *
 * @param profile absolute path, without spaces; undefined: without one
 */
export function pgoListArguments(
	buildFlags: readonly string[],
	patterns: readonly string[],
	profile: string | undefined,
): readonly string[] {
	const flags = profile === undefined ? '-m=2' : `-m=2 -pgoprofile=${profile}`;
	return [
		'list',
		'-e',
		'-export',
		...buildFlags,
		...alwaysFlags,
		...keepWorkFlags,
		`-gcflags=${flags}`,
		'--',
		...patterns,
	];
}

export interface RecordedBuildRun {
	readonly test: boolean;
	/** Absolute path of the overlay's JSON. */
	readonly overlay: string;
	/** Absolute path of the program. */
	readonly output: string;
	readonly buildFlags: readonly string[];
	readonly pattern: string;
}

/** Builds a program, or the tests of a package as one, for a recording. */
export function recordedBuildArguments(run: RecordedBuildRun): readonly string[] {
	return [
		...(run.test ? ['test', '-c', '-vet=off'] : ['build']),
		...run.buildFlags,
		...alwaysFlags,
		...keepWorkFlags,
		`-overlay=${run.overlay}`,
		'-o',
		run.output,
		run.pattern,
	];
}

export interface RecordedTestRun {
	/** As `go test` takes them; undefined: none, and all. */
	readonly bench: string | undefined;
	readonly run: string | undefined;
	readonly benchTime: string;
	/** Absolute path of the directory that the profiles go to. */
	readonly outputDirectory: string;
	/** runtime.MemProfileRate, bytes. */
	readonly rate: number;
	readonly mutexFraction: number;
	/** Nanoseconds. */
	readonly blockRate: number;
	readonly trace: boolean;
}

/** The flags of a test binary that records all that it can. */
export function recordedTestArguments(run: RecordedTestRun): readonly string[] {
	return [
		...(run.bench === undefined
			? []
			: [`-test.bench=${run.bench}`, `-test.benchtime=${run.benchTime}`, '-test.benchmem']),
		`-test.run=${run.run ?? (run.bench === undefined ? '' : '^$')}`,
		'-test.paniconexit0',
		'-test.timeout=30m',
		'-test.count=1',
		`-test.outputdir=${run.outputDirectory}`,
		'-test.cpuprofile=cpu.pb.gz',
		'-test.memprofile=allocs.pb.gz',
		`-test.memprofilerate=${run.rate}`,
		'-test.mutexprofile=mutex.pb.gz',
		`-test.mutexprofilefraction=${run.mutexFraction}`,
		'-test.blockprofile=block.pb.gz',
		`-test.blockprofilerate=${run.blockRate}`,
		...(run.trace ? ['-test.trace=trace.out'] : []),
	];
}

export interface TestBinaryRun {
	/** Absolute path of the program that is made. */
	readonly output: string;
	/** Absolute path of the overlay's JSON. */
	readonly overlay: string | undefined;
	readonly buildFlags: readonly string[];
	/** Import paths of the packages whose lines are counted; undefined for a program as it always is. */
	readonly covered: readonly string[] | undefined;
}

/**
 * `go test` that builds the tests of the package of the working directory and runs nothing. A package without tests makes no program,
 * and is no error.
 */
export function testBinaryArguments({ output, overlay, buildFlags, covered }: TestBinaryRun): readonly string[] {
	return [
		'test',
		'-c',
		`-o=${output}`,
		...buildFlags,
		...alwaysFlags,
		...keepWorkFlags,
		...(overlay === undefined ? [] : [`-overlay=${overlay}`]),
		'-vet=off',
		// GOFLAGS may ask for it, and what is counted is compiled otherwise.
		...(covered === undefined ? ['-cover=false'] : ['-covermode=atomic', `-coverpkg=${covered.join(',')}`]),
		'.',
	];
}

/**
 * The changes to the environment for a test program that is run without the go command, which does the first of them as well (cmd/go
 * test.go, Go 1.21 to 1.27).
 *
 * @param environment of the go command that built it
 * @param everyAllocation record each allocation from the start on, before the packages make their variables
 */
export function testEnvironment(environment: Environment, goroot: string, everyAllocation: boolean): Environment {
	const valueOf = (name: string) => (name in environment ? environment[name] : process.env[name]);
	const debug = [valueOf('GODEBUG'), 'memprofilerate=1'].filter(Boolean).join(',');
	return {
		...environment,
		// Tests that call `go` find the one that built them.
		PATH: `${join(goroot, 'bin')}${delimiter}${valueOf('PATH') ?? ''}`,
		...(everyAllocation && { GODEBUG: debug }),
	};
}

/** Lists what a program of Go defines: its address, a letter for its kind, its name. */
export function symbolTableArguments(program: string): readonly string[] {
	return ['tool', 'nm', program];
}

/** Prints the instruction at an address (`0x4a3b20`) of a program with its function, file and line. */
export function instructionArguments(program: string, address: string): readonly string[] {
	const next = `0x${(BigInt(address) + 1n).toString(16)}`;
	return ['tool', 'objdump', `-start=${address}`, `-end=${next}`, program];
}

/** Asks where `go install` puts programs. */
export const installPlaceArguments: readonly string[] = ['env', '-json', 'GOBIN', 'GOPATH'];

/** `go install` of a program by its own module, whatever module the working directory has. */
export function installArguments(program: string, version: string): readonly string[] {
	return ['install', `${program}@${version}`];
}

export interface CompileRun {
	readonly output: string;
	/** `-p`: what the package is called in symbols; `main` for a command. */
	readonly importPath: string;
	readonly importConfig: string;
	/** `go1.22`; absent for the standard library. */
	readonly language: string | undefined;
	readonly standard: boolean;
	/** False when functions without a body may be implemented elsewhere. */
	readonly complete: boolean;
	/** What is printed instead of the start of a path, which is a file or a directory; the first that fits counts. */
	readonly rename: readonly (readonly [from: string, to: string])[];
	/** What is written in assembly, as the assembler lists it. */
	readonly symbols: string | undefined;
	/** What `//go:embed` finds, as the go command lists it. */
	readonly embedConfig: string | undefined;
	/** What the compiler is to print. */
	readonly flags: readonly string[];
	/** Absolute paths. */
	readonly files: readonly string[];
}

/** For {@link compileArguments}: `-m=2` lines on stdout, and a line that begins with `walkMarker` once they are all printed. */
export const escapeFlags: readonly string[] = ['-m=2', '-w'];

/**
 * For {@link compileArguments}: the assembly of every function, with the innermost line of each instruction, and before it the
 * table of inlined calls, with outermost lines (obj.Linkpcln's debug output). `-m` says which dynamic calls became direct ones. Without
 * DWARF, which nobody reads here.
 */
export const listingFlags: readonly string[] = ['-m', '-S', '-d=pctab=pctoinline', '-dwarf=false'];

/**
 * Lets the compiler collect its garbage less often than it would by itself, unless the user says how often: a fifth of its time for a listing
 * of 26,000 lines. Memory comes first again when there is much of it.
 *
 * @param environment changes to the environment of this process
 */
export function fewCollections(environment: Environment): Environment {
	const valueOf = (name: string) => (name in environment ? environment[name] : process.env[name]);
	if (valueOf('GOGC') !== undefined || valueOf('GOMEMLIMIT') !== undefined) return {};
	return { GOGC: '400', GOMEMLIMIT: '1GiB' };
}

/** The compiler itself. */
export function compileArguments(run: CompileRun): readonly string[] {
	const rename = run.rename.map(([from, to]) => `${from}=>${to}`).join(';');
	return [
		'-o',
		run.output,
		'-p',
		run.importPath,
		'-importcfg',
		run.importConfig,
		'-pack',
		...(run.language === undefined ? [] : [`-lang=${run.language}`]),
		...(run.standard ? ['-std'] : []),
		...(run.complete ? ['-complete'] : []),
		...(run.symbols === undefined ? [] : ['-symabis', run.symbols]),
		...(run.embedConfig === undefined ? [] : ['-embedcfg', run.embedConfig]),
		...(rename === '' ? [] : ['-trimpath', rename]),
		...run.flags,
		...run.files,
	];
}

/**
 * How the first line begins that `-w` prints: the tree of an expression after cmd/compile/internal/walk took it apart, which
 * comes right after escape analysis (Go 1.21 to 1.27). From there to the back end it is another 5 to 20 % of the time, in
 * which nothing is said but `index bounds check elided`. (`-W` speaks a moment earlier, but from Go 1.22 on it also prints
 * the body of every function that ranges over a function, which takes six times as long as all the rest.)
 */
export const walkMarker = 'after walk expr';

/**
 * For a compiler that is stopped after escape analysis: its garbage collector takes a fifth of that time when left alone
 * (37,000 lines: 0.98 s of CPU and 120 MB instead of 1.17 s and 80 MB).
 */
export const compilerTuning: Environment = { GOGC: '400' };

export function compilerPath(toolDirectory: string): string {
	return toolPath(toolDirectory, 'compile');
}

export function assemblerPath(toolDirectory: string): string {
	return toolPath(toolDirectory, 'asm');
}

function toolPath(directory: string, name: string): string {
	return join(directory, process.platform === 'win32' ? `${name}.exe` : name);
}

export interface SymbolsRun {
	readonly output: string;
	readonly importPath: string;
	readonly goroot: string;
	/** A directory with an empty go_asm.h. */
	readonly headers: string;
	readonly goos: string;
	readonly goarch: string;
	/** As {@link compilerEnvironment} gives it. */
	readonly environment: Environment;
	/** Absolute paths. */
	readonly files: readonly string[];
}

/**
 * The assembler, listing what functions its files define and call (cmd/go/internal/work.asmArgs, Go 1.21 to 1.27).
 * `undefined` for architectures whose macros are not known here.
 */
export function symbolsArguments(run: SymbolsRun): readonly string[] | undefined {
	const { environment, goos, goarch } = run;
	const variants: Readonly<Record<string, readonly string[]>> = {
		386: [`GO386_${environment['GO386']}`],
		amd64: [`GOAMD64_${environment['GOAMD64']}`],
		arm64: /,lse\b/.test(environment['GOARM64'] ?? '') ? ['GOARM64_LSE'] : [],
		riscv64: [`GORISCV64_${environment['GORISCV64']}`],
		loong64: [],
		s390x: [],
	};
	const variant = variants[goarch];
	if (variant === undefined) return undefined;
	const macros = [`GOOS_${goos}`, `GOARCH_${goarch}`, ...variant].flatMap((macro) => ['-D', macro]);
	const includes = ['-I', run.headers, '-I', join(run.goroot, 'pkg', 'include')];
	return ['-p', run.importPath, ...includes, ...macros, '-gensymabis', '-o', run.output, ...run.files];
}

/**
 * With it the go command does not remove its work directory, which lies in a GOTMPDIR that the caller removes, and prints a
 * line `WORK=…` on stderr. Without it, where a file cannot be removed (something on Windows holds it open), `go list` ends
 * with exit code 1 and loses the packages it has listed (Builder.Close in cmd/go/internal/work/action.go, Go 1.21 to 1.27).
 */
const keepWorkFlags = ['-work'] as const;

/** Keeps the go command from running what a repository names (git hooks), and paths as they are on disk. */
const alwaysFlags = ['-buildvcs=false', '-trimpath=false'] as const;

/**
 * Flags that decide what is compiled, and how (go help build, Go 1.21 to 1.27). All others may change what is printed, leave files behind
 * (`-debug-trace`), or run other programs (`-toolexec`, `-exec`, `-vettool`, `-gccgoflags`).
 */
const buildFlags = new Set([
	'asan',
	'asmflags',
	'buildmode',
	'compiler',
	'cover',
	'covermode',
	'coverpkg',
	'installsuffix',
	'linkshared',
	'mod',
	'modcacherw',
	'modfile',
	'msan',
	'p',
	'pgo',
	'race',
	'tags',
]);

/** Splits GOFLAGS as Go does: at white space, with quotes around a whole flag. */
export function splitFlags(flags: string): readonly string[] {
	return [...flags.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? found[3] ?? '');
}

/** The flags that may stay: those that decide what is compiled. Values are `-f=v`. */
export function keptFlags(flags: readonly string[]): readonly string[] {
	return flags.filter((flag) => buildFlags.has(flagName(flag)));
}

/** `tags` for `-tags=a`, `--tags=a` and `-tags`. */
export function flagName(flag: string): string {
	return flag.replace(/^--?/, '').split('=', 1)[0] ?? '';
}

/**
 * Joins flags that take a value as the next argument (`-tags a`) into one word (`-tags=a`), as GOFLAGS wants it.
 */
export function joinFlagValues(flags: readonly string[]): readonly string[] {
	const joined: string[] = [];
	for (const flag of flags) {
		const last = joined.at(-1);
		if (!flag.startsWith('-') && last?.startsWith('-') && !last.includes('='))
			joined[joined.length - 1] = `${last}=${flag}`;
		else joined.push(flag);
	}
	return joined;
}

export interface RunEnvironment {
	/** What the user's settings add to the environment. */
	readonly settings: Environment;
	/** The value of GOFLAGS in effect (environment or go's own file). */
	readonly flags: string;
	readonly allowDownloads: boolean;
}

/**
 * The changes to the environment for every run of go: the user's own choice of toolchain, cache and target stay, what
 * would download, run other programs or change the output does not.
 */
export function runEnvironment({ settings, flags, allowDownloads }: RunEnvironment): Environment {
	return {
		...settings,
		// Never empty: an empty GOFLAGS would bring the one of go's own file back. What is no flag stays: the go command says so itself.
		GOFLAGS: [
			...splitFlags(flags).filter((flag) => !flag.startsWith('-') || keptFlags([flag]).length > 0),
			...alwaysFlags,
		]
			.map(quoteFlag)
			.join(' '),
		// GOPRIVATE would have its modules fetched from their hosts, past GOPROXY; no version control program is to run for that either.
		...(allowDownloads ? {} : { GOPROXY: 'off', GONOPROXY: 'none', GOVCS: '*:off' }),
		GIT_OPTIONAL_LOCKS: '0',
		GIT_TERMINAL_PROMPT: '0',
		// Half of the machine stays with the person who types.
		GOMAXPROCS: String(Math.max(1, Math.ceil(availableParallelism() / 2))),
	};
}

/** What the compiler reads from its environment, taken from `go env` so that go's own file is respected. */
export function compilerEnvironment(go: GoVariables): Environment {
	return Object.fromEntries(compilerVariables.map((name) => [name, go[name] || undefined]));
}

function quoteFlag(flag: string): string {
	if (!/[\s'"]/.test(flag)) return flag;
	return flag.includes("'") ? `"${flag}"` : `'${flag}'`;
}
