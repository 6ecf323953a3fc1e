import { isFile, realPath } from '../../toolchain/files.ts';
import { dirname, join } from '../../toolchain/paths.ts';

/**
 * The Go tree that a go command belongs to, from the place of the program alone: `…/bin/go` beside a VERSION file. For
 * workspaces in which nothing may be run. Undefined when the place does not tell (a wrapper script, a version manager).
 */
export async function gorootOfGo(program: string): Promise<string | undefined> {
	const real = await realPath(program);
	if (real === undefined) return undefined;
	const bin = dirname(real);
	// Distributions put the programs of cross builds one directory deeper: bin/linux_amd64/go.
	for (const goroot of [dirname(bin), dirname(dirname(bin))]) {
		if (await isFile(join(goroot, 'VERSION'))) return goroot;
	}
	return undefined;
}
