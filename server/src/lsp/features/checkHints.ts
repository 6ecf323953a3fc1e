/** Checks escape hints against a test or a benchmark, on request. */
import { URI } from 'vscode-uri';
import { type CheckHintsAnswer, type CheckHintsParams, checkHintsRequest } from '../../protocol/requests.ts';
import type { Feature } from '../feature.ts';
import { withProgress, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const checkHintsFeature: Feature = {
	register: registerCheckHints,
};

function registerCheckHints(session: Session): void {
	const { connection, workspace, logger } = session;
	const failed = (problem: string): CheckHintsAnswer => ({ problem, ran: 0, allocated: 0 });
	connection.onRequest(checkHintsRequest, ({ uri, name, workDoneToken }: CheckHintsParams, token) =>
		withSignal(token, logger, failed('The hints could not be checked; the output says why.'), (signal) =>
			withProgress(session, workDoneToken, async (onProgress) => {
				const outcome = await workspace.checkHints(URI.parse(uri).fsPath, name, onProgress, signal);
				if (outcome.kind === 'problem') return failed(outcome.problem);
				return { problem: '', ran: outcome.ran, allocated: outcome.allocated };
			}),
		),
	);
}
