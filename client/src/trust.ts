/** What an untrusted workspace switches off, and telling the server when that changes. */
import { Disposable, workspace } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type EnvironmentParams, environmentNotification } from '../../server/src/protocol/requests.ts';
import { readGoExtensionSettings } from './goExtensionSettings.ts';

/** The world as the server has to know it. Untrusted means: parse only, and no value that the workspace itself carries. */
export function environment(): EnvironmentParams {
	const trusted = workspace.isTrusted;
	const folders = workspace.workspaceFolders ?? [];
	return {
		trusted,
		goExtension: readGoExtensionSettings(trusted, folders[0]),
		folders: folders.map((folder) => ({
			uri: folder.uri.toString(),
			goExtension: readGoExtensionSettings(trusted, folder),
		})),
	};
}

/** Sends the environment whenever trust is granted, a folder comes or goes, or the Go extension is set up differently. */
export function followEnvironment(client: LanguageClient): Disposable {
	const send = () => {
		// A client that is not running yet reads the environment when it starts.
		if (client.state !== State.Running) return;
		void client.sendNotification(environmentNotification, environment());
	};
	return Disposable.from(
		workspace.onDidGrantWorkspaceTrust(send),
		workspace.onDidChangeWorkspaceFolders(send),
		workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('go') || change.affectsConfiguration('gopls')) send();
		}),
	);
}
