/** Findings in the coordinates that reports speak, as plain data: they cross threads, files and machines. Pure. */
import type { FileEdit, Finding, Fix } from '../../analysis/finding.ts';
import type { RuleId } from '../../analysis/linkname/rules.ts';
import type { Severity } from '../../analysis/severity.ts';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import type { Span } from '../../analysis/text/span.ts';

/** 1-based lines and columns, columns in UTF-16 units; the end is exclusive. */
export interface Region {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

export interface PlacedFinding {
	readonly rule: RuleId;
	readonly severity: Severity;
	readonly message: string;
	readonly target?: string | undefined;
	/** Relative to the working directory, with `/`. */
	readonly file: string;
	readonly region: Region;
	/** The line that the finding begins on, without its end. */
	readonly sourceLine: string;
	readonly related: readonly { readonly file: string; readonly region: Region; readonly message: string }[];
	readonly fixes: readonly PlacedFix[];
	/** The module around the file, relative to the working directory with `/`, `.` for that itself; absent outside of modules. */
	readonly module?: string | undefined;
	/** The Go versions that it is found with, oldest first; only where several were asked about. */
	readonly go?: readonly string[] | undefined;
	/** Why it does not count: a comment in the source, or an allowance of a policy. */
	readonly suppression?: Suppression | undefined;
	/** Only with a baseline: it is not in there. */
	readonly new?: boolean | undefined;
}

export interface Suppression {
	readonly kind: 'inSource' | 'external';
	/** In the words of its author. */
	readonly reason: string;
}

export interface PlacedFix {
	readonly title: string;
	/** Only of a fix that changes nothing but the finding's own file. */
	readonly replacements?: readonly { readonly region: Region; readonly text: string }[] | undefined;
}

/**
 * @param texts of the files that findings stand in, by absolute path
 * @param nameOf the path to show for an absolute one
 */
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
		const { rule, severity, message, target } = finding;
		return {
			rule,
			severity,
			message,
			...(target !== undefined && { target }),
			file: nameOf(finding.file),
			region,
			sourceLine: lines.text.slice(line.start, line.end),
			related: related.map((place) => ({
				file: nameOf(place.file),
				region: regionOf(linesOf(place.file), place.span),
				message: place.message,
			})),
			fixes: finding.fixes.map((fix) => placeFix(fix, finding.file, lines)),
		};
	});
}

function placeFix({ title, edits: all }: Fix, file: string, lines: LineIndex): PlacedFix {
	const own = all.filter((edit): edit is Extract<FileEdit, { kind: 'change' }> => {
		return edit.kind === 'change' && edit.file === file;
	});
	if (own.length === 0 || own.length < all.length) return { title };
	const replacements = own.flatMap(({ edits }) =>
		edits.map(({ span, newText }) => ({ region: regionOf(lines, span), text: newText })),
	);
	return { title, replacements };
}

function regionOf(lines: LineIndex, span: Span): Region {
	const start = lines.position(span.start);
	const end = lines.position(span.end);
	return { line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
}

/** By file, then by place: the order of all reports. */
export function inReportOrder(a: PlacedFinding, b: PlacedFinding): number {
	if (a.file !== b.file) return a.file < b.file ? -1 : 1;
	return (
		a.region.line - b.region.line ||
		a.region.column - b.region.column ||
		(a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
	);
}
