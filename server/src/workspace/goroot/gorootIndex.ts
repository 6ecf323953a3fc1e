/**
 * What the Go tree in use says about the symbols of its standard library. Packages are read when a question needs them and
 * kept in memory and, with a cache directory, on disk. One index serves one GOROOT in one build context.
 */
import { closeNames } from '../../analysis/linker/closeNames.ts';
import type { Declaration, GoFile } from '../../analysis/source/goFile.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Platform } from '../../analysis/linker/buildTags.ts';
import type { DeclaredName, Definition, PackageFacts, Place, Reference } from '../../analysis/linker/packageFacts.ts';
import { parseSymbol, type SymbolParts } from '../../analysis/linker/symbolName.ts';
import { judgePull, type LinkVerdict, type Pull } from '../../analysis/linker/verdict.ts';
import { join } from '../../toolchain/paths.ts';
import { createGorootPackages, type GorootPackages } from './gorootPackages.ts';
import { type GorootFiles, type GorootState, openTree, packageDirectory, readStamp } from './gorootTree.ts';

export interface GorootOptions extends Platform {
	readonly goroot: string;
	/** The functions of toolchain/files.ts, or a test's. */
	readonly files: GorootFiles;
	/** Where facts are kept between runs; `undefined` keeps them in memory only. */
	readonly cacheDirectory: string | undefined;
}

/** A definition or declaration with the package that holds it. */
export type Located<T extends Place> = T & {
	readonly importPath: string;
	/** Absolute path of the file; `line` is the 1-based line in it. */
	readonly path: string;
};

export interface SymbolFacts {
	readonly symbol: string;
	/** The import path in the symbol's name; `undefined` for a name without a package. */
	readonly importPath: string | undefined;
	/** The standard library has that package in this context. */
	readonly packageExists: boolean;
	/** What the linker finds under the name, wherever it is defined. */
	readonly definition: Located<Definition> | undefined;
	/** What the symbol's own package declares under the name: a type, a generic, a function renamed by a directive, … */
	readonly declared: Located<DeclaredName> | undefined;
	/** The body-less function or pulled variable by which the symbol's own package refers to it. */
	readonly reference: Located<Reference> | undefined;
}

export type GorootVerdict =
	| (LinkVerdict & { readonly facts: SymbolFacts })
	/** The tree cannot be judged; one sentence says why. */
	| { readonly state: 'unknown'; readonly message: string };

export interface FoundDeclaration {
	readonly path: string;
	readonly file: GoFile;
	readonly declaration: Declaration;
}

export interface GorootIndex {
	/** Whether the tree can be judged, and which Go it is. */
	state(): Promise<GorootState>;
	/** What the linker says to a pull by a package outside the standard library, if the defining package is linked in. */
	judge(pull: Pull): Promise<GorootVerdict>;
	/** `undefined` when the tree is broken. */
	symbol(symbol: string): Promise<SymbolFacts | undefined>;
	/** Names of the same package that resemble the symbol's, nearest first, as symbols that have a definition. */
	closeSymbols(symbol: string): Promise<readonly string[]>;
	/** All facts of a package; `undefined` when this context has none. */
	packageFacts(importPath: string): Promise<PackageFacts | undefined>;
	/** The declaration of a package-level name (`T.m` for a method), with its file, for whoever compares signatures. */
	declaration(importPath: string, name: string): Promise<FoundDeclaration | undefined>;
	/** The declaration at a place: that of a {@link Definition} carries the symbol's signature. */
	declarationAt(place: { readonly path: string; readonly line: number }): Promise<FoundDeclaration | undefined>;
	/** Packages of the standard library that pull the symbol, by import path. */
	stdPullers(symbol: string): Promise<readonly string[]>;
	/** Import paths of the whole standard library in this context, sorted. */
	packages(): Promise<readonly string[]>;
	/** Everything of the standard library that a program with these imports contains, `runtime` included. */
	closure(importPaths: Iterable<string>): Promise<ReadonlySet<string>>;
	/** Looks whether the tree changed on disk (an update of Go) and forgets what it knew; true when it did. */
	refresh(): Promise<boolean>;
}

