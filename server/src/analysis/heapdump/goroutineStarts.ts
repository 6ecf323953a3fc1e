/** Where goroutines were started, by the text of a goroutine profile (runtime/pprof, debug=2; Go 1.21 to 1.27). */

export interface GoroutineStart {
	/** `example.com/m/p.Start` */
	readonly function: string;
	/** Absolute as a rule, with `/`. */
	readonly file: string;
	/** 1-based, of the go statement. */
	readonly line: number;
}

/** By the number of the goroutine. The first one of a program was started by nobody. */
export function goroutineStarts(text: string): ReadonlyMap<number, GoroutineStart> {
	const starts = new Map<number, GoroutineStart>();
	for (const block of text.split(/\r?\n\r?\n/)) {
		const id = /^goroutine (\d+) /.exec(block)?.[1];
		const [, name, file, line] = /^created by (\S+)(?: in goroutine \d+)?\r?\n\t(.+):(\d+)(?: |$)/m.exec(block) ?? [];
		if (id === undefined || name === undefined || file === undefined) continue;
		starts.set(Number(id), { function: name, file: file.replaceAll('\\', '/'), line: Number(line) });
	}
	return starts;
}
