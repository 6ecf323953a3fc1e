import { window } from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { serverCommands } from '../../../server/src/protocol/requests.ts';

/** Has the server look at the active file's package again: facts read anew, the compiler run anew. */
export async function reanalysePackage(client: LanguageClient): Promise<void> {
	const document = window.activeTextEditor?.document;
	if (document?.languageId !== 'go') return;
	await client.sendRequest(ExecuteCommandRequest.type, {
		command: serverCommands.reanalyse,
		arguments: [client.code2ProtocolConverter.asUri(document.uri)],
	});
}
