/** Declarations with the comments that belong to them. */
import type { Declaration } from '../../source/goFile.ts';
import type { Span } from '../../text/span.ts';
import { lineAfter, lineAt, lineBefore, lineKind } from '../lineEdits.ts';

/** Where the comment lines right above a declaration begin, or its own line. */
export function docStart(text: string, declarationStart: number): number {
	let line = lineAt(text, declarationStart);
	for (let above = lineBefore(text, line); above; above = lineBefore(text, line)) {
		const kind = lineKind(text, above);
		if (kind === 'blank' || kind === 'code') break;
		line = above;
	}
	return line.start;
}

/** The lines that go when a declaration goes, with one of the empty lines around them. */
export function wholeDeclaration(text: string, { span }: Pick<Declaration, 'span'>): Span {
	const start = docStart(text, span.start);
	const last = lineAt(text, span.end);
	const below = lineAfter(text, last);
	const above = start > 0 ? lineBefore(text, lineAt(text, start)) : undefined;
	if (below === undefined || below.start >= text.length) {
		const blankAbove = above && lineKind(text, above) === 'blank';
		return { start: blankAbove ? above.start : start, end: text.length };
	}
	if (lineKind(text, below) !== 'blank') return { start, end: below.start };
	const next = lineAfter(text, below);
	// At the end of the file the empty line above goes instead.
	return { start, end: next?.start ?? text.length };
}
