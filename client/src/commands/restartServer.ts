import { type LanguageClient, State } from 'vscode-languageclient/node';

/** Restarts the server, or starts it when it had given up after too many crashes. */
export async function restartServer(client: LanguageClient): Promise<void> {
	await (client.state === State.Running ? client.restart() : client.start());
}
