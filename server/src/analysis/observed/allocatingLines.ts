/** From a memory profile that recorded every allocation to the lines of the source that allocated. */
import { isRuntime } from '../profile/frameNames.ts';
import type { Frame, Stacks } from '../profile/stacks.ts';

/** A line that was seen allocating. */
export interface AllocatingLine {
	/** As {@link sourcePath} spells it. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
	/** `own`: the line itself allocates; `inlined`: the code of a callee that was inlined there; `called`: a callee, or one further on. */
	readonly reach: 'own' | 'inlined' | 'called';
	/** Where the allocating code was written; the line itself when it is its own. */
	readonly writtenIn: Frame;
	readonly objects: number;
	readonly bytes: number;
}

/** Frames that are looked at beyond the allocating function: errors are made three calls deep. */
const mostCallers = 8;

/**
 * The lines of a profile that allocated, each once for each place that the allocating code was written in. The runtime's own frames are
 * left out (runtime/pprof leaves them out as well, Go 1.21 to 1.27).
 */
export function allocatingLines(profiles: readonly Stacks[]): readonly AllocatingLine[] {
	const found = new Map<string, AllocatingLine & { objects: number; bytes: number }>();
	for (const { samples } of profiles) {
		for (const { places, objects, amount } of samples) {
			if (objects <= 0) continue;
			const groups = places.map((inlined) => inlined.filter(isOurs)).filter((inlined) => inlined.length > 0);
			const [compiledIn = []] = groups;
			const [writtenIn] = compiledIn;
			if (!writtenIn) continue;
			const seen = new Set<string>();
			const add = (frame: Frame, reach: AllocatingLine['reach']) => {
				const file = sourcePath(frame.file);
				const key = keyOf({ file, line: frame.line, reach, writtenIn });
				// A recursion passes a line several times.
				if (seen.has(key)) return;
				seen.add(key);
				const site = found.get(key) ?? { file, line: frame.line, reach, writtenIn, objects: 0, bytes: 0 };
				site.objects += objects;
				site.bytes += amount;
				found.set(key, site);
			};
			compiledIn.forEach((frame, depth) => add(frame, depth > 0 ? 'inlined' : 'own'));
			for (const frame of groups.slice(1, mostCallers).flat()) add(frame, 'called');
		}
	}
	return [...found.values()];
}

/** Adds the lines that only the same runs, repeated so often, were seen allocating; what the single runs counted stays. */
export function withRepeated(
	single: readonly AllocatingLine[],
	repeated: readonly AllocatingLine[],
	times: number,
): readonly AllocatingLine[] {
	const known = new Set(single.map(keyOf));
	const part = (amount: number) => Math.max(1, Math.round(amount / times));
	const more = repeated.filter((line) => !known.has(keyOf(line)));
	return [...single, ...more.map((line) => ({ ...line, objects: part(line.objects), bytes: part(line.bytes) }))];
}

function keyOf({ file, line, reach, writtenIn }: Omit<AllocatingLine, 'objects' | 'bytes'>): string {
	return [file, line, reach, writtenIn.file, writtenIn.line].join('\n');
}

/** A path as profiles have it: with `/`, and a drive's letter in upper case. */
export function sourcePath(path: string): string {
	return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

function isOurs(frame: Frame): boolean {
	return !isRuntime(frame.function);
}
