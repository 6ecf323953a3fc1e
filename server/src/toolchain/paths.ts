/** Path arithmetic of the machine we run on, for the rooms that may not import Node. */
import path, { type PlatformPath } from 'node:path';

export { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';

/**
 * True when `candidate` is `directory` or lies below it. Both absolute; symbolic links are the caller's business.
 *
 * @param flavour of which system the paths are; the one we run on
 */
export function isInside(directory: string, candidate: string, flavour: PlatformPath = path): boolean {
	const way = flavour.relative(directory, candidate);
	return way === '' || (way !== '..' && !way.startsWith(`..${flavour.sep}`) && !flavour.isAbsolute(way));
}

/**
 * The path from `directory` to `candidate`, which lies inside it, with forward slashes as import paths and reports have
 * them: `a/b.go`; empty for the directory itself.
 *
 * @param flavour of which system the paths are; the one we run on
 */
export function slashPathBelow(directory: string, candidate: string, flavour: PlatformPath = path): string {
	return flavour.relative(directory, candidate).replaceAll(flavour.sep, '/');
}
