/** What a linkname does, told from the declaration of its local name. */
import type { Declaration } from '../source/goFile.ts';
import type { Linkname } from './directive.ts';
import type { FileFacts } from './fileFacts.ts';
import { visibleDeclarations, type PackageIndex, type Placed } from './packageIndex.ts';

/**
 * `pull`: the local name stands for a symbol defined elsewhere. `push`: the local definition gets the name of a symbol
 * of another package. `export`: one argument on a definition, which lets other packages pull it. `receive`: one argument
 * on a declaration without a body, which some other package has to push. `unknown`: the local name is not declared.
 */
export type LinknameForm = 'pull' | 'push' | 'export' | 'receive' | 'unknown';

export interface BoundLinkname {
	readonly linkname: Linkname;
	readonly form: LinknameForm;
	/** The function or variable of the local name; absent when there is none, or only something that cannot be linked. */
	readonly declaration: Placed<Declaration> | undefined;
}

/** The directive with the declaration it is about: one in its own file first, else in one compiled with it. */
export function bindLinkname(linkname: Linkname, facts: FileFacts, index: PackageIndex): BoundLinkname {
	const candidates = visibleDeclarations(index, facts, linkname.local.text);
	const declaration = candidates.find((one) => one.facts === facts) ?? candidates[0];
	const item = declaration?.item;
	if (item?.kind !== 'func' && item?.kind !== 'var') return { linkname, form: 'unknown', declaration: undefined };
	const defines = item.kind === 'func' ? item.body !== undefined : item.value !== undefined;
	const form = linkname.target === undefined ? (defines ? 'export' : 'receive') : defines ? 'push' : 'pull';
	return { linkname, form, declaration };
}
