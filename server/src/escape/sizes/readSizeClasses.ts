import { parseSizeClasses, type SizeClasses, sizeClassFiles } from '../../analysis/escape/sizeClasses.ts';
import { readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

/** The size classes of a Go tree; undefined when it has none that can be read. */
export async function readSizeClasses(goroot: string): Promise<SizeClasses | undefined> {
	for (const name of sizeClassFiles) {
		const text = await readText(join(goroot, 'src', name));
		const classes = text && parseSizeClasses(text);
		if (classes) return classes;
	}
	return undefined;
}
