/** What a comment that begins with `go:` says, and whether the compiler listens (cmd/compile: syntax/scanner.go, noder/noder.go). */
import type { DirectiveComment } from '../source/goFile.ts';
import type { Span } from '../text/span.ts';

export interface Directive {
	readonly comment: DirectiveComment;
	/** `exact`: `//go:`; the compiler passes over `spaced` (`// go:`) and `block` (`/*go:`) without a word. */
	readonly spelling: 'exact' | 'spaced' | 'block';
	/** What stands between `go:` and the first blank. */
	readonly verb: Word;
	/** The character after the verb; empty when the comment ends there. The compiler accepts only a space. */
	readonly separator: string;
	readonly words: readonly Word[];
}

/** A piece of the text and where it stands. */
export interface Word {
	readonly text: string;
	readonly span: Span;
}

/** `//go:linkname local [target]`, well formed and in a place where the compiler reads it. */
export interface Linkname {
	readonly directive: Directive;
	/** Written `//go:linknamestd`, which exists since Go 1.27. */
	readonly std: boolean;
	readonly local: Word;
	readonly target: Word | undefined;
}

// The blanks of Go's unicode.IsSpace, at which strings.Fields splits.
const word = /[^\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

export function readDirective(text: string, comment: DirectiveComment): Directive | undefined {
	const { start, end } = comment.span;
	const block = comment.marker === '/*';
	const inner = text.slice(start + 2, block && text.endsWith('*/', end) ? end - 2 : end);
	const at = inner.indexOf('go:');
	if (at < 0 || (block && inner.includes('\n'))) return undefined;

	const words: Word[] = [];
	for (const match of inner.slice(at + 3).matchAll(word)) {
		const from = start + 2 + at + 3 + match.index;
		words.push({ text: match[0], span: { start: from, end: from + match[0].length } });
	}
	const verbStart = start + 2 + at + 3;
	const first = words[0]?.span.start === verbStart ? words.shift() : undefined;
	const verb = first ?? { text: '', span: { start: verbStart, end: verbStart } };
	return {
		comment,
		spelling: block ? 'block' : at === 0 ? 'exact' : 'spaced',
		verb,
		separator: inner.charAt(verb.span.end - start - 2),
		words,
	};
}

/** True when the compiler reads the comment as a directive, whatever follows its verb: right spelling, alone on its line. */
export function isDirectiveLine({ spelling, comment }: Directive): boolean {
	return spelling === 'exact' && comment.startsLine;
}

/** True when the compiler hands the directive to its handler: right spelling, alone on its line, a space after the verb. */
export function isEffective(directive: Directive): boolean {
	return isDirectiveLine(directive) && (directive.separator === '' || directive.separator === ' ');
}

/** True when the compiler takes the comment for a `//go:linkname` or `//go:linknamestd`, well formed or not. */
export function isLinkname(directive: Directive): boolean {
	const { text } = directive.verb;
	return (text === 'linkname' || text === 'linknamestd') && isEffective(directive) && directive.separator === ' ';
}

export function toLinkname(directive: Directive): Linkname | undefined {
	const [local, target, extra] = directive.words;
	if (!isLinkname(directive) || !local || extra) return undefined;
	return { directive, std: directive.verb.text === 'linknamestd', local, target };
}
