import { commands, Location, Position, Range, Uri, window, workspace } from 'vscode';
import {
	type EscapeExplanation,
	type ExplainParams,
	explainRequest,
	type WireRange,
} from '../../../server/src/protocol/requests.ts';
import type { HintNode } from '../escapesViewModel.ts';
import type { Parts } from './parts.ts';

/** Peeks through the lines that a value flows along until it escapes: the one in question, or the one at the cursor. */
export async function explainEscape(
	{ client, pathWords }: Pick<Parts, 'client' | 'pathWords'>,
	which?: ExplainParams | HintNode,
): Promise<void> {
	const place = placeOf(which);
	if (!place) return;
	const document = await workspace.openTextDocument(place.uri);
	const params: ExplainParams = {
		uri: client.code2ProtocolConverter.asUri(document.uri),
		position: client.code2ProtocolConverter.asPosition(place.position),
	};
	const found = await client.sendRequest<EscapeExplanation | null>(explainRequest, params);
	if (!found) {
		window.setStatusBarMessage('Linkscape: nothing is known to escape here', 4000);
		return;
	}
	const editor = await window.showTextDocument(document, { selection: new Range(place.position, place.position) });
	pathWords.show(found.steps, editor);
	const locations = found.steps.map(({ uri, range }) => new Location(Uri.parse(uri), editorRange(range)));
	await commands.executeCommand('editor.action.peekLocations', document.uri, place.position, locations, 'peek');
}

function placeOf(which: ExplainParams | HintNode | undefined): { uri: Uri; position: Position } | undefined {
	if (which) {
		const { line, character } = 'item' in which ? which.item.range.start : which.position;
		return { uri: Uri.parse(which.uri), position: new Position(line, character) };
	}
	const editor = window.activeTextEditor;
	if (editor?.document.languageId !== 'go') return undefined;
	return { uri: editor.document.uri, position: editor.selection.active };
}

export function editorRange({ start, end }: WireRange): Range {
	return new Range(start.line, start.character, end.line, end.character);
}
