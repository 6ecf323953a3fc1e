/** Where the Go tree in use defines, declares and pulls a symbol. */
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { SourceLine } from '../../analysis/linker/packageFacts.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { dirname, join } from '../../toolchain/paths.ts';
import type { GorootIndex, InPackage } from '../../world/goroot/gorootIndex.ts';
import type { GorootFiles } from '../../world/goroot/gorootTree.ts';
import type { Tree } from '../../world/build/targetSources.ts';
import { assemblySpan, directivePlaces, type FoundPlace, nowhere, type SymbolPlaces } from './foundPlace.ts';

export async function gorootPlaces(symbol: string, { index }: Tree, files: GorootFiles): Promise<SymbolPlaces> {
	const facts = await index.symbol(symbol);
	if (!facts) return nowhere;
	const { definition, reference, declared } = facts;
	const other = reference ?? declared;
	const found = await Promise.all([
		definition && placeOf(definition, symbol, index, files),
		definition?.assembly && assemblyPlace(definition, definition.assembly, index, files),
		other && placeOf(other, symbol, index, files),
	]);
	const [own, assembly, declaration] = found;
	return {
		definitions: [own, assembly].filter((place) => place !== undefined),
		declarations: declaration ? [declaration] : [],
	};
}

/** The directives by which packages of the standard library push and pull a symbol. */
export async function gorootMentions(symbol: string, { goroot, index }: Tree): Promise<FoundPlace[]> {
	const pulled = await Promise.all(
		(await index.stdPullers(symbol)).map(async (importPath): Promise<FoundPlace[]> => {
			const facts = await index.packageFacts(importPath);
			const pull = facts && Object.hasOwn(facts.pulls, symbol) ? facts.pulls[symbol] : undefined;
			if (!facts || !pull) return [];
			const path = join(goroot, 'src', importPath, facts.files[pull.file] ?? '');
			const declared = await index.declarationAt({ path, line: pull.line });
			if (!declared) return [];
			const { file, declaration } = declared;
			const directives = directivePlaces(path, file, symbol, importPath);
			if (directives.length > 0) return directives;
			return [{ path, text: file.text, span: declaration.nameSpan, importPath, kind: 'declaration' }];
		}),
	);
	const definition = (await index.symbol(symbol))?.definition;
	const pushing = definition?.local === undefined ? undefined : await index.declarationAt(definition);
	if (!definition || !pushing) return pulled.flat();
	return [...directivePlaces(pushing.path, pushing.file, symbol, definition.importPath), ...pulled.flat()];
}

async function placeOf(
	located: InPackage<SourceLine & { readonly local?: string }>,
	symbol: string,
	index: GorootIndex,
	files: GorootFiles,
): Promise<FoundPlace | undefined> {
	const { path, line, importPath } = located;
	if (!path.endsWith('.go')) {
		const text = await files.readText(path);
		return text === undefined
			? undefined
			: { path, text, span: assemblySpan(text, line), importPath, kind: 'assembly' };
	}
	const found = await index.declarationAt({ path, line });
	if (!found) return undefined;
	const parts = parseSymbol(symbol);
	const name = located.local ?? parts?.receiver?.method ?? parts?.name;
	const { start, end } = new LineIndex(found.file.text).lineSpan(line - 1);
	// `var a, b int` declares several names on one line.
	const named = found.file.declarations.find(
		(one) => one.name === name && one.nameSpan.start >= start && one.nameSpan.start <= end,
	);
	const span = (named ?? found.declaration).nameSpan;
	return { path, text: found.file.text, span, importPath, kind: 'declaration' };
}

async function assemblyPlace(
	{ path: goPath, importPath }: InPackage<SourceLine>,
	place: SourceLine,
	index: GorootIndex,
	files: GorootFiles,
): Promise<FoundPlace | undefined> {
	const name = (await index.packageFacts(importPath))?.files[place.file];
	if (name === undefined) return undefined;
	const path = join(dirname(goPath), name);
	const text = await files.readText(path);
	return text === undefined
		? undefined
		: { path, text, span: assemblySpan(text, place.line), importPath, kind: 'assembly' };
}
