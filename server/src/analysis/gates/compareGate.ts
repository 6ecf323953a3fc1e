/** What a benchmark allocates now beside what is accepted, line by line. */
import type { AcceptedBenchmark } from './gateFile.ts';
import type { LineAllocations, PlacedAllocations } from './perOperation.ts';

export interface MeasuredBenchmark extends AcceptedBenchmark {
	readonly lines: readonly PlacedAllocations[];
}

export interface LineChange {
	/** Of the line as it is now, or as it was when it is gone. */
	readonly file: string;
	readonly function: string;
	readonly text: string;
	/** Absolute path, and 1-based line; absent when the line is gone. */
	readonly at?: { readonly path: string; readonly line: number };
	readonly before: PerOperation;
	readonly after: PerOperation;
}

export interface PerOperation {
	readonly objects: number;
	readonly bytes: number;
}

export interface GateComparison {
	readonly worse: readonly LineChange[];
	readonly better: readonly LineChange[];
}

/**
 * Pairs the lines by function and text, so that lines that moved are the same; then those of one function whose text changed, in their
 * order; then equal texts of other functions, which were renamed or moved. What is left is new, or gone.
 */
export function compareGate(accepted: AcceptedBenchmark, measured: MeasuredBenchmark): GateComparison {
	const pairs = pairLines(accepted.lines, measured.lines);
	const isMore =
		measured.allocs > accepted.allocs || exceeds(total(accepted.lines), total(measured.lines), objectTolerance);
	const worse: LineChange[] = [];
	const better: LineChange[] = [];
	for (const { before, after } of pairs) {
		const change = changeOf(before, after);
		const trend = trendOf(change.before, change.after);
		// Which line of several opens the block that tiny objects share changes with any of them.
		if (trend === 'worse' && (isMore || !isTiny(change.after))) worse.push(change);
		if (trend === 'better') better.push(change);
	}
	return { worse: worse.sort(bySize), better: better.sort(bySize) };
}

interface Pair {
	readonly before: LineAllocations | undefined;
	readonly after: PlacedAllocations | undefined;
}

function pairLines(before: readonly LineAllocations[], after: readonly PlacedAllocations[]): readonly Pair[] {
	const keys: readonly ((line: LineAllocations) => string)[] = [
		(line) => `${line.function}\n${line.text}`,
		(line) => `${line.function}\n${line.objects}\n${line.bytes}`,
		(line) => line.function,
		(line) => line.text,
	];
	const pairs: Pair[] = [];
	let left = before;
	let right = after;
	for (const key of keys) {
		const waiting = new Map<string, LineAllocations[]>();
		for (const line of left) waiting.set(key(line), [...(waiting.get(key(line)) ?? []), line]);
		const alone: PlacedAllocations[] = [];
		for (const line of right) {
			const other = waiting.get(key(line))?.shift();
			if (other) pairs.push({ before: other, after: line });
			else alone.push(line);
		}
		left = [...waiting.values()].flat();
		right = alone;
	}
	return [
		...pairs,
		...right.map((line) => ({ before: undefined, after: line })),
		...left.map((line) => ({ before: line, after: undefined })),
	];
}

const nothing: PerOperation = { objects: 0, bytes: 0 };

function changeOf(before: LineAllocations | undefined, after: PlacedAllocations | undefined): LineChange {
	const { file = '', function: name = '', text = '' } = after ?? before ?? {};
	return {
		file,
		function: name,
		text,
		...(after && { at: { path: after.path, line: after.line } }),
		before: amount(before ?? nothing),
		after: amount(after ?? nothing),
	};
}

function amount({ objects, bytes }: PerOperation): PerOperation {
	return { objects, bytes };
}

/** The counts are exact but for what happens at random: the seeds of maps. */
const objectTolerance = { least: 0.05, part: 0.002 };
const byteTolerance = { least: 8, part: 0.02 };

/** Fewer and larger objects are better, as when room is made in advance. */
function trendOf(before: PerOperation, after: PerOperation): 'better' | 'worse' | 'equal' {
	if (exceeds(before.objects, after.objects, objectTolerance)) return 'worse';
	if (exceeds(after.objects, before.objects, objectTolerance)) return 'better';
	if (exceeds(before.bytes, after.bytes, byteTolerance)) return 'worse';
	return exceeds(after.bytes, before.bytes, byteTolerance) ? 'better' : 'equal';
}

function exceeds(before: number, after: number, { least, part }: typeof objectTolerance): boolean {
	return after - before > Math.max(least, part * before);
}

function isTiny({ objects, bytes }: PerOperation): boolean {
	return bytes <= 16 * objects;
}

function total(lines: readonly LineAllocations[]): number {
	return lines.reduce((sum, { objects }) => sum + objects, 0);
}

function bySize(a: LineChange, b: LineChange): number {
	const size = ({ before, after }: LineChange) => Math.abs(after.objects - before.objects);
	return size(b) - size(a);
}
