/** Releases of a module that lie in the module cache already, newer than the one in use. */
import { compareVersions, escapeForCache } from '../../analysis/module/moduleVersion.ts';
import { join } from '../../toolchain/paths.ts';
import type { BrokenPull } from './brokenPulls.ts';
import type { Build } from '../../world/modules/build.ts';

/** Newest first; those in which, for each of these pulls of one module, the package is gone or no file of it names the symbol. */
export async function newerVersionsWithout(pulls: readonly BrokenPull[], build: Build): Promise<readonly string[]> {
	const { files, moduleCache } = build.options;
	const [first] = pulls;
	if (!first) return [];
	const { path, version, directory, kind } = first.from.module;
	if (kind !== 'cached' || moduleCache === undefined || directory === undefined) return [];
	const stem = `${escapeForCache(path).split('/').at(-1) ?? ''}@`;
	const parent = join(moduleCache, ...escapeForCache(path).split('/').slice(0, -1));
	const free: string[] = [];
	for (const entry of await files.listDirectory(parent)) {
		if (entry.kind !== 'directory' || !entry.name.startsWith(stem)) continue;
		const other = entry.name.slice(stem.length);
		if (compareVersions(other, version) <= 0) continue;
		const places = pulls.map(({ symbol, from }) => {
			return mentions(symbol, join(parent, entry.name) + from.directory.slice(directory.length), build);
		});
		if (!(await Promise.all(places)).includes(true)) free.push(other);
	}
	return free.sort((a, b) => compareVersions(b, a));
}

async function mentions(symbol: string, directory: string, { options: { files } }: Build): Promise<boolean> {
	for (const { kind, name } of await files.listDirectory(directory)) {
		if (kind === 'directory' || !name.endsWith('.go')) continue;
		if ((await files.readText(join(directory, name)))?.includes(symbol)) return true;
	}
	return false;
}
