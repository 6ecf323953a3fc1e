/** What `go test -coverprofile` writes (cmd/cover, golang.org/x/tools/cover; Go 1.21 to 1.27). */

export interface Coverage {
	/**
	 * How often the code at a place ran; undefined where nothing is counted: at package level, in test files, in packages that were
	 * not asked for. A place in a function's header, or in a case, counts as what follows it.
	 *
	 * @param file `import/path/name.go`
	 * @param line 1-based
	 * @param byteColumn 1-based, in UTF-8 bytes; 0 for any place of the line
	 */
	runs(file: string, line: number, byteColumn: number): number | undefined;
}

interface Block {
	readonly start: Place;
	readonly end: Place;
	count: number;
}

type Place = readonly [line: number, byteColumn: number];

const blockLine = /^(\S.*):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$/;

/** Adds up several coverage profiles; lines of another form are left out. */
export function readCoverage(texts: readonly string[]): Coverage {
	const files = new Map<string, Map<string, Block>>();
	for (const text of texts) {
		for (const line of text.split('\n')) {
			const [, file, ...numbers] = blockLine.exec(line.trimEnd()) ?? [];
			if (file === undefined) continue;
			const [startLine = 0, startColumn = 0, endLine = 0, endColumn = 0, , count = 0] = numbers.map(Number);
			const blocks = files.get(file) ?? new Map<string, Block>();
			files.set(file, blocks);
			const key = numbers.slice(0, 4).join(' ');
			const before = blocks.get(key);
			if (before) before.count += count;
			else blocks.set(key, { start: [startLine, startColumn], end: [endLine, endColumn], count });
		}
	}
	const sorted = new Map<string, readonly Block[]>();
	for (const [file, blocks] of files)
		sorted.set(
			file,
			[...blocks.values()].sort((a, b) => compare(a.start, b.start)),
		);
	return {
		runs(file, line, byteColumn) {
			const blocks = sorted.get(file);
			if (!blocks) return undefined;
			if (byteColumn === 0) return runsOfLine(blocks, line);
			const at: Place = [line, byteColumn];
			// The body of a function literal lies inside the block that the literal stands in: the last to start is the innermost.
			const inside = blocks.findLast(({ start, end }) => compare(start, at) <= 0 && compare(at, end) < 0);
			return (inside ?? blocks.find(({ start }) => compare(start, at) > 0))?.count;
		},
	};
}

function runsOfLine(blocks: readonly Block[], line: number): number | undefined {
	const touching = blocks.filter(({ start, end }) => start[0] <= line && line <= end[0]);
	return touching.length === 0 ? undefined : Math.max(...touching.map(({ count }) => count));
}

function compare(a: Place, b: Place): number {
	return a[0] - b[0] || a[1] - b[1];
}
