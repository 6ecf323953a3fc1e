import { commands, Position, Range, Uri, window } from 'vscode';
import type { ExplainParams } from '../../../server/src/protocol/requests.ts';

/** Puts the cursor at a place and opens the list of quick fixes there. */
export async function quickFix({ uri, position: { line, character } }: ExplainParams): Promise<void> {
	const at = new Position(line, character);
	await window.showTextDocument(Uri.parse(uri), { selection: new Range(at, at) });
	await commands.executeCommand('editor.action.quickFix');
}
