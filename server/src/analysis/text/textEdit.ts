import type { Span } from './span.ts';

/** A replacement of `span` by `newText`, in offsets of the text before the edit. */
export interface TextEdit {
	readonly span: Span;
	readonly newText: string;
}

/** What an edit did to the text: `[start, oldEnd)` became `[start, newEnd)`. UTF-16 offsets. */
export interface TextChange {
	readonly start: number;
	readonly oldEnd: number;
	readonly newEnd: number;
}

/**
 * Where a span of the old text stands after a change: moved when the change lies before it, stretched when the change
 * lies strictly inside, `undefined` when the change touched one of its ends or swallowed it.
 */
export function moveSpan(span: Span, change: TextChange): Span | undefined {
	const shift = change.newEnd - change.oldEnd;
	if (change.oldEnd <= span.start) return { start: span.start + shift, end: span.end + shift };
	if (change.start >= span.end) return span;
	if (change.start > span.start && change.oldEnd < span.end) return { start: span.start, end: span.end + shift };
	return undefined;
}

/** Applies edits that do not overlap, in any order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	let result = '';
	let at = 0;
	for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
		result += text.slice(at, edit.span.start) + edit.newText;
		at = edit.span.end;
	}
	return result + text.slice(at);
}
