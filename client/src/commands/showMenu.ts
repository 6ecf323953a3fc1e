import { commands, type QuickPickItem, QuickPickItemKind, ThemeIcon, window, workspace } from 'vscode';
import type { ProfileStatus } from '../../../server/src/protocol/requests.ts';
import { filterText, isFiltering } from '../filterText.ts';
import { changeSetting, readSetting } from '../clientSettings.ts';
import type { StatusText } from '../statusText.ts';
import { moduleCommand } from './moduleCommand.ts';
import { chooseClasses, chooseFunctions, chooseVerdicts } from './chooseFilter.ts';
import type { Parts } from './parts.ts';
import { onlyHot, unloadProfile } from './profile.ts';
import { reanalysePackage } from './reanalysePackage.ts';
import { restartServer } from './restartServer.ts';

interface MenuItem extends QuickPickItem {
	readonly run?: () => unknown;
}

/** What one click on the status item offers: what is shown, filters, output, restart. */
export async function showMenu(parts: Parts): Promise<void> {
	const { client, log, filter, profile, status } = parts;
	const { verdicts, classes, functions, onlyChanges, onlyHot: hot } = filter.value;
	const items: MenuItem[] = [
		...remedies(status.status),
		separator('Shown'),
		setting('escape.inlayHints', 'Escape hints at the end of the line'),
		setting('escape.codeLens', 'Escape summary above functions'),
		setting('escape.diagnostics', 'Escape hints in the Problems panel'),
		setting('linkname.codeLens', 'Verdict above linkname directives'),
		separator('Filters of this workspace'),
		{ label: 'Only verdicts…', description: listed(verdicts), run: () => chooseVerdicts(parts) },
		{ label: 'Only classes…', description: listed(classes), run: () => chooseClasses(parts) },
		{ label: 'Only functions…', description: functions.join(', ') || 'all', run: () => chooseFunctions(parts) },
		toggle('Only lines changed since the last commit', onlyChanges, () => filter.change({ onlyChanges: !onlyChanges })),
		toggle('Only hot: at least 1 % of the loaded profile', hot, () => onlyHot(parts)),
		...(isFiltering(filter.value)
			? [{ label: 'Clear filters', description: filterText(filter.value), run: () => filter.clear() }]
			: []),
		separator('Profile'),
		{ label: 'Load profile…', description: loaded(profile.status), run: () => profile.load() },
		{ label: 'Load capture…', run: () => profile.loadCapture() },
		...(profile.status.path === '' ? [] : [{ label: 'Unload profile', run: () => unloadProfile(parts) }]),
		separator('Server'),
		{ label: 'Re-analyze package', run: () => reanalysePackage(client) },
		{ label: 'Analyze module', run: () => moduleCommand(client) },
		{ label: 'Show output', run: () => log.show(true) },
		{ label: 'Restart server', run: () => restartServer(client) },
		{
			label: 'Settings',
			run: () => commands.executeCommand('workbench.action.openSettings', '@ext:linkscape.linkscape'),
		},
	];
	const picked = await window.showQuickPick(items, { title: 'Linkscape' });
	await picked?.run?.();
}

/** What is wrong, and what can be done about it. */
function remedies({ text, details, actions, severity, cause }: StatusText): MenuItem[] {
	const items = actions.map(({ title, command, arguments: args }): MenuItem => {
		return { label: title, run: () => commands.executeCommand(command, ...args) };
	});
	if (severity === 'information' && cause === '') return [];
	const first = items[0] ?? { label: 'Show output', run: () => commands.executeCommand('linkscape.showOutput') };
	return [separator(text), { ...first, detail: details[0] ?? '' }, ...items.slice(1)];
}

function separator(label: string): MenuItem {
	return { label, kind: QuickPickItemKind.Separator };
}

function setting(key: string, label: string): MenuItem {
	const on = readSetting(key, false);
	return toggle(label, on, () => changeSetting(key, !on));
}

function toggle(label: string, on: boolean, run: () => unknown): MenuItem {
	// The icon is no part of the label: a screen reader would read its name.
	return { label, description: on ? 'on' : 'off', iconPath: new ThemeIcon(on ? 'check' : 'blank'), run };
}

function loaded({ path, summary, problem }: ProfileStatus): string {
	return path === ''
		? 'none is loaded'
		: [summary, problem || workspace.asRelativePath(path)].filter((part) => part !== '').join(' · ');
}

function listed(chosen: readonly string[]): string {
	return chosen.length > 0 ? chosen.join(', ') : 'as in the settings';
}
