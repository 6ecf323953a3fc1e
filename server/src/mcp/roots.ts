/** Which files the tools may look at: those inside of the given directories, wherever links lead. */
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** The path without symbolic links; undefined when nothing stands there. */
export type RealPath = (path: string) => Promise<string | undefined>;

export class OutsideRoots extends Error {}

export interface Roots {
	/** Absolute, without symbolic links; at least one. */
	readonly directories: readonly string[];
	/**
	 * The file that is meant, absolute and without symbolic links. It need not exist.
	 *
	 * @throws OutsideRoots
	 */
	file(path: string): Promise<string>;
}

/** @param directories absolute; those that do not exist are left out */
export async function openRoots(directories: readonly string[], realPath: RealPath): Promise<Roots> {
	const found = await Promise.all(directories.map(realPath));
	const roots = [...new Set(found.flatMap((root) => root ?? []))];
	return {
		directories: roots,
		async file(path) {
			for (const root of roots) {
				const real = await withoutLinks(isAbsolute(path) ? path : resolve(root, path), realPath);
				if (roots.some((one) => isBelow(one, real))) {
					if (isAbsolute(path) || (await realPath(real)) !== undefined || root === roots.at(-1)) return real;
				}
			}
			throw new OutsideRoots(`${path} is outside of ${roots.join(', ')}.`);
		},
	};
}

/** What does not exist is told by its nearest directory that does. */
async function withoutLinks(path: string, realPath: RealPath): Promise<string> {
	const real = await realPath(path);
	if (real !== undefined) return real;
	const above = dirname(path);
	return above === path ? path : join(await withoutLinks(above, realPath), basename(path));
}

function isBelow(root: string, path: string): boolean {
	const way = relative(root, path);
	return way === '' || (!/^\.\.(?:[/\\]|$)/.test(way) && !isAbsolute(way));
}
