/** argv → what is asked for. Pure. */
import { parseArgs } from 'node:util';
import { type EscapeClass, escapeClasses } from '../analysis/escape/escapeHint.ts';
import type { ScoreWeights } from '../analysis/recording/saving.ts';
import { nearestWord } from '../analysis/text/editDistance.ts';
import { type BehindOptions, behindFormats } from './behind/behindOptions.ts';
import type { BinaryOptions } from './behind/binaryCommand.ts';
import { type CaptureOptions, parseCapture } from './captureArguments.ts';
import { sanitizers } from '../analysis/sanitizer/sanitizers.ts';
import { flowFailLevels, flowFormats, type FlowOptions } from './flow/flowOptions.ts';
import type { SanitizeOptions } from './sanitizeCommand.ts';
import { CannotRun } from './terminal.ts';

export type Invocation =
	| { readonly kind: 'check'; readonly options: CheckOptions }
	| { readonly kind: 'escapes'; readonly options: EscapesOptions }
	| { readonly kind: 'explain'; readonly options: ExplainArguments }
	| { readonly kind: 'inventory'; readonly options: InventoryArguments }
	| { readonly kind: 'behind'; readonly command: BehindCommand; readonly options: BehindOptions }
	| { readonly kind: 'binary'; readonly options: BinaryOptions }
	| { readonly kind: 'capture'; readonly options: CaptureOptions }
	| { readonly kind: 'flow'; readonly options: FlowOptions }
	| { readonly kind: 'sanitize'; readonly options: SanitizeOptions }
	/** As written; the working directory when none is named. */
	| { readonly kind: 'mcp'; readonly roots: readonly string[] }
	| { readonly kind: 'merge'; readonly options: MergeOptions }
	| { readonly kind: 'help'; readonly of: string | undefined }
	| { readonly kind: 'version' };

const formats = ['human', 'json', 'sarif', 'github', 'gitlab', 'checkstyle', 'junit', 'markdown'] as const;
export type Format = (typeof formats)[number];

export const failLevels = ['error', 'warning', 'information'] as const;
export type FailLevel = (typeof failLevels)[number];

export const escapesFailLevels = ['heap', 'maybe-heap', 'none'] as const;
export type EscapesFailLevel = (typeof escapesFailLevels)[number];

const inventoryFormats = ['human', 'json', 'sarif', 'dot', 'mermaid'] as const;
export type InventoryFormat = (typeof inventoryFormats)[number];

const inventoryFailLevels = ['broken', 'none'] as const;

/** By which Go to judge; what is not named is found out. */
interface GoOptions {
	readonly goroot: string | undefined;
	readonly go: string | undefined;
	readonly goos: string | undefined;
	readonly goarch: string | undefined;
	readonly tags: readonly string[];
}

export interface ExplainArguments extends GoOptions {
	readonly target: string;
}

/** What a run is compared with: only what is new since then counts. */
interface ComparisonOptions {
	/** Path of the baseline file. */
	readonly baseline: string | undefined;
	/** Write the baseline instead of comparing with it. */
	readonly update: boolean;
	/** A commit: only lines that changed since then count. */
	readonly changedSince: string | undefined;
}

export interface CheckOptions extends GoOptions, ComparisonOptions {
	/** `-` stands for the paths that standard input lists. */
	readonly paths: readonly string[];
	readonly format: Format;
	readonly fix: boolean;
	readonly failOn: FailLevel;
	/** Patterns as in a `.gitignore`. */
	readonly exclude: readonly string[];
	/** Leave out what git ignores. */
	readonly gitignore: boolean;
	/** Undefined: as many threads as the machine has. */
	readonly jobs: number | undefined;
	/** Only this part of the modules. */
	readonly shard: { readonly index: number; readonly count: number } | undefined;
}

