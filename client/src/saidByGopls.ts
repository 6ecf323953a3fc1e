/**
 * What gopls reports as well is not shown twice: for a directive with a space after `//` its analysis SA9009 (on by default since
 * gopls 0.24) puts the same warning at the same place. Ours goes while gopls's stands; its fix stays.
 */
import { type Diagnostic, Disposable, languages, type TextDocument, type Uri, workspace } from 'vscode';
import { DocumentDiagnosticRequest, type LanguageClient, type Middleware } from 'vscode-languageclient/node';

const ours = { source: 'linkscape', code: 'directive-ignored' };
const goplsAnalysis = 'SA9009';

export const withoutWhatGoplsSays: Pick<Middleware, 'provideDiagnostics'> = {
	async provideDiagnostics(document, previousResultId, token, next) {
		const report = await next(document, previousResultId, token);
		if (!report || !('items' in report)) return report;
		const lines = linesOfGopls('uri' in document ? document.uri : document);
		return { ...report, items: report.items.filter((item) => !isOurs(item) || !lines.has(item.range.start.line)) };
	},
};

/** Asks for our diagnostics again when gopls's come or go, which is mostly later. */
export function followGopls(client: LanguageClient): Disposable {
	const seen = new Map<string, string>();
	return Disposable.from(
		languages.onDidChangeDiagnostics(({ uris }) => {
			for (const document of workspace.textDocuments) {
				if (document.languageId !== 'go' || !uris.some((uri) => uri.toString() === document.uri.toString())) continue;
				const key = document.uri.toString();
				const lines = [...linesOfGopls(document.uri)].join(' ');
				if (lines === (seen.get(key) ?? '')) continue;
				seen.set(key, lines);
				askAgain(client, document);
			}
		}),
		workspace.onDidCloseTextDocument((document) => seen.delete(document.uri.toString())),
	);
}

function askAgain(client: LanguageClient, document: TextDocument): void {
	const feature = client.getFeature(DocumentDiagnosticRequest.method);
	feature.getProvider(document)?.onDidChangeDiagnosticsEmitter.fire();
}

function linesOfGopls(uri: Uri): ReadonlySet<number> {
	const theirs = languages
		.getDiagnostics(uri)
		.filter(({ source, code }) => [source, codeOf(code)].includes(goplsAnalysis));
	return new Set(theirs.map(({ range }) => range.start.line));
}

function isOurs({ source, code }: Diagnostic): boolean {
	return source === ours.source && codeOf(code) === ours.code;
}

/** A code may come with a link. */
function codeOf(code: Diagnostic['code']): string {
	return String(typeof code === 'object' ? code.value : code);
}
