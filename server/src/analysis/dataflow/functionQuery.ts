/** `./store.(*Cache).Put:value`: a function, and perhaps one of its parameters, as somebody writes it on a command line. */

import { withoutTypeArguments } from './withoutTypeArguments.ts';

export interface FunctionQuery {
	/** What it may mean, the likeliest first. */
	readonly meanings: readonly FunctionMeaning[];
	/** The name of a parameter or receiver, or `result`. */
	readonly parameter: string | undefined;
}

export interface FunctionMeaning {
	/** A directory (`.`, `./store`) or an import path. */
	readonly pattern: string;
	/** `F`, `T.M`, `(*T).M`, as it was written; without type arguments. */
	readonly function: string;
}

/** `undefined` for what names no function. */
export function parseFunctionQuery(text: string): FunctionQuery | undefined {
	const [, written = '', parameter] = /^(.*?)(?::([\p{L}_][\p{L}\p{N}_]*))?$/u.exec(text.trim()) ?? [];
	const path = withoutTypeArguments(written.replaceAll('\\', '/'));
	const lastSlash = path.slice(0, path.includes('(') ? path.indexOf('(') : undefined).lastIndexOf('/');
	const meanings: FunctionMeaning[] = [];
	for (const { before, after } of splitAtDots(path.slice(lastSlash + 1))) {
		if (!functionName.test(after)) continue;
		const pattern = path.slice(0, lastSlash + 1) + before;
		meanings.push({ pattern: pattern === '' ? '.' : pattern.replace(/(?<=.)\/$/, ''), function: after });
	}
	return meanings.length === 0 ? undefined : { meanings, parameter };
}

const functionName = /^(?:\(\*?[\p{L}_][\p{L}\p{N}_]*\)\.|[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*$/u;

/** The ways to cut `store.Cache.Put` into a package and a function, the longest package first; none and `.` at the end. */
function splitAtDots(text: string): readonly { readonly before: string; readonly after: string }[] {
	const cuts: { before: string; after: string }[] = [];
	for (let at = text.length - 1; at > 0; at--) {
		if (text[at] === '.' && !isInBrackets(text, at))
			cuts.push({ before: text.slice(0, at), after: text.slice(at + 1) });
	}
	cuts.push({ before: '', after: text.replace(/^\./, '') });
	// `Cache.Put` of the package is meant before a package `store.Cache`.
	return cuts;
}

function isInBrackets(text: string, at: number): boolean {
	return text.lastIndexOf('(', at) > text.lastIndexOf(')', at);
}
