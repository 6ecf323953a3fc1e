/** A stretch of Go code as a list of tokens, for readers that look back and ahead. */
import { Lexer, type TokenKind } from '../source/lexer.ts';
import type { Span } from '../text/span.ts';

export interface CodeToken {
	readonly kind: TokenKind;
	/** `;` for a line end that counts as one. Operators come one character at a time. */
	readonly text: string;
	readonly start: number;
}

/** Comments are left out; `func` and other keywords are names. */
export function tokensOf(text: string, { start, end }: Span): CodeToken[] {
	const tokens: CodeToken[] = [];
	const lexer = new Lexer(text, start, () => {});
	while (lexer.next() !== 'end' && lexer.start < end) {
		tokens.push({
			kind: lexer.kind,
			text: lexer.kind === 'semicolon' ? ';' : lexer.spelling(),
			start: lexer.start,
		});
	}
	return tokens;
}

/** The name is that of a field, a method, or something in an imported package. */
export function isMember(tokens: readonly CodeToken[], at: number): boolean {
	// The dots of `...T` come one by one.
	return tokens[at - 1]?.text === '.' && tokens[at - 2]?.text !== '.';
}

/** The name is called, and not a member of anything. */
export function isPlainCall(tokens: readonly CodeToken[], at: number): boolean {
	return tokens[at]?.kind === 'name' && tokens[at + 1]?.text === '(' && !isMember(tokens, at);
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export function opens(token: CodeToken | undefined): boolean {
	return token?.kind === 'punctuation' && token.text in closing;
}

export function closes(token: CodeToken | undefined): boolean {
	return token?.kind === 'punctuation' && /^[)\]}]$/.test(token.text);
}

/** The index behind the partner of the bracket at `at`; the end of the list when it has none. */
export function behindBracket(tokens: readonly CodeToken[], at: number): number {
	let behind = partners.get(tokens);
	if (!behind) partners.set(tokens, (behind = behindBrackets(tokens)));
	return behind[at] ?? tokens.length;
}

/** Brackets that never end would be looked for anew at each of them. */
const partners = new WeakMap<readonly CodeToken[], Uint32Array>();

function behindBrackets(tokens: readonly CodeToken[]): Uint32Array {
	const behind = new Uint32Array(tokens.length).fill(tokens.length);
	const open: number[] = [];
	for (const [index, token] of tokens.entries()) {
		if (opens(token)) open.push(index);
		else if (closes(token)) {
			const partner = open.pop();
			if (partner !== undefined) behind[partner] = index + 1;
		}
	}
	return behind;
}
