/** What is linked together with a package, in every program that contains it. */
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage, ImportGraph } from '../../world/modules/importGraph.ts';

/** True when every program with `from` contains that package of the standard library. */
export async function containsPackage(
	from: GraphPackage,
	importPath: string,
	graph: ImportGraph,
	build: Build,
): Promise<boolean> {
	return (await build.options.index?.closure(graph.reach(from.importPath).std))?.has(importPath) ?? false;
}
