/** Pulls in dependencies that the linker refuses, and the imports of the user's own files that bring them in. */
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import { readFileFacts } from '../../analysis/linkname/fileFacts.ts';
import type { OtherSide } from '../../analysis/linkname/modules/moduleView.ts';
import type { RefusedImport } from '../../analysis/linkname/modules/dependencyRefused.ts';
import { localUse } from '../../analysis/linkname/targets/localUse.ts';
import type { Build } from './build.ts';
import type { GraphImport, GraphPackage, ImportGraph } from './importGraph.ts';
import { newerVersionsWithout } from './newerVersions.ts';
import { sideOf } from './sides.ts';

interface RefusedPull {
	readonly from: GraphPackage;
	readonly symbol: string;
	readonly side: OtherSide;
}

/**
 * One for each import, since the linker also stops at the first. Only functions that the dependency calls itself: a pull
 * that nothing refers to links, and of variables the size decides.
 */
export async function refusedImports(build: Build): Promise<readonly RefusedImport[]> {
	if (!build.options.index) return [];
	const graph = await build.graph();
	const found: RefusedImport[] = [];
	const taken = new Set<string>();
	for (const pull of await refusedPulls(graph, build)) {
		const freeVersions = await newerVersionsWithout(pull.symbol, pull.from, build);
		for (const { path, file, span } of importsLeadingTo(pull.from.importPath, graph)) {
			const place = `${file}:${span.start}`;
			if (taken.has(place)) continue;
			taken.add(place);
			const { symbol, side, from } = pull;
			found.push({ file, span, imported: path, side, symbol, module: from.module, freeVersions });
		}
	}
	return found;
}

async function refusedPulls(graph: ImportGraph, build: Build): Promise<RefusedPull[]> {
	const candidates = [...graph.packages.values()].filter(
		({ module, mentionsLinkname }) => module.kind !== 'main' && mentionsLinkname,
	);
	const found = await Promise.all(candidates.map((from) => refusedPullOf(from, build)));
	return found.flatMap((one) => one ?? []);
}

async function refusedPullOf(from: GraphPackage, build: Build): Promise<RefusedPull | undefined> {
	const symbols = await build.symbols(from);
	const files = symbols.files.map(readFileFacts);
	for (const [symbol, reference] of Object.entries(symbols.facts.pulls)) {
		if (reference.kind !== 'func' || reference.bare || parseSymbol(symbol)?.receiver) continue;
		const local = reference.local ?? parseSymbol(symbol)?.name;
		if (local === undefined || localUse(local, files) !== 'used') continue;
		const verdict = await build.options.index?.judge({ symbol, as: 'func', from: from.importPath });
		if (verdict?.state !== 'refused') continue;
		if ((await build.linknames()).definers(symbol).length > 0) continue;
		return { from, symbol, side: sideOf(symbols, from.importPath, reference) };
	}
	return undefined;
}

/** The imports of other modules' packages, in the user's own files, through which a package gets into the build. */
function importsLeadingTo(importPath: string, graph: ImportGraph): GraphImport[] {
	const own = new Set(graph.own.map((one) => one.importPath));
	return graph.own.flatMap(({ imports, testImports }) =>
		[...imports, ...testImports].filter(({ path }) => !own.has(path) && graph.reach(path).packages.has(importPath)),
	);
}
