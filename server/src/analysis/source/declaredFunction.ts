import { spanText } from '../text/span.ts';
import type { FuncDeclaration } from './goFile.ts';

/** A function as Go writes it, without type parameters: `F`, `T.M`, `(*T).M`. */
export function declaredFunction(text: string, { name, receiver }: FuncDeclaration): string {
	if (!receiver) return name;
	const type = spanText(text, receiver)
		.replace(/\[[^]*/, '')
		.trim()
		.replace(/^[\p{L}_][\p{L}\p{N}_]*\s+(?=\S)/u, '')
		.replace(/\s+/g, '');
	return type.startsWith('*') ? `(${type}).${name}` : `${type}.${name}`;
}
