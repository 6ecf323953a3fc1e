/** Reads and changes `linkscape.*` where the user keeps each of them. */
import { ConfigurationTarget, window, workspace } from 'vscode';

/** `key` without the prefix: `escape.inlayHints`. */
export function readSetting<T>(key: string, otherwise: T): T {
	return configuration().get(key, otherwise);
}

/** Writes to the level that decides today, so that the change is seen; to the user's own where nothing was set. */
export async function changeSetting(key: string, value: unknown): Promise<void> {
	const found = configuration().inspect(key);
	const target =
		found?.workspaceFolderValue !== undefined
			? ConfigurationTarget.WorkspaceFolder
			: found?.workspaceValue !== undefined
				? ConfigurationTarget.Workspace
				: ConfigurationTarget.Global;
	await configuration().update(key, value, target);
}

function configuration() {
	return workspace.getConfiguration('linkscape', window.activeTextEditor?.document);
}
