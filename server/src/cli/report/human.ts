import { createColors } from 'picocolors';
import type { Severity } from '../../analysis/severity.ts';
import { type CheckReport, countSeverities, type PlacedFinding, severities } from './report.ts';

/** For eyes: one block for each finding, and a line that sums up. */
export function humanReport(report: CheckReport, colour: boolean): string {
	const paint = createColors(colour);
	const tint: Readonly<Record<Severity, (text: string) => string>> = {
		error: paint.red,
		warning: paint.yellow,
		information: paint.blue,
		hint: paint.dim,
	};
	const blocks = report.findings.map((placed) => {
		const { finding, file, region, related } = placed;
		const place = `${file}:${region.line}:${region.column}`;
		const number = String(region.line).padStart(5);
		const { line, marks } = excerpt(placed);
		return [
			`${paint.bold(place)} ${tint[finding.severity](finding.severity)} ${paint.dim(finding.rule)}`,
			`${paint.dim(`${number} │`)} ${line}`,
			`${paint.dim('      │')} ${tint[finding.severity](marks)}`,
			`  ${finding.message}`,
			...related.map(
				(other) => `  ${paint.dim('see:')} ${other.file}:${other.region.line} ${paint.dim(other.message)}`,
			),
			...finding.fixes.map(({ title }) => `  ${paint.dim('fix:')} ${title}`),
			'',
			'',
		].join('\n');
	});
	return `${blocks.join('')}${summary(report)}\n`;
}

/** More of a line than this is not shown. */
const widest = 160;

/** The finding's line and the marks below it; of a very long line, what surrounds the finding. */
function excerpt({ sourceLine, region }: PlacedFinding): { readonly line: string; readonly marks: string } {
	const from = sourceLine.length <= widest ? 0 : Math.max(0, region.column - 1 - widest / 4);
	const line = sourceLine.slice(from, from + widest);
	const start = region.column - 1 - from;
	const end = region.endLine === region.line ? region.endColumn - 1 - from : line.length;
	const indent = line.slice(0, start).replace(/[^\t]/g, ' ');
	return { line, marks: indent + '~'.repeat(Math.max(1, Math.min(end, line.length) - start)) };
}

function summary(report: CheckReport): string {
	const counts = countSeverities(report.findings);
	const found = severities
		.filter((severity) => counts[severity] > 0)
		.map((severity) => count(counts[severity], severity));
	const verdict = found.length === 0 ? 'no findings' : found.join(', ');
	const fixed = report.fixed === 0 ? '' : `${count(report.fixed, 'finding')} fixed, `;
	const looked = `${count(report.files, 'file')}, ${count(report.directives, 'directive')}`;
	return `${fixed}${verdict} in ${looked} (${report.seconds.toFixed(2)} s)`;
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 || noun === 'information' ? '' : 's'}`;
}
