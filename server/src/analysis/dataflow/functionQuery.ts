/** `./store.(*Cache).Put:value`: a function, and perhaps one of its parameters, as somebody writes it on a command line. */
import { readWrittenName, withoutBrackets } from '../listing/functionName.ts';

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
	/** What the package has to be called for this to be meant. */
	readonly packageName: string | undefined;
}

/** `undefined` for what names no function. */
export function parseFunctionQuery(text: string): FunctionQuery | undefined {
	const trimmed = text.trim();
	// A drive letter is no function: what stands behind its colon is a path.
	const [, parameter] = /:([\p{L}_][\p{L}\p{N}_]*)$/u.exec(trimmed) ?? [];
	const written = parameter === undefined ? trimmed : trimmed.slice(0, -parameter.length - 1);
	const meanings = readWrittenName(written).map(({ package: pattern, name, packageName }) => {
		return { pattern, function: withoutBrackets(name), packageName };
	});
	return meanings.length === 0 ? undefined : { meanings, parameter };
}
