/** Calls every pair for real: one program, in which each local signature is linked to a function with the target's. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	goType,
	wordsOf,
	type RandomPair,
	type RandomSignature,
	type RandomType,
	type Word,
} from './randomSignatures.ts';

export interface Call {
	/** The words that the caller passed, and those that the target saw. */
	readonly passed: readonly string[];
	readonly taken: readonly string[];
	readonly returned: readonly string[];
	readonly read: readonly string[];
	/** Bytes of the argument area, spill space included, that the compiler gave each side. */
	readonly localArea: number;
	readonly targetArea: number;
}

/** Each call runs in a process of its own: a wrong one may write over its caller's frame. */
export function runPairs(pairs: readonly RandomPair[], env: NodeJS.ProcessEnv): readonly Call[] {
	const directory = mkdtempSync(join(tmpdir(), 'linkscape-abi-'));
	try {
		mkdirSync(join(directory, 'target'));
		mkdirSync(join(directory, 'shape'));
		writeFileSync(join(directory, 'go.mod'), 'module abi\n\ngo 1.18\n');
		writeFileSync(join(directory, 'target/target.go'), targetSource(pairs));
		writeFileSync(join(directory, 'shape/shape.go'), shapeSource(pairs));
		writeFileSync(join(directory, 'main.go'), mainSource(pairs));
		const listing = buildProgram(directory, env);
		const areas = new Map(
			[...listing.matchAll(argumentArea)].map(([, name, size]) => [name, parseInt(size ?? '', 16)]),
		);
		return pairs.map((_, index) => {
			const program = spawnSync(join(directory, 'program'), [String(index)], { encoding: 'utf8', timeout: 20_000 });
			const output = program.status === 0 ? program.stdout : 'crashed|||';
			const [passed = [], taken = [], returned = [], read = []] = output
				.split('|')
				.map((part) => part.trim().split(' '));
			return {
				passed,
				taken,
				returned,
				read,
				localArea: areas.get(`L${index}`) ?? -1,
				targetArea: areas.get(`T${index}`) ?? -1,
			};
		});
	} finally {
		rmSync(directory, { recursive: true, force: true });
	}
}

const argumentArea = /^\S*\.([TL]\d+) STEXT.* args=0x([0-9a-f]+) /gm;

/** Builds the program and returns the assembly listing of the signatures. */
function buildProgram(cwd: string, env: NodeJS.ProcessEnv): string {
	const go = (...args: string[]) => {
		const { status, stderr } = spawnSync('go', args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
		if (status !== 0) throw new Error(`go ${args.join(' ')}: ${stderr}`);
		return stderr;
	};
	go('build', '-o', 'program', '.');
	return go('build', '-gcflags=-S', './target', './shape');
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

/** The local signatures with a body, to learn what the compiler makes of them. */
function shapeSource(pairs: readonly RandomPair[]): string {
	return `package shape\n\n${pairs.map(({ local }, index) => `//go:noinline\nfunc L${index}${signature(local)} { return }\n`).join('\n')}`;
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
