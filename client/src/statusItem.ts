/** The language status item: which Go is in use for the active file, and what the server is doing with it. */
import { Disposable, LanguageStatusSeverity, languages, Uri, window } from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import { type ModuleStatus, type StatusParams, statusNotification } from '../../server/src/protocol/requests.ts';
import type { WorkspaceFilter } from './escapeFilter.ts';
import { filterText } from './filterText.ts';
import {
	moduleOf,
	type StatusText,
	serverStarting,
	serverStopped,
	statusText,
	withFilter,
	withProfile,
} from './statusText.ts';
import type { WorkspaceProfile } from './workspaceProfile.ts';

const severities = {
	information: LanguageStatusSeverity.Information,
	warning: LanguageStatusSeverity.Warning,
	error: LanguageStatusSeverity.Error,
};

export function createStatusItem(
	client: LanguageClient,
	filter: WorkspaceFilter,
	profile: WorkspaceProfile,
): Disposable {
	const item = languages.createLanguageStatusItem('linkscape', { language: 'go' });
	item.name = 'Linkscape';
	item.command = { command: 'linkscape.showMenu', title: 'Show…', tooltip: 'What is shown, filters, output, restart' };
	let modules: readonly ModuleStatus[] = [];

	const show = () => {
		const status = withProfile(current(client.state, modules), profile.status.problem);
		const { text, detail, busy, severity } = withFilter(status, filterText(filter.value));
		item.text = text;
		item.detail = detail;
		item.busy = busy;
		item.severity = severities[severity];
		item.accessibilityInformation = { label: detail ? `${text}, ${detail}` : text };
	};
	show();
	return Disposable.from(
		item,
		client.onNotification(statusNotification, (params: StatusParams) => {
			modules = params.modules;
			show();
		}),
		client.onDidChangeState(({ newState }) => {
			if (newState !== State.Running) modules = [];
			show();
		}),
		window.onDidChangeActiveTextEditor(show),
		filter.onDidChange(show),
		profile.onDidChange(show),
	);
}

function current(state: State, modules: readonly ModuleStatus[]): StatusText {
	switch (state) {
		case State.Starting:
			return serverStarting;
		case State.Stopped:
		case State.StartFailed:
			return serverStopped;
		case State.Running: {
			const document = window.activeTextEditor?.document;
			return statusText(document && moduleOf(document.uri.toString(), modules.map(inOurSpelling)));
		}
	}
}

/** VS Code's spelling of the URI: it escapes some characters that others leave alone (`file:///c%3A/` for `file:///C:/`). */
function inOurSpelling(module: ModuleStatus): ModuleStatus {
	return { ...module, uri: Uri.parse(module.uri).toString() };
}
