/** What a pull outside the standard library is linked to. */
import { closeNames } from '../../analysis/linker/closeNames.ts';
import { isSurelyAbsent, madeFunction } from '../../analysis/linker/madeSymbol.ts';
import type { DeclaredName, Definition } from '../../analysis/linker/packageFacts.ts';
import {
	escapeImportPath,
	isMadeByToolchain,
	parseSymbol,
	type SymbolParts,
} from '../../analysis/linker/symbolName.ts';
import type { ModuleTarget, UndefinedTarget } from '../../analysis/linkname/modules/moduleView.ts';
import type { Signature } from '../../analysis/signature/signature.ts';
import { looksStandard } from '../../world/goroot/standardPath.ts';
import type { Build } from '../../world/modules/build.ts';
import type { BuildModule } from '../../world/modules/buildList.ts';
import { binaryWithout, binaryWithoutMain } from './binaryWithout.ts';
import { findMissingImport } from './missingImport.ts';
import type { PackageSymbols } from '../../world/modules/packageSymbols.ts';
import { ownValue } from '../../world/goroot/symbolFacts.ts';
import { compareTypes, sideOf, signatureAt } from './compareTypes.ts';

export interface PullQuestion {
	readonly symbol: string;
	readonly parts: SymbolParts;
	readonly as: 'func' | 'var';
	/** Import path of the package that pulls. */
	readonly from: string;
	/** The name of the declaration that pulls. */
	readonly name: string;
	/** It pulls from a file of its tests: which program that becomes part of is not asked. */
	readonly inTest: boolean;
	readonly local: Signature | undefined;
}

const unknown: ModuleTarget = { kind: 'unknown' };

export async function pulledTarget(question: PullQuestion, build: Build): Promise<ModuleTarget> {
	const { symbol, parts, as, from, inTest } = question;
	if (isMadeByToolchain(symbol)) return madeTarget(question, build);
	const place = await build.places.place(parts.importPath);
	if (parts.importPath === 'main') return inPrograms(question, build);
	if (place.kind === 'std' || place.kind === 'unknown') return unknown;
	const pushed = (await build.linknames(symbol)).definers[0];
	if (place.kind === 'absent') {
		if (pushed || !(await isCertain(symbol, build))) return unknown;
		// The Go tree is asked about these.
		const standard = (await build.options.index?.packages()) ?? [];
		if (looksStandard(parts.importPath, from, () => standard)) return unknown;
		const suggestions = [...(await withDotInPath(symbol, build)), ...(await withStandardPath(parts, as, from, build))];
		const claimed = build.list.modules.some(
			({ path, directory }) => directory !== undefined && parts.importPath.startsWith(`${path}/`),
		);
		// The program of somebody else may have the package; one of this build would have been found.
		const ownProgram = !inTest && (await isInProgram(from, build));
		if (suggestions.length === 0 && !claimed && !ownProgram) return unknown;
		return missing({ kind: 'no-package', importPath: parts.importPath }, as, suggestions);
	}
	const symbols = await build.symbols(place);
	const definition = ownValue(symbols.facts.definitions, symbol);
	if (definition) return defined(question, { definition, symbols, importPath: place.importPath }, place.module, build);
	if (pushed) {
		const { item, symbols: theirs, from } = pushed;
		return defined(question, { definition: item, symbols: theirs, importPath: from.importPath }, from.module, build);
	}
	if (symbols.uncertain || !(await isCertain(symbol, build))) return unknown;
	// A name of its own package that it does not define: programs of others may give it a body.
	if (place.importPath === from && !(await isInProgram(from, build))) return unknown;
	const spelt = `${escapeImportPath(symbols.importPath)}.${parts.name}`;
	if (spelt !== symbol && ownValue(symbols.facts.definitions, spelt)) return missing({ kind: 'absent' }, as, [spelt]);
	const places = placesElsewhere(symbols, symbol, parts);
	if (places.length === 0) return undefinedIn(symbols, question);
	// A test is compiled together with the tests of its own package.
	if (inTest && place.importPath === from) return unknown;
	return missing({ kind: 'left-out', files: places }, as, []);
}

