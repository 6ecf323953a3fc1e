/** What an untrusted workspace switches off, and telling the server when that changes. */
import { Disposable, extensions, type WorkspaceFolder, window, workspace } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
	type EnvironmentParams,
	environmentNotification,
	type GoExtensionSettings,
} from '../../server/src/protocol/requests.ts';
import { goCommandOfExtension, goExtension } from './goExtension.ts';
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

/** After a change of its settings the Go extension asks its new go, and says nothing when it is done. In milliseconds. */
const asksAgainAfter = [300, 1000, 3000, 8000];

/**
 * Sends the environment whenever trust is granted, a folder comes or goes, or the Go extension is set up differently. What cannot
 * be listened to, such as the Go chosen by "Go: Choose Go Environment", is looked at when the user comes back to a file.
 */
export function followEnvironment(client: LanguageClient): Disposable {
	const timers = new Set<NodeJS.Timeout>();
	let sent = '';
	const send = () => {
		// A client that is not running yet reads the environment when it starts.
		if (client.state !== State.Running) return;
		const now = environment();
		const spelled = JSON.stringify(now);
		if (spelled === sent) return;
		sent = spelled;
		void client.sendNotification(environmentNotification, now);
	};
	const sendAndAskAgain = () => {
		send();
		for (const timer of timers) clearTimeout(timer);
		timers.clear();
		for (const after of asksAgainAfter) timers.add(setTimeout(send, after));
	};
	const sendWhenGoExtensionRuns = () => {
		sendAndAskAgain();
		goExtension()
			?.activate()
			.then(send, () => {});
	};
	sendWhenGoExtensionRuns();
	return Disposable.from(
		workspace.onDidGrantWorkspaceTrust(sendAndAskAgain),
		workspace.onDidChangeWorkspaceFolders(send),
		extensions.onDidChange(sendWhenGoExtensionRuns),
		workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('go') || change.affectsConfiguration('gopls')) sendAndAskAgain();
		}),
		window.onDidChangeActiveTextEditor(send),
		window.onDidChangeWindowState(({ focused }) => focused && send()),
		client.onDidChangeState(({ newState }) => {
			// A server that starts is given the environment of that moment.
			sent = '';
			if (newState === State.Running) send();
		}),
		new Disposable(() => {
			for (const timer of timers) clearTimeout(timer);
		}),
	);
}

/** An extension that is disabled does not exist; one that is enabled starts with the first Go file, as we do. */
function usesGopls(): boolean {
	return goExtension() !== undefined && workspace.getConfiguration('go').get('useLanguageServer') !== false;
}

/** These settings name programs and flags to run: until the workspace is trusted only the user's own level counts. */
function goSettingsOf(folder: WorkspaceFolder | undefined): GoExtensionSettings {
	const configuration = workspace.getConfiguration(undefined, folder);
	const read = (key: string): unknown =>
		workspace.isTrusted ? configuration.get(key) : configuration.inspect(key)?.globalValue;
	const go = workspace.isTrusted ? goCommandOfExtension(folder?.uri) : undefined;
	return { ...goExtensionSettings(read, folder?.uri.fsPath), ...(go !== undefined && { go }) };
}