export function createGorootIndex(options: GorootOptions): GorootIndex {
	const { goroot, files, cacheDirectory } = options;
	let opened: Promise<Opened> | undefined;
	const open = () => (opened ??= openIndex());

	async function openIndex(): Promise<Opened> {
		const state = await openTree(goroot, options, files);
		if (state.kind === 'broken') return { state, packages: undefined };
		return { state, packages: createGorootPackages(state.tree, files, cacheDirectory) };
	}

	return {
		async state() {
			return (await open()).state;
		},

		async judge(pull) {
			const { state, packages } = await open();
			if (!packages) return { state: 'unknown', message: state.message };
			const facts = await symbolFacts(packages, pull.symbol);
			const empty = pull.as === 'var' && facts.definition !== undefined && (await isEmpty(packages, facts.definition));
			return { ...judgePull(pull, facts.definition, state.tree.rules, () => empty), facts };
		},

		async symbol(symbol) {
			const { packages } = await open();
			return packages && symbolFacts(packages, symbol);
		},

		async closeSymbols(symbol) {
			const { packages } = await open();
			const parts = parseSymbol(symbol);
			const facts = parts && (await packages?.facts(parts.importPath));
			return facts ? closeNames(symbol, Object.keys(facts.definitions)) : [];
		},

		async packageFacts(importPath) {
			return (await open()).packages?.facts(importPath);
		},

		async declaration(importPath, name) {
			const { packages } = await open();
			const facts = await packages?.facts(importPath);
			const declared = facts && ownValue(facts.names, name);
			return packages && declared && findDeclaration(packages, locate(packages, facts, declared));
		},

		async declarationAt(place) {
			const { packages } = await open();
			return packages && findDeclaration(packages, place);
		},

		async stdPullers(symbol) {
			const { packages } = await open();
			return (packages && ownValue((await packages.pushes()).pullers, symbol)) ?? [];
		},

		async packages() {
			const { packages } = await open();
			return packages ? Object.keys((await packages.pushes()).imports) : [];
		},

		async closure(importPaths) {
			const { packages } = await open();
			return packages ? importClosure((await packages.pushes()).imports, importPaths) : new Set();
		},

		async refresh() {
			if (!opened) return false;
			const { state } = await opened;
			if (state.kind === 'ready' && !state.tree.development) {
				if ((await readStamp(goroot, files)) === state.tree.stamp) return false;
			}
			opened = undefined;
			return true;
		},
	};
}

type Opened =
	| { readonly state: GorootState & { readonly kind: 'ready' }; readonly packages: GorootPackages }
	| { readonly state: GorootState & { readonly kind: 'broken' }; readonly packages: undefined };

async function symbolFacts(packages: GorootPackages, symbol: string): Promise<SymbolFacts> {
	const parts = parseSymbol(symbol);
	const own = parts && (await packages.facts(parts.importPath));
	const reference = own && located(packages, own, own.pulls, symbol);
	const definition =
		(own && located(packages, own, own.definitions, symbol)) ??
		(await pushed(packages, symbol)) ??
		intrinsic(packages, symbol, reference);
	return {
		symbol,
		importPath: parts?.importPath,
		packageExists: own !== undefined,
		definition,
		declared: own && located(packages, own, own.names, sourceName(parts)),
		reference,
	};
}

/** The definition of a symbol in a package that its name does not say. */
async function pushed(packages: GorootPackages, symbol: string): Promise<Located<Definition> | undefined> {
	for (const importPath of ownValue((await packages.pushes()).definers, symbol) ?? []) {
		const facts = await packages.facts(importPath);
		const definition = facts && located(packages, facts, facts.definitions, symbol);
		if (definition) return definition;
	}
	return undefined;
}

/** A body-less function that the compiler fills in by itself. */
function intrinsic(
	packages: GorootPackages,
	symbol: string,
	reference: Located<Reference> | undefined,
): Located<Definition> | undefined {
	if (!reference?.bare || !packages.tree.rules.compiledIntrinsics.includes(symbol)) return undefined;
	const { bare: _, ...place } = reference;
	return { ...place, kind: 'func', shape: 'go' };
}

/** `(*T).m` is declared as `T.m`. */
function sourceName(parts: SymbolParts): string {
	return parts.receiver ? `${parts.receiver.type}.${parts.receiver.method}` : parts.name;
}

// Names of other packages are followed this far: `compress/gzip.le` is `binary.LittleEndian`.
const furthestName = 3;

async function isEmpty(packages: GorootPackages, definition: Definition): Promise<boolean> {
	let size = definition.size;
	for (let step = 0; step < furthestName && size !== undefined && size !== 'zero'; step++) {
		const parts = parseSymbol(size.like);
		const facts = parts && (await packages.facts(parts.importPath));
		size = facts && parts && ownValue(facts.names, parts.name)?.size;
	}
	return size === 'zero';
}

function located<T extends Place>(
	packages: GorootPackages,
	facts: PackageFacts,
	record: Readonly<Record<string, T>>,
	name: string,
): Located<T> | undefined {
	const found = ownValue(record, name);
	return found && locate(packages, facts, found);
}

function locate<T extends Place>(packages: GorootPackages, facts: PackageFacts, item: T): Located<T> {
	const path = join(packageDirectory(packages.tree, facts.importPath), facts.files[item.file] ?? '');
	return { ...item, importPath: facts.importPath, path };
}

async function findDeclaration(
	packages: GorootPackages,
	{ path, line }: { readonly path: string; readonly line: number },
): Promise<FoundDeclaration | undefined> {
	const file = await packages.goFile(path);
	if (!file) return undefined;
	const { start, end } = new LineIndex(file.text).lineSpan(line - 1);
	const declaration = file.declarations.find(({ nameSpan }) => nameSpan.start >= start && nameSpan.start <= end);
	return declaration && { path, file, declaration };
}

function importClosure(imports: Readonly<Record<string, readonly string[]>>, from: Iterable<string>): Set<string> {
	const reached = new Set<string>();
	const pending = ['runtime', ...from];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (reached.has(next) || !Object.hasOwn(imports, next)) continue;
		reached.add(next);
		pending.push(...(imports[next] ?? []));
	}
	return reached;
}

/** Symbols come from users: `constructor` is not one of ours. */
function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
