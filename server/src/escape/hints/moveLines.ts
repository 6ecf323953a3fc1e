import type { TextChange } from '../../analysis/text/textEdit.ts';

/** A 1-based line and a 1-based column in UTF-16 units; column 0 stands for the whole line. */
interface LinePosition {
	readonly line: number;
	readonly column: number;
}

/** How positions behind a change move with it. Those before and inside of it stay. */
export interface LineMove {
	concerns(at: LinePosition): boolean;
	apply<T extends LinePosition>(at: T): T;
}

/** `before` became `after` by one change. */
export function moveLines(before: string, after: string, change: TextChange): LineMove {
	// Up to the change both texts are the same.
	const start = positionOf(before, change.start, { line: 1, lineStart: 0 });
	const from = positionOf(before, change.oldEnd, start);
	const to = positionOf(after, change.newEnd, start);
	const shift = to.line - from.line;
	const columnShift = change.newEnd - to.lineStart - (change.oldEnd - from.lineStart);
	const firstColumn = change.oldEnd - from.lineStart + 1;
	const isBeside = (at: LinePosition) => at.line === from.line && at.column >= firstColumn;
	return {
		concerns: (at) => (isBeside(at) ? shift !== 0 || columnShift !== 0 : at.line > from.line && shift !== 0),
		apply: (at) => ({ ...at, line: at.line + shift, column: isBeside(at) ? at.column + columnShift : at.column }),
	};
}

interface LineStart {
	/** 1-based. */
	readonly line: number;
	readonly lineStart: number;
}

function positionOf(text: string, offset: number, known: LineStart): LineStart {
	let { line, lineStart } = known;
	for (let at = text.indexOf('\n', lineStart); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
		line++;
		lineStart = at + 1;
	}
	return { line, lineStart };
}
