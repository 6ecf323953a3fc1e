/** The symbols of one package outside the standard library: what it defines, pulls and declares in this build context. */
import { collectPackage } from '../../analysis/linker/collectPackage.ts';
import type { PackageFacts, SourceLine } from '../../analysis/linker/packageFacts.ts';
import type { Declaration, GoFile } from '../../analysis/source/goFile.ts';
import { scanGoFile } from '../../analysis/source/scanGoFile.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { operandsOf, readAssembly, type SymbolContext } from './packageAssembly.ts';
import { isBuilt, isNameBuilt } from '../../analysis/build/isBuilt.ts';
import type { HeaderFile } from './packageHeaders.ts';

export interface SourceFile {
	readonly path: string;
	readonly file: GoFile;
}

export interface PackageSymbols {
	readonly importPath: string;
	readonly directory: string;
	/** The Go files of this context, without tests; the facts refer to them by index, assembly follows. */
	readonly files: readonly SourceFile[];
	readonly facts: PackageFacts;
	/** Symbols and names that only tests and other build contexts have, with the base names of their files. */
	readonly elsewhere: ReadonlyMap<string, readonly string[]>;
	/** Symbols that its assembly names, as the linker spells them. */
	readonly assemblyReferences: ReadonlySet<string>;
	/** More may exist than the files say: cgo, assembly that is too much to be read to its end, or `go:generate` in the user's own sources. */
	readonly uncertain: boolean;
	/** Object files or assembly that cannot be read to its end: they may define any symbol. */
	readonly opaque: boolean;
}

/** @param importPath as symbols are spelt: `main` for a command */
export async function readPackageSymbols(
	directory: string,
	importPath: string,
	context: SymbolContext,
): Promise<PackageSymbols> {
	const { tags } = context;
	const headers = (await context.headers.headers(directory)).files;
	const scanned = await Promise.all(
		headers.map(async (header) => {
			const text = await context.files.readText(header.path);
			return text === undefined ? undefined : { header, path: header.path, file: scanGoFile(text) };
		}),
	);
	const all = scanned.filter((one) => one !== undefined);
	const taken = all.filter(({ header }) => !header.test && isBuilt(header, tags));
	const assembly = await readAssembly(directory, context);
	const objects = (await context.files.listDirectory(directory)).some(({ name }) => {
		return name.endsWith('.syso') && isNameBuilt(name, tags);
	});
	const collect = (go: readonly { readonly header: HeaderFile; readonly file: GoFile }[]) =>
		collectPackage({
			importPath,
			go: go.map(({ header, file }) => ({ name: header.name, file })),
			assembly: go === taken ? assembly : [],
			wrappers: tags.has('goexperiment.regabiwrappers'),
			wasm: context.goarch === 'wasm',
			intrinsicBodies: false,
		});
	const facts = collect(taken);
	const rest = collect(all.filter((one) => !taken.includes(one)));
	return {
		importPath,
		directory,
		files: taken.map(({ path, file }) => ({ path, file })),
		facts,
		assemblyReferences: new Set(operandsOf(assembly, directory, importPath).keys()),
		elsewhere: placesOf(rest),
		opaque: objects || assembly.some(({ complete }) => !complete),
		uncertain:
			assembly.some(({ complete }) => !complete) ||
			taken.some(({ header }) => header.importsC) ||
			all.some(({ file }) => /^\/\/go:generate\b/m.test(file.text)),
	};
}

/** The declaration at a place of the package's facts; `undefined` for assembly. */
export function declarationAt(
	{ files }: PackageSymbols,
	place: SourceLine,
	name: string | undefined,
): (SourceFile & { readonly declaration: Declaration }) | undefined {
	const source = files[place.file];
	if (!source) return undefined;
	const { start, end } = new LineIndex(source.file.text).lineSpan(place.line - 1);
	const here = source.file.declarations.filter(({ nameSpan }) => nameSpan.start >= start && nameSpan.start <= end);
	const declaration = here.find((one) => one.name === name) ?? here[0];
	return declaration && { ...source, declaration };
}

/** Symbol or name → the base names of the files that hold it. */
function placesOf({ files, ...records }: PackageFacts): Map<string, string[]> {
	const places = new Map<string, string[]>();
	for (const record of [records.definitions, records.pulls, records.names]) {
		for (const [name, { file }] of Object.entries(record)) {
			const known = places.get(name) ?? [];
			const place = files[file] ?? '';
			places.set(name, known.includes(place) ? known : [...known, place]);
		}
	}
	return places;
}
