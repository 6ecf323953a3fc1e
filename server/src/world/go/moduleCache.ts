/** Where the module cache is when the go command is not asked (go help environment). */
import { delimiter, join } from '../../toolchain/paths.ts';
import type { Environment } from '../../toolchain/runProcess.ts';

/** GOMODCACHE, or pkg/mod below the first entry of GOPATH; undefined without either and without a home directory. */
export function moduleCacheOf({ GOMODCACHE, GOPATH, HOME, USERPROFILE }: Environment): string | undefined {
	if (GOMODCACHE) return GOMODCACHE;
	const home = HOME || USERPROFILE;
	const goPath = GOPATH?.split(delimiter)[0] || (home ? join(home, 'go') : undefined);
	return goPath && join(goPath, 'pkg', 'mod');
}
