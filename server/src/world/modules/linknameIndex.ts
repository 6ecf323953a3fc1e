/** Who defines and who awaits which symbol by linkname, over everything that a build contains outside the standard library. */
import type { Definition, Reference } from '../../analysis/linker/packageFacts.ts';
import { escapeImportPath } from '../../analysis/linker/symbolName.ts';
import type { GraphPackage, ImportGraph } from './importGraph.ts';
import type { PackageSymbols } from './packageSymbols.ts';
import { oncePerKey } from '../answers/oncePerKey.ts';

/** Who has to do with one symbol. */
export interface LinknameUsers {
	/** Definitions under the name of another package. */
	readonly definers: readonly PlacedSymbol<Definition>[];
	/** Body-less functions and variables that stand for the symbol, by a directive of two arguments. */
	readonly pullers: readonly PlacedSymbol<Reference>[];
}

export interface LinknameIndex {
	/** Reads the packages whose text names the symbol, and no others. */
	users(symbol: string): Promise<LinknameUsers>;
}

export interface PlacedSymbol<T> {
	readonly symbol: string;
	readonly item: T;
	readonly from: GraphPackage;
	readonly symbols: PackageSymbols;
}

/** @param namesIn symbols of other packages that the text of a package names, and perhaps more */
export async function readLinknameIndex(
	graph: ImportGraph,
	namesIn: (from: GraphPackage) => Promise<ReadonlySet<string>>,
	symbolsOf: (from: GraphPackage) => Promise<PackageSymbols>,
): Promise<LinknameIndex> {
	const naming = new Map<string, GraphPackage[]>();
	for (const from of graph.packages.values()) {
		if (!from.mentionsLinkname) continue;
		for (const symbol of await namesIn(from)) {
			const known = naming.get(symbol);
			if (known) known.push(from);
			else naming.set(symbol, [from]);
		}
	}
	async function read(symbol: string): Promise<LinknameUsers> {
		const definers: PlacedSymbol<Definition>[] = [];
		const pullers: PlacedSymbol<Reference>[] = [];
		for (const from of naming.get(symbol) ?? []) {
			const symbols = await symbolsOf(from);
			// A name without a directive is the package's own; assembly may define anything.
			if (symbol.startsWith(`${escapeImportPath(symbols.importPath)}.`)) continue;
			const { definitions, pulls } = symbols.facts;
			const defined = Object.hasOwn(definitions, symbol) ? definitions[symbol] : undefined;
			const pulled = Object.hasOwn(pulls, symbol) ? pulls[symbol] : undefined;
			if (defined) definers.push({ symbol, item: defined, from, symbols });
			if (pulled) pullers.push({ symbol, item: pulled, from, symbols });
		}
		return { definers, pullers };
	}

	return {
		users: oncePerKey(read),
	};
}
