/** Symbols of the user's own packages that assembly names, and that nothing defines: `relocation target p.f not defined`. */
import { closeNames } from '../../analysis/linker/closeNames.ts';
import type { Definition } from '../../analysis/linker/packageFacts.ts';
import { escapeImportPath, isMadeByToolchain, parseSymbol } from '../../analysis/linker/symbolName.ts';
import { qualifiedNames, unqualifiedNames } from '../../analysis/linker/writtenSymbols.ts';
import type { MissingOperand } from '../../analysis/linkname/modules/brokenOperand.ts';
import type { UndefinedTarget } from '../../analysis/linkname/modules/moduleView.ts';
import { ownValue } from '../../world/goroot/symbolFacts.ts';
import type { Build, Candidate } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';
import { textsOfAssembly } from '../../world/modules/namedSymbols.ts';
import type { AssemblyLine } from '../../world/modules/packageAssembly.ts';
import type { PackageSymbols } from '../../world/modules/packageSymbols.ts';
import { isUsed } from './brokenOperands.ts';
import { isInOtherAssembly } from './otherAssembly.ts';
import { isCertain } from './pulledTarget.ts';

export interface UndefinedOperand extends MissingOperand, AssemblyLine {}

/** The first operand for each symbol that is surely linked: functions in assembly that nothing calls are left out. */
export async function missingOperands(
	from: GraphPackage,
	graph: ImportGraph,
	build: Build,
): Promise<readonly UndefinedOperand[]> {
	const found: UndefinedOperand[] = [];
	const named = await build.operands(from);
	for (const [symbol, operands] of named) {
		const missing = await undefinedIn(symbol, from, graph, build);
		if (!missing) continue;
		for (const { caller, path, line } of operands) {
			// The compiler refuses what the linker would only look for when it is called.
			const isRefused = missing.why.kind === 'go-only' && missing.why.as === 'method';
			if (!isRefused && (caller === undefined || !(await isUsed(caller, named, from, build)))) continue;
			if (!(await isCertain(symbol, build)) || (await isInOtherAssembly(symbol, build))) break;
			found.push({ ...missing, symbol, path, line });
			break;
		}
	}
	return found;
}

/** Whether the assembly of a package names something of its own that the package does not have: decided without the import graph. */
export async function namesMissing(candidate: Candidate, build: Build): Promise<boolean> {
	const texts = await textsOfAssembly(candidate.directory, build.options);
	for (const symbol of new Set(texts.flatMap(qualifiedNames))) {
		const importPath = parseSymbol(symbol)?.importPath;
		const place = importPath === undefined || importPath === 'main' ? undefined : await build.places.place(importPath);
		if (place?.kind === 'found' && place.module.kind === 'main') return true;
	}
	const names = texts.flatMap(unqualifiedNames);
	if (names.length === 0) return false;
	const { facts } = await build.symbols(candidate);
	const prefix = prefixOf(facts.importPath);
	const isThere = (symbol: string) => {
		const definition = ownValue(facts.definitions, symbol);
		return definition ? definition.kind !== 'method' : ownValue(facts.pulls, symbol) !== undefined;
	};
	if (names.every((name) => isThere(`${prefix}.${name}`))) return false;
	// The name may stand in a comment, or in code for another platform.
	const operands = await build.operands({ ...candidate, name: facts.importPath === 'main' ? 'main' : '' });
	return [...operands.keys()].some((symbol) => symbol.startsWith(`${prefix}.`) && !isThere(symbol));
}

type Missing = Pick<MissingOperand, 'why' | 'suggestions'>;

async function undefinedIn(
	symbol: string,
	from: GraphPackage,
	graph: ImportGraph,
	build: Build,
): Promise<Missing | undefined> {
	const parts = parseSymbol(symbol);
	if (!parts || isMadeByToolchain(symbol)) return undefined;
	const isOwn = parts.prefix === prefixOf(from.name === 'main' ? 'main' : from.importPath);
	const home = isOwn
		? from
		: graph.reach(from.importPath).packages.has(parts.importPath) && graph.packages.get(parts.importPath);
	if (!home || home.module.kind !== 'main') return undefined;
	const symbols = await build.symbols(home);
	if (symbols.uncertain || symbols.opaque || ownValue(symbols.facts.pulls, symbol)) return undefined;
	const { definers, pullers } = await build.linknames(symbol);
	if (definers.length > 0) return undefined;
	const definition = ownValue(symbols.facts.definitions, symbol);
	if (!definition) {
		const why = reasonFor(parts.name, symbols);
		// Tests are compiled together with it: only a program goes without what they declare.
		const isForTests = why.kind === 'left-out' && why.files.some((file) => file.endsWith('_test.go'));
		const isInProgram = graph.programs.some((one) => graph.reach(one.importPath).packages.has(home.importPath));
		if (isForTests && !isInProgram) return undefined;
		return { why, suggestions: why.kind === 'absent' ? closeIn(symbol, symbols) : [] };
	}
	if (!build.tags.has('goexperiment.regabiwrappers')) return undefined;
	// The compiler makes functions that assembly of their own package names callable from there, not methods; a pull does so too.
	if (isOwn && definition.kind === 'method') return { why: { kind: 'go-only', as: 'method' }, suggestions: [] };
	if (isOwn || pullers.length > 0 || !isGoOnly(definition)) return undefined;
	return { why: { kind: 'go-only', as: 'function' }, suggestions: [] };
}

function prefixOf(importPath: string): string {
	return importPath === 'main' ? importPath : escapeImportPath(importPath);
}

/** It has no symbol of the ABI of assembly. */
function isGoOnly({ kind, shape, push, named }: Definition): boolean {
	return kind === 'func' && shape === 'go' && push === undefined && !named;
}

function reasonFor(name: string, { facts, elsewhere }: PackageSymbols): UndefinedTarget {
	const declared = ownValue(facts.names, name);
	if (declared?.symbol !== undefined) return { kind: 'renamed', symbol: declared.symbol };
	if (declared?.kind === 'generic') return { kind: 'declared-as', as: 'generic function' };
	if (declared?.kind === 'const') return { kind: 'declared-as', as: 'constant' };
	if (declared?.kind === 'type') return { kind: 'declared-as', as: 'type' };
	const files = elsewhere.get(name);
	return files ? { kind: 'left-out', files } : { kind: 'absent' };
}

function closeIn(symbol: string, { facts }: PackageSymbols): readonly string[] {
	return closeNames(symbol, Object.keys(facts.definitions));
}
