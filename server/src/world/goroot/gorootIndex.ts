/**
 * What the Go tree in use says about the symbols of its standard library. Packages are read when a question needs them and
 * kept in memory and, with a cache directory, on disk. One index serves one GOROOT in one build context.
 */
import type { Platform } from '../../analysis/build/buildTags.ts';
import { createCloseNames } from '../../analysis/linker/closeNames.ts';
import type { PackageFacts } from '../../analysis/linker/packageFacts.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import { verdictOfPull, type LinkVerdict, type Pull } from '../../analysis/linker/verdict.ts';
import { createGorootPackages, type GorootPackages } from './gorootPackages.ts';
import type { FoundDeclaration } from './foundDeclaration.ts';
import { type GorootFiles, type GorootState, isFrozenAway, isFrozenCopy, openTree, readStamp } from './gorootTree.ts';
import { cgoImports } from './pushIndex.ts';
import { declarationOf, findDeclaration, ownValue, type SymbolFacts, symbolFacts } from './symbolFacts.ts';
import { variableSize } from './variableSize.ts';

export type { FoundDeclaration } from './foundDeclaration.ts';
export type { InPackage, SymbolFacts } from './symbolFacts.ts';

export interface GorootOptions extends Platform {
	readonly goroot: string;
	/** The functions of toolchain/files.ts, or a test's. */
	readonly files: GorootFiles;
	/** Where facts are kept between runs; `undefined` keeps them in memory only. */
	readonly cacheDirectory: string | undefined;
}

export type GorootVerdict =
	| (LinkVerdict & { readonly facts: SymbolFacts })
	/** The tree cannot be judged; one sentence says why. */
	| { readonly state: 'unknown'; readonly message: string };

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
	/** Everything of the standard library that a program with these imports (`C` too) contains, `runtime` included. */
	closure(importPaths: Iterable<string>): Promise<ReadonlySet<string>>;
	/** Looks whether the tree changed on disk (an update of Go) and forgets what it knew; true when it did. */
	refresh(): Promise<boolean>;
}

export function createGorootIndex(options: GorootOptions): GorootIndex {
	const { goroot, files, cacheDirectory } = options;
	let opened: Promise<Opened> | undefined;
	const open = () => (opened ??= openIndex());
	const closeTo = new WeakMap<PackageFacts, (symbol: string) => readonly string[]>();

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
			const own =
				facts.definition || facts.importPath === undefined ? undefined : await packages.facts(facts.importPath);
			if (own?.unreadable) return { state: 'unknown', message: unreadableMessage(goroot, own) };
			if (facts.importPath !== undefined && isFrozenCopy(facts.importPath)) {
				return { state: 'unknown', message: `${facts.importPath} is a frozen copy, which is not read.` };
			}
			if (facts.importPath !== undefined && isFrozenAway(state.tree, facts.importPath) && !facts.definition) {
				return pull.as === 'var'
					? { state: 'zero-variable', why: 'absent', facts }
					: { state: 'undefined', why: 'frozen', facts };
			}
			const verdict = verdictOfPull(pull, facts.definition, state.tree.rules);
			const wins =
				verdict.state === 'refused' && pull.wins === undefined && (await isEmptyTarget(pull, facts, packages));
			return { ...(wins ? verdictOfPull({ ...pull, wins }, facts.definition, state.tree.rules) : verdict), facts };
		},

		async symbol(symbol) {
			const { packages } = await open();
			return packages && symbolFacts(packages, symbol);
		},

		async closeSymbols(symbol) {
			const { packages } = await open();
			const parts = parseSymbol(symbol);
			const facts = parts && (await packages?.facts(parts.importPath));
			if (!facts) return [];
			let close = closeTo.get(facts);
			if (!close) closeTo.set(facts, (close = createCloseNames(Object.keys(facts.definitions))));
			return close(symbol);
		},

		async packageFacts(importPath) {
			return (await open()).packages?.facts(importPath);
		},

		async declaration(importPath, name) {
			const { packages } = await open();
			return packages && declarationOf(packages, importPath, name);
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

/** A variable that takes no memory gives way to a pulled one of any size but none (loader.addSym: of two without content the larger wins). */
async function isEmptyTarget(pull: Pull, { definition }: SymbolFacts, packages: GorootPackages): Promise<boolean> {
	if (pull.as !== 'var' || definition?.kind !== 'var') return false;
	return (await variableSize(definition, packages)) === 0;
}

function unreadableMessage(goroot: string, { importPath, unreadable = [] }: PackageFacts): string {
	return `GOROOT ${goroot}: ${unreadable.map((name) => `src/${importPath}/${name}`).join(', ')} cannot be read.`;
}

function importClosure(imports: Readonly<Record<string, readonly string[]>>, from: Iterable<string>): Set<string> {
	const reached = new Set<string>();
	const pending = ['runtime', ...[...from].flatMap((path) => (path === 'C' ? cgoImports : [path]))];
	for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
		if (reached.has(next) || !Object.hasOwn(imports, next)) continue;
		reached.add(next);
		pending.push(...(imports[next] ?? []));
	}
	return reached;
}
