import { ProgressLocation, type Uri, window } from 'vscode';
import { type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import { type CaptureAnswer, type CaptureParams, captureRequest } from '../../../server/src/protocol/requests.ts';
import type { WorkspaceProfile } from '../workspaceProfile.ts';

let runs = 0;

/**
 * Records a test or benchmark and loads what it recorded, with progress and a button that ends it.
 *
 * @param storage where captures are kept: with the workspace, not in it
 */
export async function captureTestCommand(
	{ client, profile, storage }: { client: LanguageClient; profile: WorkspaceProfile; storage: Uri | undefined },
	which: Omit<CaptureParams, 'directory'>,
): Promise<void> {
	if (!storage) return void window.showWarningMessage('Linkscape: open a folder first; captures are kept with it.');
	const workDoneToken = `linkscape-capture-${++runs}`;
	const directory = `${storage.fsPath}/captures/${which.name}-${new Date().toISOString().replaceAll(/[^0-9]/g, '')}`;
	const params: CaptureParams = { ...which, directory, workDoneToken };
	const options = {
		location: ProgressLocation.Notification,
		title: `Linkscape: capturing ${which.name}`,
		cancellable: true,
	};
	const answer = await window.withProgress(options, async (progress, token) => {
		const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
			if (value.kind === 'report' && value.message !== undefined) progress.report({ message: value.message });
		});
		try {
			return await client.sendRequest<CaptureAnswer>(captureRequest, params, token);
		} catch (error) {
			if (token.isCancellationRequested) return undefined;
			throw error;
		} finally {
			listening.dispose();
		}
	});
	if (!answer) return;
	if (answer.problem !== '') return void window.showWarningMessage(`Linkscape: ${answer.problem}`);
	for (const sentence of answer.missing) void window.showWarningMessage(`Linkscape: ${sentence}`);
	await profile.use(directory);
}
