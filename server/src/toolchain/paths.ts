/** Path arithmetic of the machine we run on, for the rooms that may not import Node. */
import { isAbsolute, relative, sep } from 'node:path';

export { basename, delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** True when `candidate` is `directory` or lies below it. Both absolute; symbolic links are the caller's business. */
export function isInside(directory: string, candidate: string): boolean {
	const way = relative(directory, candidate);
	return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
