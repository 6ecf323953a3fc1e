/** Which lines of an assembly and of its source belong together. Lines count from 0. */

export interface LinkedLines {
	readonly assembly: readonly number[];
	readonly source: readonly number[];
}

/**
 * The lines on both sides that belong to a line on one of them.
 *
 * @param lines for each line of the assembly the line of the source, -1 for none
 */
export function linesAt(lines: readonly number[], line: number, side: 'assembly' | 'source'): LinkedLines {
	const source = side === 'source' ? line : (lines[line] ?? -1);
	if (source < 0) return { assembly: [], source: [] };
	const assembly = lines.flatMap((one, index) => (one === source ? [index] : []));
	return { assembly, source: assembly.length > 0 ? [source] : [] };
}