export interface InventoryArguments extends GoOptions {
	readonly paths: readonly string[];
	readonly format: InventoryFormat;
	/** Also what the build in use leaves out. */
	readonly all: boolean;
	readonly failOn: (typeof inventoryFailLevels)[number];
}

export interface MergeOptions {
	/** JSON results of `check`, or of `escapes`. */
	readonly files: readonly string[];
	readonly format: Format;
	/** Undefined: as the command that the results are of. */
	readonly failOn: FailLevel | EscapesFailLevel | undefined;
	/** Path of the baseline file. */
	readonly baseline: string | undefined;
}

export interface EscapesOptions extends ComparisonOptions {
	readonly packages: readonly string[];
	/** Empty: all classes. */
	readonly classes: readonly EscapeClass[];
	readonly format: Format;
	/** Also what does not go to the heap. */
	readonly all: boolean;
	readonly tests: boolean;
	/** Paths of pprof profiles, or of directories that hold some. */
	readonly profiles: readonly string[];
	/** What to read of a profile that measures several things; undefined: CPU time, or what was allocated. */
	readonly sampleType: string | undefined;
	/** Only so many of the dearest. */
	readonly top: number | undefined;
	/** Of the score that hints of a capture are sorted by; undefined: the usual ones. */
	readonly weights: ScoreWeights | undefined;
	/** Also what the compiler would do with the CPU profile. */
	readonly pgo: boolean;
	/** Also who started the goroutines that took the CPU time. */
	readonly goroutines: boolean;
	/** Only what is hot in it. */
	readonly hot: boolean;
	/** Undefined: `none` without a baseline, `maybe-heap` with one. */
	readonly failOn: EscapesFailLevel | undefined;
	/** Path of the file with what benchmarks may allocate. */
	readonly gate: string | undefined;
	/** Run tests and benchmarks, and mark each hint with what they allocated there. */
	readonly verify: boolean;
	/** Which benchmarks and which tests, as `go test` takes them; neither: all. */
	readonly bench: string | undefined;
	readonly run: string | undefined;
}

/** @throws CannotRun for a command line that cannot be understood */
export function parseArguments(argv: readonly string[]): Invocation {
	const [first, ...rest] = argv;
	switch (first) {
		case undefined:
		case 'help':
		case '--help':
		case '-h':
			return { kind: 'help', of: rest[0] === undefined ? undefined : commandNamed(rest[0]) };
		case 'version':
		case '--version':
		case '-V':
			return { kind: 'version' };
		default: {
			const command = commandNamed(first);
			if (asksForHelp(command, rest)) return { kind: 'help', of: command };
			return parseCommand(command, rest);
		}
	}
}

/** What shows what a function or type becomes, and how each names what it shows. */
const behindCommands = {
	asm: 'function',
	abi: 'function',
	layout: 'type',
	ssa: 'function',
	trace: 'function',
} as const;
export type BehindCommand = keyof typeof behindCommands;

const commands = [
	'check',
	'escapes',
	'explain',
	'inventory',
	'merge',
	'mcp',
	'asm',
	'abi',
	'capture',
	'flow',
	'sanitize',
	'layout',
	'ssa',
	'trace',
	'binary',
] as const;
/** What stands behind a program that is run is the program's. */
function asksForHelp(command: CommandName, args: readonly string[]): boolean {
	const own = command === 'capture' && args[0] === 'run' ? args.slice(0, 2) : args;
	return own.includes('--help') || own.includes('-h');
}

type CommandName = (typeof commands)[number];

function commandNamed(word: string): CommandName {
	const found = commands.find((command) => command === word);
	if (found !== undefined) return found;
	if (word.startsWith('-')) throw new CannotRun(`Unknown option ${word}; options stand behind the command.`);
	const meant = nearestWord(word, commands);
	const hint = meant === undefined ? `there are ${commands.join(', ')}.` : `did you mean ${meant}?`;
	throw new CannotRun(`Unknown command ${word}; ${hint}`);
}

