/** A definition that no program of the workspace contains although the declaration that needs it is in one. */
import type { MissingImport } from '../../analysis/linkname/modules/moduleView.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import type { Build } from '../../world/modules/build.ts';
import type { ImportGraph } from '../../world/modules/importGraph.ts';

/**
 * Undefined also when that is not certain: no program here needs it (others may, elsewhere), an import could not be followed,
 * or some program or test does bring both together.
 *
 * @param needs import paths of the packages whose code refers to the symbol
 * @param providers import paths of all packages that define it
 */
export async function findMissingImport(
	needs: readonly string[],
	providers: readonly string[],
	build: Build,
): Promise<MissingImport | undefined> {
	const graph = await build.graph();
	const [provider] = providers;
	if (provider === undefined || linkedTogether(needs, providers, graph)) return undefined;
	const reaches = graph.programs.map((program) => ({ program, reach: graph.reach(program.importPath) }));
	if (reaches.some(({ reach }) => !reach.complete)) return undefined;
	const needing = reaches.find(({ reach }) => needs.some((path) => reach.packages.has(path)));
	const path = needing?.program.files[0]?.path;
	const text = path === undefined ? undefined : await build.options.files.readText(path);
	if (!needing || path === undefined || text === undefined) return undefined;
	return { provider, program: needing.program.importPath, file: { path, file: scanGoFile(text) } };
}

/** True when some program or test contains one package of each list. */
export function linkedTogether(some: readonly string[], others: readonly string[], graph: ImportGraph): boolean {
	return graph.own.some(({ importPath, hasTests }) => {
		return [graph.reach(importPath), ...(hasTests ? [graph.reach(importPath, true)] : [])].some(({ packages }) => {
			return some.some((path) => packages.has(path)) && others.some((path) => packages.has(path));
		});
	});
}
