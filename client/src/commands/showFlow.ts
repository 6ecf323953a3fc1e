import { commands, Location, Position, ProgressLocation, Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type FlowItem,
	type FlowQuestionAnswer,
	type FlowQuestionParams,
	flowQuestionRequest,
} from '../../../server/src/protocol/requests.ts';
import type { FlowView } from '../flowView.ts';

export interface FlowParts {
	readonly client: LanguageClient;
	readonly flowView: FlowView;
}

/** Asks where the value at the cursor goes or comes from, or what the call there can allocate. */
export async function askAtCursor(parts: FlowParts, ask: FlowQuestionParams['ask']): Promise<void> {
	const editor = window.activeTextEditor;
	if (editor?.document.languageId !== 'go') return;
	const { code2ProtocolConverter: convert } = parts.client;
	const position = convert.asPosition(editor.selection.active);
	await showFlow(parts, { uri: convert.asUri(editor.document.uri), position, ask });
}

/** Shows the answer in the view, and peeks at the places where it ends. It may compile, which the status bar says. */
export async function showFlow({ client, flowView }: FlowParts, which: FlowQuestionParams): Promise<void> {
	const options = { location: ProgressLocation.Window, title: 'Linkscape: following the value' };
	const answer = await window.withProgress(options, () =>
		client.sendRequest<FlowQuestionAnswer>(flowQuestionRequest, which),
	);
	if (answer.problem !== '') {
		void window.showInformationMessage(`Linkscape: ${answer.problem}`);
		return;
	}
	await flowView.show(answer);
	const ends = endsOf(answer.items).map(({ uri, position }) => new Location(Uri.parse(uri), toPosition(position)));
	if (ends.length === 0) {
		window.setStatusBarMessage(`Linkscape: ${answer.title}`, 6000);
		return;
	}
	const place = toPosition(which.position);
	await commands.executeCommand('editor.action.peekLocations', Uri.parse(which.uri), place, ends, 'peek');
}

/** Where ways end: all but the calls on the way. */
function endsOf(items: readonly FlowItem[]): readonly FlowItem[] {
	return items.flatMap((item) => (item.kind === 'call' ? endsOf(item.children) : [item]));
}

function toPosition({ line, character }: FlowQuestionParams['position']): Position {
	return new Position(line, character);
}