function parseCommand(command: CommandName, args: readonly string[]): Invocation {
	switch (command) {
		case 'check':
			return { kind: 'check', options: parseCheck(args) };
		case 'escapes':
			return { kind: 'escapes', options: parseEscapes(args) };
		case 'explain':
			return { kind: 'explain', options: parseExplain(args) };
		case 'inventory':
			return { kind: 'inventory', options: parseInventory(args) };
		case 'asm':
		case 'abi':
		case 'layout':
		case 'ssa':
		case 'trace':
			return { kind: 'behind', command, options: parseBehind(command, args) };
		case 'binary':
			return { kind: 'binary', options: parseBinary(args) };
		case 'capture':
			return { kind: 'capture', options: parseCapture(args) };
		case 'flow':
			return { kind: 'flow', options: parseFlow(args) };
		case 'sanitize':
			return { kind: 'sanitize', options: parseSanitize(args) };
		case 'mcp': {
			const { positionals } = parseOptions(args, {});
			return { kind: 'mcp', roots: positionals.length === 0 ? ['.'] : positionals };
		}
		case 'merge':
			return { kind: 'merge', options: parseMerge(args) };
	}
}

function parseExplain(args: readonly string[]): ExplainArguments {
	const { values, positionals } = parseOptions(args, goOptions);
	const [target] = positionals;
	if (target === undefined || target.trim() === '' || positionals.length > 1) {
		throw new CannotRun('explain takes one symbol, such as runtime.nanotime.');
	}
	return { target: target.trim(), ...readGoOptions(values) };
}

function parseBehind(command: BehindCommand, args: readonly string[]): BehindOptions {
	const { values, positionals } = parseOptions(args, {
		...goOptions,
		format: { type: 'string' },
		binary: { type: 'string' },
	});
	if (values.binary !== undefined && command !== 'trace') throw new CannotRun('--binary is an option of trace only.');
	const [target] = positionals;
	if (target === undefined || target.trim() === '' || positionals.length > 1) {
		const example = behindCommands[command] === 'function' ? './p.F, ./p.T.M or "./p.(*T).M"' : './p.T';
		throw new CannotRun(`${command} takes one ${behindCommands[command]}, such as ${example}.`);
	}
	const format = oneOf('--format', values.format ?? 'human', behindFormats);
	return { target: target.trim(), format, binary: values.binary, ...readGoOptions(values) };
}

function parseBinary(args: readonly string[]): BinaryOptions {
	const { values, positionals } = parseOptions(args, { format: { type: 'string' }, all: { type: 'boolean' } });
	const [file, newer] = positionals;
	if (file === undefined || positionals.length > 2) {
		throw new CannotRun('binary takes one program, or two to compare, the older one first.');
	}
	const format = oneOf('--format', values.format ?? 'human', behindFormats);
	return { files: newer === undefined ? [file] : [file, newer], format, all: values.all ?? false };
}

function parseFlow(args: readonly string[]): FlowOptions {
	const { values, positionals } = parseOptions(args, {
		allocations: { type: 'boolean' },
		all: { type: 'boolean' },
		format: { type: 'string' },
		'fail-on': { type: 'string' },
	});
	const [target] = positionals;
	if (target === undefined || target.trim() === '' || positionals.length > 1) {
		throw new CannotRun('flow takes one function, such as "./store.(*Cache).Put:value".');
	}
	const allocations = values.allocations ?? false;
	const failOn = values['fail-on'];
	if (failOn !== undefined && !allocations) throw new CannotRun('--fail-on needs --allocations.');
	return {
		target: target.trim(),
		allocations,
		format: oneOf('--format', values.format ?? 'human', flowFormats),
		all: values.all ?? false,
		failOn: oneOf('--fail-on', failOn ?? 'none', flowFailLevels),
	};
}

