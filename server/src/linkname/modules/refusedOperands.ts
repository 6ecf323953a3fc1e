/** Symbols of the standard library that the assembly of a package names, and that the linker refuses to it. */
import type { RefusedWhy } from '../../analysis/linker/verdict.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';
import { ownValue } from '../../world/goroot/symbolFacts.ts';
import { containsPackage } from './programContents.ts';
import type { AssemblyLine } from '../../world/modules/packageAssembly.ts';

export interface RefusedOperand extends AssemblyLine {
	readonly symbol: string;
	readonly why: RefusedWhy;
	/** Packages that the linker's own list allows it to. */
	readonly allowed: readonly string[] | undefined;
}

/** What the package declares, pulls or defines itself is not among them: that is judged at its declaration. */
export async function refusedOperands(
	from: GraphPackage,
	graph: ImportGraph,
	build: Build,
): Promise<readonly RefusedOperand[]> {
	const { index } = build.options;
	if (!from.hasForeignSources || !index) return [];
	const found: RefusedOperand[] = [];
	for (const [symbol, place] of await build.operands(from)) {
		const verdict = await index.judge({ symbol, as: 'asm', from: from.importPath });
		if (verdict.state !== 'refused') continue;
		const { facts } = await build.symbols(from);
		if (ownValue(facts.pulls, symbol) || ownValue(facts.definitions, symbol)) continue;
		const { importPath } = verdict.facts.definition ?? {};
		const isThere = importPath !== undefined && (await containsPackage(from, importPath, graph, build));
		if (!isThere && verdict.why !== 'blocked') continue;
		if ((await build.linknames()).definers(symbol).length > 0) continue;
		found.push({ symbol, ...place, why: verdict.why, allowed: verdict.allowed });
	}
	return found;
}
