/** Compiles the whole module for a user who asks, with progress. */
import { URI } from 'vscode-uri';
import { type AnalyseModuleParams, analyseModuleRequest, type ModuleAnalysis } from '../../protocol/requests.ts';
import type { Feature } from '../feature.ts';
import { send, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const moduleFeature: Feature = {
	register: registerAnalyseModule,
};

function registerAnalyseModule({ connection, workspace, logger }: Session): void {
	const failed = { compiled: 0, failed: 0, problem: 'The module could not be analyzed; the output says why.' };
	connection.onRequest(analyseModuleRequest, ({ uri, workDoneToken }: AnalyseModuleParams, token) =>
		withSignal(token, logger, failed, async (signal): Promise<ModuleAnalysis> => {
			const report = (value: object) => {
				if (workDoneToken === undefined) return;
				send(logger, connection.sendNotification('$/progress', { token: workDoneToken, value }));
			};
			report({ kind: 'begin', title: 'Linkscape', percentage: 0 });
			try {
				return await workspace.analyseModule(
					URI.parse(uri).fsPath,
					(done, total, next) => {
						const percentage = Math.floor((100 * done) / total);
						report({ kind: 'report', message: `${done} of ${total} packages, ${next}`, percentage });
					},
					signal,
				);
			} finally {
				report({ kind: 'end' });
			}
		}),
	);
}
