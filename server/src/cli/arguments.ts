/** argv → what is asked for. Pure. */
import { parseArgs } from 'node:util';
import { type EscapeClass, escapeClasses } from '../analysis/escape/escapeHint.ts';
import { CannotRun } from './terminal.ts';

export type Invocation =
	| { readonly kind: 'check'; readonly options: CheckOptions }
	| { readonly kind: 'escapes'; readonly options: EscapesArguments }
	| { readonly kind: 'explain'; readonly options: ExplainOptions }
	| { readonly kind: 'help'; readonly of: string | undefined }
	| { readonly kind: 'version' };

export const formats = ['human', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export const failLevels = ['error', 'warning', 'information'] as const;
export type FailLevel = (typeof failLevels)[number];

/** By which Go to judge; what is not named is found out. */
interface GoOptions {
	readonly goroot: string | undefined;
	readonly go: string | undefined;
	readonly goos: string | undefined;
	readonly goarch: string | undefined;
	readonly tags: readonly string[];
}

export interface ExplainOptions extends GoOptions {
	readonly target: string;
}

export interface CheckOptions extends GoOptions {
	readonly paths: readonly string[];
	readonly format: Format;
	readonly fix: boolean;
	readonly failOn: FailLevel;
}

export interface EscapesArguments {
	readonly packages: readonly string[];
	readonly classes: readonly EscapeClass[];
	readonly format: Format;
	readonly all: boolean;
	readonly tests: boolean;
	readonly baseline: string | undefined;
	readonly update: boolean;
	readonly profile: string | undefined;
	readonly hot: boolean;
}

/** @throws CannotRun for a command line that cannot be understood */
export function parseArguments(argv: readonly string[]): Invocation {
	const [command, ...rest] = argv;
	switch (command) {
		case undefined:
		case 'help':
		case '--help':
		case '-h':
			return { kind: 'help', of: rest[0] };
		case 'version':
		case '--version':
		case '-V':
			return { kind: 'version' };
		case 'check':
		case 'escapes':
		case 'explain':
			if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', of: command };
			return parseCommand(command, rest);
		default:
			throw new CannotRun(`Unknown command ${command}; there are check, escapes and explain.`);
	}
}

function parseCommand(command: 'check' | 'escapes' | 'explain', args: readonly string[]): Invocation {
	switch (command) {
		case 'check':
			return { kind: 'check', options: parseCheck(args) };
		case 'escapes':
			return { kind: 'escapes', options: parseEscapes(args) };
		case 'explain':
			return { kind: 'explain', options: parseExplain(args) };
	}
}

function parseExplain(args: readonly string[]): ExplainOptions {
	const { values, positionals } = understood(() =>
		parseArgs({ args: [...args], allowPositionals: true, options: goOptions }),
	);
	const [target] = positionals;
	if (target === undefined || target.trim() === '' || positionals.length > 1) {
		throw new CannotRun('explain takes one symbol, such as runtime.nanotime.');
	}
	return { target: target.trim(), ...readGoOptions(values) };
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
	return { go, goroot, goos, goarch, tags: listed(tags) };
}

function parseCheck(args: readonly string[]): CheckOptions {
	const { values, positionals } = understood(() =>
		parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				...goOptions,
				format: { type: 'string' },
				fix: { type: 'boolean' },
				'fail-on': { type: 'string' },
			},
		}),
	);
	return {
		paths: positionals.length === 0 ? ['.'] : positionals,
		...readGoOptions(values),
		format: oneOf('--format', values.format ?? 'human', formats),
		fix: values.fix ?? false,
		failOn: oneOf('--fail-on', values['fail-on'] ?? 'error', failLevels),
	};
}

function parseEscapes(args: readonly string[]): EscapesArguments {
	const { values, positionals } = understood(() =>
		parseArgs({
			args: [...args],
			allowPositionals: true,
			options: {
				class: { type: 'string', multiple: true },
				format: { type: 'string' },
				all: { type: 'boolean' },
				tests: { type: 'boolean' },
				baseline: { type: 'string' },
				update: { type: 'boolean' },
				profile: { type: 'string' },
				hot: { type: 'boolean' },
			},
		}),
	);
	if (values.update && values.baseline === undefined) throw new CannotRun('--update needs --baseline FILE.');
	if (values.hot && values.profile === undefined) throw new CannotRun('--hot needs --profile FILE.');
	return {
		packages: positionals.length === 0 ? ['./...'] : positionals,
		classes: listed(values.class).map((name) => oneOf('--class', name, escapeClasses)),
		format: oneOf('--format', values.format ?? 'human', formats),
		all: values.all ?? false,
		tests: values.tests ?? false,
		baseline: values.baseline,
		update: values.update ?? false,
		profile: values.profile,
		hot: values.hot ?? false,
	};
}

/** `--tags a,b --tags c` → a, b, c */
function listed(values: readonly string[] | undefined): string[] {
	return (values ?? []).flatMap((value) => value.split(/[\s,]+/)).filter((value) => value !== '');
}

/** Node says what is wrong with an argument in its first line, and much more below it. */
function understood<T>(parse: () => T): T {
	try {
		return parse();
	} catch (error) {
		const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\n|(?<=')\. /);
		throw new CannotRun(`${sentence.replace(/[.!?]$/, '')}.`);
	}
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
	const found = allowed.find((one) => one === value);
	if (found === undefined) throw new CannotRun(`${name} ${value} is not known; choose ${allowed.join(', ')}.`);
	return found;
}