/** A function literal or an `init` function: said only when there surely is none. */
async function madeTarget({ symbol, parts, as, from, inTest }: PullQuestion, build: Build): Promise<ModuleTarget> {
	const made = as === 'func' ? madeFunction(parts.name) : undefined;
	const place = made && (await build.places.place(parts.importPath));
	const state = await build.options.index?.state();
	const isWithinReach = place?.kind === 'found' && !(inTest && place.importPath === from);
	// Go 1.21 and before have other names for them.
	if (!made || !isWithinReach || state?.kind !== 'ready' || state.tree.release.minor < 22) return unknown;
	const { facts, files, uncertain } = await build.symbols(place);
	if (uncertain || (await build.linknames(symbol)).definers.length > 0) return unknown;
	if (made.kind === 'literal' && state.tree.rules.namelessLiterals)
		return missing({ kind: 'nameless-literal' }, as, []);
	const sources = files.map(({ file }) => file);
	return isSurelyAbsent(made, sources, facts.names) ? missing({ kind: 'absent' }, as, []) : unknown;
}

interface Found {
	readonly definition: Definition;
	readonly symbols: PackageSymbols;
	readonly importPath: string;
}

async function defined(
	{ symbol, parts, as, name, from, inTest, local }: PullQuestion,
	{ definition, symbols, importPath }: Found,
	module: BuildModule,
	build: Build,
): Promise<ModuleTarget> {
	if (definition.shape === 'abi0') return as === 'func' ? missing({ kind: 'assembly-only' }, as, []) : unknown;
	if (as === 'func' && definition.kind === 'var') return missing({ kind: 'declared-as', as: 'variable' }, as, []);
	if (as === 'var' && definition.kind !== 'var') return { kind: 'zero-variable', why: 'function', suggestions: [] };
	const receiver = parts.receiver?.pointer ? 'pointer' : 'declared';
	const missingImport = inTest ? undefined : await findMissingImport([from], [importPath], build);
	const providers = [importPath, ...(await build.linknames(symbol)).definers.map((one) => one.from.importPath)];
	const isFunction = as === 'func' && !inTest && !missingImport;
	return {
		kind: 'defined',
		side: sideOf(symbols, importPath, definition),
		comparison: await compareTypes(local, signatureAt(symbols, definition, receiver, build), build),
		privateOf: module.kind !== 'main' && isPrivate(symbol) ? module : undefined,
		missing: missingImport,
		lacking: isFunction ? await binaryWithout(providers, { importPath: from, name }, build) : undefined,
	};
}

function undefinedIn({ facts }: PackageSymbols, { symbol, parts, as }: PullQuestion): ModuleTarget {
	const name = parts.receiver ? `${parts.receiver.type}.${parts.receiver.method}` : parts.name;
	const declared = ownValue(facts.names, name);
	if (declared?.kind === 'func') {
		// Declared without a body: whoever pushes one may be outside of this build.
		if (declared.symbol === undefined) return unknown;
		if (declared.symbol === symbol) return missing({ kind: 'absent' }, as, []);
		return missing({ kind: 'renamed', symbol: declared.symbol }, as, [declared.symbol]);
	}
	const suggestions = closeNames(symbol, Object.keys(facts.definitions));
	const kind = declared && declaredKind(declared);
	return missing(kind ? { kind: 'declared-as', as: kind } : { kind: 'absent' }, as, suggestions);
}

function declaredKind({ kind }: DeclaredName): 'constant' | 'type' | 'generic function' | undefined {
	switch (kind) {
		case 'const':
			return 'constant';
		case 'type':
			return 'type';
		case 'generic':
			return 'generic function';
		case 'func':
		case 'method':
		case 'var':
			return undefined;
	}
}

function missing(why: UndefinedTarget, as: 'func' | 'var', suggestions: readonly string[]): ModuleTarget {
	return as === 'var' ? { kind: 'zero-variable', why: 'absent', suggestions } : { kind: 'undefined', why, suggestions };
}

/** The files that other platforms, tags or tests take, and that have it. */
function placesElsewhere(
	{ elsewhere }: PackageSymbols,
	symbol: string,
	{ name, receiver }: SymbolParts,
): readonly string[] {
	return elsewhere.get(symbol) ?? elsewhere.get(receiver ? `${receiver.type}.${receiver.method}` : name) ?? [];
}

