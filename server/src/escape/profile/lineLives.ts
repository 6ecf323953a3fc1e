/** How long the values of hints live in a recording, and what the program would save without their lines. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import { type LineSeries, joinedSeries, type SiteSeries } from '../../analysis/profile/siteSeries.ts';
import { cpuProfileOf, type RecordedHeap, type Recording } from '../../analysis/recording/recording.ts';
import { type Residency, residencyOf } from '../../analysis/recording/residency.ts';
import { type Saving, savingOf, type ScoreWeights } from '../../analysis/recording/saving.ts';
import type { LineCost } from '../../analysis/profile/costProfile.ts';

/** What a recording has on a line of the source. */
export interface RecordedLine {
	readonly series: LineSeries;
	/** In the CPU profile; undefined when it has nothing there. */
	readonly cpu: LineCost | undefined;
	/** The hints that stand on it, with what is their own of it. */
	readonly hints: readonly { readonly hint: EscapeHint; readonly parts: readonly string[] | undefined }[];
}

/** How long what these parts of the line allocate lives; all of it for undefined. */
export function residencyAt(
	{ times }: RecordedHeap,
	{ parts }: LineSeries,
	keys: readonly string[] | undefined,
): Residency | undefined {
	return residencyOf(joinedSeries(seriesOf(parts, keys)), times);
}

function seriesOf(parts: LineSeries['parts'], keys: readonly string[] | undefined): readonly SiteSeries[] {
	return keys === undefined ? [...parts.values()] : keys.flatMap((key) => parts.get(key) ?? []);
}

/**
 * What the program would save without a line; undefined without a CPU profile.
 *
 * @param pointerFree live bytes without pointers: of the line, and of all that is known
 */
export function savingAt(
	recording: Recording & { readonly heap: RecordedHeap },
	{ series: { withLibrary }, cpu }: RecordedLine,
	pointerFree: { readonly line: number; readonly all: number },
	weights: ScoreWeights | undefined,
): Saving | undefined {
	const profile = cpuProfileOf(recording);
	if (!profile || profile.total.cpu <= 0) return undefined;
	const { total } = recording.heap.series;
	const [live, allLive] = [meanOf(withLibrary.liveBytes), meanOf(total.liveBytes)];
	const looked = Math.max(0, live - pointerFree.line);
	return savingOf(
		{
			own: (cpu?.cpuLibrary ?? 0) / profile.total.cpu,
			collector: profile.collector / profile.total.cpu,
			allocated: part(growth(withLibrary.bytes), growth(total.bytes)),
			live: part(live, allLive),
			pointers: part(looked, allLive - pointerFree.all),
		},
		weights,
	);
}

/** Live bytes on average, of the parts of a line that hints without pointers have. */
export function pointerFreeBytes({ series, hints }: RecordedLine, isFree: (hint: EscapeHint) => boolean): number {
	const allocating = hints.filter(({ hint }) => hint.verdict === 'heap' || hint.verdict === 'maybe-heap');
	const free = allocating.filter(({ hint }) => isFree(hint));
	// Where nothing is told apart, all of them have to be free of pointers.
	if (free.length < allocating.length && free.some(({ parts }) => parts === undefined)) return 0;
	const keys = new Set(free.flatMap(({ parts }) => parts ?? [...series.parts.keys()]));
	const others = new Set(allocating.filter((one) => !free.includes(one)).flatMap(({ parts }) => parts ?? []));
	const own = [...keys].filter((key) => !others.has(key)).flatMap((key) => series.parts.get(key) ?? []);
	return own.reduce((sum, { liveBytes }) => sum + meanOf(liveBytes), 0);
}

function growth(values: readonly number[]): number {
	return Math.max(0, (values.at(-1) ?? 0) - (values[0] ?? 0));
}

function meanOf(values: readonly number[]): number {
	return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function part(value: number, whole: number): number {
	return whole > 0 ? Math.min(1, value / whole) : 0;
}
