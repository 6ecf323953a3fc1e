/** Modules of the build list with which no program links, and how they get into it. */
import type { BrokenModule } from '../../analysis/linkname/modules/dependencyRefused.ts';
import { brokenPulls, type BrokenPull } from './brokenPulls.ts';
import type { Build } from '../../world/modules/build.ts';
import type { BuildModule } from '../../world/modules/buildList.ts';
import type { GraphImport, ImportGraph } from '../../world/modules/importGraph.ts';
import { newerVersionsWithout } from './newerVersions.ts';
import { isSuspect } from './suspectPackages.ts';

/** One for each module, since it is the module's version that somebody has to change. */
export async function brokenModules(build: Build): Promise<readonly BrokenModule[]> {
	if (!build.options.index || !(await anySuspect(build))) return [];
	const graph = await build.graph();
	const modules = new Map<string, { readonly module: BuildModule; readonly pulls: BrokenPull[] }>();
	for (const pull of await brokenPulls(graph, build)) {
		const { module } = pull.from;
		const known = modules.get(module.path);
		if (known) known.pulls.push(pull);
		else modules.set(module.path, { module, pulls: [pull] });
	}
	const found = [...modules.values()].map(async ({ module, pulls }): Promise<BrokenModule | undefined> => {
		const [first, ...rest] = pulls.sort((a, b) => (a.side.path < b.side.path ? -1 : 1));
		const imports = importsLeadingTo(pulls, graph);
		if (!first || imports.length === 0) return undefined;
		return { module, pulls: [first, ...rest], imports, freeVersions: await newerVersionsWithout(pulls, build) };
	});
	return (await Promise.all(found)).flatMap((one) => one ?? []);
}

async function anySuspect(build: Build): Promise<boolean> {
	for (const candidate of await build.candidates()) if (await isSuspect(candidate, build)) return true;
	return false;
}

/** The imports of other modules' packages, in the user's own files, through which a package gets into the build. */
function importsLeadingTo(pulls: readonly BrokenPull[], graph: ImportGraph): BrokenModule['imports'] {
	const holders = pulls.map(({ from }) => from.importPath);
	const leads = ({ path }: GraphImport, into: string | undefined) => {
		const isOwn = graph.packages.get(path)?.module.directory === into;
		return !isOwn && holders.some((holder) => graph.reach(path).packages.has(holder));
	};
	const moduleOf = (path: string) => graph.packages.get(path)?.module.path ?? '';
	return graph.own.flatMap(({ imports, testImports, module }) =>
		[...imports, ...testImports]
			.filter((one) => leads(one, module.directory))
			.map(({ path, file, span }) => {
				return { path, file, span, through: moduleOf(path), into: module.directory ?? '' };
			}),
	);
}
