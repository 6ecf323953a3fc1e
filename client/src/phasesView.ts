/** The passes over a function, in a view beside the source. */
import { randomBytes } from 'node:crypto';
import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { PhasesAnswer } from '../../server/src/protocol/requests.ts';
import { phasesPage } from './phasesPage.ts';

export interface PhasesView extends Disposable {
	show(answer: PhasesAnswer): void;
}

/** One panel, which shows the function that was asked for last. */
export function createPhasesView(): PhasesView {
	let panel: WebviewPanel | undefined;
	return {
		show(answer) {
			if (!panel) {
				const options = { enableScripts: true, localResourceRoots: [], enableFindWidget: true };
				const where = { viewColumn: ViewColumn.Beside, preserveFocus: false };
				panel = window.createWebviewPanel('linkscape.phases', '', where, options);
				panel.onDidDispose(() => (panel = undefined));
			}
			panel.title = `Passes of ${answer.name}`;
			panel.webview.html = phasesPage(answer, randomBytes(16).toString('base64'));
			panel.reveal(undefined, false);
		},
		dispose: () => panel?.dispose(),
	};
}
