/** Compiles the whole module for a user who asks, with progress. */
import { URI } from 'vscode-uri';
import { type AnalyseModuleParams, analyseModuleRequest, type ModuleAnalysis } from '../../protocol/requests.ts';
import type { Feature } from '../feature.ts';
import { type ReportProgress, withProgress, withSignal } from '../requestScope.ts';
import type { Session } from '../session.ts';

export const moduleFeature: Feature = {
	register: registerAnalyseModule,
};

function registerAnalyseModule(session: Session): void {
	const { connection, workspace, logger } = session;
	const failed = { compiled: 0, failed: 0, problem: 'The module could not be analyzed; the output says why.' };
	connection.onRequest(analyseModuleRequest, ({ uri, workDoneToken }: AnalyseModuleParams, token) =>
		withSignal(token, logger, failed, (signal): Promise<ModuleAnalysis> => {
			const analyse = (report: ReportProgress) =>
				workspace.analyseModule(
					URI.parse(uri).fsPath,
					(done, total, next) => report(`${done} of ${total} packages, ${next}`, Math.floor((100 * done) / total)),
					signal,
				);
			return withProgress(session, workDoneToken, analyse, 0);
		}),
	);
}
