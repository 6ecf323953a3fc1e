/** What the hints of a package cost in the profiles that the command line names. */
import { allocatedType } from '../analysis/escape/allocatedType.ts';
import type { EscapeHint, FunctionReport } from '../analysis/escape/escapeHint.ts';
import { relativeError } from '../analysis/profile/costWords.ts';
import type { Recording } from '../analysis/profile/recording.ts';
import { contains } from '../analysis/text/span.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import { createProfiledHints, type ObjectSizes, type ProfiledFile } from '../escape/profile/profiledHints.ts';
import type { Measurer } from '../escape/sizes/allocationSizes.ts';
import type { ReportedHint } from './escapesReport.ts';

/** What is known of each file, by its absolute path. */
export type Costs = (file: string) => ProfiledFile | undefined;

/** @param measurerOf what tells the sizes of the objects of a file, undefined where nobody knows */
export async function costsOf(
	{ importPath, escapes, sources }: AnalysedPackage,
	recording: Recording | undefined,
	measurerOf: (path: string) => Promise<Measurer | undefined>,
): Promise<Costs> {
	if (!recording) return () => undefined;
	const profiled = createProfiledHints(() => recording);
	const known = new Map<string, ProfiledFile | undefined>();
	for (const [path, text] of sources) {
		const hints = escapes.hints.filter(({ file }) => file === path);
		if (hints.length === 0) continue;
		const functions = escapes.functions.filter(({ file }) => file === path);
		const file = { path, importPath, text, functions, hints };
		const before = profiled.of(file);
		const costly = hints.filter((hint) => before && before.costs(hint).length > 0);
		const sizes = await sizesOf(costly, { text, functions }, () => measurerOf(path));
		known.set(path, sizes === undefined ? before : profiled.of(file, sizes));
	}
	return (path) => known.get(path);
}

/** The sizes of hints that share a line; undefined when none is known. */
async function sizesOf(
	hints: readonly EscapeHint[],
	{ text, functions }: { readonly text: string; readonly functions: readonly FunctionReport[] },
	measurer: () => Promise<Measurer | undefined>,
): Promise<ObjectSizes | undefined> {
	const lines = new Map<number, number>();
	for (const { position } of hints) lines.set(position.line, (lines.get(position.line) ?? 0) + 1);
	const sizes = new Map<EscapeHint, number>();
	let measure: Measurer | undefined;
	for (const hint of hints) {
		if ((lines.get(hint.position.line) ?? 0) < 2) continue;
		const around = functions.find(({ extent }) => contains(extent, hint.span))?.extent;
		const allocated = allocatedType(hint, text, around);
		if (!allocated) continue;
		measure ??= await measurer();
		const cost = await measure?.(allocated);
		if (cost) sizes.set(hint, cost.takes);
	}
	return sizes.size === 0 ? undefined : (hint) => sizes.get(hint);
}

/** What a hint costs, for its report; nothing where another one of its line says it. */
export function costOf(
	hint: EscapeHint,
	profiled: ProfiledFile | undefined,
): Pick<ReportedHint, 'cost' | 'costText' | 'part'> {
	const costs = profiled?.costs(hint) ?? [];
	if (!profiled || costs.length === 0) return {};
	const sum = { cpu: 0, bytes: 0, objects: 0, waited: 0 };
	let error: number | undefined;
	for (const { cost, profile } of costs) {
		for (const key of ['cpu', 'bytes', 'objects', 'waited'] as const) sum[key] += cost[key];
		if (profile.sampled && !profile.difference && cost.events > 0) error = Math.max(error ?? 0, relativeError(cost));
	}
	return {
		cost: {
			...sum,
			share: profiled.share(hint),
			of: costs.every(({ wholeLine }) => wholeLine) ? 'line' : 'hint',
			...(error !== undefined && { error }),
		},
		costText: profiled.words(hint),
		part: `${hint.file} ${profiled.part(hint)}`,
	};
}

/** What costs most first, the rest as before; hints that share one cost stay together, and only the first says it. */
export function byCost(hints: readonly ReportedHint[]): ReportedHint[] {
	const share = ({ cost }: ReportedHint) => Math.abs(cost?.share ?? 0);
	const together = new Map<string | ReportedHint, ReportedHint[]>();
	for (const hint of [...hints].sort((a, b) => share(b) - share(a))) {
		const group = together.get(hint.part ?? hint);
		if (group) group.push(withoutCost(hint));
		else together.set(hint.part ?? hint, [hint]);
	}
	return [...together.values()].flat();
}

function withoutCost(hint: ReportedHint): ReportedHint {
	return { ...hint, cost: undefined, costText: undefined };
}

/** The hints that cost most, of those that are sorted so: as many costs as are asked for, with all hints that share them. */
export function dearest(hints: readonly ReportedHint[], count: number): ReportedHint[] {
	const parts = hints.flatMap(({ cost, part }) => (cost && cost.share !== 0 && part !== undefined ? [part] : []));
	const kept = new Set(parts.slice(0, count));
	return hints.filter(({ part }) => part !== undefined && kept.has(part));
}
