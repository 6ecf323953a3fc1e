/** Runs tests with checkptr, the race detector or a sanitizer, on request. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import { sanitizers } from '../../analysis/sanitizer/sanitizers.ts';
import { type SanitizeAnswer, type SanitizeParams, sanitizeRequest } from '../../protocol/requests.ts';
import { toUri } from '../convert.ts';
import type { OpenDocument } from '../documents.ts';
import { toOffset, toRange } from '../encoding.ts';
import type { Feature } from '../feature.ts';
import { type ReportProgress, withProgress, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const sanitizeFeature: Feature = {
	register: registerSanitize,
};

function registerSanitize(session: Session): void {
	const { connection, logger } = session;
	connection.onRequest<SanitizeAnswer, never>(sanitizeRequest, (params: SanitizeParams, token) =>
		withSignal(token, logger, failed('The tests could not be run; the output says why.'), (signal) =>
			withProgress(session, params.workDoneToken, (onProgress) => answerSanitize(session, params, onProgress, signal)),
		),
	);
}

async function answerSanitize(
	{ documents, workspace, encoding }: Session,
	params: SanitizeParams,
	onProgress: ReportProgress,
	signal: AbortSignal,
): Promise<SanitizeAnswer> {
	const { uri, position, name } = params;
	const sanitizer = sanitizers.find((one) => one === params.sanitizer);
	if (sanitizer === undefined) return failed(`There is no sanitizer ${params.sanitizer}.`);
	const document = documents.get(uri);
	if (!document) return failed('This file is not open.');
	const offset = toOffset(document.lines, position, encoding);
	const outcome = await workspace.sanitize({ path: document.path, offset, name, sanitizer, onProgress }, signal);
	if (outcome.kind === 'problem') return failed(outcome.problem);
	const { reports, passed, name: test = '' } = outcome;
	return { problem: '', reports, passed, test };
}

function failed(problem: string): SanitizeAnswer {
	return { problem, reports: 0, passed: false, test: '' };
}

/** What the last run reported about a document, at the lines as they are now. */
export function sanitizerDiagnostics(
	{ workspace, encoding }: Session,
	{ path, text, lines }: OpenDocument,
): Diagnostic[] {
	return workspace.sanitizerReports(path, text).map(({ line, kind, message, related }) => ({
		range: rangeOfLine(line),
		severity: DiagnosticSeverity.Error,
		code: kind.replace(' ', '-'),
		source: 'linkscape',
		message: `${kind}: ${message}`,
		...(related.length > 0 && {
			relatedInformation: related.map((one) => {
				const start = { line: Math.max(0, one.line - 1), character: 0 };
				return { location: { uri: toUri(one.file), range: { start, end: start } }, message: one.message };
			}),
		}),
	}));

	/** Without what it is indented by. */
	function rangeOfLine(line: number): Diagnostic['range'] {
		const { start, end } = lines.lineSpan(line - 1);
		const whole = text.slice(start, end);
		return toRange(lines, { start: end - whole.trimStart().length, end: start + whole.trimEnd().length }, encoding);
	}
}
