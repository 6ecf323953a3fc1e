/** What the entries of one build are made from: its packages, its target checker, and who owns a symbol. */
import type { Definition, Reference } from '../../analysis/linker/packageFacts.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Span } from '../../analysis/text/span.ts';
import type { Counterparts } from '../../linkname/standard/counterparts.ts';
import type { TargetChecker } from '../../linkname/standard/targetChecker.ts';
import { join } from '../../toolchain/paths.ts';
import type { Build } from '../../world/modules/build.ts';
import type { BuildModule } from '../../world/modules/buildList.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';
import type { PlacedSymbol } from '../../world/modules/linknameIndex.ts';
import type { EntryRegion, ModuleOwner, PackageOwner, SymbolPlace } from './inventoryEntry.ts';

export interface InventoryBuild {
	readonly build: Build;
	readonly graph: ImportGraph;
	readonly checker: TargetChecker;
	readonly counterparts: Counterparts;
	/** Import paths outside the standard library that the chosen packages reach, tests of their own included. */
	readonly reached: ReadonlySet<string>;
}

/** A package whose files are listed. */
export interface InventoryPackage {
	readonly owner: PackageOwner;
	readonly index: PackageIndex;
	/** Undefined for a package that is no part of the build. */
	readonly node: GraphPackage | undefined;
}

export function ownerOf({ path, version, kind }: BuildModule): ModuleOwner {
	return { path, version, kind };
}

export function stdModule({ options }: Build): ModuleOwner {
	return { path: 'std', version: options.go, kind: 'std' };
}

/** Who defines a symbol of the standard library; undefined when nobody there does. */
async function stdPlace(symbol: string, build: Build): Promise<SymbolPlace | undefined> {
	const definition = (await build.options.index?.symbol(symbol))?.definition;
	if (!definition) return undefined;
	const { importPath, path, line } = definition;
	return { importPath, module: stdModule(build), path, line };
}

/** A package of the build that defines or pulls a symbol by a directive. */
export function directivePlace({ item, from, symbols }: PlacedSymbol<Definition | Reference>): SymbolPlace {
	const source = symbols.files[item.file];
	return {
		importPath: from.importPath,
		module: ownerOf(from.module),
		path: source?.path ?? join(from.directory, symbols.facts.files[item.file] ?? ''),
		line: item.line,
	};
}

/** The packages of the build that push a symbol, then the one that its name tells. */
export async function providersOf(symbol: string, build: Build): Promise<SymbolPlace[]> {
	const pushed = (await build.linknames(symbol)).definers.map(directivePlace);
	const standard = await stdPlace(symbol, build);
	if (standard) return [...pushed, standard];
	const parts = parseSymbol(symbol);
	if (!parts) return pushed;
	const place = await build.places.place(parts.importPath);
	if (place.kind !== 'found') return pushed;
	const symbols = await build.symbols(place);
	const { definitions, files } = symbols.facts;
	const definition = Object.hasOwn(definitions, symbol) ? definitions[symbol] : undefined;
	if (!definition) return pushed;
	const at = definition.assembly ?? definition;
	const path = symbols.files[at.file]?.path ?? join(place.directory, files[at.file] ?? '');
	return [...pushed, { importPath: place.importPath, module: ownerOf(place.module), path, line: at.line }];
}

export function regionIn(lines: LineIndex, span: Span): EntryRegion {
	const start = lines.position(span.start);
	const end = lines.position(span.end);
	return { line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
}
