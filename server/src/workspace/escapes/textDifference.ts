import type { TextChange } from '../../analysis/text/textEdit.ts';

/** The one stretch that differs between two texts, as if it had been replaced. */
export function textDifference(before: string, after: string): TextChange {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	let same = 0;
	while (
		same < shorter - start &&
		before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
	) {
		same++;
	}
	return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

/** A 1-based line and a 1-based column in UTF-16 units; column 0 stands for the whole line. */
interface LinePosition {
	readonly line: number;
	readonly column: number;
}

/** How positions behind a change move with it. Positions before and inside of it stay; unmoved ones are not copied. */
export function moveLines(before: string, after: string, change: TextChange): <T extends LinePosition>(at: T) => T {
	const from = positionOf(before, change.oldEnd);
	const to = positionOf(after, change.newEnd);
	const shift = to.line - from.line;
	return (at) => {
		if (at.line > from.line) return shift === 0 ? at : { ...at, line: at.line + shift };
		if (at.line < from.line || at.column < from.column) return at;
		if (shift === 0 && from.column === to.column) return at;
		return { ...at, line: to.line, column: at.column - from.column + to.column };
	};
}

function positionOf(text: string, offset: number): LinePosition {
	let line = 1;
	let start = 0;
	for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
		line++;
		start = at + 1;
	}
	return { line, column: offset - start + 1 };
}