function parseSanitize(args: readonly string[]): SanitizeOptions {
	const { values, positionals } = parseOptions(args.map(likeGoTest), {
		...goOptions,
		run: { type: 'string' },
		bench: { type: 'string' },
		format: { type: 'string' },
	});
	const [mode, named = '.', ...rest] = positionals;
	const modes = [...sanitizers, 'unsafe'] as const;
	const sanitizer = modes.find((one) => one === mode);
	if (sanitizer === undefined || rest.length > 0) {
		throw new CannotRun(`sanitize takes one of ${modes.join(', ')}, and one package, such as ./p.`);
	}
	if (sanitizer === 'unsafe' && (values.run ?? values.bench) !== undefined) {
		throw new CannotRun('sanitize unsafe runs nothing, so it takes neither -run nor -bench.');
	}
	for (const option of ['run', 'bench'] as const) {
		if (values[option] === '') throw new CannotRun(`-${option} needs a value.`);
	}
	const format = oneOf('--format', values.format ?? 'human', behindFormats);
	return { sanitizer, package: named, run: values.run, bench: values.bench, format, ...readGoOptions(values) };
}

const goOptions = {
	go: { type: 'string' },
	goroot: { type: 'string' },
	goos: { type: 'string' },
	goarch: { type: 'string' },
	tags: { type: 'string', multiple: true },
} as const;

interface GoValues {
	readonly go?: string | undefined;
	readonly goroot?: string | undefined;
	readonly goos?: string | undefined;
	readonly goarch?: string | undefined;
	readonly tags?: readonly string[] | undefined;
}

function readGoOptions({ go, goroot, goos, goarch, tags }: GoValues): GoOptions {
	if (go !== undefined && goroot !== undefined) throw new CannotRun('Give --go or --goroot, not both.');
	const list = listed(tags);
	const wrong = list.find((tag) => !/^[\p{L}\p{Nd}_.]+$/u.test(tag));
	if (wrong !== undefined) throw new CannotRun(`--tags ${wrong}: a build tag has letters, digits, _ and . only.`);
	return { go, goroot, goos, goarch, tags: list };
}

function parseCheck(args: readonly string[]): CheckOptions {
	const { values, positionals } = parseOptions(args, {
		...goOptions,
		format: { type: 'string' },
		fix: { type: 'boolean' },
		'fail-on': { type: 'string' },
		exclude: { type: 'string', multiple: true },
		'no-gitignore': { type: 'boolean' },
		jobs: { type: 'string' },
		shard: { type: 'string' },
		...comparisonOptions,
	});
	const failOn = values['fail-on'];
	if (values.update && failOn !== undefined) throw new CannotRun('Give --update or --fail-on, not both.');
	if (values.update && values.baseline === undefined) throw new CannotRun('--update needs --baseline FILE.');
	if (values.update && values.shard !== undefined) throw new CannotRun('Give --update or --shard, not both.');
	return {
		paths: positionals.length === 0 ? ['.'] : positionals,
		...readGoOptions(values),
		format: oneOf('--format', values.format ?? 'human', formats),
		fix: values.fix ?? false,
		failOn: oneOf('--fail-on', failOn ?? 'error', failLevels),
		exclude: values.exclude ?? [],
		gitignore: !values['no-gitignore'],
		jobs: values.jobs === undefined ? undefined : readJobs(values.jobs),
		shard: values.shard === undefined ? undefined : readShard(values.shard),
		...readComparison(values),
	};
}

function parseInventory(args: readonly string[]): InventoryArguments {
	const { values, positionals } = parseOptions(args, {
		...goOptions,
		format: { type: 'string' },
		all: { type: 'boolean' },
		'fail-on': { type: 'string' },
	});
	return {
		paths: positionals.length === 0 ? ['.'] : positionals,
		...readGoOptions(values),
		format: oneOf('--format', values.format ?? 'human', inventoryFormats),
		all: values.all ?? false,
		failOn: oneOf('--fail-on', values['fail-on'] ?? 'none', inventoryFailLevels),
	};
}

