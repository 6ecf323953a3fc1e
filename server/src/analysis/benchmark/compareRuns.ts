/** What the runs of two benchmarks say about each other. */
import { type Measured, parseBenchmarks } from './parseBenchmarks.ts';
import { mannWhitney, type Summary, summarize } from './statistics.ts';

export interface RunComparison {
	readonly pull: Row;
	readonly public: Row;
	/** Time of the public API as a multiple of the pull's: 2 is twice as fast. */
	readonly speedUp: number;
	/** How likely chance alone makes the two times differ this much. */
	readonly p: number;
	/** Of each. */
	readonly runs: number;
}

interface Row {
	/** Nanoseconds. */
	readonly time: Summary;
	/** Medians of bytes and allocations per call. */
	readonly bytes: number;
	readonly allocations: number;
}

/** Undefined when one of them was not measured. */
export function compareRuns(stdout: string, names: { pull: string; public: string }): RunComparison | undefined {
	const measured = parseBenchmarks(stdout);
	const [pulled, open] = [measured.get(names.pull), measured.get(names.public)];
	const [pull, publicRow] = [rowOf(pulled), rowOf(open)];
	if (!pull || !publicRow) return undefined;
	const [a, b] = [pulled?.get('ns/op') ?? [], open?.get('ns/op') ?? []];
	return {
		pull,
		public: publicRow,
		speedUp: publicRow.time.median / pull.time.median,
		p: mannWhitney(a, b),
		runs: Math.min(a.length, b.length),
	};
}

function rowOf(measured: Measured | undefined): Row | undefined {
	const time = summarize(measured?.get('ns/op') ?? []);
	if (!time) return undefined;
	const median = (unit: string) => summarize(measured?.get(unit) ?? [])?.median ?? 0;
	return { time, bytes: median('B/op'), allocations: median('allocs/op') };
}