/** `main.f`: what the programs that contain the package define, when all of them are known. */
async function inPrograms(question: PullQuestion, build: Build): Promise<ModuleTarget> {
	const { symbol, parts, as, name, from, inTest } = question;
	if (!(await isCertain(symbol, build)) || (await build.linknames(symbol)).definers.length > 0) return unknown;
	if (inTest) return inTestOfMain(question, build);
	const graph = await build.graph();
	const reaches = graph.programs.map((program) => ({ program, reach: graph.reach(program.importPath) }));
	const needing = reaches.filter(({ reach }) => reach.packages.has(from));
	if (needing.length === 0 || reaches.some(({ reach }) => !reach.complete)) return unknown;
	const programs = await Promise.all(needing.map(({ program }) => build.symbols(program)));
	const isKnown = (one: PackageSymbols) => {
		return one.uncertain || ownValue(one.facts.definitions, symbol) || placesElsewhere(one, symbol, parts).length > 0;
	};
	if (programs.some(isKnown)) {
		const definer = programs.find(({ facts }) => ownValue(facts.definitions, symbol)?.kind === 'func');
		const definition = definer && ownValue(definer.facts.definitions, symbol);
		const lacking =
			definition && as === 'func' ? await binaryWithoutMain(symbol, { importPath: from, name }, build) : undefined;
		if (!lacking || !definition) return unknown;
		const side = sideOf(definer, needing[programs.indexOf(definer)]?.program.importPath ?? 'main', definition);
		return { kind: 'defined', side, comparison: undefined, privateOf: undefined, missing: undefined, lacking };
	}
	const names = new Set(programs.flatMap(({ facts }) => Object.keys(facts.definitions)));
	return missing({ kind: 'absent' }, as, closeNames(symbol, [...names]));
}

/** `go test` compiles package main under its import path, and writes a main package of its own. */
async function inTestOfMain({ symbol, parts, as, from }: PullQuestion, build: Build): Promise<ModuleTarget> {
	if (as !== 'func' || ['main', 'init'].includes(parts.name)) return unknown;
	const own = (await build.graph()).packages.get(from);
	if (!own) return unknown;
	if (own.name !== 'main') return missing({ kind: 'absent' }, as, []);
	const { facts } = await build.symbols(own);
	const isThere = ownValue(facts.definitions, symbol)?.kind === 'func';
	return missing({ kind: 'main-in-test' }, as, isThere ? [`${escapeImportPath(from)}.${parts.name}`] : []);
}

/** The standard library pushes some names to packages outside; without a Go tree nobody knows which. */
export async function isCertain(symbol: string, { options }: Build): Promise<boolean> {
	const facts = await options.index?.symbol(symbol);
	return facts !== undefined && facts.definition === undefined;
}

/** `x/yaml.v2.f` splits at the first dot of the last element; a package whose name has a dot is spelt `x/yaml%2ev2`. */
async function withDotInPath(symbol: string, build: Build): Promise<string[]> {
	const lastSlash = symbol.lastIndexOf('/');
	const found: string[] = [];
	for (let dot = symbol.indexOf('.', lastSlash + 1); dot >= 0; dot = symbol.indexOf('.', dot + 1)) {
		const place = await build.places.place(symbol.slice(0, dot));
		if (place.kind !== 'found') continue;
		const spelt = `${escapeImportPath(place.importPath)}${symbol.slice(dot)}`;
		const { facts } = await build.symbols(place);
		if (parseSymbol(spelt) && ownValue(facts.definitions, spelt)) found.push(spelt);
	}
	return found;
}

/** `runtme.nanotime`: a package that nobody has, spelt nearly like one of the standard library that has the symbol. */
async function withStandardPath(
	{ importPath, name }: SymbolParts,
	as: 'func' | 'var',
	from: string,
	{ options }: Build,
): Promise<string[]> {
	const index = options.index;
	if (!index) return [];
	const found: string[] = [];
	for (const path of closeNames(importPath, await index.packages())) {
		const symbol = `${escapeImportPath(path)}.${name}`;
		// One that the linker refuses would mend nothing.
		if ((await index.judge({ symbol, as, from })).state === 'links') found.push(symbol);
	}
	return found;
}

/** Whether a program of this build, all of whose packages are known, contains the package. */
async function isInProgram(importPath: string, build: Build): Promise<boolean> {
	// A go.mod that names no module was not understood, and what it requires is not known.
	if (build.list.modules.some(({ kind, path }) => kind === 'main' && !/^[\w.~/-]+$/.test(path))) return false;
	const graph = await build.graph();
	return graph.programs.some((program) => {
		const { packages, complete } = graph.reach(program.importPath);
		return complete && packages.has(importPath);
	});
}

function isPrivate(symbol: string): boolean {
	return !/\.\p{Lu}[\p{L}\p{N}_]*$/u.test(symbol) || symbol.includes('/internal/');
}
