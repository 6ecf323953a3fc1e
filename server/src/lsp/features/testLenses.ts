/** One short lens above each test and benchmark, beside those of gopls that run it. */
import type { CodeLens } from 'vscode-languageserver';
import { clientCommands, type TestParams } from '../../protocol/requests.ts';
import { toRange } from '../encoding.ts';
import type { Session } from '../session.ts';
import { runWithTooltip } from './lensTooltips.ts';

/** Only where the client has the command and a Go can be run. */
export function testLenses({ documents, workspace, client, encoding }: Session, uri: string): CodeLens[] {
	const document = documents.get(uri);
	if (!document || !client.ownCommands) return [];
	return workspace.runnableTests(document.path).map(({ kind, name, nameSpan }) => {
		const which: TestParams = { uri, name };
		const command = { title: 'run with…', tooltip: runWithTooltip(kind), command: clientCommands.runWith };
		return { range: toRange(document.lines, nameSpan, encoding), command: { ...command, arguments: [which] } };
	});
}
