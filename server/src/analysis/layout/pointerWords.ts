/** What the garbage collector looks at in a value. */
import type { Layout } from '../signature/layoutShape.ts';

/** More words than this are not listed one by one. */
const mostWords = 1 << 16;

/**
 * Byte offsets of the words that the collector follows, ascending. The first word of an interface is none of them: what it points to is
 * never freed (cmd/compile/internal/types.PtrDataSize, Go 1.21 to 1.27).
 */
export function pointerOffsets(layout: Layout): readonly number[] {
	const found: number[] = [];
	const walk = (part: Layout, at: number): void => {
		if (found.length >= mostWords || part.size === 0) return;
		switch (part.kind) {
			case 'scalar':
				if (part.word === 'pointer') found.push(at);
				return;
			case 'struct':
				for (const field of part.fields) walk(field.layout, at + field.offset);
				return;
			case 'array':
				for (let index = 0; index < part.length && found.length < mostWords; index++) {
					const before = found.length;
					walk(part.element, at + index * part.element.size);
					if (found.length === before) return;
				}
		}
	};
	walk(layout, 0);
	return found;
}

/** How far into a value the last pointer reaches, in bytes. */
export function pointerBytes(layout: Layout, pointerSize: number): number {
	const last = pointerOffsets(layout).at(-1);
	return last === undefined ? 0 : last + pointerSize;
}

/** One character a word: `p` for a pointer, `.` for all else; cut off after 256 words. */
export function pointerMap(layout: Layout, pointerSize: number): string {
	const words = Math.min(256, Math.ceil(layout.size / pointerSize));
	const pointers = new Set(pointerOffsets(layout).map((offset) => offset / pointerSize));
	return Array.from({ length: words }, (_, index) => (pointers.has(index) ? 'p' : '.')).join('');
}
