/** The profile that costs are taken from: `linkscape.profile` names it, the server reads it and says what it is. */
import { commands, ConfigurationTarget, Disposable, EventEmitter, Uri, window, workspace } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { profileNotification, type ProfileStatus, readProfileRequest } from '../../server/src/protocol/requests.ts';

export interface WorkspaceProfile extends Disposable {
	readonly status: ProfileStatus;
	readonly onDidChange: EventEmitter<ProfileStatus>['event'];
	/** Lets the user choose a file; what cannot be read is said, and the one before stays. True when one was loaded. */
	load(): Promise<boolean>;
	unload(): Promise<void>;
}

const none: ProfileStatus = { path: '', summary: '', problem: '' };

export function followProfile(client: LanguageClient): WorkspaceProfile {
	const changed = new EventEmitter<ProfileStatus>();
	let status = none;
	const show = (next: ProfileStatus) => {
		status = next;
		void commands.executeCommand('setContext', 'linkscape.profiled', next.path !== '');
		changed.fire(next);
	};
	const parts = Disposable.from(
		changed,
		client.onNotification(profileNotification, show),
		client.onDidChangeState(({ newState }) => {
			if (newState !== State.Running) show(none);
		}),
	);
	return {
		get status() {
			return status;
		},
		onDidChange: changed.event,
		async load() {
			const [chosen] = (await window.showOpenDialog(dialog())) ?? [];
			if (!chosen) return false;
			const found = await client.sendRequest<ProfileStatus>(readProfileRequest, { path: chosen.fsPath });
			if (found.problem !== '') {
				void window.showWarningMessage(`Linkscape: ${found.problem}`);
				return false;
			}
			await name(settingFor(chosen));
			window.setStatusBarMessage(`Linkscape: ${found.summary}`, 4000);
			return true;
		},
		unload: () => name(undefined),
		dispose: () => void parts.dispose(),
	};
}

function dialog() {
	const defaultUri = workspace.workspaceFolders?.[0]?.uri;
	return {
		title: 'Load a CPU or heap profile',
		openLabel: 'Load',
		filters: { Profiles: ['pprof', 'prof', 'out', 'pb.gz', 'gz', 'pgo'], 'All Files': ['*'] },
		...(defaultUri && { defaultUri }),
	};
}

/** In a workspace folder as a path of it, so that the setting holds for whoever else has the folder. */
function settingFor(chosen: Uri): string {
	const inside = workspace.getWorkspaceFolder(chosen) !== undefined;
	return inside ? workspace.asRelativePath(chosen, false) : chosen.fsPath;
}

/** Where no folder is open there is no workspace to keep it in. */
async function name(path: string | undefined): Promise<void> {
	const { Global, Workspace, WorkspaceFolder } = ConfigurationTarget;
	const configuration = workspace.getConfiguration('linkscape');
	if (path !== undefined) return configuration.update('profile', path, workspace.workspaceFolders ? Workspace : Global);
	const found = configuration.inspect('profile');
	if (found?.workspaceFolderValue !== undefined) await configuration.update('profile', undefined, WorkspaceFolder);
	if (found?.workspaceValue !== undefined) await configuration.update('profile', undefined, Workspace);
	if (found?.globalValue !== undefined) await configuration.update('profile', undefined, Global);
}
