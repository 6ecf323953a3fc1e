/** Columns in the encoding that client and server agreed on; offsets inside the server are always UTF-16. */
import type { LineIndex } from '../analysis/text/lineIndex.ts';
import type { Span } from '../analysis/text/span.ts';
import { type ClientCapabilities, type Position, PositionEncodingKind, type Range } from 'vscode-languageserver';

export type Encoding = 'utf-8' | 'utf-16' | 'utf-32';

/** The first encoding of the client's list that we speak, UTF-16 when it names none (LSP 3.17, `general.positionEncodings`). */
export function agreeOnEncoding(capabilities: ClientCapabilities): Encoding {
	for (const offered of capabilities.general?.positionEncodings ?? []) {
		if (
			offered === PositionEncodingKind.UTF8 ||
			offered === PositionEncodingKind.UTF16 ||
			offered === PositionEncodingKind.UTF32
		) {
			return offered as Encoding;
		}
	}
	return 'utf-16';
}

/** The column, in units of `encoding`, of a UTF-16 column of a line. */
function encodeColumn(line: string, column: number, encoding: Encoding): number {
	switch (encoding) {
		case 'utf-16':
			return column;
		case 'utf-8':
			return Buffer.byteLength(line.slice(0, column), 'utf8');
		case 'utf-32':
			return Array.from(line.slice(0, column)).length;
	}
}

/** The UTF-16 column of a column in units of `encoding`; one past the line's end is clamped to it. */
export function decodeColumn(line: string, column: number, encoding: Encoding): number {
	if (encoding === 'utf-16') return Math.min(column, line.length);
	let units = 0;
	let at = 0;
	for (const character of line) {
		if (units >= column) break;
		units += encoding === 'utf-32' ? 1 : Buffer.byteLength(character, 'utf8');
		at += character.length;
	}
	return at;
}

export function toPosition(lines: LineIndex, offset: number, encoding: Encoding): Position {
	const { line, column } = lines.position(offset);
	if (encoding === 'utf-16') return { line, character: column };
	const span = lines.lineSpan(line);
	return { line, character: encodeColumn(lines.text.slice(span.start, span.end), column, encoding) };
}

export function toRange(lines: LineIndex, span: Span, encoding: Encoding): Range {
	return { start: toPosition(lines, span.start, encoding), end: toPosition(lines, span.end, encoding) };
}

export function toOffset(lines: LineIndex, position: Position, encoding: Encoding): number {
	if (encoding === 'utf-16') return lines.offset(position.line, position.character);
	const span = lines.lineSpan(position.line);
	return span.start + decodeColumn(lines.text.slice(span.start, span.end), position.character, encoding);
}

export function toSpan(lines: LineIndex, range: Range, encoding: Encoding): Span {
	return { start: toOffset(lines, range.start, encoding), end: toOffset(lines, range.end, encoding) };
}
