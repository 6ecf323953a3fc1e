/** Calls every pair for real: one program, in which each local signature is linked to a function with the target's. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../../support/go.ts';
import {
	goType,
	wordsOf,
	type RandomPair,
	type RandomSignature,
	type RandomType,
	type Word,
} from './randomSignatures.ts';

export interface Call {
	/** The words that the caller passed, and those that the target saw: size and value. */
	readonly passed: readonly string[];
	readonly taken: readonly string[];
	readonly returned: readonly string[];
	readonly read: readonly string[];
}

/** Each call runs in a process of its own: a wrong one may write over its caller's frame. */
export function runPairs(pairs: readonly RandomPair[], env: NodeJS.ProcessEnv): readonly Call[] {
	return inModule({ 'target/target.go': targetSource(pairs), 'main.go': mainSource(pairs) }, (directory) => {
		go(['build', '-o', 'program', '.'], directory, env);
		return pairs.map((_, index) => {
			const program = spawnSync(join(directory, 'program'), [String(index)], { encoding: 'utf8', timeout: 20_000 });
			const output = program.status === 0 ? program.stdout : 'crashed|||';
			const [passed = [], taken = [], returned = [], read = []] = output
				.split('|')
				.map((part) => part.trim().split(' '));
			return { passed, taken, returned, read };
		});
	});
}

/** The bytes of stack that the compiler reserves for a call of each signature, spill space included. */
export function argumentAreas(signatures: readonly RandomSignature[], env: NodeJS.ProcessEnv): readonly number[] {
	return inModule({ 'shape/shape.go': shapeSource(signatures) }, (directory) => {
		const listing = go(['build', '-gcflags=-S', './shape'], directory, env);
		const found = new Map(
			[...listing.matchAll(argumentArea)].map(([, index, size]) => [index, parseInt(size ?? '', 16)]),
		);
		return signatures.map((_, index) => found.get(String(index)) ?? -1);
	});
}

const argumentArea = /^\S*\.F(\d+) STEXT.* args=0x([0-9a-f]+) /gm;

function inModule<T>(files: Readonly<Record<string, string>>, use: (directory: string) => T): T {
	const directory = mkdtempSync(join(tmpdir(), 'linkscape-abi-'));
	try {
		writeFiles(directory, { 'go.mod': 'module abi\n\ngo 1.18\n', ...files });
		return use(directory);
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

/** What the go command says on stderr. */
function go(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
	const { status, stderr } = spawnSync('go', args, {
		cwd,
		env: { ...env, GOFLAGS: '' },
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	});
	if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`);
	return stderr;
}

const header = (name: string) =>
	`package ${name}\n\nimport (\n\t"fmt"\n\t"math"\n\t_ "unsafe"\n)\n\nvar _ = fmt.Sprint\nvar _ = math.Pi\n\n`;

function list(types: readonly RandomType[], prefix: string): string {
	return types.map((type, index) => `${prefix}${index} ${goType(type)}`).join(', ');
}

function signature({ parameters, results }: RandomSignature): string {
	return `(${list(parameters, 'p')}) (${list(results, 'r')})`;
}

function words(types: readonly RandomType[], prefix: string): { readonly at: string; readonly name: Word }[] {
	return types.flatMap((type, index) => wordsOf(type, `${prefix}${index}`));
}

/** A value of its own for the word at this place. */
function literal(name: Word, place: number): string {
	const number = place + 1;
	if (name === 'float32') return `math.Float32frombits(${0x3f000000 + number})`;
	if (name === 'float64') return `math.Float64frombits(${0x3fe0000000000000n + BigInt(number)})`;
	const bytes = { uint8: 1, uint16: 2, uint32: 4, uint64: 8, uintptr: 8 }[name];
	return `0x${(number % 256).toString(16).padStart(2, '0').repeat(bytes)}`;
}

function note({ at, name }: { at: string; name: Word }): string {
	const size = { uint8: 1, uint16: 2, uint32: 4, uint64: 8, uintptr: 8, float32: 4, float64: 8 }[name];
	const bits = name === 'float32' ? `math.Float32bits(${at})` : name === 'float64' ? `math.Float64bits(${at})` : at;
	return `fmt.Sprintf("${name.startsWith('f') ? 'f' : ''}${size}:%x ", ${bits})`;
}

function fill(types: readonly RandomType[], prefix: string): string {
	return words(types, prefix)
		.map(({ at, name }, place) => `\t${at} = ${literal(name, place)}\n`)
		.join('');
}

function noteAll(types: readonly RandomType[], prefix: string, into: string): string {
	return words(types, prefix)
		.map((word) => `\t${into} += ${note(word)}\n`)
		.join('');
}

function targetSource(pairs: readonly RandomPair[]): string {
	const functions = pairs.map(
		({ target }, index) =>
			`//go:noinline\nfunc T${index}${signature(target)} {\n\tTaken = ""\n${noteAll(target.parameters, 'p', 'Taken')}${fill(target.results, 'r')}\tReturned = ""\n${noteAll(target.results, 'r', 'Returned')}\treturn\n}\n`,
	);
	return `${header('target')}var Taken, Returned string\n\n${functions.join('\n')}`;
}

function shapeSource(signatures: readonly RandomSignature[]): string {
	return `package shape\n\n${signatures.map((of, index) => `//go:noinline\nfunc F${index}${signature(of)} { return }\n`).join('\n')}`;
}

function mainSource(pairs: readonly RandomPair[]): string {
	const declarations = pairs.map(
		({ local }, index) => `//go:linkname l${index} abi/target.T${index}\nfunc l${index}${signature(local)}\n`,
	);
	const calls = pairs.map(({ local }, index) => {
		const variables = local.parameters.map((type, place) => `\tvar p${place} ${goType(type)}\n`).join('');
		const results = local.results.map((_, place) => `r${place}`).join(', ');
		const call = `l${index}(${local.parameters.map((_, place) => `p${place}`).join(', ')})`;
		const using = local.results.map((_, place) => `\t_ = r${place}\n`).join('');
		return `func call${index}() {\n${variables}${fill(local.parameters, 'p')}${noteAll(local.parameters, 'p', 'passed')}\t${results ? `${results} := ` : ''}${call}\n${using}${noteAll(local.results, 'r', 'read')}\tfmt.Println(passed + "|" + target.Taken + "|" + target.Returned + "|" + read)\n}\n`;
	});
	const cases = pairs.map((_, index) => `\tcase "${index}":\n\t\tcall${index}()\n`).join('');
	const main = `func main() {\n\tswitch os.Args[1] {\n${cases}\t}\n}\n`;
	return `${header('main').replace('"math"', '"math"\n\t"os"\n\t"abi/target"')}var passed, read string\n\n${declarations.join('\n')}\n${calls.join('\n')}\n${main}`;
}
