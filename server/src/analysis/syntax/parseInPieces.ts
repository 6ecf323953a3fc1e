/**
 * Parses a file declaration by declaration. Between top-level declarations Go has no state, so what an edit left alone
 * need not be parsed again, no tree has to be kept for that, and the memory outside JavaScript's reach stays that of one
 * piece instead of one file (a file of 18,000 lines: 2 MB instead of 60).
 */
import { scanGoFile } from '../source/scanGoFile.ts';
import { skipComments } from '../source/skipComments.ts';
import { type Piece, type SyntaxNodes, firstNodeFrom, joinPieces } from './syntaxNodes.ts';
import type { SyntaxTable } from './syntaxTable.ts';

/** UTF-16 units: some 10 ms of parsing. Smaller pieces cost more calls, larger ones block whoever waits. */
const pieceLength = 32 * 1024;

export interface PieceParser {
	parse(text: string): SyntaxNodes;
	/** The same, undefined when it takes more steps than these. A step is some 20 to 50 UTF-16 units of correct code. */
	parseWithin(text: string, mostSteps: number): SyntaxNodes | undefined;
	/** The number of the kind of a whole file. */
	readonly rootKind: number;
}

/**
 * The nodes of `text`, those of `previous` reused where the two texts agree at their start and at their end. Yields
 * between pieces, for those who have something else to do meanwhile.
 */
export function* parseInPieces(
	text: string,
	previous: Pick<SyntaxTable, 'text' | 'nodes'> | undefined,
	parser: PieceParser,
): Generator<void, SyntaxNodes> {
	const cuts = cutsOf(text);
	const before = previous?.text ?? '';
	const shift = text.length - before.length;
	const known = new Set(previous === undefined ? [] : cutsOf(before));
	const same = commonStart(before, text);
	const head = cuts.findLast((cut) => cut <= same && known.has(cut)) ?? 0;
	const sameEnd = text.length - commonEnd(before, text, head);
	const tail = cuts.find((cut) => cut >= sameEnd && cut > head && known.has(cut - shift)) ?? text.length;

	function parseRange(start: number, end: number): Piece[] {
		const inner = cuts.filter((cut) => start < cut && cut < end);
		if (inner.length > 0) {
			// Recovering from an error takes time that may grow with the square of what follows.
			const nodes = parser.parseWithin(text.slice(start, end), 20 + (end - start) / 12);
			if (nodes?.errors.length === 0) return [pieceOf(nodes, start)];
		}
		// An error may swallow what follows it: alone, no declaration is read differently because of another one.
		return [start, ...inner].map((at, index) => pieceOf(parser.parse(text.slice(at, inner[index] ?? end)), at));
	}

	const pieces: Piece[] = [];
	if (previous && head > 0) {
		pieces.push({ nodes: previous.nodes, from: 1, to: firstNodeFrom(previous.nodes, head), shift: 0 });
	}
	for (let at = head; at < tail; ) {
		const end = nextEnd(cuts, at, tail);
		pieces.push(...parseRange(at, end));
		at = end;
		yield;
	}
	if (previous && tail < text.length) {
		const { nodes } = previous;
		pieces.push({ nodes, from: firstNodeFrom(nodes, tail - shift), to: nodes.kinds.length, shift });
	}
	return joinPieces(pieces, parser.rootKind, text.length);
}

function pieceOf(nodes: SyntaxNodes, shift: number): Piece {
	return { nodes, from: 1, to: nodes.kinds.length, shift };
}

/** Ends of declarations that end their line as well, and that another declaration follows, or nothing. */
function cutsOf(text: string): number[] {
	return scanGoFile(text).boundaries.filter((at) => {
		const next = text.charCodeAt(at);
		// Where a declaration has no body, the line end is the end of it.
		const endsLine = next === 10 || next === 13 || text.charCodeAt(at - 1) === 10;
		return endsLine && startsDeclaration(text, at);
	});
}

const declarationOrEnd = /(?:func|var|const|type|import)\b|$/y;

/** Anything else, as `;` or a name, is read in one way behind a declaration, and in another one at the start of a text. */
function startsDeclaration(text: string, at: number): boolean {
	declarationOrEnd.lastIndex = skipComments(text, at);
	return declarationOrEnd.test(text);
}

/** The last cut within a piece's length, else the first one behind it. */
function nextEnd(cuts: readonly number[], at: number, tail: number): number {
	if (tail - at <= pieceLength) return tail;
	let end = tail;
	for (const cut of cuts) {
		if (cut <= at) continue;
		if (cut >= tail || (end < tail && cut > at + pieceLength)) break;
		end = cut;
	}
	return end;
}

function commonStart(one: string, other: string): number {
	const shorter = Math.min(one.length, other.length);
	let at = 0;
	while (at < shorter && one.charCodeAt(at) === other.charCodeAt(at)) at++;
	return at;
}

/** How much of the two ends is the same, beginning at `from` at the earliest. */
function commonEnd(one: string, other: string, from: number): number {
	const most = Math.min(one.length, other.length) - from;
	let count = 0;
	while (count < most && one.charCodeAt(one.length - 1 - count) === other.charCodeAt(other.length - 1 - count)) count++;
	return count;
}
