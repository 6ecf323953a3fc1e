/** What each line allocates in one operation of a benchmark, from two runs of it. */
import { sourcePath } from '../observed/allocatingLines.ts';
import { functionName } from '../profile/frameNames.ts';
import type { Frame, Stacks } from '../profile/stacks.ts';

/** The allocations of one operation that one line is the cause of, with what it calls in other modules. */
export interface LineAllocations {
	/** As {@link OwnFile.name}. */
	readonly file: string;
	/** Package and declared function, which may hold the literal that the line stands in: `example.com/m/p.(*T).M`. */
	readonly function: string;
	/** The line without white space around it. */
	readonly text: string;
	/** Objects of less than 16 bytes without pointers share one that is counted (runtime/malloc.go), so it may be a fraction. */
	readonly objects: number;
	readonly bytes: number;
}

export interface PlacedAllocations extends LineAllocations {
	/** Absolute. */
	readonly path: string;
	/** 1-based. */
	readonly line: number;
}

export interface OwnFile {
	/** What a gate file calls it. */
	readonly name: string;
	/** Absolute. */
	readonly path: string;
	readonly lines: readonly string[];
}

export interface TwoRuns {
	readonly few: Stacks;
	readonly many: Stacks;
	/** How many operations more the second run did. */
	readonly operations: number;
	/** The file of a path as {@link sourcePath} spells it; undefined for those of other modules. */
	readonly own: (path: string) => OwnFile | undefined;
}

/** Less is no part of every operation: the difference of what only sometimes happens. */
const least = 0.02;

/**
 * The difference of the two runs, in which neither what is made once nor what the test program does besides has a part. In order of file
 * and line.
 */
export function allocationsPerOperation({ few, many, operations, own }: TwoRuns): readonly PlacedAllocations[] {
	const found = new Map<string, PlacedAllocations & { objects: number; bytes: number }>();
	for (const [{ samples }, sign] of [[few, -1] as const, [many, 1] as const]) {
		for (const { places, objects, amount } of samples) {
			const cause = ownFrame(places, own);
			if (!cause) continue;
			const { frame, file } = cause;
			const name = declaredFunction(frame.function);
			const key = `${file.name}\n${name}\n${frame.line}`;
			const text = (file.lines[frame.line - 1] ?? '').trim();
			const line = found.get(key) ?? {
				file: file.name,
				path: file.path,
				function: name,
				text,
				line: frame.line,
				objects: 0,
				bytes: 0,
			};
			line.objects += (sign * objects) / operations;
			line.bytes += (sign * amount) / operations;
			found.set(key, line);
		}
	}
	return [...found.values()]
		.filter(({ objects }) => objects >= least)
		.map((line) => ({ ...line, objects: Math.round(line.objects * 100) / 100, bytes: Math.round(line.bytes) }))
		.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** The innermost frame in a file of one's own. */
function ownFrame(places: readonly (readonly Frame[])[], own: TwoRuns['own']) {
	for (const frame of places.flat()) {
		const file = own(sourcePath(frame.file));
		if (file) return { frame, file };
	}
	return undefined;
}

/** The numbers of literals change with each literal above them, so a line in one belongs to the function that holds it. */
function declaredFunction(symbol: string): string {
	const { package: path, name } = functionName(symbol);
	return `${path}.${name.replace(/(?:\.(?:func|gowrap|deferwrap)?\d|-range\d).*$/, '')}`;
}
