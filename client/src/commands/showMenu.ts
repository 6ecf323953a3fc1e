import { commands, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { changeSetting, readSetting } from '../settings.ts';
import type { Parts } from './parts.ts';
import { reanalysePackage } from './reanalysePackage.ts';
import { restartServer } from './restartServer.ts';

interface MenuItem extends QuickPickItem {
	readonly run?: () => unknown;
}

/** What one click on the status item offers: what is shown, filters, output, restart. */
export async function showMenu({ client, log, classes }: Parts): Promise<void> {
	const items: MenuItem[] = [
		separator('Shown'),
		toggle('escape.inlayHints', 'Escape hints at the end of the line'),
		toggle('escape.codeLens', 'Escape summary above functions'),
		toggle('escape.diagnostics', 'Escape hints in the Problems panel'),
		toggle('linkname.codeLens', 'Verdict above linkname directives'),
		separator('Filters'),
		{ label: 'Verdicts…', description: verdicts().join(', '), run: chooseVerdicts },
		{ label: 'Classes…', description: hiddenSummary(), run: () => chooseClasses(classes) },
		separator('Server'),
		{ label: 'Re-analyse package', run: () => reanalysePackage(client) },
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

function separator(label: string): MenuItem {
	return { label, kind: QuickPickItemKind.Separator };
}

function toggle(key: string, label: string): MenuItem {
	const on = readSetting(key, false);
	return {
		label: `$(${on ? 'check' : 'blank'}) ${label}`,
		description: on ? 'on' : 'off',
		run: () => changeSetting(key, !on),
	};
}

function verdicts(): readonly string[] {
	return readSetting<readonly string[]>('escape.verdicts', []);
}

function hiddenSummary(): string {
	const hidden = readSetting<readonly string[]>('escape.hiddenClasses', []);
	return hidden.length > 0 ? `hidden: ${hidden.join(', ')}` : 'all shown';
}

async function chooseVerdicts(): Promise<void> {
	const picked = await pickMany('Verdicts to show', ['heap', 'maybe-heap', 'static'], verdicts());
	if (picked) await changeSetting('escape.verdicts', picked);
}

async function chooseClasses(classes: readonly string[]): Promise<void> {
	const hidden = readSetting<readonly string[]>('escape.hiddenClasses', []);
	const shown = classes.filter((name) => !hidden.includes(name));
	const picked = await pickMany('Escape classes to show', classes, shown);
	if (!picked) return;
	await changeSetting(
		'escape.hiddenClasses',
		classes.filter((name) => !picked.includes(name)),
	);
}

async function pickMany(
	title: string,
	all: readonly string[],
	chosen: readonly string[],
): Promise<string[] | undefined> {
	const items = all.map((label) => ({ label, picked: chosen.includes(label) }));
	const picked = await window.showQuickPick(items, { title, canPickMany: true });
	return picked?.map((item) => item.label);
}
