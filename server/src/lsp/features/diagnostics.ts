/** Findings as diagnostics: pulled by clients that can, published to the others. Nothing is decided here. */
import { type Diagnostic, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { LineIndex } from '../../analysis/text/lineIndex.ts';
import { announcedParts, escapeDiagnostic, type LinesOf, toDiagnostic } from '../convert.ts';
import type { OpenDocument } from '../documents.ts';
import { send, withSignal } from '../requestScope.ts';
import { sanitizerDiagnostics } from './sanitizeRequests.ts';
import type { Session } from '../session.ts';
import { shownEscapes } from '../shownHints.ts';

/** VS Code shows no more than this per file; more would only cost. */
const mostEscapeDiagnostics = 1000;

export interface DiagnosticsFeature {
	/** The editor has given a text: one that pulls asks for it by itself. */
	edited(document: OpenDocument): void;
	/** The findings of these open documents may have changed. */
	refresh(documents: Iterable<OpenDocument>): void;
	closed(document: OpenDocument): void;
}

export function registerDiagnostics(session: Session): DiagnosticsFeature {
	const { connection, documents, logger, client } = session;

	if (client.pullDiagnostics) {
		connection.languages.diagnostics.on((params, token) =>
			withSignal(token, logger, { kind: DocumentDiagnosticReportKind.Full, items: [] }, async () => {
				const document = documents.get(params.textDocument.uri);
				return {
					kind: DocumentDiagnosticReportKind.Full,
					items: document ? await diagnosticsOf(session, document) : [],
				};
			}),
		);
		return {
			edited: () => {},
			refresh: () => {
				if (client.refreshDiagnostics) send(logger, connection.languages.diagnostics.refresh());
			},
			closed: () => {},
		};
	}

	const publish = async (document: OpenDocument) => {
		const version = document.version;
		const diagnostics = await diagnosticsOf(session, document);
		if (documents.get(document.uri)?.version !== version) return;
		await connection.sendDiagnostics({ uri: document.uri, version, diagnostics });
	};
	return {
		edited: (document) => send(logger, publish(document)),
		refresh: (changed) => {
			for (const document of changed) send(logger, publish(document));
		},
		closed: (document) => send(logger, connection.sendDiagnostics({ uri: document.uri, diagnostics: [] })),
	};
}

async function diagnosticsOf(session: Session, document: OpenDocument): Promise<Diagnostic[]> {
	const diagnostics = await allDiagnostics(session, document);
	return diagnostics.map((one) => announcedParts(one, session.client.diagnostics));
}

async function allDiagnostics(session: Session, document: OpenDocument): Promise<Diagnostic[]> {
	const { workspace, encoding } = session;
	const settings = session.settings();
	const findings = settings.linkname.enabled ? await workspace.findings(document.path) : [];
	const linesOf = linesIn(session);
	const { lines } = document;
	const hasLens = settings.linkname.codeLens && session.client.codeLenses;
	const contracts = settings.escape.enabled ? await workspace.contractFindings(document.path) : [];
	const marked = [...(hasLens ? findings.filter(({ inLens }) => inLens !== true) : findings), ...contracts];
	const diagnostics = [
		...marked.map((finding) => toDiagnostic(finding, lines, linesOf, encoding)),
		...sanitizerDiagnostics(session, document),
	];
	if (!settings.escape.diagnostics) return diagnostics;
	const hints = shownEscapes(session, document.path).hints.slice(0, mostEscapeDiagnostics);
	return [...diagnostics, ...hints.map((hint) => escapeDiagnostic(hint, lines, encoding))];
}

/** The lines of open documents, and of the other files that the workspace has read. */
export function linesIn({ documents, workspace }: Session): LinesOf {
	return (path) => {
		const open = documents.byPath(path);
		if (open) return open.lines;
		const text = workspace.knownText(path);
		return text === undefined ? undefined : new LineIndex(text);
	};
}
