/** What the hints of a package cost in the profile that the command line names. */
import type { EscapeHint, FunctionReport } from '../analysis/escape/escapeHint.ts';
import type { CostProfile } from '../analysis/profile/costProfile.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import { createProfiledHints, type ProfiledFile } from '../escape/profile/profiledHints.ts';
import type { ReportedHint } from './escapesReport.ts';

/** What is known of each file, by its absolute path. */
export type Costs = (file: string) => ProfiledFile | undefined;

export function costsOf({ importPath, escapes, sources }: AnalysedPackage, profile: CostProfile | undefined): Costs {
	const profiled = createProfiledHints(() => profile);
	const byFile = new Map<string, FunctionReport[]>();
	for (const report of escapes.functions) byFile.set(report.file, [...(byFile.get(report.file) ?? []), report]);
	return (path) =>
		profiled.of({ path, importPath, text: sources.get(path) ?? '', functions: byFile.get(path) ?? none });
}

const none: readonly FunctionReport[] = [];

export function costOf(hint: EscapeHint, profiled: ProfiledFile | undefined): Pick<ReportedHint, 'cost' | 'costText'> {
	const cost = profiled?.lineCost(hint);
	if (!profiled || !cost) return {};
	const { cpu, bytes, objects } = cost;
	return { cost: { cpu, bytes, objects, share: profiled.share(hint) }, costText: profiled.words(hint) };
}
