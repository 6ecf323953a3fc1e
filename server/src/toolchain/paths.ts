/** Path arithmetic of the machine we run on, for the rooms that may not import Node. */
import path from 'node:path';

export const { basename, delimiter, dirname, extname, isAbsolute, join, normalize, relative, resolve, sep } = path;

/** True when `path` is `directory` or lies below it. Both absolute; symbolic links are the caller's business. */
export function isInside(directory: string, candidate: string): boolean {
	const way = relative(directory, candidate);
	return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
