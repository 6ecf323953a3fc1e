/** Who defines and who awaits which symbol by linkname, over everything that a build contains outside the standard library. */
import type { Definition, Reference } from '../../analysis/linker/packageFacts.ts';
import { escapeImportPath } from '../../analysis/linker/symbolName.ts';
import type { GraphPackage, ImportGraph } from './importGraph.ts';
import type { PackageSymbols } from './packageSymbols.ts';

export interface LinknameIndex {
	/** Definitions under the name of another package. */
	definers(symbol: string): readonly PlacedSymbol<Definition>[];
	/** Body-less functions and variables that stand for the symbol, by a directive of two arguments. */
	pullers(symbol: string): readonly PlacedSymbol<Reference>[];
	readonly symbols: Iterable<string>;
}

export interface PlacedSymbol<T> {
	readonly symbol: string;
	readonly item: T;
	readonly from: GraphPackage;
	readonly symbols: PackageSymbols;
}

export async function readLinknameIndex(
	graph: ImportGraph,
	symbolsOf: (from: GraphPackage) => Promise<PackageSymbols>,
): Promise<LinknameIndex> {
	const definers = new Map<string, PlacedSymbol<Definition>[]>();
	const pullers = new Map<string, PlacedSymbol<Reference>[]>();
	const candidates = [...graph.packages.values()].filter(({ mentionsLinkname }) => mentionsLinkname);
	const read = await Promise.all(candidates.map(async (from) => ({ from, symbols: await symbolsOf(from) })));
	for (const { from, symbols } of read) {
		const own = `${escapeImportPath(symbols.importPath)}.`;
		for (const [symbol, item] of Object.entries(symbols.facts.definitions)) {
			// A name without a directive is the package's own; assembly may define anything.
			if (!symbol.startsWith(own)) add(definers, { symbol, item, from, symbols });
		}
		for (const [symbol, item] of Object.entries(symbols.facts.pulls)) {
			if (!symbol.startsWith(own)) add(pullers, { symbol, item, from, symbols });
		}
	}
	return {
		definers: (symbol) => definers.get(symbol) ?? [],
		pullers: (symbol) => pullers.get(symbol) ?? [],
		symbols: definers.keys(),
	};
}

function add<T>(map: Map<string, PlacedSymbol<T>[]>, placed: PlacedSymbol<T>): void {
	const known = map.get(placed.symbol);
	if (known) known.push(placed);
	else map.set(placed.symbol, [placed]);
}
