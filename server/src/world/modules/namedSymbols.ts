/** Symbols of other packages that the sources of a package name, told by their text: directives and assembly, whatever build they are for. */
import { includedNames } from '../../analysis/linker/asmFile.ts';
import { directedSymbols, qualifiedNames } from '../../analysis/linker/writtenSymbols.ts';
import { join } from '../../toolchain/paths.ts';
import type { SymbolContext } from './packageAssembly.ts';

/** More than what counts, and never less. */
export async function readNamedSymbols(directory: string, context: SymbolContext): Promise<ReadonlySet<string>> {
	const found = new Set<string>(await namesInAssembly(directory, context));
	for (const { path, mentionsLinkname } of (await context.headers.headers(directory)).files) {
		if (!mentionsLinkname) continue;
		for (const symbol of directedSymbols((await context.files.readText(path)) ?? '')) found.add(symbol);
	}
	return found;
}

/** The same for assembly alone, with what it includes. */
export async function namesInAssembly(
	directory: string,
	context: Pick<SymbolContext, 'files' | 'goroot'>,
): Promise<ReadonlySet<string>> {
	const found = new Set<string>();
	for (const text of await textsOfAssembly(directory, context))
		for (const symbol of qualifiedNames(text)) found.add(symbol);
	return found;
}

/** The assembly of a directory, whatever build it is for, and what it includes. */
export async function textsOfAssembly(
	directory: string,
	{ files, goroot }: Pick<SymbolContext, 'files' | 'goroot'>,
): Promise<readonly string[]> {
	const found: string[] = [];
	const entries = await files.listDirectory(directory);
	const open = entries
		.filter(({ kind, name }) => kind !== 'directory' && /^[^._].*\.s$/.test(name))
		.map(({ name }) => join(directory, name));
	const asked = new Set(open);
	for (let path = open.pop(); path !== undefined; path = open.pop()) {
		const text = await files.readText(path);
		if (text === undefined) continue;
		found.push(text);
		for (const name of includedNames(text)) {
			for (const place of [directory, ...(goroot === undefined ? [] : [join(goroot, 'pkg', 'include')])]) {
				const included = join(place, name);
				if (asked.has(included)) continue;
				asked.add(included);
				open.push(included);
			}
		}
	}
	return found;
}
