/** Symbols of other packages that a package defines in its own assembly: `TEXT runtime·getg(SB)`. */
import { scanAsmFile } from '../../analysis/linker/asmFile.ts';
import { listDirectory, readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';

export const assemblyKey = (directory: string): string => `assembly ${directory}`;

/** Of all platforms together: who defines a symbol on one of them is not called wrong on another. */
export async function symbolsInAssembly(directory: string): Promise<ReadonlySet<string>> {
	const entries = await listDirectory(directory);
	const names = entries.map(({ name }) => name).filter((name) => name.endsWith('.s'));
	const texts = await Promise.all(names.map((name) => readText(join(directory, name))));
	const defined = new Set<string>();
	for (const text of texts) {
		for (const { name } of scanAsmFile(text ?? '', { defined: [], include: () => undefined })) defined.add(name);
	}
	return defined;
}
