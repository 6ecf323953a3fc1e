/** The profile that costs are taken from: chosen for this workspace or named by `linkscape.profile`; the server reads it. */
import { commands, Disposable, EventEmitter, type Memento, type OpenDialogOptions, window, workspace } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
	chosenProfileNotification,
	profileNotification,
	type ProfileStatus,
	readProfileRequest,
} from '../../server/src/protocol/requests.ts';

export interface WorkspaceProfile extends Disposable {
	readonly status: ProfileStatus;
	readonly onDidChange: EventEmitter<ProfileStatus>['event'];
	/** Lets the user choose a file; what cannot be read is said, and the one before stays. True when one was loaded. */
	load(): Promise<boolean>;
	/** The same for a directory that a capture was written to. */
	loadCapture(): Promise<boolean>;
	/** Loads a file or a directory. True when it was loaded; what cannot be read is said. */
	use(path: string): Promise<boolean>;
	unload(): Promise<void>;
}

const none: ProfileStatus = { path: '', summary: '', problem: '' };
const key = 'profile';

/**
 * What was chosen here in place of the setting: an absolute path, empty for no profile, undefined for what the setting says. VS Code
 * keeps it, not a file of the workspace, so that looking at a profile changes nothing in a repository.
 */
export function chosenProfile(state: Memento): string | undefined {
	return state.get<string>(key);
}

export function followProfile(client: LanguageClient, state: Memento): WorkspaceProfile {
	const changed = new EventEmitter<ProfileStatus>();
	let status = none;
	const show = (next: ProfileStatus) => {
		status = next;
		void commands.executeCommand('setContext', 'linkscape.profiled', next.path !== '');
		changed.fire(next);
	};
	const choose = async (path: string | undefined) => {
		await state.update(key, path);
		// A client that is not running yet reads it when it starts.
		if (client.state === State.Running)
			await client.sendNotification(chosenProfileNotification, { path: path ?? null });
	};
	const parts = Disposable.from(
		changed,
		client.onNotification(profileNotification, show),
		client.onDidChangeState(({ newState }) => {
			if (newState !== State.Running) show(none);
		}),
		// Whoever changes the setting wants what it says.
		workspace.onDidChangeConfiguration((change) => {
			if (change.affectsConfiguration('linkscape.profile') && chosenProfile(state) !== undefined)
				void choose(undefined);
		}),
	);
	const use = async (path: string) => {
		const found = await client.sendRequest<ProfileStatus>(readProfileRequest, { path });
		if (found.problem !== '') {
			void window.showWarningMessage(`Linkscape: ${found.problem}`);
			return false;
		}
		await choose(path);
		window.setStatusBarMessage(`Linkscape: ${found.summary}`, 4000);
		return true;
	};
	const ask = async (options: OpenDialogOptions) => {
		const [chosen] = (await window.showOpenDialog(options)) ?? [];
		return chosen !== undefined && (await use(chosen.fsPath));
	};
	return {
		get status() {
			return status;
		},
		onDidChange: changed.event,
		load: () => ask(profileDialog()),
		loadCapture: () => ask(captureDialog()),
		use,
		unload: () => choose(''),
		dispose: () => void parts.dispose(),
	};
}

function profileDialog(): OpenDialogOptions {
	return {
		...inWorkspace(),
		title: 'Load a CPU or heap profile',
		filters: { Profiles: ['pprof', 'prof', 'out', 'pb.gz', 'gz', 'pgo'], 'All Files': ['*'] },
	};
}

function captureDialog(): OpenDialogOptions {
	return { ...inWorkspace(), title: 'Load a capture', canSelectFiles: false, canSelectFolders: true };
}

function inWorkspace(): OpenDialogOptions {
	const defaultUri = workspace.workspaceFolders?.[0]?.uri;
	return { openLabel: 'Load', ...(defaultUri && { defaultUri }) };
}
