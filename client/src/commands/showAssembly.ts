/** What the function at the cursor becomes, and its line. */
import { commands, ProgressLocation, type QuickPickItem, type TextEditor, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type AssemblyAnswer,
	type AssemblyParams,
	assemblyRequest,
	type PhasesAnswer,
	phasesRequest,
} from '../../../server/src/protocol/requests.ts';
import type { AssemblyView } from '../assemblyView.ts';
import type { PhasesView } from '../phasesView.ts';

type Choice = Pick<AssemblyParams, 'goarch' | 'go' | 'head'>;

/** Shows the assembly of the function at the cursor beside it. */
export async function showAssembly(client: LanguageClient, view: AssemblyView, choice: Choice = {}): Promise<void> {
	const editor = goEditor(view);
	const answer = editor && (await askAssembly(client, editor, choice));
	if (editor && answer) await view.show(editor.document, answer);
}

/** What changed in the code of the function at the cursor since git's HEAD, or since it was looked at last. */
export async function compareAssembly(client: LanguageClient, view: AssemblyView): Promise<void> {
	const editor = goEditor(view);
	const answer = editor && (await askAssembly(client, editor, {}));
	if (!editor || !answer) return;
	const before = view.lookedAt(editor.document, answer);
	const items = [
		{ label: "git's HEAD", head: true },
		...(before === undefined ? [] : [{ label: 'the last look', head: false }]),
	];
	const placeHolder = 'Compare the assembly of the function with';
	const chosen = items.length > 1 ? await window.showQuickPick(items, { placeHolder }) : items[0];
	if (!chosen) return;
	const older = chosen.head ? (await askAssembly(client, editor, { head: true }))?.comparable : before;
	if (older === undefined) return;
	await view.compare(answer, older, chosen.label);
}

/** Shows the compiler's passes over the function at the cursor. */
export async function showPhases(client: LanguageClient, assembly: AssemblyView, view: PhasesView): Promise<void> {
	const editor = goEditor(assembly);
	if (!editor) return;
	const params = paramsOf(client, editor, {});
	const answer = await whileCompiling(() => client.sendRequest<PhasesAnswer>(phasesRequest, params));
	if (answer.problem !== '') return void window.showInformationMessage(`Linkscape: ${answer.problem}`);
	view.show(answer);
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

/** The editor of Go code; in a view of assembly, the one that it belongs to. */
function goEditor(view?: AssemblyView): TextEditor | undefined {
	const editor = window.activeTextEditor;
	if (editor?.document.languageId === 'go') return editor;
	return editor && view?.sourceOf(editor);
}

/** Undefined when there is none, which was said, or when the user cancelled. */
async function askAssembly(
	client: LanguageClient,
	editor: TextEditor,
	choice: Choice,
): Promise<AssemblyAnswer | undefined> {
	const params = paramsOf(client, editor, choice);
	const answer = await whileCompiling(() => client.sendRequest<AssemblyAnswer>(assemblyRequest, params));
	if (answer.problem === '') return answer;
	void window.showInformationMessage(`Linkscape: ${answer.problem}`);
	return undefined;
}

function paramsOf({ code2ProtocolConverter: convert }: LanguageClient, editor: TextEditor, choice: Choice) {
	const { document, selection } = editor;
	const params: AssemblyParams = {
		uri: convert.asUri(document.uri),
		position: convert.asPosition(selection.active),
		...choice,
	};
	return params;
}

function whileCompiling<T>(ask: () => Promise<T>): Thenable<T> {
	return window.withProgress({ location: ProgressLocation.Window, title: 'Linkscape: compiling' }, ask);
}
