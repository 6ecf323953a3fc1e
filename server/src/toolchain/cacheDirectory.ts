import { isAbsolute, join } from 'node:path';
import type { Environment } from './runProcess.ts';

/**
 * Where this machine keeps what can be made again, in a directory of our own; undefined when nothing says where. A relative path
 * would be a directory of the repository that we are started in: it counts as none, as the XDG specification asks.
 */
export function cacheDirectory(environment: Environment): string | undefined {
	const root = cacheRoot(environment);
	return root && isAbsolute(root) ? join(root, 'linkscape') : undefined;
}

function cacheRoot({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Environment): string | undefined {
	if (process.platform === 'win32') return LOCALAPPDATA || undefined;
	if (process.platform === 'darwin') return HOME && join(HOME, 'Library', 'Caches');
	return XDG_CACHE_HOME || (HOME && join(HOME, '.cache')) || undefined;
}
