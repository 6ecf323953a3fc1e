/** Above tests and benchmarks: what a run of them says about the escape hints. */
import type { CodeLens } from 'vscode-languageserver';
import { type CheckHintsParams, clientCommands } from '../../protocol/requests.ts';
import { toRange } from '../encoding.ts';
import type { Session } from '../session.ts';
import { checkHintsTooltip } from './lensTooltips.ts';

/** Only where the client has the command; without trust it answers that no program is run. */
export function testLenses({ documents, workspace, client, encoding }: Session, uri: string): CodeLens[] {
	const document = documents.get(uri);
	if (!document || !client.ownCommands) return [];
	return workspace.testFunctions(document.path).map(({ kind, name, nameSpan }) => {
		const which: CheckHintsParams = { uri, name };
		const title = `Check hints against this ${kind}`;
		const command = { title, tooltip: checkHintsTooltip, command: clientCommands.checkHints, arguments: [which] };
		return { range: toRange(document.lines, nameSpan, encoding), command };
	});
}
