/** Which lines of a text are not in another one. */
import type { Span } from './span.ts';

/**
 * The stretches of `after`, in order, whose lines are new or changed since `before`: whole lines with their ends, none for
 * lines that were only taken out. Line ends do not count as a difference, since git may write them as it likes. Texts
 * that differ in more than `mostEdits` lines are compared coarsely: from the first difference to the last.
 */
export function changedLines(before: string, after: string, mostEdits = 1000): readonly Span[] {
	const [old, now] = [linesOf(before), linesOf(after)];
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let [oldEnd, nowEnd] = [old.length, now.length];
	while (oldEnd > start && nowEnd > start && old[oldEnd - 1] === now[nowEnd - 1]) {
		oldEnd--;
		nowEnd--;
	}
	const kept = longestCommon(old.slice(start, oldEnd), now.slice(start, nowEnd), mostEdits);
	const spans: { start: number; end: number }[] = [];
	let offset = 0;
	for (const [index, length] of lineLengths(after).entries()) {
		if (index >= start && index < nowEnd && !kept.has(index - start)) {
			const last = spans.at(-1);
			if (last?.end === offset) last.end += length;
			else spans.push({ start: offset, end: offset + length });
		}
		offset += length;
	}
	return spans;
}

function linesOf(text: string): readonly string[] {
	return text.split(/\r?\n/);
}

function lineLengths(text: string): readonly number[] {
	const lines = text.split('\n');
	return lines.map((line, index) => line.length + (index < lines.length - 1 ? 1 : 0));
}

/** Indices of the lines of `b` that are kept from `a`: Myers, "An O(ND) difference algorithm" (1986). Empty past the limit. */
function longestCommon(a: readonly string[], b: readonly string[], limit: number): ReadonlySet<number> {
	const kept = new Set<number>();
	// For each number of edits, how far each diagonal (line of a − line of b) comes in a.
	const rounds: Map<number, number>[] = [];
	let reach = new Map([[1, 0]]);
	for (let edits = 0; edits <= Math.min(limit, a.length + b.length); edits++) {
		const next = new Map<number, number>();
		rounds.push(reach);
		for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
			let x = stepFrom(reach, diagonal, edits);
			while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
			next.set(diagonal, x);
			if (x >= a.length && x - diagonal >= b.length) return walkBack(rounds, a.length, b.length, kept);
		}
		reach = next;
	}
	return kept;
}

/** Where a diagonal starts after one more edit: a line taken out of a, or one put in from b. */
function stepFrom(reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number {
	const [below, above] = [reach.get(diagonal + 1) ?? -1, reach.get(diagonal - 1) ?? -1];
	const down = diagonal === -edits || (diagonal !== edits && above < below);
	return down ? below : above + 1;
}

function walkBack(rounds: readonly Map<number, number>[], x: number, y: number, kept: Set<number>): Set<number> {
	for (let edits = rounds.length - 1; edits >= 0; edits--) {
		const diagonal = x - y;
		const start = stepFrom(rounds[edits] ?? new Map(), diagonal, edits);
		while (x > start) {
			x--;
			y--;
			kept.add(y);
		}
		const reach = rounds[edits] ?? new Map<number, number>();
		const [below, above] = [reach.get(diagonal + 1) ?? -1, reach.get(diagonal - 1) ?? -1];
		const down = diagonal === -edits || (diagonal !== edits && above < below);
		if (down) y--;
		else x--;
	}
	return kept;
}
