/** Our words into LSP's: the only place that knows both vocabularies. */
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import type { FileEdit, Finding } from '../analysis/finding.ts';
import type { Severity } from '../analysis/severity.ts';
import { ruleUrl } from '../analysis/linkname/rules.ts';
import type { LineIndex } from '../analysis/text/lineIndex.ts';
import type { TextEdit } from '../analysis/text/textEdit.ts';
import * as lsp from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import type { ClientFeatures } from './clientFeatures.ts';
import { type Encoding, toRange } from './encoding.ts';

const severities: Record<Severity, lsp.DiagnosticSeverity> = {
	error: lsp.DiagnosticSeverity.Error,
	warning: lsp.DiagnosticSeverity.Warning,
	information: lsp.DiagnosticSeverity.Information,
	hint: lsp.DiagnosticSeverity.Hint,
};

/** Finds the lines of a file that a span of ours lies in; undefined when the file cannot be read. */
export type LinesOf = (path: string) => LineIndex | undefined;

export function toUri(path: string): string {
	return URI.file(path).toString();
}

export function toDiagnostic(finding: Finding, lines: LineIndex, linesOf: LinesOf, encoding: Encoding): lsp.Diagnostic {
	const diagnostic: lsp.Diagnostic = {
		range: toRange(lines, finding.span, encoding),
		severity: severities[finding.severity],
		code: finding.rule,
		codeDescription: { href: ruleUrl(finding.rule) },
		source: 'linkscape',
		message: finding.message,
	};
	if (finding.unnecessary) diagnostic.tags = [lsp.DiagnosticTag.Unnecessary];
	const related = (finding.related ?? []).flatMap((place) => {
		const placeLines = linesOf(place.file);
		if (!placeLines) return [];
		return [
			{
				location: { uri: toUri(place.file), range: toRange(placeLines, place.span, encoding) },
				message: place.message,
			},
		];
	});
	if (related.length > 0) diagnostic.relatedInformation = related;
	return diagnostic;
}

/** Without the parts that the client did not announce: LSP has them only for clients that do. */
export function announcedParts(diagnostic: lsp.Diagnostic, client: ClientFeatures['diagnostics']): lsp.Diagnostic {
	const { tags, relatedInformation, codeDescription, ...rest } = diagnostic;
	const shown = tags?.filter((tag) => client.tags.includes(tag)) ?? [];
	return {
		...rest,
		...(shown.length > 0 && { tags: shown }),
		...(client.relatedInformation && relatedInformation && { relatedInformation }),
		...(client.codeDescription && codeDescription && { codeDescription }),
	};
}

/** An escape hint as a diagnostic: only for those who turn that on. */
export function escapeDiagnostic(hint: EscapeHint, lines: LineIndex, encoding: Encoding): lsp.Diagnostic {
	const steps = hint.flow.filter((step) => step.file !== '' && step.line > 0);
	return {
		range: toRange(lines, hint.span, encoding),
		severity: lsp.DiagnosticSeverity.Information,
		code: `escape-${hint.class}`,
		source: 'linkscape',
		message: hint.message,
		relatedInformation: steps.map((step) => {
			const start = { line: step.line - 1, character: Math.max(0, step.column - 1) };
			return { location: { uri: toUri(step.file), range: { start, end: start } }, message: step.text };
		}),
	};
}

function toTextEdits(edits: readonly TextEdit[], lines: LineIndex, encoding: Encoding): lsp.TextEdit[] {
	return edits.map((edit) => ({ range: toRange(lines, edit.span, encoding), newText: edit.newText }));
}

export interface EditTarget {
	readonly linesOf: LinesOf;
	/** The version of an open document, null for a file on disk. */
	readonly versionOf: (path: string) => number | null;
	readonly encoding: Encoding;
	readonly versioned: boolean;
	/** Shown as the reason for the change in the editor's preview; absent when the client has no annotations. */
	readonly annotation?: string;
}

/** A fix as one WorkspaceEdit, undone in one step; undefined when a file it changes cannot be read. */
export function toWorkspaceEdit(fileEdits: readonly FileEdit[], target: EditTarget): lsp.WorkspaceEdit | undefined {
	const annotation = target.annotation === undefined ? undefined : 'linkscape';
	const operations: (lsp.TextDocumentEdit | lsp.CreateFile | lsp.DeleteFile)[] = [];
	for (const edit of fileEdits) {
		const uri = toUri(edit.file);
		switch (edit.kind) {
			case 'create': {
				operations.push({
					kind: 'create',
					uri,
					options: { ignoreIfExists: false },
					...(annotation && { annotationId: annotation }),
				});
				const start = { line: 0, character: 0 };
				if (edit.text !== '') {
					operations.push({
						textDocument: { uri, version: null },
						edits: [
							{ range: { start, end: start }, newText: edit.text, ...(annotation && { annotationId: annotation }) },
						],
					});
				}
				break;
			}
			case 'delete':
				operations.push({
					kind: 'delete',
					uri,
					options: { ignoreIfNotExists: true },
					...(annotation && { annotationId: annotation }),
				});
				break;
			case 'change': {
				const lines = target.linesOf(edit.file);
				if (!lines) return undefined;
				const edits = toTextEdits(edit.edits, lines, target.encoding);
				operations.push({
					textDocument: { uri, version: target.versionOf(edit.file) },
					edits: annotation ? edits.map((one) => ({ ...one, annotationId: annotation })) : edits,
				});
				break;
			}
		}
	}
	if (!target.versioned) return plainEdit(operations);
	return {
		documentChanges: operations,
		...(annotation && { changeAnnotations: { [annotation]: { label: target.annotation ?? '' } } }),
	};
}

/** For clients without `documentChanges`; they cannot create files either. */
function plainEdit(
	operations: readonly (lsp.TextDocumentEdit | lsp.CreateFile | lsp.DeleteFile)[],
): lsp.WorkspaceEdit | undefined {
	const changes: Record<string, lsp.TextEdit[]> = {};
	for (const operation of operations) {
		if (!('textDocument' in operation)) return undefined;
		const edits = operation.edits.filter((edit): edit is lsp.TextEdit => 'newText' in edit);
		changes[operation.textDocument.uri] = [...(changes[operation.textDocument.uri] ?? []), ...edits];
	}
	return { changes };
}
