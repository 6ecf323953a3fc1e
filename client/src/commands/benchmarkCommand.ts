import { type Memento, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type BenchmarkAnswer,
	type BenchmarkParams,
	benchmarkRequest,
	type InstallBenchstatParams,
	installBenchstatRequest,
} from '../../../server/src/protocol/requests.ts';
import { askWithProgress } from './askWithProgress.ts';
import type { Reports } from './benchmarkReports.ts';

export interface BenchmarkCommandParts {
	readonly client: LanguageClient;
	readonly reports: Reports;
	/** Of this user, in all workspaces. */
	readonly memory: Memento;
}

/** Remembers that benchstat was offered: once is enough. */
const offeredKey = 'benchstatOffered';

/** Measures the pull in question, or the one at the cursor, against the public API, shows the report, and offers to keep the benchmark. */
export async function benchmarkCommand(parts: BenchmarkCommandParts, which?: BenchmarkParams): Promise<void> {
	const params = which ?? atCursor(parts.client);
	if (!params) return;
	const title = 'measuring the pull against the public API';
	const answer = await askWithProgress<BenchmarkAnswer>(parts.client, title, benchmarkRequest, params);
	if (answer) await tell(parts, params.uri, answer);
}

async function tell(parts: BenchmarkCommandParts, uri: string, answer: BenchmarkAnswer): Promise<void> {
	const { problem, name, report, benchstat, file } = answer;
	if (problem !== '') {
		void window.showInformationMessage(`Linkscape: ${problem}`);
		return;
	}
	await parts.reports.show(name, report);
	const keep = 'Keep This Benchmark';
	const install = 'Install benchstat';
	const offer = !benchstat && !parts.memory.get(offeredKey, false);
	if (offer) await parts.memory.update(offeredKey, true);
	const more = offer ? ' With benchstat installed, its table is shown.' : '';
	const choices = offer ? [keep, install] : [keep];
	const chosen = await window.showInformationMessage(`Linkscape: measured ${name}.${more}`, ...choices);
	if (chosen === install) await installBenchstat(parts, uri, answer);
	if (chosen === keep && file) await create(Uri.parse(file.uri), file.text);
}

/** What was measured is told again, whether or not that worked: it can still be kept. */
async function installBenchstat(parts: BenchmarkCommandParts, uri: string, before: BenchmarkAnswer): Promise<void> {
	const params: InstallBenchstatParams = { uri };
	const title = 'installing benchstat';
	const answer = await askWithProgress<BenchmarkAnswer>(parts.client, title, installBenchstatRequest, params);
	if (answer && answer.problem !== '') void window.showWarningMessage(`Linkscape: ${answer.problem}`);
	await tell(parts, uri, answer?.problem === '' ? answer : before);
}

function atCursor({ code2ProtocolConverter }: LanguageClient): BenchmarkParams | undefined {
	const editor = window.activeTextEditor;
	if (editor?.document.languageId !== 'go') return undefined;
	return {
		uri: code2ProtocolConverter.asUri(editor.document.uri),
		position: code2ProtocolConverter.asPosition(editor.selection.active),
	};
}

async function create(uri: Uri, text: string): Promise<void> {
	const edit = new WorkspaceEdit();
	edit.createFile(uri, { contents: new TextEncoder().encode(text) });
	if (await workspace.applyEdit(edit)) await window.showTextDocument(uri);
	else void window.showWarningMessage(`Linkscape: ${uri.fsPath} could not be written.`);
}
