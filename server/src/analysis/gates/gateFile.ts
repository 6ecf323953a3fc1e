/** The file of accepted numbers: what each benchmark may allocate in one operation, line by line. */
import type { LineAllocations } from './perOperation.ts';

export interface GateFile {
	readonly version: 1;
	/** The Go and the platform of the last `--update`: `go1.26.8`, `linux/amd64`. */
	readonly go: string;
	readonly platform: string;
	/** By `import/path.BenchmarkName/sub`. */
	readonly benchmarks: Readonly<Record<string, AcceptedBenchmark>>;
}

export interface AcceptedBenchmark {
	/** How many operations the shorter run did; what grows in steps is compared at the same steps. */
	readonly iterations: number;
	/** As `go test -benchmem` prints it. */
	readonly allocs: number;
	readonly bytes: number;
	/** Equal lines of a function stand in the order of the source. */
	readonly lines: readonly LineAllocations[];
}

/** Sorted and without line numbers, so that it changes only when the numbers do. */
export function spellGateFile({ go, platform, benchmarks }: Omit<GateFile, 'version'>): string {
	const sorted = Object.entries(benchmarks).sort(([a], [b]) => (a < b ? -1 : 1));
	const spelled = sorted.map(([name, { iterations, allocs, bytes, lines }]) => {
		const own = lines.map((line) => {
			const { file, function: of, text, objects, bytes: size } = line;
			return { file, function: of, text, objects, bytes: size };
		});
		// The order of equal lines is that of the source, and sorting keeps it.
		const order = [...own].sort((a, b) => compare(keyOf(a), keyOf(b)));
		return [name, { iterations, allocs, bytes, lines: order }] as const;
	});
	const file: GateFile = { version: 1, go, platform, benchmarks: Object.fromEntries(spelled) };
	return `${JSON.stringify(file, undefined, '\t')}\n`;
}

/** The gate in a file's text, or what is wrong with it: the end of a sentence that begins with the file's name. */
export function parseGateFile(text: string): GateFile | string {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return 'is not a gate: it is not JSON';
	}
	if (!isRecord(value) || value['version'] === undefined) return 'is not a gate: it names no version';
	const { version, go, platform, benchmarks } = value;
	if (version !== 1) return `is a gate of version ${JSON.stringify(version)}, and this release reads version 1`;
	if (typeof go !== 'string' || typeof platform !== 'string' || !isRecord(benchmarks)) {
		return 'is not a gate of linkscape escapes: it holds no "benchmarks"';
	}
	const broken = Object.entries(benchmarks).find(([, benchmark]) => !isBenchmark(benchmark));
	if (broken) return `is damaged: the numbers of ${broken[0]} cannot be read`;
	return { version, go, platform, benchmarks: benchmarks as Record<string, AcceptedBenchmark> };
}

function isBenchmark(value: unknown): boolean {
	if (!isRecord(value)) return false;
	const { iterations, allocs, bytes, lines } = value;
	if (!Number.isInteger(iterations) || Number(iterations) < 1 || Number(iterations) > mostIterations) return false;
	return isAmount(allocs) && isAmount(bytes) && Array.isArray(lines) && lines.every(isLine);
}

/** A file that somebody wrote by hand does not keep a machine busy for days. */
const mostIterations = 1_000_000;

function isLine(value: unknown): boolean {
	if (!isRecord(value)) return false;
	const texts = [value['file'], value['function'], value['text']];
	return texts.every((text) => typeof text === 'string') && isAmount(value['objects']) && isAmount(value['bytes']);
}

function isAmount(value: unknown): boolean {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keyOf({ file, function: name, text }: LineAllocations): string {
	return `${file}\n${name}\n${text}`;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
