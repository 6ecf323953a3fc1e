import { type CheckReport, countSeverities } from './report.ts';

/** The stable format for programs; fields may be added, changes raise `version`. */
export function jsonReport({ context, findings, files, directives, fixed }: CheckReport): string {
	const document = {
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
	};
	return `${JSON.stringify(document, null, '\t')}\n`;
}
