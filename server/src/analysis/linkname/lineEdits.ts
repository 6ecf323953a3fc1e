/** Edits of whole comment lines that leave a gofmt-clean file gofmt-clean, and its line ends as they are. */
import type { GoFile } from '../source/goFile.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../text/textEdit.ts';

/** The line end that the file uses. */
export function lineEnd(text: string): '\n' | '\r\n' {
	const first = text.indexOf('\n');
	return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

/** The line that holds the offset, without its line end. */
export function lineAt(text: string, offset: number): Span {
	const start = text.lastIndexOf('\n', offset - 1) + 1;
	const newline = text.indexOf('\n', offset);
	const end = newline < 0 ? text.length : newline;
	return { start, end: end > start && text[end - 1] === '\r' ? end - 1 : end };
}

export function lineBefore(text: string, line: Span): Span | undefined {
	return line.start === 0 ? undefined : lineAt(text, line.start - 1);
}

export function lineAfter(text: string, line: Span): Span | undefined {
	const newline = text.indexOf('\n', line.end);
	return newline < 0 ? undefined : lineAt(text, newline + 1);
}

export type LineKind = 'blank' | 'prose' | 'emptyComment' | 'directive' | 'code';

/** What stands on a line, as gofmt sees it when it formats a doc comment. */
export function lineKind(text: string, line: Span | undefined): LineKind {
	const content = line ? text.slice(line.start, line.end).trim() : '';
	if (content === '') return 'blank';
	if (!content.startsWith('//')) return 'code';
	if (content === '//') return 'emptyComment';
	return /^\/\/(?:[a-z0-9]+:[a-z0-9]|line |extern |export )/.test(content) ? 'directive' : 'prose';
}

/** Takes a comment away: with its line when it stands alone there, else with the blanks before it. */
export function removeComment(file: GoFile, comment: Span): TextEdit {
	const { text } = file;
	const line = lineAt(text, comment.start);
	const alone = text.slice(line.start, comment.start).trim() === '' && text.slice(comment.end, line.end).trim() === '';
	if (!alone) {
		let start = comment.start;
		while (start > line.start && /[ \t]/.test(text[start - 1] ?? '')) start--;
		return { span: { start, end: comment.end }, newText: '' };
	}
	const above = lineBefore(text, line);
	const below = lineAfter(text, line);
	let { start } = line;
	let end = below?.start ?? text.length;
	const isBlank = (other: Span | undefined) => other === undefined || lineKind(text, other) === 'blank';
	// gofmt takes away the empty line that parted prose and directives when no directive follows it.
	if (above && lineKind(text, above) === 'emptyComment' && lineKind(text, below) !== 'directive') start = above.start;
	// One empty line is left where two would meet, and none at the end of the file.
	else if (above && isBlank(above) && below && isBlank(below)) {
		if (below.end < text.length) end = lineAfter(text, below)?.start ?? text.length;
		else start = above.start;
	}
	return { span: { start, end }, newText: '' };
}

/** Puts a directive on the line above a declaration, parted from prose by an empty comment line, as gofmt does. */
export function insertAbove(file: GoFile, declaration: Span, directive: string): TextEdit {
	const { text } = file;
	const line = lineAt(text, declaration.start);
	const indent = /^[ \t]*/.exec(text.slice(line.start, declaration.start))?.[0] ?? '';
	const newline = lineEnd(text);
	const parting = lineKind(text, lineBefore(text, line)) === 'prose' ? `${indent}//${newline}` : '';
	return { span: { start: line.start, end: line.start }, newText: `${parting}${indent}${directive}${newline}` };
}