function parseMerge(args: readonly string[]): MergeOptions {
	const { values, positionals } = parseOptions(args, {
		format: { type: 'string' },
		'fail-on': { type: 'string' },
		baseline: { type: 'string' },
	});
	const { 'fail-on': failOn } = values;
	if (positionals.length === 0) {
		throw new CannotRun('merge takes the JSON results of linkscape check, or of linkscape escapes.');
	}
	return {
		files: positionals,
		format: oneOf('--format', values.format ?? 'human', formats),
		failOn: failOn === undefined ? undefined : oneOf('--fail-on', failOn, [...failLevels, ...escapesFailLevels]),
		baseline: values.baseline,
	};
}

const comparisonOptions = {
	baseline: { type: 'string' },
	update: { type: 'boolean' },
	'changed-since': { type: 'string' },
} as const;

interface ComparisonValues {
	readonly baseline?: string | undefined;
	readonly update?: boolean | undefined;
	readonly 'changed-since'?: string | undefined;
}

function readComparison(values: ComparisonValues): ComparisonOptions {
	const { baseline, update = false } = values;
	const changedSince = values['changed-since'];
	if (update && changedSince !== undefined) throw new CannotRun('Give --update or --changed-since, not both.');
	if (changedSince?.startsWith('-')) throw new CannotRun(`--changed-since ${changedSince} is not a commit.`);
	return { baseline, update, changedSince };
}

function readJobs(written: string): number {
	if (!/^[1-9]\d{0,2}$/.test(written)) throw new CannotRun(`--jobs ${written}: how many threads, from 1 to 999.`);
	return Number(written);
}

function readShard(written: string): { readonly index: number; readonly count: number } {
	const [, index, count] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(written) ?? [];
	if (index === undefined || count === undefined || Number(index) > Number(count)) {
		throw new CannotRun(`--shard ${written}: which part of how many, such as 3/16.`);
	}
	return { index: Number(index), count: Number(count) };
}

function parseEscapes(args: readonly string[]): EscapesOptions {
	const { values, positionals } = parseOptions(args.map(likeGoTest), {
		class: { type: 'string', multiple: true },
		format: { type: 'string' },
		all: { type: 'boolean' },
		tests: { type: 'boolean' },
		...comparisonOptions,
		profile: { type: 'string', multiple: true },
		'sample-type': { type: 'string' },
		top: { type: 'string' },
		weights: { type: 'string' },
		pgo: { type: 'boolean' },
		goroutines: { type: 'boolean' },
		hot: { type: 'boolean' },
		'fail-on': { type: 'string' },
		gate: { type: 'string' },
		verify: { type: 'boolean' },
		bench: { type: 'string' },
		run: { type: 'string' },
	});
	for (const option of ['hot', 'top', 'sample-type', 'weights', 'pgo', 'goroutines'] as const) {
		if (values[option] !== undefined && !values.profile) throw new CannotRun(`--${option} needs --profile FILE.`);
	}
	if (values.top !== undefined && !/^[1-9][0-9]{0,8}$/.test(values.top)) {
		throw new CannotRun(`--top ${values.top}: a number from 1 on is needed.`);
	}
	const measures = values.gate !== undefined;
	if (values.run !== undefined && !values.verify) throw new CannotRun('--run needs --verify.');
	if (values.bench !== undefined && !values.verify && !measures) {
		throw new CannotRun('--bench needs --verify or --gate FILE.');
	}
	const beside = (['baseline', 'profile', 'verify', 'fail-on'] as const).find((name) => values[name]);
	if (measures && beside) throw new CannotRun(`Give --gate or --${beside}, not both.`);
	if (values.update && values.baseline === undefined && !measures) {
		throw new CannotRun('--update needs --baseline FILE or --gate FILE.');
	}
	const failOn = values['fail-on'];
	if (values.update && failOn !== undefined) throw new CannotRun('Give --update or --fail-on, not both.');
	return {
		packages: positionals.length === 0 ? ['./...'] : positionals,
		classes: listed(values.class).map((name) => oneOf('--class', name, escapeClasses)),
		format: oneOf('--format', values.format ?? 'human', formats),
		all: values.all ?? false,
		tests: values.tests ?? false,
		...readComparison(values),
		profiles: values.profile ?? [],
		sampleType: values['sample-type'],
		top: values.top === undefined ? undefined : Number(values.top),
		weights: values.weights === undefined ? undefined : readWeights(values.weights),
		pgo: values.pgo ?? false,
		goroutines: values.goroutines ?? false,
		hot: values.hot ?? false,
		failOn: failOn === undefined ? undefined : oneOf('--fail-on', failOn, escapesFailLevels),
		gate: values.gate,
		verify: values.verify ?? false,
		bench: values.bench,
		run: values.run,
	};
}

