import { join } from 'node:path';
import type { Environment } from './runProcess.ts';

/** Where this machine keeps what can be made again, in a directory of our own; undefined when nothing says where. */
export function cacheDirectory(environment: Environment): string | undefined {
	const root = cacheRoot(environment);
	return root && join(root, 'linkscape');
}

function cacheRoot({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Environment): string | undefined {
	if (process.platform === 'win32') return LOCALAPPDATA || undefined;
	if (process.platform === 'darwin') return HOME && join(HOME, 'Library', 'Caches');
	return XDG_CACHE_HOME || (HOME && join(HOME, '.cache')) || undefined;
}
