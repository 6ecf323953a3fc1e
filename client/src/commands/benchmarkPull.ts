import {
	type CancellationToken,
	Disposable,
	ProgressLocation,
	type TextDocumentContentProvider,
	Uri,
	window,
	workspace,
	WorkspaceEdit,
} from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type BenchmarkAnswer, type BenchmarkParams, benchmarkRequest } from '../../../server/src/protocol/requests.ts';

/** The reports of this session, as read-only documents. */
export interface Reports extends Disposable {
	show(name: string, markdown: string): Promise<void>;
}

const scheme = 'linkscape-benchmark';

export function createReports(): Reports {
	const texts = new Map<string, string>();
	const provider: TextDocumentContentProvider = { provideTextDocumentContent: ({ path }) => texts.get(path) ?? '' };
	const registration = workspace.registerTextDocumentContentProvider(scheme, provider);
	let number = 0;
	return {
		async show(name, markdown) {
			// A document of its own for each run, so that two can be compared.
			const uri = Uri.from({ scheme, path: `${name} ${++number}.md` });
			texts.set(uri.path, markdown);
			await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
		},
		dispose: () => void registration.dispose(),
	};
}

/** Measures the pull in question, or the one at the cursor, against the public API, shows the report, and offers to keep the benchmark. */
export async function benchmarkPull(client: LanguageClient, reports: Reports, which?: BenchmarkParams): Promise<void> {
	const params = which ?? atCursor(client);
	if (!params) return;
	const progress = {
		location: ProgressLocation.Notification,
		title: 'Linkscape: measuring the pull against the public API',
		cancellable: true,
	};
	const answer = await window.withProgress(progress, (_, token) => ask(client, params, token));
	if (!answer) return;
	if (answer.problem !== '') {
		void window.showInformationMessage(`Linkscape: ${answer.problem}`);
		return;
	}
	await reports.show(answer.name, answer.report);
	const keep = 'Keep This Benchmark';
	const chosen = await window.showInformationMessage(`Linkscape: measured ${answer.name}.`, keep);
	if (chosen === keep && answer.file) await create(Uri.parse(answer.file.uri), answer.file.text);
}

function atCursor({ code2ProtocolConverter }: LanguageClient): BenchmarkParams | undefined {
	const editor = window.activeTextEditor;
	if (editor?.document.languageId !== 'go') return undefined;
	return {
		uri: code2ProtocolConverter.asUri(editor.document.uri),
		position: code2ProtocolConverter.asPosition(editor.selection.active),
	};
}

/** Undefined when the user cancelled. */
async function ask(
	client: LanguageClient,
	params: BenchmarkParams,
	token: CancellationToken,
): Promise<BenchmarkAnswer | undefined> {
	try {
		return await client.sendRequest<BenchmarkAnswer>(benchmarkRequest, params, token);
	} catch (error) {
		if (token.isCancellationRequested) return undefined;
		throw error;
	}
}

async function create(uri: Uri, text: string): Promise<void> {
	const edit = new WorkspaceEdit();
	edit.createFile(uri, { contents: new TextEncoder().encode(text) });
	if (await workspace.applyEdit(edit)) await window.showTextDocument(uri);
	else void window.showWarningMessage(`Linkscape: ${uri.fsPath} could not be written.`);
}
