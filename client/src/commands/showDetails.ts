import { ProgressLocation, window } from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { serverCommands } from '../../../server/src/protocol/requests.ts';

/** Shows or hides the bounds checks, nil checks, write barriers and defers that stay in the code of the active file. */
export async function showDetails(client: LanguageClient): Promise<void> {
	const document = window.activeTextEditor?.document;
	if (document?.languageId !== 'go') return;
	const params = {
		command: serverCommands.details,
		arguments: [client.code2ProtocolConverter.asUri(document.uri)],
	};
	const progress = { location: ProgressLocation.Window, title: 'Linkscape: compiling' };
	const problem: unknown = await window.withProgress(progress, () =>
		client.sendRequest(ExecuteCommandRequest.type, params),
	);
	if (typeof problem === 'string' && problem !== '') window.setStatusBarMessage(`Linkscape: ${problem}`, 6000);
}
