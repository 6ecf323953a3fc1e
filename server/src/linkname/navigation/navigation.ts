/**
 * From one side of a linkname to the other: where a symbol is defined, who waits for it, who pulls it. Everything is read;
 * nothing is run but the question which Go a module uses.
 */
import { packagePath } from '../../analysis/linkname/packagePath.ts';
import { type BoundLinkname, bindLinkname } from '../../analysis/linkname/linknameForm.ts';
import { visibleDeclarations } from '../../analysis/linkname/packageIndex.ts';
import { parseSymbol } from '../../analysis/linker/symbolName.ts';
import type { Span } from '../../analysis/text/span.ts';
import type { CheckedFile } from '../linknameChecks.ts';
import { isBuiltIn } from '../../analysis/build/buildContext.ts';
import { distinct, type FoundPlace } from './foundPlace.ts';
import { beyondGopls } from './goplsAnswers.ts';
import { type NamedSymbol, symbolAt, symbolOf } from './symbolAt.ts';
import { createSymbolSearch, type SearchScope, type SearchDeps } from './symbolSearch.ts';

export type { FoundPlace };

export interface Definitions {
	/** The name that was asked about. */
	readonly span: Span;
	readonly places: readonly FoundPlace[];
}

export interface TargetLink {
	readonly span: Span;
	/** What to {@link Navigation.follow}. */
	readonly symbol: string;
}

export interface Navigation {
	/** The other side of what stands at an offset. `besideGopls`: without the place that gopls gives by itself. */
	definitions(path: string, offset: number, besideGopls: boolean): Promise<Definitions | undefined>;
	/** Every directive that names what stands at an offset, and with `declaration` where that is defined. */
	references(path: string, offset: number, declaration: boolean): Promise<readonly FoundPlace[]>;
	/** The targets of a file that may lead somewhere. */
	links(path: string): Promise<readonly TargetLink[]>;
	/** Where the target of a directive of that file leads. */
	follow(path: string, symbol: string): Promise<FoundPlace | undefined>;
}

export function createNavigation(deps: SearchDeps): Navigation {
	const { linknames } = deps;
	const search = createSymbolSearch(deps);

	/** Where the target of a directive, or its local name in the one-argument forms, leads. */
	async function otherSide(bound: BoundLinkname, outlook: SearchScope): Promise<readonly FoundPlace[]> {
		const { facts, index } = outlook.checked;
		const symbol = symbolOf(bound.linkname, facts, index);
		const others = (places: readonly FoundPlace[]) => places.filter((place) => !isOwn(place, bound, facts.path));
		switch (bound.form) {
			case 'push': {
				const { declarations, definitions } = await search.places(symbol, outlook);
				const received = others([...declarations, ...definitions]);
				return received.length > 0 ? received : others(await search.mentions(symbol, outlook, false));
			}
			case 'export':
				return others(await search.mentions(symbol, outlook, false));
			case 'pull':
			case 'receive':
			case 'unknown':
				return others(await search.defined(symbol, outlook));
		}
	}

	async function lead(named: NamedSymbol, outlook: SearchScope): Promise<readonly FoundPlace[]> {
		const { bound, role, symbols } = named;
		switch (role) {
			case 'target':
				return bound ? otherSide(bound, outlook) : [];
			case 'local': {
				const declared = bound ? localPlaces(bound, outlook) : [];
				if (!bound || bound.linkname.target) return declared;
				const found = await otherSide(bound, outlook);
				return found.length > 0 ? found : declared;
			}
			case 'declaration': {
				if (!isLeftToOthers(named, outlook.checked)) return [];
				const defined = await search.defined(symbols[0] ?? '', outlook);
				return defined.filter(
					({ path, span }) => path !== outlook.checked.facts.path || span.start !== named.span.start,
				);
			}
		}
	}

	return {
		async definitions(path, offset, besideGopls) {
			const checked = await linknames.file(path);
			const named = checked && symbolAt(checked, offset);
			if (!checked || !named) return undefined;
			// Most names of a file concern no linkname at all.
			if (named.role === 'declaration' && !isLeftToOthers(named, checked)) return undefined;
			const outlook = await search.from(checked);
			const places = distinct(await lead(named, outlook));
			return { span: named.span, places: besideGopls ? await beyondGopls(places, named, offset, outlook) : places };
		},
		async references(path, offset, declaration) {
			const checked = await linknames.file(path);
			const named = checked && symbolAt(checked, offset);
			if (!checked || !named) return [];
			const outlook = await search.from(checked);
			const found = await Promise.all(
				named.symbols.map(async (symbol) => {
					const mentions = await search.mentions(symbol, outlook, named.bound === undefined);
					const defined = declaration && mentions.length > 0 ? await search.defined(symbol, outlook) : [];
					return [...defined, ...mentions];
				}),
			);
			return distinct(found.flat());
		},
		async links(path) {
			const checked = await linknames.file(path);
			if (!checked || !checked.facts.linknames.some(({ target }) => target)) return [];
			const { surroundings } = await search.from(checked);
			return checked.facts.linknames.flatMap(({ target }) => {
				// Without a Go tree nobody knows where its names stand.
				if (!target || (!surroundings.tree && looksStandard(target.text, checked))) return [];
				return [{ span: target.span, symbol: target.text }];
			});
		},
		async follow(path, symbol) {
			const checked = await linknames.file(path);
			const linkname = checked?.facts.linknames.find(({ target }) => target?.text === symbol);
			if (!checked || !linkname) return undefined;
			const bound = bindLinkname(linkname, checked.facts, checked.index);
			const places = await otherSide(bound, await search.from(checked));
			return places.find(({ kind }) => kind === 'declaration') ?? places[0];
		},
	};
}

/** The declarations of a local name: those that are built together with the directive, where there are any. */
function localPlaces({ linkname }: BoundLinkname, { checked, surroundings }: SearchScope): FoundPlace[] {
	const { facts, index } = checked;
	const declared = visibleDeclarations(index, facts, linkname.local.text).filter(
		({ item }) => item.kind === 'func' || item.kind === 'var',
	);
	const built = declared.filter((one) => surroundings.context && isBuiltIn(one.facts, surroundings.context));
	return (built.length > 0 ? built : declared).map(({ facts: { path, file }, item }) => {
		return {
			path,
			text: file.text,
			span: item.nameSpan,
			importPath: packagePath(facts, index.importPath),
			kind: 'declaration',
		};
	});
}

/** A function without a body, or a pulled variable: what it is stands elsewhere. */
function isLeftToOthers({ span, bound }: NamedSymbol, { facts }: CheckedFile): boolean {
	if (bound) return bound.form === 'pull' || bound.form === 'receive';
	const item = facts.file.declarations.find(({ nameSpan }) => nameSpan.start === span.start);
	return item?.kind === 'func' && !item.body;
}

/** The directive itself, or the declaration that it is about. */
function isOwn({ path, span }: FoundPlace, { linkname, declaration }: BoundLinkname, directivePath: string): boolean {
	const { start } = (linkname.target ?? linkname.local).span;
	if (path === directivePath && span.start === start) return true;
	return path === declaration?.facts.path && span.start === declaration.item.nameSpan.start;
}

function looksStandard(symbol: string, { facts, index }: CheckedFile): boolean {
	const root = parseSymbol(symbol)?.importPath.split('/')[0] ?? '';
	return !root.includes('.') && root !== packagePath(facts, index.importPath).split('/')[0];
}
