import { window } from 'vscode';
import type { Parts } from './parts.ts';

/** Shows hot hints only, or all again. Without a profile nothing is known to be hot: one is asked for first. */
export async function onlyHot({ filter, profile }: Parts): Promise<void> {
	if (filter.value.onlyHot) return filter.change({ onlyHot: false });
	if (profile.status.summary === '') {
		const load = 'Load Profile…';
		const question = 'Linkscape: a CPU or heap profile says which lines are hot, and none is loaded.';
		if ((await window.showInformationMessage(question, load)) !== load || !(await profile.load())) return;
	}
	await filter.change({ onlyHot: true });
}

/** What was narrowed to the hot hints of a profile is shown again without it. */
export async function unloadProfile({ filter, profile }: Parts): Promise<void> {
	await profile.unload();
	await filter.change({ onlyHot: false });
}
