/** From a memory profile that recorded every allocation to the lines of the source that allocated. */
import { isRuntime } from '../profile/frameNames.ts';
import type { Frame, Stacks } from '../profile/stacks.ts';

/** A line that was seen allocating, on its own behalf or on that of a callee that was inlined there. */
export interface AllocatingLine {
	/** As {@link sourcePath} spells it. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
	/** The allocating code is that of an inlined callee. */
	readonly inlined: boolean;
	/** Where the allocating code was written; the line itself unless `inlined`. */
	readonly writtenIn: Frame;
	readonly objects: number;
	readonly bytes: number;
}

/**
 * The lines of a profile that allocated, each once for each place that the code was written in.
 *
 * A line takes part when the call of the allocator was compiled into it: what a callee allocates that was called, and not inlined, is the
 * callee's. The runtime's own frames are left out (runtime/pprof leaves them out as well, Go 1.21 to 1.27).
 */
export function allocatingLines(profiles: readonly Stacks[]): readonly AllocatingLine[] {
	const found = new Map<string, AllocatingLine & { objects: number; bytes: number }>();
	for (const { samples } of profiles) {
		for (const { places, objects, amount } of samples) {
			if (objects <= 0) continue;
			const frames = places.map((inlined) => inlined.filter(isOurs)).find((inlined) => inlined.length > 0) ?? [];
			const [writtenIn] = frames;
			if (!writtenIn) continue;
			frames.forEach((frame, depth) => {
				const inlined = depth > 0;
				const file = sourcePath(frame.file);
				const key = `${file}\n${frame.line}\n${inlined}\n${writtenIn.file}\n${writtenIn.line}`;
				const site = found.get(key) ?? { file, line: frame.line, inlined, writtenIn, objects: 0, bytes: 0 };
				site.objects += objects;
				site.bytes += amount;
				found.set(key, site);
			});
		}
	}
	return [...found.values()];
}

/** A path as profiles have it: with `/`, and a drive's letter in upper case. */
export function sourcePath(path: string): string {
	return path.replaceAll('\\', '/').replace(/^[a-z]:/, (drive) => drive.toUpperCase());
}

function isOurs(frame: Frame): boolean {
	return !isRuntime(frame.function);
}
