import { ProgressLocation, window } from 'vscode';
import { type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';

let asked = 0;

/**
 * Asks the server something that takes a while, with a notification that shows what it reports and a button that ends it.
 * Undefined when the user cancelled; rejects when the server fails.
 *
 * @param title in the notification, without the name of the extension
 */
export async function askWithProgress<Answer>(
	client: LanguageClient,
	title: string,
	request: string,
	params: object,
): Promise<Answer | undefined> {
	const workDoneToken = `linkscape-${++asked}`;
	const options = { location: ProgressLocation.Notification, title: `Linkscape: ${title}`, cancellable: true };
	return window.withProgress(options, async (progress, token) => {
		let before = 0;
		const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
			if (value.kind !== 'report') return;
			const { message, percentage } = value;
			// An increment makes the bar one that fills: only for who says how far it is.
			const increment = percentage === undefined ? {} : { increment: percentage - before };
			progress.report({ ...(message !== undefined && { message }), ...increment });
			before = percentage ?? before;
		});
		try {
			return await client.sendRequest<Answer>(request, { ...params, workDoneToken }, token);
		} catch (error) {
			if (token.isCancellationRequested) return undefined;
			throw error;
		} finally {
			listening.dispose();
		}
	});
}
