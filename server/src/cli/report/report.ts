/** What a report is made from, and the findings in the coordinates that reports speak. Pure. */
import type { Finding } from '../../analysis/finding.ts';
import type { RunEnd } from '../exitCode.ts';
import type { Severity } from '../../analysis/severity.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Span } from '../../analysis/text/span.ts';

export interface CheckReport {
	readonly context: { readonly go: string; readonly goos: string; readonly goarch: string };
	readonly findings: readonly PlacedFinding[];
	readonly files: number;
	readonly directives: number;
	/** How many findings `--fix` mended before this. */
	readonly fixed: number;
	/** Wall time. */
	readonly seconds: number;
	readonly run: RunEnd;
}

/** 1-based lines and columns, columns in UTF-16 units; the end is exclusive. */
export interface Region {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

export interface PlacedFinding {
	readonly finding: Finding;
	/** Relative to the working directory, with `/`. */
	readonly file: string;
	readonly region: Region;
	/** The line that the finding begins on, without its end. */
	readonly sourceLine: string;
	readonly related: readonly { readonly file: string; readonly region: Region; readonly message: string }[];
	/** The file's text, for the edits of fixes. */
	readonly lines: LineIndex;
}

/** @param nameOf the path to show for an absolute one */
export function placeFindings(
	findings: readonly Finding[],
	texts: ReadonlyMap<string, string>,
	nameOf: (path: string) => string,
): PlacedFinding[] {
	const indexes = new Map<string, LineIndex>();
	const linesOf = (path: string): LineIndex => {
		const known = indexes.get(path) ?? new LineIndex(texts.get(path) ?? '');
		indexes.set(path, known);
		return known;
	};
	return findings.map((finding) => {
		const lines = linesOf(finding.file);
		const region = regionOf(lines, finding.span);
		const line = lines.lineSpan(region.line - 1);
		const related = (finding.related ?? []).filter(({ file }) => texts.has(file));
		return {
			finding,
			file: nameOf(finding.file),
			region,
			sourceLine: lines.text.slice(line.start, line.end),
			related: related.map(({ file, span, message }) => ({
				file: nameOf(file),
				region: regionOf(linesOf(file), span),
				message,
			})),
			lines,
		};
	});
}

export function regionOf(lines: LineIndex, span: Span): Region {
	const start = lines.position(span.start);
	const end = lines.position(span.end);
	return { line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
}

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export function countSeverities(findings: readonly PlacedFinding[]): Readonly<Record<Severity, number>> {
	const counts = { error: 0, warning: 0, information: 0, hint: 0 };
	for (const { finding } of findings) counts[finding.severity]++;
	return counts;
}
