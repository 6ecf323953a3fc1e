import { type QuickPickItem, Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type EscapeItem,
	type FunctionEscapes,
	type FunctionParams,
	functionRequest,
} from '../../../server/src/protocol/requests.ts';
import { editorRange } from './explainEscape.ts';

interface HintPick extends QuickPickItem {
	readonly hint: EscapeItem;
}

/** Lists what escapes and leaks in one function; what is picked is shown in the editor. */
export async function showFunction(client: LanguageClient, which: FunctionParams): Promise<void> {
	const uri = Uri.parse(which.uri);
	const params = { ...which, uri: client.code2ProtocolConverter.asUri(uri) };
	const found = await client.sendRequest<FunctionEscapes | null>(functionRequest, params);
	if (!found) return;
	const items = found.hints.map((hint): HintPick => {
		const description = `line ${hint.range.start.line + 1}, ${hint.label}`;
		return { label: hint.subject.replaceAll('{...}', '{…}'), description, detail: hint.message, hint };
	});
	const options = { title: `${which.name}: ${found.summary}`, placeHolder: placeholder(items), matchOnDetail: true };
	const picked = await window.showQuickPick(items, options);
	if (picked) await window.showTextDocument(uri, { selection: editorRange(picked.hint.range) });
}

function placeholder(items: readonly HintPick[]): string {
	return items.length > 0 ? 'Go to…' : 'Nothing escapes here.';
}
