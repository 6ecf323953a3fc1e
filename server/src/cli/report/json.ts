import type { EscapesReport } from '../escapesReport.ts';
import { type CheckReport, countSeverities } from './report.ts';
import type { Reporter } from './reporter.ts';

/** The stable format for programs; fields may be added, changes raise `version`. */
export const json: Reporter = { check, escapes };

function check({ context, findings, files, directives, fixed, run }: CheckReport): string {
	return spell({
		version: 1,
		tool: 'linkscape',
		context,
		findings: findings.map(({ finding, file, region }) => ({
			file,
			...region,
			rule: finding.rule,
			severity: finding.severity,
			message: finding.message,
			target: finding.target,
			fixes: finding.fixes.map(({ title }) => title),
		})),
		summary: { files, directives, fixed, ...countSeverities(findings) },
		run,
	});
}

function escapes(report: EscapesReport): string {
	return spell({ version: 1, tool: 'linkscape', ...report });
}

function spell(document: object): string {
	return `${JSON.stringify(document, null, '\t')}\n`;
}
