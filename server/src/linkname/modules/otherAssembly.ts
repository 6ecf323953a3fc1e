/** Assembly and object files of the whole build, which may define symbols of any package. */
import type { Build } from '../../world/modules/build.ts';

/** True also when something may define it that cannot be read: object files, C, assembly beyond measure. */
export async function isInOtherAssembly(symbol: string, build: Build): Promise<boolean> {
	const graph = await build.graph();
	for (const { directory, hasForeignSources } of graph.packages.values()) {
		if (!hasForeignSources) continue;
		const { objects, cgo, assembly } = await build.foreignSources(directory);
		if (objects || cgo || assembly.some(({ complete }) => !complete)) return true;
		if (assembly.some(({ definitions }) => definitions.some(({ name }) => name === symbol))) return true;
	}
	return false;
}