/** `-bench .` and `-run=Name`, as everybody writes them for `go test`. */
function likeGoTest(argument: string): string {
	return /^-(?:bench|run)(?:=|$)/.test(argument) ? `-${argument}` : argument;
}

/** `0.6,0.4`: of CPU time, and of the live heap. */
function readWeights(text: string): ScoreWeights {
	const [cpu, live] = /^[0-9.]+,[0-9.]+$/.test(text) ? text.split(',').map(Number) : [];
	if (cpu === undefined || live === undefined || !(cpu + live > 0)) {
		throw new CannotRun(`--weights ${text}: two numbers are needed, such as 0.6,0.4.`);
	}
	return { cpu, live };
}

/** `--tags a,b --tags c` → a, b, c */
function listed(values: readonly string[] | undefined): string[] {
	return (values ?? []).flatMap((value) => value.split(/[\s,]+/)).filter((value) => value !== '');
}

/** parseArgs, with its complaints as one sentence each. */
function parseOptions<T extends Options>(args: readonly string[], options: T) {
	const parsed = understood(() => parseArgs({ args: [...args], allowPositionals: true, options, strict: true }));
	for (const [name, value] of Object.entries(parsed.values)) {
		if ([value].flat().includes('')) throw new CannotRun(`--${name} needs a value.`);
	}
	if (parsed.positionals.includes('')) throw new CannotRun('An argument is empty.');
	return parsed;

	function understood<R>(parse: () => R): R {
		try {
			return parse();
		} catch (error) {
			throw new CannotRun(sentenceOf(error, Object.keys(options)));
		}
	}
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Node says what is wrong with an argument in its first line, and much more below it. */
function sentenceOf(error: unknown, options: readonly string[]): string {
	const message = error instanceof Error ? error.message : String(error);
	const missing = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(message)?.[1];
	if (missing !== undefined) return `${missing} needs a value.`;
	const given = /^Option '(?:-\w, )?(--[\w-]+)' does not take an argument/.exec(message)?.[1];
	if (given !== undefined) return `${given} takes no value.`;
	const unknown = /^Unknown option '([^']*)'/.exec(message)?.[1];
	if (unknown !== undefined) {
		const meant = nearestWord(unknown.replace(/^--?/, ''), options);
		return meant === undefined ? `Unknown option ${unknown}.` : `Unknown option ${unknown}; did you mean --${meant}?`;
	}
	return `${(message.split('\n')[0] ?? '').replace(/[.!?]$/, '')}.`;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
	const found = allowed.find((one) => one === value);
	if (found === undefined) throw new CannotRun(unknownChoice(name, value, allowed));
	return found;
}

function unknownChoice(name: string, value: string, allowed: readonly string[]): string {
	const meant = nearestWord(value, allowed);
	return `${name} ${value} is not known; ${meant === undefined ? 'choose' : `did you mean ${meant}? There are`} ${allowed.join(', ')}.`;
}
