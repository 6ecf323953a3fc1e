/** The tokens of a piece of Go text, with a cursor that never runs past the end. */
import { Lexer, type TokenKind } from '../source/lexer.ts';

export interface Token {
	readonly kind: TokenKind;
	/** `;` for every semicolon, also for one that a line end stands for. */
	readonly text: string;
	/** UTF-16 offsets into the text that was read. */
	readonly start: number;
	readonly end: number;
}

export interface Cursor {
	readonly text: string;
	readonly tokens: readonly Token[];
	index: number;
	/** How many brackets and prefixes are open: text can nest deeper than the call stack. */
	depth: number;
}

/** Deeper than any type that people write, far from the end of the call stack. */
export const depthLimit = 200;

const end: Token = { kind: 'end', text: '', start: 0, end: 0 };

export function tokenize(text: string): readonly Token[] {
	const lexer = new Lexer(text, 0, () => {});
	const tokens: Token[] = [];
	while (lexer.next() !== 'end') {
		const text = lexer.kind === 'semicolon' ? ';' : lexer.spelling();
		tokens.push({ kind: lexer.kind, text, start: lexer.start, end: lexer.end });
	}
	return tokens;
}

export function cursorOver(text: string): Cursor {
	return { text, tokens: tokenize(text), index: 0, depth: 0 };
}

/** The token `ahead` places further on; past the end one of kind `end`. */
export function peek(cursor: Cursor, ahead = 0): Token {
	return cursor.tokens[cursor.index + ahead] ?? end;
}

export function at(cursor: Cursor, text: string, ahead = 0): boolean {
	const token = peek(cursor, ahead);
	return token.text === text && token.kind !== 'literal';
}

/** Moves past `text` if it is next. */
export function take(cursor: Cursor, text: string): boolean {
	if (!at(cursor, text)) return false;
	cursor.index++;
	return true;
}

/** Moves past several one-character tokens, as the lexer reads an operator. */
export function takeOperator(cursor: Cursor, operator: string): boolean {
	for (let index = 0; index < operator.length; index++) {
		const token = peek(cursor, index);
		if (token.text !== operator[index] || token.start !== peek(cursor).start + index) return false;
	}
	cursor.index += operator.length;
	return true;
}

/** The index of the bracket that closes the one at `open`, or the number of tokens. */
export function closingIndex(tokens: readonly Token[], open: number): number {
	let depth = 0;
	for (let index = open; index < tokens.length; index++) {
		const { text } = tokens[index] ?? end;
		if (text === '(' || text === '[' || text === '{') depth++;
		else if ((text === ')' || text === ']' || text === '}') && --depth === 0) return index;
	}
	return tokens.length;
}
