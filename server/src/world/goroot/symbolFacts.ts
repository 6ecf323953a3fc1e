/** Where a symbol comes from: its own package, a push, assembly elsewhere, the compiler, or an embedded field. */
import type {
	DeclaredName,
	Definition,
	PackageFacts,
	SourceLine,
	Reference,
} from '../../analysis/linker/packageFacts.ts';
import { parseSymbol, type SymbolParts } from '../../analysis/linker/symbolName.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { join } from '../../toolchain/paths.ts';
import type { FoundDeclaration } from './foundDeclaration.ts';
import type { GorootPackages } from './gorootPackages.ts';
import { packageDirectory } from './gorootTree.ts';
import { findPromotedMethod } from './promotedMethod.ts';

/** A definition or declaration with the package that holds it. */
export type InPackage<T extends SourceLine> = T & {
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
	readonly definition: InPackage<Definition> | undefined;
	/** What the symbol's own package declares under the name: a type, a generic, a function renamed by a directive, … */
	readonly declared: InPackage<DeclaredName> | undefined;
	/** The body-less function or pulled variable by which the symbol's own package refers to it. */
	readonly reference: InPackage<Reference> | undefined;
}

export async function symbolFacts(packages: GorootPackages, symbol: string): Promise<SymbolFacts> {
	const parts = parseSymbol(symbol);
	const own = parts && (await packages.facts(parts.importPath));
	const reference = own && located(packages, own, own.pulls, symbol);
	const definition =
		(own && (await declaredHere(packages, own, symbol))) ??
		(await pushed(packages, symbol)) ??
		intrinsic(packages, symbol, reference) ??
		(parts ? await promoted(packages, parts) : await meantForC(packages, symbol));
	return {
		symbol,
		importPath: parts?.importPath,
		packageExists: own !== undefined,
		definition,
		declared: own && located(packages, own, own.names, sourceName(parts)),
		reference,
	};
}

/**
 * The definition in the symbol's own package. A value that another package pushes onto a variable replaces it, and marks it:
 * `syscall.cgo_libc_setegid` by runtime/cgo (loader.addSym: content wins).
 */
async function declaredHere(
	packages: GorootPackages,
	own: PackageFacts,
	symbol: string,
): Promise<InPackage<Definition> | undefined> {
	const definition = located(packages, own, own.definitions, symbol);
	if (definition?.kind !== 'var' || definition.push || definition.assembly) return definition;
	const push = (await pushed(packages, symbol))?.push;
	return push ? { ...definition, push } : definition;
}

/** The definition of a symbol in a package that its name does not say. */
async function pushed(packages: GorootPackages, symbol: string): Promise<InPackage<Definition> | undefined> {
	for (const importPath of ownValue((await packages.pushes()).definers, symbol) ?? []) {
		const facts = await packages.facts(importPath);
		const definition = facts && located(packages, facts, facts.definitions, symbol);
		if (definition) return definition;
	}
	return undefined;
}

/** A variable without a dot in its name that packages only refer to, `_cgo_init`: where no C code defines it, the linker makes one of them all. */
async function meantForC(packages: GorootPackages, symbol: string): Promise<InPackage<Definition> | undefined> {
	for (const importPath of ownValue((await packages.pushes()).pullers, symbol) ?? []) {
		const facts = await packages.facts(importPath);
		const reference = facts && located(packages, facts, facts.pulls, symbol);
		if (reference?.kind === 'var') return { ...reference, kind: 'var', shape: 'go', push: 'all' };
	}
	return undefined;
}

/** A body-less function that the compiler fills in by itself. */
function intrinsic(
	packages: GorootPackages,
	symbol: string,
	reference: InPackage<Reference> | undefined,
): InPackage<Definition> | undefined {
	const { compiledIntrinsics, intrinsicPackage } = packages.tree.rules;
	if (!reference?.bare) return undefined;
	if (reference.importPath !== intrinsicPackage && !compiledIntrinsics.includes(symbol)) return undefined;
	const { bare: _, ...place } = reference;
	return { ...place, kind: 'func', shape: 'go' };
}

/** The wrapper that the compiler makes of a method of an embedded field. Its place is the method's. */
async function promoted(packages: GorootPackages, parts: SymbolParts): Promise<InPackage<Definition> | undefined> {
	if (!parts.receiver) return undefined;
	const lookup = {
		facts: (importPath: string) => packages.facts(importPath),
		declaration: (importPath: string, name: string) => declarationOf(packages, importPath, name),
	};
	const method = await findPromotedMethod(lookup, parts.importPath, parts.receiver);
	const facts = method && (await packages.facts(method.importPath));
	if (!method || !facts) return undefined;
	const place = { file: method.declared.file, line: method.declared.line };
	const signature = Object.entries(facts.definitions).find(([symbol]) =>
		symbol.endsWith(`(*${method.name.replace('.', ').')}`),
	);
	const definition: Definition = {
		...place,
		kind: 'method',
		shape: 'go',
		replaceable: true,
		signature: signature?.[1].signature ?? '',
	};
	return locate(packages, facts, definition);
}

/** The declaration of a package-level name. */
export async function declarationOf(
	packages: GorootPackages,
	importPath: string,
	name: string,
): Promise<FoundDeclaration | undefined> {
	const facts = await packages.facts(importPath);
	const declared = facts && ownValue(facts.names, name);
	return declared && findDeclaration(packages, locate(packages, facts, declared));
}

/** `(*T).m` is declared as `T.m`. */
function sourceName(parts: SymbolParts): string {
	return parts.receiver ? `${parts.receiver.type}.${parts.receiver.method}` : parts.name;
}

function located<T extends SourceLine>(
	packages: GorootPackages,
	facts: PackageFacts,
	record: Readonly<Record<string, T>>,
	name: string,
): InPackage<T> | undefined {
	const found = ownValue(record, name);
	return found && locate(packages, facts, found);
}

function locate<T extends SourceLine>(packages: GorootPackages, facts: PackageFacts, item: T): InPackage<T> {
	const path = join(packageDirectory(packages.tree, facts.importPath), facts.files[item.file] ?? '');
	return { ...item, importPath: facts.importPath, path };
}

/** The declaration whose name stands on a 1-based line of a file of the tree. */
export async function findDeclaration(
	packages: GorootPackages,
	{ path, line }: { readonly path: string; readonly line: number },
): Promise<FoundDeclaration | undefined> {
	const file = await packages.goFile(path);
	if (!file) return undefined;
	const { start, end } = new LineIndex(file.text).lineSpan(line - 1);
	const declaration = file.declarations.find(({ nameSpan }) => nameSpan.start >= start && nameSpan.start <= end);
	return declaration && { path, file, declaration };
}

/** Symbols come from users: `constructor` is not one of ours. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
