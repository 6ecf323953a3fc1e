/** What can be done where there are no hints: the buttons of the status, the menu and the empty view. */
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import type { Parts } from './parts.ts';

/** Lets the user pick the go command. It is kept in the user's settings: a path of this machine has no place in a repository. */
export async function chooseGo(): Promise<void> {
	const [chosen] =
		(await window.showOpenDialog({ title: 'Choose the go command (…/bin/go)', openLabel: 'Use this Go' })) ?? [];
	if (!chosen) return;
	await setForUser('go.path', chosen.fsPath);
}

/** The go command may fetch missing modules and toolchains from now on. */
export async function allowDownloads(): Promise<void> {
	await setForUser('go.allowDownloads', true);
}

export async function manageTrust(): Promise<void> {
	await commands.executeCommand('workbench.trust.manage');
}

/** What the status offers first; the menu when it offers nothing. */
export async function fixStatus({ status }: Parts): Promise<void> {
	const [first] = status.status.actions;
	await (first
		? commands.executeCommand(first.command, ...first.arguments)
		: commands.executeCommand('linkscape.showMenu'));
}

async function setForUser(key: string, value: unknown): Promise<void> {
	const configuration = workspace.getConfiguration('linkscape', window.activeTextEditor?.document);
	await configuration.update(key, value, ConfigurationTarget.Global);
	// A value of the workspace would win over the one just chosen.
	const now = configuration.inspect(key);
	const hiding = now?.workspaceFolderValue ?? now?.workspaceValue;
	if (hiding === undefined || hiding === value) return;
	await commands.executeCommand('workbench.action.openWorkspaceSettings', `linkscape.${key}`);
}
