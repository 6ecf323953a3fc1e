/** Records a test or a benchmark, on request. */
import { URI } from 'vscode-uri';
import { type CaptureAnswer, type CaptureParams, captureRequest } from '../../protocol/requests.ts';
import type { Feature } from '../feature.ts';
import { withProgress, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const captureFeature: Feature = {
	register: registerCapture,
};

function registerCapture(session: Session): void {
	const { connection, workspace, logger } = session;
	const failed = (problem: string): CaptureAnswer => ({ problem, missing: [] });
	connection.onRequest(captureRequest, ({ uri, name, directory, workDoneToken }: CaptureParams, token) =>
		withSignal(token, logger, failed('Nothing could be recorded; the output says why.'), (signal) =>
			withProgress(session, workDoneToken, async (onProgress) => {
				const outcome = await workspace.capture({ path: URI.parse(uri).fsPath, name, directory, onProgress }, signal);
				if (outcome.kind === 'problem') return failed(outcome.problem);
				return { problem: '', missing: outcome.manifest.problems };
			}),
		),
	);
}
