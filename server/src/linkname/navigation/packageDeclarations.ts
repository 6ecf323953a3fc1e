/** Where one package outside the Go tree declares a symbol: its Go files, unsaved ones included, and its assembly. */
import type { FileFacts } from '../../analysis/linkname/fileFacts.ts';
import { bindLinkname } from '../../analysis/linkname/linknameForm.ts';
import { linknamesFor, type PackageIndex } from '../../analysis/linkname/packageIndex.ts';
import { scanAsm } from '../../analysis/linker/asmFile.ts';
import { escapeImportPath, type SymbolParts } from '../../analysis/linker/symbolName.ts';
import { isNameBuilt } from '../../analysis/build/isBuilt.ts';
import type { Declaration } from '../../analysis/source/goFile.ts';
import { spanText } from '../../analysis/text/span.ts';
import { basename } from '../../toolchain/paths.ts';
import type { GorootFiles } from '../../world/goroot/gorootTree.ts';
import type { PackageStore } from '../../world/packages/packageStore.ts';
import { type BuildContext, isBuiltIn, tagsOf } from '../../analysis/build/buildContext.ts';
import { assemblySpan, type FoundPlace, type SymbolPlaces } from './foundPlace.ts';
import { receiverOf } from './symbolAt.ts';

export interface PackageQuestion {
	readonly parts: SymbolParts;
	/** The package's files; test files only when the question comes from a test. */
	readonly index: PackageIndex;
	readonly files: readonly FileFacts[];
	/** Files of this build go first; when none of them declares the symbol, those of other builds count. */
	readonly context: BuildContext | undefined;
}

export async function packagePlaces(
	{ parts, index, files, context }: PackageQuestion,
	store: PackageStore,
	disk: GorootFiles,
): Promise<SymbolPlaces> {
	const all = files.flatMap((facts) =>
		facts.file.declarations.filter((one) => declares(one, facts, parts)).map((item) => ({ facts, item })),
	);
	const built = all.filter(({ facts }) => !context || isBuiltIn(facts, context));
	const definitions: FoundPlace[] = [];
	const declarations: FoundPlace[] = [];
	for (const { facts, item } of built.length > 0 ? built : all) {
		const { path, file } = facts;
		const place: FoundPlace = {
			path,
			text: file.text,
			span: item.nameSpan,
			importPath: parts.importPath,
			kind: 'declaration',
		};
		(isDefinition(item, facts, index) ? definitions : declarations).push(place);
	}
	if (definitions.length > 0) return { definitions, declarations };
	const assembly = await assemblyPlaces(parts, index.directory, context, store, disk);
	return assembly.length > 0
		? { definitions: [...declarations, ...assembly], declarations: [] }
		: { definitions, declarations };
}

function declares(item: Declaration, { file }: FileFacts, { name, receiver }: SymbolParts): boolean {
	if (item.kind !== 'func' || !item.receiver) return !receiver && item.name === name;
	return receiver?.method === item.name && receiverOf(spanText(file.text, item.receiver))?.type === receiver.type;
}

function isDefinition(item: Declaration, facts: FileFacts, index: PackageIndex): boolean {
	if (item.kind === 'func') return item.body !== undefined;
	if (item.kind !== 'var') return false;
	return !linknamesFor(index, facts, item.name).some(
		(placed) => bindLinkname(placed.item, placed.facts, index).form === 'pull',
	);
}

async function assemblyPlaces(
	{ prefix, name, importPath }: SymbolParts,
	directory: string,
	context: BuildContext | undefined,
	store: PackageStore,
	disk: GorootFiles,
): Promise<FoundPlace[]> {
	const { otherFiles } = await store.package(directory);
	const defined = context ? [`GOOS_${context.goos}`, `GOARCH_${context.goarch}`] : [];
	const names = new Set([`.${name}`, `${escapeImportPath(importPath)}.${name}`, `${prefix}.${name}`]);
	const found: FoundPlace[] = [];
	const isWanted = (name: string) => name.endsWith('.s') && (!context || isNameBuilt(name, tagsOf(context)));
	for (const path of otherFiles.filter((other) => isWanted(basename(other)))) {
		const text = await disk.readText(path);
		if (text === undefined) continue;
		for (const definition of scanAsm(text, { defined, include: () => undefined }).definitions) {
			if (!names.has(definition.name)) continue;
			found.push({ path, text, span: assemblySpan(text, definition.line), importPath, kind: 'assembly' });
		}
	}
	return found;
}
