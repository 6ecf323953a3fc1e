/** Reads one package of a Go tree into {@link PackageFacts}. */
import { includedNames, scanAsm } from '../../analysis/linker/asmFile.ts';
import { collectPackage } from '../../analysis/linker/collectPackage.ts';
import type { PackageFacts } from '../../analysis/linker/packageFacts.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { join } from '../../toolchain/paths.ts';
import {
	type GorootFiles,
	type GorootTree,
	packageDirectory,
	readPackageTexts,
	type SourceText,
} from './gorootTree.ts';

/** `undefined` when the context builds no such package. */
export async function readPackage(
	tree: GorootTree,
	importPath: string,
	files: GorootFiles,
): Promise<PackageFacts | undefined> {
	const { built: sources, unreadable } = await readPackageTexts(tree, importPath, files);
	if (sources.length === 0 && unreadable.length === 0) return undefined;
	const assembly = sources.filter(({ name }) => name.endsWith('.s'));
	const includes = await readIncludes(tree, importPath, assembly, files);
	const facts = collectPackage({
		importPath,
		go: sources.filter(({ name }) => name.endsWith('.go')).map(({ name, text }) => ({ name, file: scanGoFile(text) })),
		assembly: assembly.map(({ name, text }) => ({
			name,
			...scanAsm(text, { defined: assemblyMacros(tree), include: (file) => includes.get(file) }),
		})),
		wrappers: tree.rules.wrappers,
		wasm: tree.platform.goarch === 'wasm',
		intrinsicBodies: tree.rules.intrinsicBodies,
	});
	return unreadable.length > 0 ? { ...facts, unreadable } : facts;
}

/** What the go command and the assembler define by themselves (cmd/go/internal/work/gc.go, cmd/asm/main.go). */
export function assemblyMacros(tree: GorootTree): string[] {
	const { goos, goarch } = tree.platform;
	const experiments = tree.tags
		.filter((tag) => tag.startsWith('goexperiment.'))
		.map((tag) => `GOEXPERIMENT_${tag.slice('goexperiment.'.length)}`);
	return [`GOOS_${goos}`, `GOARCH_${goarch}`, ...experiments];
}

/** Headers by the name they are included under; they are looked for beside the file, in runtime and in pkg/include. */
export async function readIncludes(
	tree: GorootTree,
	importPath: string,
	sources: readonly SourceText[],
	files: GorootFiles,
): Promise<ReadonlyMap<string, string>> {
	const directories = [
		packageDirectory(tree, importPath),
		join(tree.goroot, 'src', 'runtime'),
		join(tree.goroot, 'pkg', 'include'),
	];
	const found = new Map<string, string>();
	async function read(name: string): Promise<void> {
		if (found.has(name)) return;
		found.set(name, '');
		for (const directory of directories) {
			const text = await files.readText(join(directory, name));
			if (text === undefined) continue;
			found.set(name, text);
			await Promise.all(includedNames(text).map(read));
			return;
		}
	}
	await Promise.all(sources.flatMap(({ text }) => includedNames(text)).map(read));
	return found;
}
