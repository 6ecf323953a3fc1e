/**
 * What gopls says of a directive by itself (measured with gopls 0.24): it leads from the second argument of a directive at column 1
 * to the declaration of that name, when some package of the workspace brings the named one in. It leads nowhere from methods,
 * from local names, and from directives that are indented or stand in a function.
 */
import { compiledTogether } from '../../analysis/linkname/packageIndex.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { GorootIndex } from '../../world/goroot/gorootIndex.ts';
import type { CheckedFile } from '../linknameChecks.ts';
import type { FoundPlace } from './foundPlace.ts';
import type { NamedSymbol } from './symbolAt.ts';
import type { SearchScope } from './symbolSearch.ts';

/** The places without the one that gopls gives. In doubt it stays: an editor shows equal places once, and one is better than none. */
export async function beyondGopls(
	places: readonly FoundPlace[],
	named: NamedSymbol,
	offset: number,
	outlook: SearchScope,
): Promise<readonly FoundPlace[]> {
	const parts = parseSymbol(named.symbols[0] ?? '');
	// Right before its first letter gopls does not yet see the word.
	if (offset === named.span.start) return places;
	if (named.role !== 'target' || !parts || parts.receiver || !outlook.surroundings.isBuilt) return places;
	const isTheirs = ({ kind, importPath, text, span }: FoundPlace) =>
		kind === 'declaration' && importPath === parts.importPath && text.slice(span.start, span.end) === parts.name;
	if (!places.some(isTheirs) || !isAtColumnOne(named, outlook.checked)) return places;
	if (!(await isImported(parts.importPath, outlook))) return places;
	return places.filter((place) => !isTheirs(place));
}

function isAtColumnOne({ bound }: NamedSymbol, { facts }: CheckedFile): boolean {
	const comment = bound?.linkname.directive.comment;
	if (comment?.place !== 'top') return false;
	const { start } = comment.span;
	return start === 0 || facts.file.text[start - 1] === '\n';
}

async function isImported(importPath: string, { checked, surroundings, build }: SearchScope): Promise<boolean> {
	const { facts, index } = checked;
	const { tree } = surroundings;
	if (importPath === index.importPath) return true;
	const own = compiledTogether(index, facts).flatMap(({ file }) => file.imports.map(({ path }) => path));
	if (own.includes(importPath) || (tree && (await leadsTo(importPath, own, tree.index)))) return true;
	const graph = await (await build())?.graph();
	if (!graph) return false;
	if (graph.packages.has(importPath)) return true;
	const std = graph.own.flatMap((one) => [...graph.reach(one.importPath, true).std]);
	return tree !== undefined && leadsTo(importPath, std, tree.index);
}

/** By written imports alone: that every program contains `runtime` does not make gopls know it. */
async function leadsTo(wanted: string, from: readonly string[], index: GorootIndex): Promise<boolean> {
	if (!(await index.closure(from)).has(wanted)) return false;
	const seen = new Set<string>();
	let open = from.filter((path) => path !== 'unsafe' && path !== 'C');
	while (open.length > 0) {
		if (open.includes(wanted)) return true;
		for (const path of open) seen.add(path);
		const facts = await Promise.all(open.map((path) => index.packageFacts(path)));
		const next = new Set(facts.flatMap((one) => one?.imports ?? []));
		open = [...next].filter((path) => !seen.has(path) && path !== 'unsafe' && path !== 'C');
	}
	return false;
}
