import type { EscapesReport } from '../escapesReport.ts';
import type { PlacedFinding } from '../../audit/check/placedFinding.ts';
import { forecastRows } from './forecastTable.ts';
import { summaryOfHints } from './hintSummary.ts';
import { type CheckReport, countSeverities } from './report.ts';
import type { Reporter } from './reporter.ts';

/** The stable format for programs; fields may be added, changes raise `version`. */
export const json: Reporter = { check, escapes };

function check({
	context,
	findings,
	suppressed = [],
	files,
	directives,
	fixed,
	run,
	gone,
	versions,
	shard,
}: CheckReport): string {
	return spell({
		version: 1,
		tool: 'linkscape',
		context: { ...context, versions },
		findings: findings.map(toJson),
		...(suppressed.length > 0 && { suppressed: suppressed.map(toJson) }),
		summary: { files, directives, fixed, ...countSeverities(findings) },
		...(versions && { forecast: forecastRows(findings, versions) }),
		gone: gone?.length,
		shard,
		run,
	});
}

function toJson(finding: PlacedFinding) {
	const { file, region, rule, severity, message, target, fixes, related, sourceLine, module, go, suppression } =
		finding;
	const isEditable = fixes.some(({ replacements }) => replacements !== undefined);
	return {
		file,
		...region,
		rule,
		severity,
		message,
		target,
		fixes: fixes.map(({ title }) => title),
		// What other reports are made from: in the order of `fixes`, null for one that does more than edit this file.
		...(isEditable && {
			edits: fixes.map(({ replacements }) => replacements?.map((one) => ({ ...one.region, text: one.text })) ?? null),
		}),
		...(related.length > 0 && {
			related: related.map((place) => ({ file: place.file, ...place.region, message: place.message })),
		}),
		source: sourceLine,
		module,
		go,
		new: finding.new,
		suppression,
	};
}

function escapes(report: EscapesReport): string {
	return spell({
		version: 1,
		tool: 'linkscape',
		...report,
		summary: summaryOfHints(report.hints),
		gone: report.gone?.length,
	});
}

function spell(document: object): string {
	return `${JSON.stringify(document, null, '\t')}\n`;
}
