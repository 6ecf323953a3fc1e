/** Above tests and benchmarks: what a run of them says about the escape hints, and what the hints cost in it. */
import type { CodeLens, Command } from 'vscode-languageserver';
import { type CaptureParams, type CheckHintsParams, clientCommands } from '../../protocol/requests.ts';
import { toRange } from '../encoding.ts';
import type { Session } from '../session.ts';
import { captureTooltip, checkHintsTooltip } from './lensTooltips.ts';

/** Only where the client has the command; without trust it answers that no program is run. */
export function testLenses({ documents, workspace, client, encoding }: Session, uri: string): CodeLens[] {
	const document = documents.get(uri);
	if (!document || !client.ownCommands) return [];
	return workspace.testFunctions(document.path).flatMap(({ kind, name, nameSpan }) => {
		const which: CheckHintsParams = { uri, name };
		const recorded: Omit<CaptureParams, 'directory'> = { uri, name };
		const title = `Check hints against this ${kind}`;
		const command = { title, tooltip: checkHintsTooltip, command: clientCommands.checkHints, arguments: [which] };
		const capture: Command = {
			title: 'Capture',
			tooltip: captureTooltip,
			command: clientCommands.capture,
			arguments: [recorded],
		};
		const range = toRange(document.lines, nameSpan, encoding);
		return [
			{ range, command },
			{ range, command: capture },
		];
	});
}
