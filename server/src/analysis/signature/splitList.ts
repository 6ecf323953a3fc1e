/** Pieces of Go text that commas divide outside of brackets and strings, trimmed: `a, f(b, c)` → `a`, `f(b, c)`. */
import { closingIndex, tokenize } from './tokens.ts';

export function splitList(text: string): readonly string[] {
	const tokens = tokenize(text);
	const parts: string[] = [];
	let from = 0;
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index];
		if (!token || token.kind !== 'punctuation') continue;
		if ('([{'.includes(token.text)) index = closingIndex(tokens, index);
		if (token.text !== ',') continue;
		parts.push(text.slice(from, token.start).trim());
		from = token.end;
	}
	// A comment behind the last comma is no piece.
	const isLeft = tokens.some(({ kind, start }) => start >= from && kind !== 'semicolon');
	if (isLeft || parts.length === 0) parts.push(text.slice(from).trim());
	return parts;
}
