/** What an untrusted workspace switches off, and telling the server when that changes. */
import { Disposable, extensions, type WorkspaceFolder, workspace } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
	type EnvironmentParams,
	environmentNotification,
	type GoExtensionSettings,
} from '../../server/src/protocol/requests.ts';
import { goExtensionSettings } from './goExtensionSettings.ts';

/** The world as the server has to know it. Untrusted means: parse only, and no value that the workspace itself carries. */
export function environment(): EnvironmentParams {
	const folders = workspace.workspaceFolders ?? [];
	return {
		trusted: workspace.isTrusted,
		goExtension: goSettingsOf(folders[0]),
		gopls: usesGopls(),
		folders: folders.map((folder) => ({
			uri: folder.uri.toString(),
			goExtension: goSettingsOf(folder),
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
		extensions.onDidChange(send),
		workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('go') || change.affectsConfiguration('gopls')) send();
		}),
	);
}

/** An extension that is disabled does not exist; one that is enabled starts with the first Go file, as we do. */
function usesGopls(): boolean {
	return (
		extensions.getExtension('golang.go') !== undefined &&
		workspace.getConfiguration('go').get('useLanguageServer') !== false
	);
}

/** These settings name programs and flags to run: until the workspace is trusted only the user's own level counts. */
function goSettingsOf(folder: WorkspaceFolder | undefined): GoExtensionSettings {
	const configuration = workspace.getConfiguration(undefined, folder);
	const read = (key: string): unknown =>
		workspace.isTrusted ? configuration.get(key) : configuration.inspect(key)?.globalValue;
	return goExtensionSettings(read, folder?.uri.fsPath);
}
