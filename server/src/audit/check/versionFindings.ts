/** What several Go versions have to say about the same code, as one list. Pure. */
import type { Severity } from '../../analysis/severity.ts';
import { inReportOrder, type PlacedFinding } from './placedFinding.ts';

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * One finding for each rule, place and target, with the versions that have it; severity and words are those of the newest version in
 * which it is worst: the one that somebody goes to. In the order of reports.
 *
 * @param lists the findings of each version, in the order of `versions`
 */
export function joinVersions(
	lists: readonly (readonly PlacedFinding[])[],
	versions: readonly string[],
): PlacedFinding[] {
	const joined = new Map<string, PlacedFinding>();
	for (const [at, list] of lists.entries()) {
		const go = versions[at] ?? '';
		for (const finding of list) {
			const { file, region, rule, target } = finding;
			const key = JSON.stringify([file, region, rule, target]);
			const known = joined.get(key);
			const all = [...(known?.go ?? []), ...(known?.go?.includes(go) ? [] : [go])];
			const milder = known !== undefined && isWorse(known.severity, finding.severity);
			joined.set(key, { ...(milder ? known : finding), go: all });
		}
	}
	return [...joined.values()].sort(inReportOrder);
}

function isWorse(one: Severity, other: Severity): boolean {
	return severities.indexOf(one) < severities.indexOf(other);
}
