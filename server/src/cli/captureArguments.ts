/** `linkscape capture …` → what is asked for. Pure. */
import { parseArgs } from 'node:util';
import { CannotRun } from './terminal.ts';

export type CaptureOptions = { readonly format: 'human' | 'json'; readonly out: string } & (
	| {
			readonly mode: 'test';
			readonly package: string;
			readonly bench: string | undefined;
			readonly run: string | undefined;
			readonly benchTime: string;
			readonly rate: number;
			/** Milliseconds. */
			readonly every: number;
			readonly trace: boolean;
			readonly keepers: boolean;
	  }
	| {
			readonly mode: 'run';
			readonly program: string;
			readonly args: readonly string[];
			readonly rate: number;
			/** Milliseconds. */
			readonly every: number;
			/** Milliseconds; undefined: until the program ends. */
			readonly duration: number | undefined;
	  }
	| {
			readonly mode: 'attach';
			readonly url: string;
			readonly headers: readonly string[];
			/** Milliseconds. */
			readonly duration: number;
			readonly snapshots: number;
	  }
);

const common = { out: { type: 'string', short: 'o' }, format: { type: 'string' } } as const;
const recording = { rate: { type: 'string' }, every: { type: 'string' } } as const;
const optionsOf = {
	test: {
		...common,
		...recording,
		bench: { type: 'string' },
		run: { type: 'string' },
		benchtime: { type: 'string' },
		'no-trace': { type: 'boolean' },
		keepers: { type: 'boolean' },
	},
	run: { ...common, ...recording, seconds: { type: 'string' } },
	attach: {
		...common,
		header: { type: 'string', multiple: true },
		seconds: { type: 'string' },
		snapshots: { type: 'string' },
	},
} as const;

/** @throws CannotRun for a command line that cannot be understood */
export function parseCapture(argv: readonly string[]): CaptureOptions {
	const [mode, ...rest] = argv;
	switch (mode) {
		case 'test': {
			const { values, positionals } = parsed(rest, optionsOf.test);
			const [named, second] = positionals;
			if (named === undefined || second !== undefined)
				throw new CannotRun('capture test takes one package, such as ./p.');
			for (const option of ['bench', 'run'] as const) checkPattern(option, values[option]);
			return {
				mode,
				...outputOf(values),
				...ratesOf(values),
				package: named,
				bench: values.bench,
				run: values.run,
				benchTime: matching(
					'benchtime',
					values.benchtime ?? '3s',
					/^[0-9][0-9.a-zµ]*[a-z]$/,
					'a time such as 3s or a count such as 100x',
				),
				trace: !values['no-trace'],
				keepers: values.keepers ?? false,
			};
		}
		case 'run': {
			// What stands behind the program is the program's.
			const at = indexOfProgram(rest);
			const { values } = parsed(rest.slice(0, at), optionsOf.run);
			const program = rest[at];
			if (program === undefined || program === '')
				throw new CannotRun('capture run takes a program, such as ./cmd/server.');
			const { seconds } = values;
			const duration = seconds === undefined ? undefined : numberOf('seconds', seconds, 86_400) * 1000;
			return { mode, ...outputOf(values), ...ratesOf(values), program, args: rest.slice(at + 1), duration };
		}
		case 'attach': {
			const { values, positionals } = parsed(rest, optionsOf.attach);
			const [url, second] = positionals;
			if (url === undefined || second !== undefined)
				throw new CannotRun('capture attach takes one address, such as http://127.0.0.1:6060.');
			return {
				mode,
				...outputOf(values),
				url,
				headers: values.header ?? [],
				duration: numberOf('seconds', values.seconds ?? '10', 3600) * 1000,
				snapshots: Math.max(2, numberOf('snapshots', values.snapshots ?? '4', 100)),
			};
		}
		case undefined:
		default:
			throw new CannotRun('capture takes test, run or attach.');
	}
}

function outputOf({
	out,
	format = 'human',
}: {
	readonly out?: string | undefined;
	readonly format?: string | undefined;
}) {
	if (out === undefined || out === '') throw new CannotRun('capture needs -o DIR, a directory to write.');
	if (format !== 'human' && format !== 'json')
		throw new CannotRun(`--format ${format} is not known; choose human, json.`);
	return { out, format } as const;
}

function ratesOf({
	rate = '32768',
	every = '500ms',
}: {
	readonly rate?: string | undefined;
	readonly every?: string | undefined;
}) {
	const [, amount = '', unit = ''] = /^([0-9]+(?:\.[0-9]+)?)(ms|s)$/.exec(every) ?? [];
	const milliseconds = Math.round(Number(amount) * (unit === 's' ? 1000 : 1));
	if (amount === '' || milliseconds < 10)
		throw new CannotRun(`--every ${every}: a time from 10ms on is needed, such as 500ms.`);
	return { rate: numberOf('rate', rate, 2 ** 30), every: milliseconds };
}

function numberOf(option: string, value: string, most: number): number {
	const number = /^[0-9]{1,10}$/.test(value) ? Number(value) : 0;
	if (number < 1 || number > most) throw new CannotRun(`--${option} ${value}: a number from 1 to ${most} is needed.`);
	return number;
}

function matching(option: string, value: string, pattern: RegExp, wanted: string): string {
	if (!pattern.test(value)) throw new CannotRun(`--${option} ${value}: ${wanted} is needed.`);
	return value;
}

function checkPattern(option: string, value: string | undefined): void {
	if (value === '') throw new CannotRun(`-${option} needs a value.`);
}

/** Where the options end. */
function indexOfProgram(args: readonly string[]): number {
	for (let at = 0; at < args.length; at++) {
		const arg = args[at] ?? '';
		if (arg === '--') return at + 1;
		if (!arg.startsWith('-')) return at;
		// The value of an option stands behind it, unless it is joined to it.
		if (!arg.includes('=') && arg !== '--help') at++;
	}
	return args.length;
}

type CaptureFlags = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Options of the go command are written with one dash: `-bench RE` is taken as well as `--bench RE`. */
function parsed<T extends CaptureFlags>(argv: readonly string[], options: T) {
	const args = argv.map((arg) => {
		const name = /^-([a-z][a-z-]+)(?:=|$)/.exec(arg)?.[1];
		return name !== undefined && name in options ? `-${arg}` : arg;
	});
	try {
		return parseArgs({ args, allowPositionals: true, strict: true, options });
	} catch (error) {
		const first = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
		const unknown = /^Unknown option '([^']*)'/.exec(first)?.[1];
		if (unknown !== undefined) throw new CannotRun(`Unknown option ${unknown}.`);
		const missing = /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(first)?.[1];
		throw new CannotRun(missing === undefined ? `${first.replace(/[.!?]$/, '')}.` : `${missing} needs a value.`);
	}
}
