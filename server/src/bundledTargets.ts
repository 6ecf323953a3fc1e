/** Where targets are looked up, for both composition roots: the disk, the tables beside the bundle, the cache of this machine. */
import { fileURLToPath } from 'node:url';
import { cacheDirectory } from './toolchain/cacheDirectory.ts';
import * as files from './toolchain/files.ts';
import type { Environment } from './toolchain/runProcess.ts';
import { createBundledData } from './world/build/bundledData.ts';
import { createTargetSources, type TargetSources } from './world/build/targetSources.ts';
import type { GorootFiles } from './world/goroot/gorootTree.ts';

/**
 * @param onFailure is given the errors of lookups that failed by a fault of ours
 * @param reading how the disk is read; by default so that others have their turn meanwhile
 * @param onProblem is given one sentence for each file of data/ that is missing or damaged
 */
export function bundledTargets(
	environment: Environment,
	onFailure: (error: unknown) => void = () => {},
	onProblem: (sentence: string) => void = () => {},
	reading: GorootFiles = files,
): TargetSources {
	// The sources and the bundles both lie one directory beside data/.
	const data = createBundledData(fileURLToPath(new URL('../data', import.meta.url)), onProblem);
	return createTargetSources(reading, data, cacheDirectory(environment), onFailure);
}
