import { type Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type CaptureAnswer,
	type CaptureParams,
	captureRequest,
	type TestParams,
} from '../../../server/src/protocol/requests.ts';
import { askWithProgress } from './askWithProgress.ts';
import type { WorkspaceProfile } from '../workspaceProfile.ts';

/**
 * Records a test or benchmark and loads what it recorded, with progress and a button that ends it.
 *
 * @param storage where captures are kept: with the workspace, not in it
 */
export async function captureTestCommand(
	{ client, profile, storage }: { client: LanguageClient; profile: WorkspaceProfile; storage: Uri | undefined },
	which: TestParams,
): Promise<void> {
	if (!storage) return void window.showWarningMessage('Linkscape: open a folder first; captures are kept with it.');
	const directory = `${storage.fsPath}/captures/${which.name}-${new Date().toISOString().replaceAll(/[^0-9]/g, '')}`;
	const params: CaptureParams = { ...which, directory };
	const answer = await askWithProgress<CaptureAnswer>(client, `capturing ${which.name}`, captureRequest, params);
	if (!answer) return;
	if (answer.problem !== '') return void window.showWarningMessage(`Linkscape: ${answer.problem}`);
	for (const sentence of answer.missing) void window.showWarningMessage(`Linkscape: ${sentence}`);
	await profile.use(directory);
}
