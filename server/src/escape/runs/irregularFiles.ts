import { fileStatus, listDirectory } from '../../toolchain/files.ts';
import { join, resolve } from '../../toolchain/paths.ts';

/**
 * Absolute paths of pipes, devices and links to them in the directories that these patterns name. The go command would wait
 * for a writer of a pipe called `f.go`, and read a device without end.
 *
 * @param directory what the patterns are relative to; absolute
 */
export async function irregularFiles(directory: string, patterns: readonly string[]): Promise<readonly string[]> {
	const found: string[] = [];
	const seen = new Set<string>();
	const collect = async (at: string, below: boolean): Promise<void> => {
		if (seen.has(at)) return;
		seen.add(at);
		for (const { name, kind } of await listDirectory(at)) {
			const path = join(at, name);
			if (kind === 'other' && (await fileStatus(path))?.kind === 'other') found.push(path);
			// The go command looks neither into these for `...`.
			else if (kind === 'directory' && below && !/^[._]|^testdata$/.test(name)) await collect(path, true);
		}
	};
	for (const pattern of patterns) {
		if (/^\.{1,2}(?:$|\/)|^\/|^[A-Za-z]:/.test(pattern)) {
			await collect(resolve(directory, pattern.replace(/\/?\.\.\.$/, '') || '/'), pattern.endsWith('...'));
		}
	}
	return found;
}
