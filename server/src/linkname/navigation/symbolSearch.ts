/** Finds a symbol in the Go tree, in the user's own sources and in the modules of the build. */
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { compiledTogether, type PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import type { Definition, Reference } from '../../analysis/linker/packageFacts.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Build } from '../../world/modules/build.ts';
import type { LinknameUsers, PlacedSymbol } from '../../world/modules/linknameIndex.ts';
import { declarationAt } from '../../world/modules/packageSymbols.ts';
import type { GoModules } from '../../world/go/goModules.ts';
import type { CheckedFile } from '../linknameChecks.ts';
import { directivePlaces, type FoundPlace, nowhere, type SymbolPlaces } from './foundPlace.ts';
import { gorootPlaces, gorootMentions } from './gorootPlaces.ts';
import { createModuleBuilds } from '../../world/modules/moduleBuilds.ts';
import { createOwnSources, type OwnSourcesDeps } from './ownSources.ts';
import { packagePlaces } from './packageDeclarations.ts';
import { type Surroundings, surroundingsOf } from '../../world/build/surroundings.ts';

/** The file from which a symbol is looked for, and the build in which that counts. */
export interface SearchScope {
	readonly checked: CheckedFile;
	readonly surroundings: Surroundings;
	/** The modules of the build, read when first needed. Undefined outside of modules, and inside the Go tree. */
	readonly build: () => Promise<Build | undefined>;
}

export interface SymbolSearch {
	from(checked: CheckedFile): Promise<SearchScope>;
	/** What defines a symbol: a body, else those who push one, else what merely declares it. */
	defined(symbol: string, outlook: SearchScope): Promise<readonly FoundPlace[]>;
	/** What the symbol's own package says of it. */
	places(symbol: string, outlook: SearchScope): Promise<SymbolPlaces>;
	/** The directives that name a symbol. `own`: only those of the user's sources and the Go tree, which costs less. */
	mentions(symbol: string, outlook: SearchScope, own: boolean): Promise<readonly FoundPlace[]>;
}

export interface SearchDeps extends OwnSourcesDeps {
	readonly modules: GoModules;
}

export function createSymbolSearch(deps: SearchDeps): SymbolSearch {
	const { changes, store, linknames, modules, settings, targets } = deps;
	const sources = createOwnSources(deps);
	const builds = createModuleBuilds(changes, settings, targets);

	async function places(symbol: string, outlook: SearchScope): Promise<SymbolPlaces> {
		const { tree } = outlook.surroundings;
		const std = tree ? await gorootPlaces(symbol, tree, targets.files) : nowhere;
		return std.definitions.length + std.declarations.length > 0 ? std : ownPlaces(symbol, outlook);
	}

	async function ownPlaces(
		symbol: string,
		{ checked: { facts, index }, surroundings, build }: SearchScope,
	): Promise<SymbolPlaces> {
		const parts = parseSymbol(symbol);
		if (!parts || (index.std && surroundings.tree)) return nowhere;
		const { context } = surroundings;
		if (parts.importPath === packagePath(facts, index.importPath)) {
			return packagePlaces({ parts, index, files: compiledTogether(index, facts), context }, store, targets.files);
		}
		const found = await Promise.all(
			(await directoriesOf(parts.importPath, index, await build())).map(async (directory) => {
				const other = await linknames.index(directory);
				const files = other.files.filter(({ role }) => role === 'source');
				return packagePlaces({ parts, index: other, files, context }, store, targets.files);
			}),
		);
		return {
			definitions: found.flatMap(({ definitions }) => definitions),
			declarations: found.flatMap(({ declarations }) => declarations),
		};
	}

	async function pushes(symbol: string, outlook: SearchScope): Promise<FoundPlace[]> {
		const others = (await dependencies(symbol, outlook))?.definers ?? [];
		return [
			...(await sources.pushes(symbol, outlook.checked)),
			...others.filter(isDependency).flatMap((placed) => declarationPlace(placed)),
		];
	}

	return {
		async from(checked) {
			const surroundings = await surroundingsOf(checked.facts, modules, settings(), targets);
			const build = async () => (checked.index.std ? undefined : builds.of(surroundings));
			return { checked, surroundings, build };
		},
		places,
		async defined(symbol, outlook) {
			const { definitions, declarations } = await places(symbol, outlook);
			if (definitions.length > 0) return definitions;
			const pushed = await pushes(symbol, outlook);
			return pushed.length > 0 ? pushed : declarations;
		},
		async mentions(symbol, outlook, own) {
			const { tree } = outlook.surroundings;
			const inOwn = await sources.mentions(symbol, outlook.checked);
			const std = tree ? await gorootMentions(symbol, tree) : [];
			const others = own ? [] : ((await dependencies(symbol, outlook))?.pullers ?? []);
			return [...inOwn, ...others.filter(isDependency).flatMap(directivesOf), ...std];
		},
	};
}

/** `main` is each command that contains the package from where the question comes. */
async function directoriesOf(importPath: string, from: PackageIndex, build: Build | undefined): Promise<string[]> {
	if (importPath === 'main') {
		const graph = await build?.graph();
		const programs = graph?.programs.filter((one) => graph.reach(one.importPath).packages.has(from.importPath ?? ''));
		return programs?.map(({ directory }) => directory) ?? [];
	}
	const place = await build?.places.place(importPath);
	return place?.kind === 'found' ? [place.directory] : [];
}

async function dependencies(symbol: string, { build }: SearchScope): Promise<LinknameUsers | undefined> {
	return (await build())?.linknames(symbol);
}

function isDependency({ from }: PlacedSymbol<unknown>): boolean {
	return from.module.kind !== 'main';
}

function declarationPlace({ item, from, symbols }: PlacedSymbol<Definition | Reference>): FoundPlace[] {
	const found = declarationAt(symbols, item, item.local);
	if (!found) return [];
	const { path, file, declaration } = found;
	return [{ path, text: file.text, span: declaration.nameSpan, importPath: from.importPath, kind: 'declaration' }];
}

/** A directive may stand in another file than the declaration that it is about. */
function directivesOf(placed: PlacedSymbol<Reference>): FoundPlace[] {
	const { symbol, from, symbols } = placed;
	const found = symbols.files.flatMap(({ path, file }) => directivePlaces(path, file, symbol, from.importPath));
	return found.length > 0 ? found : declarationPlace(placed);
}
