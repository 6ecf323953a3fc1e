/** A text to which many edits are made one after the other: what each of them costs does not grow with the whole text. */

/** Zero-based, in UTF-16 units. */
export interface LinePosition {
	readonly line: number;
	readonly character: number;
}

interface Block {
	readonly text: string;
	/** Line ends in it. One of two characters is never cut in two. */
	readonly lineEnds: number;
}

/** UTF-16 units of a block when it is made; it is cut again at twice that. */
const blockLength = 2048;

/** Lines end at `\n`, `\r\n` or `\r`, as in the protocol (LSP 3.17, TextDocument). */
export class EditedText {
	#blocks: Block[];
	#length: number;

	constructor(text: string) {
		this.#blocks = cut(text);
		this.#length = text.length;
	}

	text(): string {
		return this.#blocks.map(({ text }) => text).join('');
	}

	/** A line with its end; empty when there is no such line. */
	line(line: number): string {
		const start = this.#lineStart(line);
		return this.#slice(start, this.#lineStart(line + 1));
	}

	/** The offset of a position; one behind the end of its line is that end, one behind the last line the end of the text. */
	offset({ line, character }: LinePosition): number {
		if (line < 0) return 0;
		const start = this.#lineStart(line);
		if (character <= 0) return start;
		const end = this.#lineStart(line + 1);
		const last = this.#slice(Math.max(start, end - 2), end);
		const lineEnd = last === '\r\n' ? 2 : Number(/[\r\n]/.test(last.slice(-1)));
		return Math.min(start + character, end - lineEnd);
	}

	replace(start: number, end: number, text: string): void {
		const blocks = this.#blocks;
		let [first, before] = this.#blockAt(start);
		let [last, beforeLast] = this.#blockAt(end);
		let head = (blocks[first]?.text ?? '').slice(0, start - before);
		let tail = (blocks[last]?.text ?? '').slice(end - beforeLast);
		// The two characters of a line end may have come together, and short blocks are joined.
		if (first > 0) head = (blocks[--first]?.text ?? '') + head;
		if (last < blocks.length - 1) tail += blocks[++last]?.text ?? '';
		blocks.splice(first, last - first + 1, ...cut(head + text + tail));
		this.#length += text.length - (end - start);
	}

	#lineStart(line: number): number {
		if (line <= 0) return 0;
		let wanted = line;
		let offset = 0;
		for (const block of this.#blocks) {
			if (block.lineEnds >= wanted) return offset + afterLineEnd(block.text, wanted);
			wanted -= block.lineEnds;
			offset += block.text.length;
		}
		return this.#length;
	}

	/** The number of the block that holds an offset, the last one for the end, and where it starts. */
	#blockAt(offset: number): [number, number] {
		let start = 0;
		let index = 0;
		for (; index < this.#blocks.length - 1; index++) {
			const length = this.#blocks[index]?.text.length ?? 0;
			if (start + length > offset) break;
			start += length;
		}
		return [index, start];
	}

	#slice(start: number, end: number): string {
		let [index, from] = this.#blockAt(start);
		let text = '';
		for (; index < this.#blocks.length && from < end; index++) {
			const block = this.#blocks[index]?.text ?? '';
			text += block.slice(Math.max(0, start - from), end - from);
			from += block.length;
		}
		return text;
	}
}

function cut(text: string): Block[] {
	const blocks: Block[] = [];
	for (let at = 0; at < text.length; ) {
		let end = text.length - at < 2 * blockLength ? text.length : at + blockLength;
		if (text.charCodeAt(end - 1) === 13 && text.charCodeAt(end) === 10) end++;
		const part = text.slice(at, end);
		blocks.push({ text: part, lineEnds: countLineEnds(part) });
		at = end;
	}
	return blocks;
}

function countLineEnds(text: string): number {
	return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** Just past the line end of this number, counted from 1. */
function afterLineEnd(text: string, number: number): number {
	const pattern = /\r\n|\r|\n/g;
	for (let left = number; left > 0; left--) pattern.exec(text);
	return pattern.lastIndex;
}
