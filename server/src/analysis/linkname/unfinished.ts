import type { FuncDeclaration } from '../source/goFile.ts';

/**
 * True for a function that is being typed: its parameters are not closed, or something follows that is no part of a
 * declaration; and for one whose `{` stands on the next line, which is an error of another kind.
 */
export function isUnfinished(text: string, { span, signature, body }: FuncDeclaration): boolean {
	if (body) return false;
	const written = text.slice(signature.start, signature.end);
	if (written === '' || count(written, '(') !== count(written, ')')) return true;
	const rest = text.slice(span.end, span.end + 400);
	return !/^[ \t]*(?:;|\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?\r?(?:\n|$)/.test(rest) || /^\s*\{/.test(rest);
}

function count(text: string, mark: string): number {
	return text.split(mark).length - 1;
}
