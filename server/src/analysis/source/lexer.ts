/**
 * The token level of the text scanner. It knows just enough of Go's lexical grammar (spec, "Lexical elements") to find
 * the ends of things in broken code: comments, strings, brackets, and where a line end becomes a semicolon.
 */
import type { Span } from '../text/span.ts';

export type TokenKind = 'name' | 'literal' | 'punctuation' | 'semicolon' | 'end';

/** Called for every comment that the lexer passes. */
export type CommentListener = (start: number, end: number) => void;

const keywordsThatContinue = new Set(
	'case chan const default defer else for func go goto if import interface map package range select struct switch type var'.split(
		' ',
	),
);

/** The declaration that a missing closing brace must not swallow: no function body can hold `func name(` at column 0. */
const functionAtLineStart = /func[ \t]+(?:\([^()\n]*\)[ \t]*)?[\p{L}_][\p{L}\p{N}_]*[ \t]*[[(]/uy;

export class Lexer {
	readonly text: string;
	/** Offset of the next unread unit. */
	at: number;
	kind: TokenKind = 'end';
	start = 0;
	end = 0;
	/** The last bracket that was skipped has no partner: what follows it decided where it ends. */
	unclosed = false;
	/** A back quote without a partner was passed: a later one anywhere in the text would change how this was read. */
	openQuote = false;
	readonly #onComment: CommentListener;
	#lineEndCounts = false;

	constructor(text: string, at: number, onComment: CommentListener) {
		this.text = text;
		this.at = at;
		this.#onComment = onComment;
	}

	/** Reads the next token; operators come one character at a time. */
	next(): TokenKind {
		const { text } = this;
		for (;;) {
			if (this.at >= text.length)
				return this.#token(this.#lineEndCounts ? 'semicolon' : 'end', text.length, text.length);
			const at = this.at;
			const unit = text.charCodeAt(at);
			if (unit === 10) {
				if (this.#lineEndCounts) return this.#token('semicolon', at, at + 1);
				this.at++;
			} else if (unit <= 32 || unit === 0xfeff) {
				this.at++;
			} else if (unit === 47 && text.charCodeAt(at + 1) === 47) {
				this.at = this.#comment(at, lineCommentEnd(text, at));
			} else if (unit === 47 && text.charCodeAt(at + 1) === 42) {
				const end = this.#comment(at, blockCommentEnd(text, at));
				this.at = end;
				const lineEnd = text.indexOf('\n', at);
				if (this.#lineEndCounts && lineEnd >= 0 && lineEnd < end) return this.#token('semicolon', at, end);
			} else if (isNamePart(unit)) {
				let end = at + 1;
				while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
				return this.#token(unit >= 48 && unit <= 57 ? 'literal' : 'name', at, end);
			} else if (unit === 34 || unit === 39 || unit === 96) {
				return this.#token('literal', at, this.#stringEnd(at));
			} else {
				return this.#token(unit === 59 ? 'semicolon' : 'punctuation', at, at + 1);
			}
		}
	}

	/** True when the current token is this name, keyword or single character. */
	is(spelling: string): boolean {
		return (
			this.kind !== 'literal' && this.end - this.start === spelling.length && this.text.startsWith(spelling, this.start)
		);
	}

	/** The text of the current token. */
	spelling(): string {
		return this.text.slice(this.start, this.end);
	}

	get span(): Span {
		return { start: this.start, end: this.end };
	}

	/**
	 * With an opening bracket as the current token: moves past its partner, so that the closing bracket is current.
	 * An unclosed bracket ends before the next top-level function, or at the end of the text.
	 */
	skipBalanced(): void {
		const { text } = this;
		let depth = 1;
		let at = this.end;
		while (at < text.length) {
			const unit = text.charCodeAt(at);
			if (unit === 40 || unit === 91 || unit === 123) {
				depth++;
				at++;
			} else if (unit === 41 || unit === 93 || unit === 125) {
				at++;
				if (--depth === 0) {
					this.#token('punctuation', at - 1, at);
					return;
				}
			} else if (unit === 34 || unit === 39 || unit === 96) {
				at = this.#stringEnd(at);
			} else if (unit === 47) {
				const following = text.charCodeAt(at + 1);
				if (following === 47) at = this.#comment(at, lineCommentEnd(text, at));
				else if (following === 42) at = this.#comment(at, blockCommentEnd(text, at));
				else at++;
			} else if (unit === 10 && text.charCodeAt(at + 1) === 102 && startsFunction(text, at + 1)) {
				break;
			} else {
				at++;
			}
		}
		this.unclosed = true;
		this.#token('punctuation', at, at);
		this.#lineEndCounts = true;
	}

	/** The end of the string or rune literal at `at`. One that is not closed ends with its line. */
	#stringEnd(at: number): number {
		const { text } = this;
		const quote = text.charCodeAt(at);
		if (quote === 96) {
			const close = text.indexOf('`', at + 1);
			if (close >= 0) return close + 1;
			this.openQuote = true;
		}
		for (let index = at + 1; index < text.length; index++) {
			const unit = text.charCodeAt(index);
			if (unit === quote) return index + 1;
			if (unit === 10) return index;
			if (unit === 92 && quote !== 96 && text.charCodeAt(index + 1) !== 10) index++;
		}
		return text.length;
	}

	#token(kind: TokenKind, start: number, end: number): TokenKind {
		this.kind = kind;
		this.start = start;
		this.end = end;
		this.at = end;
		this.#lineEndCounts =
			kind === 'literal' ||
			(kind === 'name' && !keywordsThatContinue.has(this.text.slice(start, end))) ||
			(kind === 'punctuation' && isClosingBracket(this.text.charCodeAt(start)));
		return kind;
	}

	#comment(start: number, end: number): number {
		this.#onComment(start, end);
		return end;
	}
}

function startsFunction(text: string, at: number): boolean {
	functionAtLineStart.lastIndex = at;
	return functionAtLineStart.test(text);
}

function isNamePart(unit: number): boolean {
	return (
		(unit >= 97 && unit <= 122) ||
		(unit >= 65 && unit <= 90) ||
		(unit >= 48 && unit <= 57) ||
		unit === 95 ||
		(unit >= 0x80 && unit !== 0xfeff)
	);
}

function isClosingBracket(unit: number): boolean {
	return unit === 41 || unit === 93 || unit === 125;
}

function lineCommentEnd(text: string, at: number): number {
	const lineEnd = text.indexOf('\n', at);
	return lineEnd < 0 ? text.length : lineEnd;
}

function blockCommentEnd(text: string, at: number): number {
	const close = text.indexOf('*/', at + 2);
	return close < 0 ? text.length : close + 2;
}
