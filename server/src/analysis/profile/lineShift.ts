/** From lines of the text as it is now to those of the text that a profile was recorded from. */
import { belongsTo } from './frameNames.ts';
import type { FileCosts } from './costProfile.ts';

export interface SourceNow {
	/** Declared function → 1-based line of its name. */
	readonly starts: ReadonlyMap<string, number>;
	/** As it is now; empty when nobody knows it. */
	readonly text: string;
}

/** Lines to add to a line of a declared function to get the one of the profile; 0 when nothing tells. */
export type LineShift = (declared: string) => number;

/**
 * Lines move with their functions: by what the function's own first line moved, else by what those of its literals did (Go records the
 * line of each `func`), else as the nearest known function above it, or below it.
 */
export function lineShift(costs: FileCosts | undefined, { starts, text }: SourceNow): LineShift {
	const shifts = new Map<string, number>();
	if (!costs) return () => 0;
	const order = [...starts].sort((a, b) => a[1] - b[1]);
	for (const [name, start] of order) {
		const then = costs.functions.get(name)?.startLine;
		if (then) shifts.set(name, then - start);
	}
	const lines = text === '' ? [] : text.split('\n');
	order.forEach(([name, start], index) => {
		if (shifts.has(name)) return;
		const literals = [...costs.functions].flatMap(([other, { startLine }]) =>
			startLine > 0 && belongsTo(other, name) ? [startLine] : [],
		);
		if (literals.length === 0) return;
		const end = order[index + 1]?.[1] ?? lines.length + 1;
		// The results of a function may be functions.
		const [first = '', ...rest] = lines.slice(start - 1, end - 1);
		const bodies = [first.slice(first.indexOf('{') + 1), ...rest];
		const now = bodies.flatMap((line, at) => (opensBody.test(line) ? [start + at] : []));
		const shift = bestShift(now, [...new Set(literals)], neighbour(index));
		if (shift !== undefined) shifts.set(name, shift);
	});

	/** What the nearest function with a known shift has, one above first: what was edited there moves everything below. */
	function neighbour(index: number): number {
		for (let at = index - 1; at >= 0; at--) {
			const known = shifts.get(order[at]?.[0] ?? '');
			if (known !== undefined) return known;
		}
		for (let at = index + 1; at < order.length; at++) {
			const known = shifts.get(order[at]?.[0] ?? '');
			if (known !== undefined) return known;
		}
		return 0;
	}

	return (declared) => {
		const known = shifts.get(declared);
		if (known !== undefined) return known;
		const index = order.findIndex(([name]) => name === declared);
		return index < 0 ? 0 : neighbour(index);
	};
}

/** Where a literal, or a range over a function, may begin. */
const opensBody = /\bfunc\s*\(|\brange\b/;

/**
 * The shift that puts every recorded start on a line that may be one; of several, the one nearest to `expected`.
 *
 * @param now lines on which literals begin now @param then lines on which they began
 */
function bestShift(now: readonly number[], then: readonly number[], expected: number): number | undefined {
	const lines = new Set(now);
	const [first] = then;
	if (first === undefined) return undefined;
	const fitting = now.map((line) => first - line).filter((shift) => then.every((line) => lines.has(line - shift)));
	return fitting.sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected))[0];
}
