/** Symbols of other packages in the assembly of a package: those it defines (`TEXT runtime·getg(SB)`), and those it names. */
import { scanAsm } from '../../analysis/linker/asmFile.ts';
import * as disk from '../../toolchain/files.ts';
import { listDirectory, readText } from '../../toolchain/files.ts';
import { join } from '../../toolchain/paths.ts';
import { assemblyFileConstraint, isBuilt } from '../../analysis/build/isBuilt.ts';
import { namesInAssembly } from '../../world/modules/namedSymbols.ts';
import { type BuildContext, tagsOf } from '../../analysis/build/buildContext.ts';

export const assemblyKey = (directory: string): string => `assembly ${directory}`;

export interface DefinedSymbols {
	readonly names: ReadonlySet<string>;
	/** False when a file is too much to be read to its end: it may define more. */
	readonly complete: boolean;
}

/** Of all platforms together: who defines a symbol on one of them is not called wrong on another. */
export async function symbolsInAssembly(directory: string): Promise<DefinedSymbols> {
	const texts = await readAssembly(directory);
	const scanned = texts.map(({ text }) => scanAsm(text, { defined: [], include: () => undefined }));
	return {
		names: new Set(scanned.flatMap(({ definitions }) => definitions.map(({ name }) => name))),
		complete: scanned.every(({ complete }) => complete),
	};
}

/** Names of other packages in the text of a package's assembly: more than it names in any build, and never less. */
export async function symbolsWrittenInAssembly(directory: string): Promise<ReadonlySet<string>> {
	return namesInAssembly(directory, { files: disk, goroot: undefined });
}

/**
 * In one build. An operand is no pull of its own when the package has a directive for its symbol: then the compiler makes the
 * reference, by the ABI of assembly (seen with Go 1.22 to 1.27).
 */
export async function symbolsNamedInAssembly(directory: string, context: BuildContext): Promise<ReadonlySet<string>> {
	const texts = await readAssembly(directory);
	const defined = [`GOOS_${context.goos}`, `GOARCH_${context.goarch}`];
	const named = texts
		.filter(({ name, text }) => isBuilt({ name, constraint: assemblyFileConstraint(text) }, tagsOf(context)))
		.flatMap(({ text }) => scanAsm(text, { defined, include: () => undefined }).references);
	return new Set(named.map(({ name }) => name));
}

async function readAssembly(directory: string): Promise<readonly { readonly name: string; readonly text: string }[]> {
	const entries = await listDirectory(directory);
	const names = entries.map(({ name }) => name).filter((name) => name.endsWith('.s'));
	return Promise.all(names.map(async (name) => ({ name, text: (await readText(join(directory, name))) ?? '' })));
}
