/** Checks escape hints against a test or a benchmark, on request. */
import { URI } from 'vscode-uri';
import { type CheckHintsAnswer, type CheckHintsParams, checkHintsRequest } from '../../protocol/requests.ts';
import type { Feature } from '../feature.ts';
import { send, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const checkHintsFeature: Feature = {
	register: registerCheckHints,
};

function registerCheckHints({ connection, workspace, logger }: Session): void {
	const failed = (problem: string): CheckHintsAnswer => ({ problem, ran: 0, allocated: 0 });
	connection.onRequest(checkHintsRequest, ({ uri, name, workDoneToken }: CheckHintsParams, token) =>
		withSignal(token, logger, failed('The hints could not be checked; the output says why.'), async (signal) => {
			const report = (value: object) => {
				if (workDoneToken === undefined) return;
				send(logger, connection.sendNotification('$/progress', { token: workDoneToken, value }));
			};
			report({ kind: 'begin', title: 'Linkscape' });
			try {
				const path = URI.parse(uri).fsPath;
				const onProgress = (message: string) => report({ kind: 'report', message });
				const outcome = await workspace.checkHints(path, name, onProgress, signal);
				if (outcome.kind === 'problem') return failed(outcome.problem);
				return { problem: '', ran: outcome.ran, allocated: outcome.allocated };
			} finally {
				report({ kind: 'end' });
			}
		}),
	);
}
