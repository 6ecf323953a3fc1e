/** What the function at the cursor becomes, and its line. */
import { commands, ProgressLocation, type QuickPickItem, type TextEditor, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type AssemblyAnswer, type AssemblyParams, assemblyRequest } from '../../../server/src/protocol/requests.ts';
import type { AssemblyView } from '../assemblyView.ts';

type Choice = Pick<AssemblyParams, 'goarch' | 'go'>;

/** Shows the assembly of the function at the cursor beside it. */
export async function showAssembly(client: LanguageClient, view: AssemblyView, choice: Choice = {}): Promise<void> {
	const editor = goEditor();
	const answer = editor && (await askAssembly(client, editor, choice));
	if (editor && answer) await view.show(editor.document, answer);
}

/** The same for another processor, or with another Go. */
export async function showAssemblyFor(client: LanguageClient, view: AssemblyView): Promise<void> {
	const processors = ['amd64', 'arm64', '386', 'arm', 'riscv64', 'ppc64le', 's390x', 'loong64'];
	const releases = ['1.21', '1.22', '1.23', '1.24', '1.25', '1.26', '1.27'];
	const items: (QuickPickItem & { readonly choice: Choice })[] = [
		...processors.map((goarch) => ({ label: goarch, description: 'GOARCH', choice: { goarch } })),
		...releases.map((go) => ({ label: `Go ${go}`, description: 'where it is on this machine', choice: { go } })),
	];
	const placeHolder = 'Compile the function for this processor, or with this Go';
	const chosen = await window.showQuickPick(items, { placeHolder });
	if (chosen) await showAssembly(client, view, chosen.choice);
}

/** Shows a hover that says what the line at the cursor becomes. */
export async function explainLine(client: LanguageClient): Promise<void> {
	const editor = goEditor();
	const answer = editor && (await askAssembly(client, editor, {}));
	if (!editor || !answer) return;
	const { line } = editor.selection.active;
	if (!answer.lines.includes(line)) {
		window.setStatusBarMessage('Linkscape: no instruction belongs to this line', 6000);
		return;
	}
	await commands.executeCommand('editor.action.showHover');
}

function goEditor(): TextEditor | undefined {
	const editor = window.activeTextEditor;
	return editor?.document.languageId === 'go' ? editor : undefined;
}

/** Undefined when there is none, which was said, or when the user cancelled. */
async function askAssembly(
	client: LanguageClient,
	{ document, selection }: TextEditor,
	choice: Choice,
): Promise<AssemblyAnswer | undefined> {
	const params: AssemblyParams = {
		uri: client.code2ProtocolConverter.asUri(document.uri),
		position: client.code2ProtocolConverter.asPosition(selection.active),
		...choice,
	};
	const progress = { location: ProgressLocation.Window, title: 'Linkscape: compiling' };
	const answer = await window.withProgress(progress, () => client.sendRequest<AssemblyAnswer>(assemblyRequest, params));
	if (answer.problem === '') return answer;
	void window.showInformationMessage(`Linkscape: ${answer.problem}`);
	return undefined;
}
