import { window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type CheckHintsAnswer, checkHintsRequest, type TestParams } from '../../../server/src/protocol/requests.ts';
import { askWithProgress } from './askWithProgress.ts';

/** Runs a test or benchmark and marks the escape hints of its package, with progress and a button that ends it. */
export async function checkHintsCommand(client: LanguageClient, which: TestParams): Promise<void> {
	const title = `checking hints against ${which.name}`;
	const answer = await askWithProgress<CheckHintsAnswer>(client, title, checkHintsRequest, which);
	if (!answer) return;
	if (answer.problem !== '') void window.showWarningMessage(`Linkscape: ${answer.problem}`);
	else void window.showInformationMessage(`Linkscape: ${summary(answer)} in ${which.name}.`);
}

/** `7 of 8 hints allocated`: of those whose lines ran. In few words, since a notification shows one line. */
function summary({ ran, allocated }: CheckHintsAnswer): string {
	return ran === 0 ? 'no line with a hint ran' : `${allocated} of ${ran} ${ran === 1 ? 'hint' : 'hints'} allocated`;
}
