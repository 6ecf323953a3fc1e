/** The Go releases that lie on this machine, and the one of them that somebody names. Runs nothing. */
import { listDirectory } from '../../toolchain/files.ts';
import { compareGoVersions, type GoVersion, parseGoVersion } from '../../toolchain/goVersion.ts';
import { join } from '../../toolchain/paths.ts';
import type { GoSettings } from './goSettings.ts';
import { hostPlatform } from './hostPlatform.ts';
import { moduleCacheOf } from './moduleCache.ts';
import { treeOnPath } from './treeOnPath.ts';

export interface InstalledTree {
	/** A GOROOT. */
	readonly path: string;
	readonly version: GoVersion;
}

/** The Go that is found on PATH, and the toolchains that the go command has downloaded. */
export async function installedTrees(settings: GoSettings): Promise<readonly InstalledTree[]> {
	const host = hostPlatform();
	const moduleCache = moduleCacheOf(settings.environment);
	const trees = moduleCache === undefined ? [] : await cachedTrees(moduleCache, `${host.goos}-${host.goarch}`);
	const own = await treeOnPath(settings);
	const version = own && parseGoVersion(own.version);
	return version ? [{ path: own.goroot, version }, ...trees] : trees;
}

/** The GOROOT of a release; for `1.22` without a patch that of its newest. */
export function treeOf(wanted: GoVersion, trees: readonly InstalledTree[]): string | undefined {
	const exact = wanted.pre !== '' || /^go\d+\.\d+\.\d+/.test(wanted.text);
	const fitting = trees.filter(({ version }) => {
		if (exact) return version.text === wanted.text;
		return version.major === wanted.major && version.minor === wanted.minor && version.pre === '';
	});
	return fitting.sort((a, b) => compareGoVersions(a.version, b.version)).at(-1)?.path;
}

/** `1.22.12`, `go1.27rc1`, `1.22`; nothing before or after it. */
const versionPattern = /^(?:go)?([1-9]\d*(?:\.(?:0|[1-9]\d*)){0,2}(?:(?:beta|rc)[1-9]\d*)?)$/;

/** The version that somebody wrote, with or without `go` before it; undefined when it is none. */
export function writtenVersion(written: string): GoVersion | undefined {
	const number = versionPattern.exec(written.trim())?.[1];
	return number === undefined ? undefined : parseGoVersion(`go${number}`);
}

async function cachedTrees(moduleCache: string, platform: string): Promise<InstalledTree[]> {
	const start = 'toolchain@v0.0.1-';
	const end = `.${platform}`;
	const directory = join(moduleCache, 'golang.org');
	return (await listDirectory(directory)).flatMap(({ name }) => {
		const version =
			name.startsWith(start) && name.endsWith(end) ? parseGoVersion(name.slice(start.length, -end.length)) : undefined;
		return version ? [{ path: join(directory, name), version }] : [];
	});
}
