/** Pulls in dependencies with which no program links. Only what is certain: everything else links, as far as we know. */
import type { Reference } from '../../analysis/linker/packageFacts.ts';
import { isMadeByToolchain, parseSymbol } from '../../analysis/linker/symbolName.ts';
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { Counterpart } from '../../analysis/linkname/modules/moduleView.ts';
import { mentionsType } from '../../analysis/linkname/targets/mentionsType.ts';
import { type SureCall, sureCalls } from '../../analysis/reference/sureCalls.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { InPackage, SymbolFacts } from '../../world/goroot/gorootIndex.ts';
import type { Definition } from '../../analysis/linker/packageFacts.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';
import type { PackageSymbols } from '../../world/modules/packageSymbols.ts';
import { brokenOperands, codeOfLine } from './brokenOperands.ts';
import { sideOf } from './compareTypes.ts';
import { containsPackage } from './programContents.ts';
import { isSurelyReached } from './surelyReached.ts';
import { isSuspect } from './suspectPackages.ts';
import { undeclaredIn } from './undeclaredNames.ts';
import { isNotLarger } from './variableSizes.ts';

export interface BrokenPull {
	readonly from: GraphPackage;
	readonly symbol: string;
	readonly side: Counterpart;
	/**
	 * `undefined`: a program that is sure to run the call finds nothing under this name. `undeclared`: the package itself calls it, and no file
	 * for the Go in use declares it.
	 */
	readonly why: 'refused' | 'undefined' | 'undeclared';
}

export async function brokenPulls(graph: ImportGraph, build: Build): Promise<BrokenPull[]> {
	const own = dirname(build.options.moduleFile);
	const candidates = [...graph.packages.values()].filter((one) => {
		const { module, mentionsLinkname, changesWithGo, hasForeignSources } = one;
		// The module's own pulls are reported where they stand; those of its neighbours in go.work are as good as a dependency's.
		return module.directory !== own && (mentionsLinkname || changesWithGo || hasForeignSources);
	});
	const found: BrokenPull[] = [];
	for (const from of candidates) {
		const candidate = { ...from, mentionsLinkname: from.mentionsLinkname || from.changesWithGo };
		if (await isSuspect(candidate, build)) found.push(...(await brokenPullsOf(from, graph, build)));
	}
	return found;
}

async function brokenPullsOf(from: GraphPackage, graph: ImportGraph, build: Build): Promise<BrokenPull[]> {
	const found: BrokenPull[] = from.mentionsLinkname ? await brokenDirectives(from, graph, build) : [];
	if (from.changesWithGo) found.push(...(await undeclaredNames(from, build)));
	for (const { symbol, path, line, verdict } of await brokenOperands(from, graph, build)) {
		const text = (await build.options.files.readText(path)) ?? '';
		const side = { importPath: from.importPath, path, span: codeOfLine(text, line) };
		found.push({ from, symbol, side, why: verdict.state });
	}
	return found;
}

async function brokenDirectives(from: GraphPackage, graph: ImportGraph, build: Build): Promise<BrokenPull[]> {
	const symbols = await build.symbols(from);
	const found: BrokenPull[] = [];
	let calls: readonly SureCall[] | undefined;
	for (const [symbol, reference] of Object.entries(symbols.facts.pulls)) {
		if (reference.bare) continue;
		calls ??= sureCalls(symbols.files.map(({ file }) => file));
		const why = await fateOf({ symbol, reference, from, symbols, calls }, graph, build);
		if (why === undefined || (await build.linknames(symbol)).definers.length > 0) continue;
		found.push({ from, symbol, side: sideOf(symbols, from.importPath, reference), why });
	}
	return found;
}

async function undeclaredNames(from: GraphPackage, build: Build): Promise<BrokenPull[]> {
	return [...(await undeclaredIn(from, build))].map(([name, home]) => {
		const side = { importPath: from.importPath, path: join(from.directory, home), span: { start: 0, end: 0 } };
		return { from, symbol: name, side, why: 'undeclared' };
	});
}

interface Pull {
	readonly symbol: string;
	readonly reference: Reference;
	readonly from: GraphPackage;
	readonly symbols: PackageSymbols;
	readonly calls: readonly SureCall[];
}

async function fateOf(pull: Pull, graph: ImportGraph, build: Build): Promise<BrokenPull['why'] | undefined> {
	const { symbol, reference, from } = pull;
	if (isMadeByToolchain(symbol)) return undefined;
	const verdict = await build.options.index?.judge({ symbol, as: reference.kind, from: from.importPath });
	if (verdict?.state === 'undefined' && reference.kind === 'func') {
		const certain = isOfStd(verdict.facts) && !pull.symbols.uncertain;
		return certain && (await isReached(pull, graph, build)) ? 'undefined' : undefined;
	}
	if (verdict?.state !== 'refused') return undefined;
	const { definition } = verdict.facts;
	if (
		verdict.why !== 'blocked' &&
		!(definition && (await containsPackage(from, definition.importPath, graph, build)))
	) {
		return undefined;
	}
	const refused = reference.kind === 'var' ? await isSmallEnough(pull, definition, build) : isCalled(pull);
	return refused && !(await mayGoByNumber(pull, graph, build)) ? 'refused' : undefined;
}

function isOfStd({ packageExists, importPath, definition }: SymbolFacts): boolean {
	return importPath !== undefined && (packageExists || definition !== undefined);
}

/** A pulled function leaves a trace where it is called; assembly refers to it by the target's name. */
function isCalled({ symbol, reference, symbols, calls }: Pull): boolean {
	const local = reference.local ?? parseSymbol(symbol)?.name;
	if (symbols.assemblyReferences.has(symbol)) return true;
	return calls.some(({ path, name }) => path === undefined && name === local);
}

/** A larger variable takes the place of its target; names of the block list are refused in any case. */
async function isSmallEnough(
	{ symbols, reference }: Pull,
	definition: InPackage<Definition> | undefined,
	build: Build,
): Promise<boolean> {
	return definition === undefined || definition.kind !== 'var' || isNotLarger(symbols, reference, definition, build);
}

/** A method whose receiver the package knows is referred to by number, and that is not checked. */
async function mayGoByNumber({ symbol, from, symbols }: Pull, graph: ImportGraph, build: Build): Promise<boolean> {
	const parts = parseSymbol(symbol);
	if (!parts?.receiver) return false;
	const reach = await build.options.index?.closure(graph.reach(from.importPath).std);
	const files = symbols.files.map(readFileFacts);
	return mentionsType(parts.importPath, parts.receiver.type, files, reach ?? new Set([parts.importPath])) !== 'no';
}

async function isReached(pull: Pull, graph: ImportGraph, build: Build): Promise<boolean> {
	const local = pull.reference.local ?? parseSymbol(pull.symbol)?.name ?? '';
	return isSurelyReached(pull.from, local, graph, build);
}
