/** What the hints of a package cost in the profiles that the command line names. */
import { allocatedType } from '../analysis/escape/allocatedType.ts';
import type { EscapeHint, FunctionReport } from '../analysis/escape/escapeHint.ts';
import type { ObjectCost } from '../analysis/escape/sizeClasses.ts';
import { residencyWords, savingWords } from '../analysis/recording/lifeWords.ts';
import type { ScoreWeights } from '../analysis/recording/saving.ts';
import { relativeError } from '../analysis/profile/costWords.ts';
import type { Recording } from '../analysis/recording/recording.ts';
import { contains } from '../analysis/text/span.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import { createProfiledHints, type ObjectSizes, type ProfiledFile } from '../escape/profile/profiledHints.ts';
import type { Measurer } from '../escape/sizes/allocationSizes.ts';
import type { ReportedHint } from './escapesReport.ts';

/** What is known of each file, by its absolute path. */
export type Costs = (file: string) => ProfiledFile | undefined;

/**
 * All packages are looked at before anything is said of one: what a line saves depends on what the others keep live.
 *
 * @param measurerOf what tells the sizes of the objects of a file, undefined where nobody knows
 */
export async function costsOf(
	packages: readonly AnalysedPackage[],
	recording: Recording | undefined,
	measurerOf: (path: string) => Promise<Measurer | undefined>,
	weights: ScoreWeights | undefined,
): Promise<Costs> {
	if (!recording) return () => undefined;
	const profiled = createProfiledHints(
		() => recording,
		() => weights,
	);
	const known = new Map<string, ProfiledFile | undefined>();
	for (const { importPath, escapes, sources } of packages) {
		for (const [path, text] of sources) {
			const hints = escapes.hints.filter(({ file }) => file === path);
			if (hints.length === 0) continue;
			const functions = escapes.functions.filter(({ file }) => file === path);
			const file = { path, importPath, text, functions, hints };
			const before = profiled.of(file);
			const costly = hints.filter((hint) => before && before.costs(hint).length > 0);
			const measured = recording.heap ? costly : sharingLines(costly);
			const sizes = await sizesOf(measured, { text, functions }, () => measurerOf(path));
			known.set(path, sizes === undefined ? before : profiled.of(file, sizes));
		}
	}
	return (path) => known.get(path);
}

/** Those that stand on a line with others. */
function sharingLines(hints: readonly EscapeHint[]): readonly EscapeHint[] {
	const lines = new Map<number, number>();
	for (const { position } of hints) lines.set(position.line, (lines.get(position.line) ?? 0) + 1);
	return hints.filter(({ position }) => (lines.get(position.line) ?? 0) > 1);
}

/** Undefined when no size is known. */
async function sizesOf(
	hints: readonly EscapeHint[],
	{ text, functions }: { readonly text: string; readonly functions: readonly FunctionReport[] },
	measurer: () => Promise<Measurer | undefined>,
): Promise<ObjectSizes | undefined> {
	const objects = new Map<EscapeHint, ObjectCost>();
	let measure: Measurer | undefined;
	for (const hint of hints) {
		const around = functions.find(({ extent }) => contains(extent, hint.span))?.extent;
		const allocated = allocatedType(hint, text, around);
		if (!allocated) continue;
		measure ??= await measurer();
		const cost = await measure?.(allocated);
		if (cost) objects.set(hint, cost);
	}
	return objects.size === 0 ? undefined : (hint) => objects.get(hint);
}

/** What a hint costs, for its report; nothing where another one of its line says it. */
export function costOf(
	hint: EscapeHint,
	profiled: ProfiledFile | undefined,
): Pick<ReportedHint, 'cost' | 'costText' | 'residency' | 'keepers' | 'saving' | 'part'> {
	const costs = profiled?.costs(hint) ?? [];
	const keepers = profiled?.keepers(hint)?.keepers;
	if (!profiled || costs.length === 0) return keepers ? { keepers, costText: profiled?.words(hint) } : {};
	const sum = { cpu: 0, bytes: 0, objects: 0, waited: 0 };
	const [life, saved] = [profiled.residency(hint), profiled.saving(hint)];
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
		...(life && { residency: { ...life, text: residencyWords(life) } }),
		...(keepers && { keepers }),
		...(saved && { saving: { ...saved, text: savingWords(saved) } }),
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
	return { ...hint, cost: undefined, costText: undefined, residency: undefined, keepers: undefined, saving: undefined };
}

/** The hints that cost most, of those that are sorted so: as many costs as are asked for, with all hints that share them. */
export function dearest(hints: readonly ReportedHint[], count: number): ReportedHint[] {
	const parts = hints.flatMap(({ cost, part }) => (cost && cost.share !== 0 && part !== undefined ? [part] : []));
	const kept = new Set(parts.slice(0, count));
	return hints.filter(({ part }) => part !== undefined && kept.has(part));
}
