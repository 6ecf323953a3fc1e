import type { ReportedHint } from './escapesReport.ts';

interface Baseline {
	readonly version: 1;
	/** What a hint is, without its line → how often it is there. */
	readonly hints: Readonly<Record<string, number>>;
}

/** The text of a baseline file: sorted and without lines, so that it changes only when the hints do. */
export function spellBaseline(hints: readonly ReportedHint[]): string {
	const counts = new Map<string, number>();
	for (const hint of hints.filter(allocates)) counts.set(nameOf(hint), (counts.get(nameOf(hint)) ?? 0) + 1);
	const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
	const baseline: Baseline = { version: 1, hints: Object.fromEntries(sorted) };
	return `${JSON.stringify(baseline, undefined, '\t')}\n`;
}

/** The hints with `new` said for each; `undefined` when the text is no baseline. The last of several equal ones is new. */
export function compareWithBaseline(hints: readonly ReportedHint[], text: string): readonly ReportedHint[] | undefined {
	const baseline = parse(text);
	if (baseline === undefined) return undefined;
	const left = new Map(Object.entries(baseline.hints));
	return hints.map((hint) => {
		if (!allocates(hint)) return { ...hint, new: false };
		const known = left.get(nameOf(hint)) ?? 0;
		left.set(nameOf(hint), known - 1);
		return { ...hint, new: known <= 0 };
	});
}

function allocates({ verdict }: ReportedHint): boolean {
	return verdict === 'heap' || verdict === 'maybe-heap';
}

function nameOf(hint: ReportedHint): string {
	return [hint.file, hint.function, hint.verdict, hint.class, hint.subject].join(' | ');
}

function parse(text: string): Baseline | undefined {
	try {
		const value = JSON.parse(text) as Partial<Baseline> | null;
		return value?.version === 1 && typeof value.hints === 'object' ? (value as Baseline) : undefined;
	} catch {
		return undefined;
	}
}
