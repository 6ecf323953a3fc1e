import { ProgressLocation, window } from 'vscode';
import { type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import {
	type CheckHintsAnswer,
	type CheckHintsParams,
	checkHintsRequest,
} from '../../../server/src/protocol/requests.ts';

let runs = 0;

/** Runs a test or benchmark and marks the escape hints of its package, with progress and a button that ends it. */
export async function checkHintsCommand(client: LanguageClient, which: CheckHintsParams): Promise<void> {
	const workDoneToken = `linkscape-check-${++runs}`;
	const params: CheckHintsParams = { ...which, workDoneToken };
	const options = {
		location: ProgressLocation.Notification,
		title: `Linkscape: checking hints against ${which.name}`,
		cancellable: true,
	};
	const answer = await window.withProgress(options, async (progress, token) => {
		const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
			if (value.kind === 'report' && value.message !== undefined) progress.report({ message: value.message });
		});
		try {
			return await client.sendRequest<CheckHintsAnswer>(checkHintsRequest, params, token);
		} catch (error) {
			if (token.isCancellationRequested) return undefined;
			throw error;
		} finally {
			listening.dispose();
		}
	});
	if (!answer) return;
	if (answer.problem !== '') void window.showWarningMessage(`Linkscape: ${answer.problem}`);
	else void window.showInformationMessage(`Linkscape: ${which.name} ran ${summary(answer)}`);
}

/** `12 hints; 10 were seen allocating. The hovers say how often.` */
function summary({ ran, allocated }: CheckHintsAnswer): string {
	const hints = `${ran} ${ran === 1 ? 'hint' : 'hints'}`;
	return `${hints}; ${allocated} ${allocated === 1 ? 'was' : 'were'} seen allocating. The hovers say how often.`;
}
