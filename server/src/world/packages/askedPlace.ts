/** Where a package is looked for that somebody wrote down. */
import { fileStatus } from '../../toolchain/files.ts';
import { resolve } from '../../toolchain/paths.ts';

export interface AskedPlace {
	/** The working directory of the go command, absolute. */
	readonly directory: string;
	/** `.`, or an import path. */
	readonly pattern: string;
}

/** The place that a written package means; undefined when it names a directory that does not exist. */
export async function placeOfPackage(written: string, from: string): Promise<AskedPlace | undefined> {
	const directory = resolve(from, written);
	if ((await fileStatus(directory))?.kind === 'directory') return { directory, pattern: '.' };
	return /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:)/.test(written) ? undefined : { directory: from, pattern: written };
}
