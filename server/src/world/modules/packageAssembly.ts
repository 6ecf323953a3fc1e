/** The assembly of one package outside the standard library, as one build takes it. */
import { type AsmFacts, includedNames, scanAsm } from '../../analysis/linker/asmFile.ts';
import { escapeImportPath } from '../../analysis/linker/symbolName.ts';
import { isForeignSource } from '../../analysis/linkname/packageView.ts';
import { assemblyFileConstraint, isBuilt, isNameBuilt } from '../../analysis/build/isBuilt.ts';
import { join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';
import type { HeaderStore } from './packageHeaders.ts';

export interface Assembly extends AsmFacts {
	/** Base name. */
	readonly name: string;
}

export interface AssemblyLine {
	readonly path: string;
	/** 1-based. */
	readonly line: number;
}

export interface SymbolContext {
	readonly tags: ReadonlySet<string>;
	readonly goos: string;
	readonly goarch: string;
	readonly goroot: string | undefined;
	readonly files: GorootFiles;
	readonly headers: HeaderStore;
}

/** A place in assembly that names a symbol. */
export interface Operand extends AssemblyLine {
	/** The function around it, as the linker spells it; undefined when it is local to the file, and in data. */
	readonly caller: string | undefined;
	/** A call or a jump. */
	readonly called: boolean;
}

/** Symbols that assembly names, as the linker spells them, each with the places that do, in the order of the files. */
export function operandsOf(
	assembly: readonly Assembly[],
	directory: string,
	importPath: string,
): Map<string, readonly Operand[]> {
	const found = new Map<string, Operand[]>();
	const prefix = escapeImportPath(importPath);
	const spelt = (name: string) => (name.startsWith('.') ? prefix + name : name);
	for (const { name: file, references } of assembly) {
		const path = join(directory, file);
		for (const { name, line, caller, called } of references) {
			const symbol = spelt(name);
			const operand = { path, line, called, caller: caller === undefined ? undefined : spelt(caller) };
			const known = found.get(symbol);
			if (known) known.push(operand);
			else found.set(symbol, [operand]);
		}
	}
	return found;
}

/** What of a package's sources the Go compiler does not read, in one build. */
export interface ForeignSources {
	/** Nothing but Go: the go command passes `-complete`, and each function needs its body (cmd/go/internal/work/gc.go). */
	readonly none: boolean;
	/** Go files import "C": the assembly is for the C compiler's assembler. */
	readonly cgo: boolean;
	/** An object file lies there that may define any symbol. */
	readonly objects: boolean;
	/** Absolute paths of sources in other languages, whatever build they are for. */
	readonly others: readonly string[];
	/** Empty with cgo. */
	readonly assembly: readonly Assembly[];
}

export async function readForeignSources(directory: string, context: SymbolContext): Promise<ForeignSources> {
	const { files, tags } = context;
	const entries = await files.listDirectory(directory);
	const names = entries
		.filter(({ kind, name }) => kind !== 'directory' && isForeignSource(name))
		.map(({ name }) => name);
	const headers = (await context.headers.headers(directory)).files;
	const cgo = headers.some((header) => header.importsC && isBuilt(header, tags));
	const objects = names.some((name) => name.endsWith('.syso') && isNameBuilt(name, tags));
	const others = names.filter((name) => !/\.(?:s|syso)$/.test(name));
	const assembly = await readAssembly(directory, context);
	return {
		none: !cgo && !objects && others.length === 0 && assembly.length === 0,
		cgo,
		objects,
		others: names.filter((name) => !name.endsWith('.syso')).map((name) => join(directory, name)),
		assembly,
	};
}

const assemblies = new WeakMap<SymbolContext, Map<string, Promise<readonly Assembly[]>>>();

/** None beside cgo, whose assembly is for another assembler. Read once for each context. */
export function readAssembly(directory: string, context: SymbolContext): Promise<readonly Assembly[]> {
	let known = assemblies.get(context);
	if (!known) assemblies.set(context, (known = new Map()));
	let answer = known.get(directory);
	if (!answer) known.set(directory, (answer = scanAssembly(directory, context)));
	return answer;
}

async function scanAssembly(directory: string, context: SymbolContext): Promise<readonly Assembly[]> {
	const { files, tags, goos, goarch, goroot } = context;
	const headers = (await context.headers.headers(directory)).files;
	if (headers.some((header) => header.importsC && !header.test && isBuilt(header, tags))) return [];
	const entries = await files.listDirectory(directory);
	const names = entries
		.filter(({ kind, name }) => kind !== 'directory' && /^[^._].*\.s$/.test(name) && isNameBuilt(name, tags))
		.map(({ name }) => name);
	const texts = await Promise.all(
		names.map(async (name) => ({ name, text: (await files.readText(join(directory, name))) ?? '' })),
	);
	const built = texts.filter(({ name, text }) => isBuilt({ name, constraint: assemblyFileConstraint(text) }, tags));
	const includes = new Map<string, string>();
	const searched = [directory, ...(goroot === undefined ? [] : [join(goroot, 'pkg', 'include')])];
	const wanted = built.flatMap(({ text }) => includedNames(text));
	const asked = new Set<string>();
	for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
		if (asked.has(name)) continue;
		asked.add(name);
		for (const place of searched) {
			const text = includes.get(name) ?? (await files.readText(join(place, name)));
			if (text === undefined || includes.has(name)) continue;
			includes.set(name, text);
			wanted.push(...includedNames(text));
		}
	}
	const defined = [`GOOS_${goos}`, `GOARCH_${goarch}`];
	const input = { defined, include: (file: string) => includes.get(file) };
	return built.map(({ name, text }) => ({ name, ...scanAsm(text, input) }));
}
