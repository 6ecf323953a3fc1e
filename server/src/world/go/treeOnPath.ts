import { readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import { findGo } from './findGo.ts';
import type { GoSettings } from './goSettings.ts';
import { gorootOfGo } from './gorootOfGo.ts';

/** The Go tree of the go command in use and the version it names, told by its place alone: nothing is run. */
export async function treeOnPath(
	settings: GoSettings,
): Promise<{ readonly goroot: string; readonly version: string } | undefined> {
	const found = await findGo(settings);
	const goroot = found.kind === 'found' ? await gorootOfGo(found.path) : undefined;
	const version = goroot === undefined ? undefined : await treeVersion(goroot);
	return goroot !== undefined && version !== undefined ? { goroot, version } : undefined;
}

/** The first line of GOROOT/VERSION; undefined for a development tree, which has none. */
export async function treeVersion(goroot: string): Promise<string | undefined> {
	const text = await readText(join(goroot, 'VERSION'));
	return text?.split('\n')[0]?.trim() || undefined;
}
