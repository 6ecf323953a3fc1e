/** A struct type as text: its fields with the lines that belong to them, written again in another order. */
import { closingIndex, tokenize } from '../signature/tokens.ts';
import { parseType } from '../signature/parseType.ts';
import type { Span } from '../text/span.ts';

export interface StructEntry {
	/** The names that it declares: `a, b int` is one entry. */
	readonly names: readonly string[];
	/** From the first name to the end of the type or tag, in the text that was read. */
	readonly span: Span;
}

export interface StructText {
	readonly entries: readonly StructEntry[];
	/** The braces and what is between them. */
	readonly body: Span;
}

/** Reads `struct { … }`; undefined for anything else. Offsets are those of `text`. */
export function readStructText(text: string): StructText | undefined {
	const tokens = tokenize(text);
	const open = tokens[1];
	if (tokens[0]?.text !== 'struct' || open?.text !== '{') return undefined;
	const close = closingIndex(tokens, 1);
	const end = tokens[close];
	if (!end) return undefined;
	const entries: StructEntry[] = [];
	let first = 2;
	for (let index = 2; index <= close; index++) {
		const token = tokens[index];
		if (!token) return undefined;
		if (index < close && '([{'.includes(token.text) && token.kind === 'punctuation') {
			index = closingIndex(tokens, index);
			continue;
		}
		if (token.text !== ';' && index !== close) continue;
		const start = tokens[first];
		const last = tokens[index - 1];
		if (start && last && index > first) {
			const span = { start: start.start, end: last.end };
			const type = parseType(`struct{${text.slice(span.start, span.end)}}`);
			if (type.kind !== 'struct' || !type.fields.every(({ name }) => /^[\p{L}_]/u.test(name))) return undefined;
			if (type.fields.length === 0) return undefined;
			entries.push({ names: type.fields.map(({ name }) => name), span });
		}
		first = index + 1;
	}
	return { entries, body: { start: open.start, end: end.end } };
}

/**
 * The text with its entries in another order; comments above a field and behind it, blank lines and tags go with it. Undefined where a
 * line holds more than one field, or a comment spans lines behind a field: then a person has to do it.
 *
 * @param order indexes of entries
 */
export function reorderedText(
	text: string,
	{ entries, body }: StructText,
	order: readonly number[],
): string | undefined {
	const lineStart = (offset: number) => text.lastIndexOf('\n', offset - 1) + 1;
	const lineEnd = (offset: number) => {
		const end = text.indexOf('\n', offset);
		return end < 0 ? text.length : end + 1;
	};
	const blocks: string[] = [];
	const top = lineEnd(body.start);
	let from = top;
	for (const { span } of entries) {
		const start = lineStart(span.start);
		const end = lineEnd(span.end);
		if (start < from || end > body.end) return undefined;
		const behind = text.slice(span.end, end);
		if (behind.includes('/*') && !behind.includes('*/')) return undefined;
		blocks.push(text.slice(from, end));
		from = end;
	}
	const moved = order.map((index) => blocks[index] ?? '');
	// A blank line divides fields; at the start there is nothing to divide.
	const [first = '', ...rest] = moved;
	return text.slice(0, top) + first.replace(/^(?:[ \t]*\r?\n)+/, '') + rest.join('') + text.slice(from);
}
