import { commands } from 'vscode';
import { changeSetting, readSetting } from '../clientSettings.ts';

/** Shows escape hints where they had been switched off, and the view that lists them. It never switches anything off. */
export async function showEscapes(): Promise<void> {
	for (const key of ['escape.enabled', 'escape.inlayHints']) {
		if (!readSetting(key, true)) await changeSetting(key, true);
	}
	await commands.executeCommand('linkscape.escapes.focus');
}
