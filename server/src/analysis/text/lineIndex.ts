import type { Span } from './span.ts';

/** A zero-based line and a zero-based UTF-16 column, the coordinates of LSP's default encoding. */
export interface LineColumn {
	readonly line: number;
	readonly column: number;
}

/**
 * Converts between UTF-16 offsets, lines, and the 1-based byte columns of the Go compiler.
 * Lines end at `\n` only, as the compiler counts them.
 */
export class LineIndex {
	readonly text: string;
	readonly #starts: number[];

	constructor(text: string) {
		this.text = text;
		const starts = [0];
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
		this.#starts = starts;
	}

	get lineCount(): number {
		return this.#starts.length;
	}

	/** The line and column of an offset; offsets outside the text are clamped. */
	position(offset: number): LineColumn {
		const at = Math.max(0, Math.min(offset, this.text.length));
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= at) low = middle;
			else high = middle - 1;
		}
		return { line: low, column: at - (this.#starts[low] ?? 0) };
	}

	/** The offset of a zero-based line and column; both are clamped to the text. */
	offset(line: number, column: number): number {
		const span = this.lineSpan(line);
		return Math.min(span.start + Math.max(0, column), span.end);
	}

	/** The span of a zero-based line without its line end (neither `\n` nor `\r\n`). */
	lineSpan(line: number): Span {
		const clamped = Math.max(0, Math.min(line, this.#starts.length - 1));
		const start = this.#starts[clamped] ?? 0;
		const next = this.#starts[clamped + 1];
		let end = next === undefined ? this.text.length : next - 1;
		if (end > start && this.text.charCodeAt(end - 1) === 13) end--;
		return { start, end };
	}

	/**
	 * The offset of a compiler position: 1-based line and 1-based column in UTF-8 bytes. A byte order mark at the start
	 * of the file counts as three bytes of line 1, as it does in the compiler.
	 */
	offsetOfByteColumn(oneBasedLine: number, byteColumn: number): number {
		const { start, end } = this.lineSpan(oneBasedLine - 1);
		let bytes = byteColumn - 1;
		let at = start;
		while (bytes > 0 && at < end) {
			const unit = this.text.charCodeAt(at);
			if (unit < 0x80) bytes -= 1;
			else if (unit < 0x800) bytes -= 2;
			else if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < end) {
				bytes -= 4;
				at++;
			} else bytes -= 3;
			at++;
		}
		return at;
	}

	/** The place of an offset as the compiler counts: 1-based line, 1-based column in UTF-8 bytes. */
	bytePosition(offset: number): { readonly line: number; readonly column: number } {
		const { line, column } = this.position(offset);
		const { start } = this.lineSpan(line);
		let bytes = 0;
		for (let at = start; at < start + column; at++) {
			const unit = this.text.charCodeAt(at);
			// A surrogate pair is four bytes: two for each half.
			bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
		}
		return { line: line + 1, column: bytes + 1 };
	}
}
