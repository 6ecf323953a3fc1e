/** The symbols of one package outside the standard library: what it defines, pulls and declares in this build context. */
import { assemblyConstraint, includedNames, scanAsmFile, scanAsmReferences } from '../../analysis/linker/asmFile.ts';
import { collectPackage } from '../../analysis/linker/collectPackage.ts';
import type { PackageFacts, Place } from '../../analysis/linker/packageFacts.ts';
import { escapeImportPath } from '../../analysis/linker/symbolName.ts';
import { fileNameMatches } from '../../analysis/source/fileName.ts';
import { evaluateConstraint } from '../../analysis/source/buildConstraint.ts';
import type { Declaration, GoFile } from '../../analysis/source/goFile.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { join } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../goroot/gorootTree.ts';
import { type HeaderFile, type HeaderStore, isBuilt } from './packageHeaders.ts';

export interface SourceFile {
	readonly path: string;
	readonly file: GoFile;
}

export interface PackageSymbols {
	readonly importPath: string;
	readonly directory: string;
	/** The Go files of this context, without tests; the facts refer to them by index, assembly follows. */
	readonly files: readonly SourceFile[];
	readonly facts: PackageFacts;
	/** Symbols and names that only tests and other build contexts have. */
	readonly elsewhere: ReadonlySet<string>;
	/** Symbols that its assembly names, as the linker spells them, each with the first line that does. */
	readonly assemblyReferences: ReadonlyMap<string, AssemblyLine>;
	/** More may exist than the Go files say: cgo, or `go:generate` in the user's own sources. */
	readonly uncertain: boolean;
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

/** @param importPath as symbols are spelt: `main` for a command */
export async function readPackageSymbols(
	directory: string,
	importPath: string,
	context: SymbolContext,
): Promise<PackageSymbols> {
	const { tags } = context;
	const headers = (await context.headers.headers(directory)).files;
	const scanned = await Promise.all(
		headers.map(async (header) => {
			const text = await context.files.readText(header.path);
			return text === undefined ? undefined : { header, path: header.path, file: scanGoFile(text) };
		}),
	);
	const all = scanned.filter((one) => one !== undefined);
	const taken = all.filter(({ header }) => !header.test && isBuilt(header, tags));
	const assembly = taken.some(({ header }) => header.importsC) ? [] : await readAssembly(directory, context);
	const collect = (go: readonly { readonly header: HeaderFile; readonly file: GoFile }[]) =>
		collectPackage({
			importPath,
			go: go.map(({ header, file }) => ({ name: header.name, file })),
			assembly: go === taken ? assembly : [],
			wrappers: tags.has('goexperiment.regabiwrappers'),
		});
	const facts = collect(taken);
	const rest = collect(all.filter((one) => !taken.includes(one)));
	return {
		importPath,
		directory,
		files: taken.map(({ path, file }) => ({ path, file })),
		facts,
		assemblyReferences: operandsOf(assembly, directory, importPath),
		elsewhere: new Set([...Object.keys(rest.definitions), ...Object.keys(rest.pulls), ...Object.keys(rest.names)]),
		uncertain: all.some(({ header, file }) => header.importsC || /^\/\/go:generate\b/m.test(file.text)),
	};
}

function operandsOf(
	assembly: Awaited<ReturnType<typeof readAssembly>>,
	directory: string,
	importPath: string,
): Map<string, AssemblyLine> {
	const found = new Map<string, AssemblyLine>();
	for (const { name: file, references } of assembly) {
		for (const { name, line } of references) {
			const symbol = name.startsWith('.') ? `${escapeImportPath(importPath)}${name}` : name;
			if (!found.has(symbol)) found.set(symbol, { path: join(directory, file), line });
		}
	}
	return found;
}

async function readAssembly(directory: string, context: SymbolContext) {
	const { files, tags, goos, goarch, goroot } = context;
	const entries = await files.listDirectory(directory);
	const names = entries
		.filter(({ kind, name }) => kind !== 'directory' && /^[^._].*\.s$/.test(name) && fileNameMatches(name, tags))
		.map(({ name }) => name);
	const texts = await Promise.all(
		names.map(async (name) => ({ name, text: (await files.readText(join(directory, name))) ?? '' })),
	);
	const built = texts.filter(({ text }) => holds(text, tags));
	const includes = new Map<string, string>();
	const searched = [directory, ...(goroot === undefined ? [] : [join(goroot, 'pkg', 'include')])];
	for (const name of built.flatMap(({ text }) => includedNames(text))) {
		for (const place of searched) {
			const text = includes.get(name) ?? (await files.readText(join(place, ...name.split('/'))));
			if (text !== undefined) includes.set(name, text);
		}
	}
	const defined = [`GOOS_${goos}`, `GOARCH_${goarch}`];
	const input = { defined, include: (file: string) => includes.get(file) };
	return built.map(({ name, text }) => ({
		name,
		definitions: scanAsmFile(text, input),
		references: scanAsmReferences(text, input),
	}));
}

function holds(assembly: string, tags: ReadonlySet<string>): boolean {
	const constraint = assemblyConstraint(assembly);
	return constraint === undefined || evaluateConstraint(constraint, tags);
}

/** The declaration at a place of the package's facts; `undefined` for assembly. */
export function declarationAt(
	{ files }: PackageSymbols,
	place: Place,
	name: string | undefined,
): (SourceFile & { readonly declaration: Declaration }) | undefined {
	const source = files[place.file];
	if (!source) return undefined;
	const { start, end } = new LineIndex(source.file.text).lineSpan(place.line - 1);
	const here = source.file.declarations.filter(({ nameSpan }) => nameSpan.start >= start && nameSpan.start <= end);
	const declaration = here.find((one) => one.name === name) ?? here[0];
	return declaration && { ...source, declaration };
}
