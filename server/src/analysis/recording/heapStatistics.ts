/** What `heap?debug=1` of net/http/pprof says below its stacks: runtime.MemStats (Go 1.21 to 1.27). */

export interface HeapStatistics {
	/** Collections that were completed. */
	readonly numGC: number;
	/** When the last of them ended, nanoseconds since 1970. */
	readonly lastGC: number;
	/** Bytes. */
	readonly totalAlloc: number;
	readonly heapAlloc: number;
}

/** Undefined when the text has no such numbers. */
export function heapStatistics(text: string): HeapStatistics | undefined {
	const number = (name: string) => {
		const found = new RegExp(`^# ${name} = ([0-9]+)$`, 'm').exec(text)?.[1];
		return found === undefined ? undefined : Number(found);
	};
	const ends = /^# PauseEnd = \[([0-9 ]*)\]$/m.exec(text)?.[1]?.split(' ').map(Number) ?? [];
	const numGC = number('NumGC');
	// A ring of the last 256.
	const lastGC = numGC === undefined ? undefined : ends[(numGC + 255) % 256];
	if (numGC === undefined || !lastGC) return undefined;
	return { numGC, lastGC, totalAlloc: number('TotalAlloc') ?? 0, heapAlloc: number('HeapAlloc') ?? 0 };
}
