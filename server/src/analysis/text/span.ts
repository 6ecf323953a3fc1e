/**
 * Positions in text. Everything inside the server speaks in half-open spans of UTF-16 offsets; lines, bytes and LSP
 * positions exist only where text enters (compiler output) or leaves (editor, terminal).
 */
export interface Span {
	/** UTF-16 offset of the first unit. */
	readonly start: number;
	/** UTF-16 offset just past the last unit. */
	readonly end: number;
}

export function spanText(text: string, span: Span): string {
	return text.slice(span.start, span.end);
}

/** True when `offset` lies in the span or touches its end, as a cursor does. */
export function touches(span: Span, offset: number): boolean {
	return span.start <= offset && offset <= span.end;
}

export function contains(outer: Span, inner: Span): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}
