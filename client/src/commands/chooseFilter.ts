/** Choosing what the filter of the workspace lets through. Choosing everything means: no filter. */
import { type QuickPickItem, window } from 'vscode';
import { type EscapeTree, escapeTreeRequest } from '../../../server/src/protocol/requests.ts';
import { readSetting } from '../clientSettings.ts';
import type { Parts } from './parts.ts';

const allVerdicts = ['heap', 'maybe-heap', 'static'];

export async function chooseVerdicts({ filter }: Parts): Promise<void> {
	const usual = readSetting<readonly string[]>('escape.verdicts', []);
	const verdicts = await choose('Show only verdicts', allVerdicts, filter.value.verdicts, usual);
	if (verdicts) await filter.change({ verdicts });
}

export async function chooseClasses({ filter, classes: all }: Parts): Promise<void> {
	const hidden = readSetting<readonly string[]>('escape.hiddenClasses', []);
	const usual = all.filter((name) => !hidden.includes(name));
	const classes = await choose('Show only escape classes', all, filter.value.classes, usual);
	if (classes) await filter.change({ classes });
}

/** Among the functions that have hints under the other filters. */
export async function chooseFunctions({ client, filter }: Parts): Promise<void> {
	const { functions: chosen } = filter.value;
	if (chosen.length > 0) await filter.change({ functions: [] });
	const { packages } = await client.sendRequest<EscapeTree>(escapeTreeRequest, {});
	const found = packages.flatMap((one) => one.functions).filter(({ name }) => name !== '');
	const all = [...new Set([...chosen, ...found.map(({ name }) => name)])].sort();
	const functions = await choose('Show only functions', all, chosen, []);
	await filter.change({ functions: functions ?? chosen });
}

/** What was chosen; empty when that is what is shown anyway; undefined when the user turned away. */
async function choose(
	title: string,
	all: readonly string[],
	chosen: readonly string[],
	usual: readonly string[],
): Promise<readonly string[] | undefined> {
	const before = chosen.length > 0 ? chosen : usual;
	const items: QuickPickItem[] = all.map((label) => ({ label, picked: before.includes(label) }));
	const picked = await window.showQuickPick(items, { title, canPickMany: true });
	const names = picked?.map((item) => item.label);
	return names && names.length === usual.length && names.every((name) => usual.includes(name)) ? [] : names;
}
