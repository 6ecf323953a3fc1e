/**
 * Who in the standard library names symbols of other packages: one pass over all files of a context, so that judging a
 * symbol that its own package does not define needs only the packages that may define it.
 */
import { scanAsm } from '../../analysis/linker/asmFile.ts';
import { symbolDirectives } from '../../analysis/linker/linknames.ts';
import { escapeImportPath } from '../../analysis/linker/symbolName.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { type GorootFiles, type GorootTree, listPackages, readPackageTexts, type SourceText } from './gorootTree.ts';
import { assemblyMacros, readIncludes } from './readPackage.ts';

export interface PushIndex {
	/** Symbol → import paths of the packages that may define it although its name says another one. */
	readonly definers: Readonly<Record<string, readonly string[]>>;
	/** Symbol → import paths of the packages that pull it. */
	readonly pullers: Readonly<Record<string, readonly string[]>>;
	/** Import path of every package that the context builds → import paths of what it imports, with vendored paths and `C` resolved. */
	readonly imports: Readonly<Record<string, readonly string[]>>;
}

/** What the go command adds to a package that imports "C" (cmd/go/internal/load). */
export const cgoImports = ['runtime/cgo', 'syscall'];

// Packages read at a time: the disk is kept busy and memory holds few texts.
const batch = 16;

export async function readPushIndex(tree: GorootTree, files: GorootFiles): Promise<PushIndex> {
	const index = { definers: new Map<string, Set<string>>(), pullers: new Map<string, Set<string>>() };
	const imports = new Map<string, Set<string>>();
	const candidates = await listPackages(tree, files);
	for (let start = 0; start < candidates.length; start += batch) {
		await Promise.all(
			candidates.slice(start, start + batch).map(async (importPath) => {
				const { built: sources } = await readPackageTexts(tree, importPath, files);
				if (sources.length === 0) return;
				imports.set(importPath, new Set(sources.flatMap(importsOf)));
				for (const source of sources) addGoFile(index, importPath, source);
				await addAssembly(index, tree, importPath, sources, files);
			}),
		);
	}
	for (const [importPath, paths] of imports) imports.set(importPath, new Set([...paths].flatMap(resolved)));
	return { definers: asRecord(index.definers), pullers: asRecord(index.pullers), imports: asRecord(imports) };

	function resolved(path: string): string[] {
		if (path === 'C') return cgoImports;
		return [imports.has(`vendor/${path}`) ? `vendor/${path}` : path];
	}
}

/** Imports stand before everything else, so that only the head of the file is scanned. */
function importsOf({ name, text }: SourceText): string[] {
	if (!name.endsWith('.go')) return [];
	const end = text.search(/^(?:func|type|var|const)\b/m);
	return scanGoFile(end < 0 ? text : text.slice(0, end)).imports.map((item) => item.path);
}

type Index = { readonly definers: Map<string, Set<string>>; readonly pullers: Map<string, Set<string>> };

function addGoFile(index: Index, importPath: string, { name, text }: SourceText): void {
	if (!name.endsWith('.go') || !text.includes('//go:linkname')) return;
	const file = scanGoFile(text);
	const own = `${escapeImportPath(importPath)}.`;
	for (const { local, target } of symbolDirectives(file)) {
		if (!target || target.startsWith(own)) continue;
		const declaration = file.declarations.find((it) => it.name === local && !(it.kind === 'func' && it.receiver));
		const defines =
			declaration?.kind === 'func'
				? declaration.body !== undefined
				: declaration?.kind === 'var'
					? declaration.value !== undefined
					: undefined;
		// Declared in another file of the package: either may be true.
		if (defines !== false) add(index.definers, target, importPath);
		if (defines !== true) add(index.pullers, target, importPath);
	}
}

const definesElsewhere = /\b(?:TEXT|GLOBL)[ \t]+[^\s\u00b7]/;

async function addAssembly(
	index: Index,
	tree: GorootTree,
	importPath: string,
	sources: readonly SourceText[],
	files: GorootFiles,
): Promise<void> {
	const assembly = sources.filter(({ name, text }) => name.endsWith('.s') && definesElsewhere.test(text));
	if (assembly.length === 0) return;
	const own = `${escapeImportPath(importPath)}.`;
	const includes = await readIncludes(tree, importPath, assembly, files);
	for (const { text } of assembly) {
		const { definitions } = scanAsm(text, { defined: assemblyMacros(tree), include: (name) => includes.get(name) });
		for (const { name } of definitions)
			if (!name.startsWith('.') && !name.startsWith(own)) add(index.definers, name, importPath);
	}
}

function add(map: Map<string, Set<string>>, symbol: string, importPath: string): void {
	const paths = map.get(symbol);
	if (paths) paths.add(importPath);
	else map.set(symbol, new Set([importPath]));
}

function asRecord(map: ReadonlyMap<string, ReadonlySet<string>>): Record<string, readonly string[]> {
	const sorted = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(sorted.map(([symbol, paths]) => [symbol, [...paths].sort()]));
}
