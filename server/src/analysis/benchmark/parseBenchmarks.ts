/** What `go test -bench -benchmem` prints. */

/** One unit (`ns/op`, `B/op`, `allocs/op`) → one value a run, in the order of the runs. */
export type Measured = ReadonlyMap<string, readonly number[]>;

/** Name of the benchmark, without `Benchmark` and without the number of processors → what was measured. */
export function parseBenchmarks(stdout: string): ReadonlyMap<string, Measured> {
	const found = new Map<string, Map<string, number[]>>();
	for (const [, name = '', rest = ''] of stdout.matchAll(/^Benchmark(\S+?)(?:-\d+)?[ \t]+\d+[ \t](.*)/gm)) {
		const units = found.get(name) ?? new Map<string, number[]>();
		found.set(name, units);
		const words = rest.trim().split(/\s+/);
		for (let at = 0; at + 1 < words.length; at++) {
			const value = words[at] ?? '';
			const unit = words[at + 1] ?? '';
			if (!/^[\d.]+(?:e[+-]?\d+)?$/.test(value)) continue;
			const values = units.get(unit);
			if (values) values.push(Number(value));
			else units.set(unit, [Number(value)]);
		}
	}
	return found;
}
