/** Which Go is in use for the active file and what the server is doing with it: in the status bar and in the language status. */
import {
	commands,
	Disposable,
	EventEmitter,
	LanguageStatusSeverity,
	languages,
	MarkdownString,
	StatusBarAlignment,
	ThemeColor,
	Uri,
	window,
} from 'vscode';
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
	withoutAddresses,
	withFilter,
	withProfile,
} from './statusText.ts';
import type { WorkspaceProfile } from './workspaceProfile.ts';

const severities = {
	information: LanguageStatusSeverity.Information,
	warning: LanguageStatusSeverity.Warning,
	error: LanguageStatusSeverity.Error,
};

const backgrounds = {
	information: undefined,
	warning: undefined,
	error: new ThemeColor('statusBarItem.errorBackground'),
};

/** Milliseconds. A run that is over sooner shows no spinning icon: it would flicker while somebody types. */
const patience = 600;

export interface StatusItem extends Disposable {
	/** As it is shown now. */
	readonly status: StatusText;
}

export function createStatusItem(
	client: LanguageClient,
	filter: WorkspaceFilter,
	profile: WorkspaceProfile,
): StatusItem {
	const changed = new EventEmitter<undefined>();
	const item = languages.createLanguageStatusItem('linkscape', { language: 'go' });
	item.name = 'Linkscape';
	item.command = { command: 'linkscape.showMenu', title: 'Show…', tooltip: 'What is shown, filters, output, restart' };
	const bar = window.createStatusBarItem('linkscape', StatusBarAlignment.Right, 90);
	bar.name = 'Linkscape';
	bar.command = 'linkscape.showMenu';
	let modules: readonly ModuleStatus[] = [];
	let status = serverStarting;
	let patient: NodeJS.Timeout | undefined;

	const showBar = () => {
		patient = undefined;
		bar.text = `$(${status.icon}) ${barText(status)}`;
		bar.tooltip = tooltip(status);
		bar.backgroundColor = backgrounds[status.severity];
		bar.accessibilityInformation = { label: [status.text, status.detail].join(', ') };
		if (window.visibleTextEditors.some(({ document }) => /^go(\.mod)?$/.test(document.languageId))) bar.show();
		else bar.hide();
	};
	const show = () => {
		const now = withProfile(current(client.state, modules), profile.status.problem);
		status = withFilter(now, filterText(filter.value));
		item.text = status.text;
		item.detail = status.detail;
		item.busy = status.busy;
		item.severity = severities[status.severity];
		item.accessibilityInformation = { label: [status.text, ...status.details].join(', ') };
		void commands.executeCommand('setContext', 'linkscape.cause', status.cause || (status.busy ? 'busy' : ''));
		changed.fire(undefined);
		if (!status.busy) {
			clearTimeout(patient);
			showBar();
		} else patient ??= setTimeout(showBar, patience);
	};
	show();
	showBar();
	const parts = Disposable.from(
		item,
		bar,
		changed,
		client.onNotification(statusNotification, (params: StatusParams) => {
			modules = params.modules;
			show();
		}),
		client.onDidChangeState(({ newState }) => {
			if (newState !== State.Running) modules = [];
			show();
		}),
		window.onDidChangeActiveTextEditor(show),
		window.onDidChangeVisibleTextEditors(show),
		filter.onDidChange(show),
		profile.onDidChange(show),
	);
	return {
		get status() {
			return status;
		},
		dispose() {
			clearTimeout(patient);
			parts.dispose();
		},
	};
}

/** `Linkscape` while all is well, so that it does not move while somebody types; else what is wrong. */
function barText({ severity, text, icon }: StatusText): string {
	if (severity !== 'information' || icon === 'shield') return text;
	return icon === 'filter-filled' ? 'Linkscape: filtered' : 'Linkscape';
}

/** All that is known, and a link for each thing that can be done. */
function tooltip({ text, details, actions }: StatusText): MarkdownString {
	const markdown = new MarkdownString('', true);
	markdown.isTrusted = { enabledCommands: actions.map(({ command }) => command) };
	appendText(markdown, text);
	for (const detail of details) appendText(markdown.appendMarkdown('\n\n'), detail);
	const links = actions.map(({ title, command, arguments: args }) => {
		return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
	});
	if (links.length > 0) markdown.appendMarkdown(`\n\n${links.join(' · ')}`);
	return markdown;
}

/** As it is: an address in what Go complains about comes from the repository, and becomes no link. */
function appendText(markdown: MarkdownString, text: string): void {
	for (const { part, escaped } of withoutAddresses(text)) {
		if (escaped) markdown.appendMarkdown(`\\${part}`);
		else markdown.appendText(part);
	}
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
