import { commands, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type SanitizeAnswer,
	type SanitizeParams,
	sanitizeRequest,
	type TestParams,
} from '../../../server/src/protocol/requests.ts';
import { askWithProgress } from './askWithProgress.ts';

/** What tests can be run with, and what each finds. */
export const sanitizerChoices = [
	{ label: 'checkptr', description: 'misuse of unsafe.Pointer', sanitizer: 'checkptr' },
	{ label: 'Race detector', description: 'data races', sanitizer: 'race' },
	{ label: 'Address sanitizer', description: 'memory errors in C and through unsafe', sanitizer: 'asan' },
	{ label: 'Memory sanitizer', description: 'uninitialized memory of C; needs clang', sanitizer: 'msan' },
] as const;

/**
 * Runs a test with more checks; what they report becomes diagnostics.
 *
 * @param sanitizer undefined: the user chooses
 * @param test undefined: the one at the cursor, or all tests of the package
 */
export async function runSanitizer(client: LanguageClient, sanitizer?: string, test?: TestParams): Promise<void> {
	const { activeTextEditor: editor } = window;
	const { code2ProtocolConverter: convert } = client;
	const uri = test?.uri ?? (editor?.document.languageId === 'go' ? convert.asUri(editor.document.uri) : undefined);
	if (uri === undefined) return;
	const placeHolder = 'Run the test at the cursor, or all tests of the package, with';
	const chosen = sanitizer ?? (await window.showQuickPick(sanitizerChoices, { placeHolder }))?.sanitizer;
	if (chosen === undefined) return;
	const params: SanitizeParams = {
		uri,
		position: editor ? convert.asPosition(editor.selection.active) : { line: 0, character: 0 },
		...(test && { name: test.name }),
		sanitizer: chosen,
	};
	const answer = await askWithProgress<SanitizeAnswer>(client, 'running tests', sanitizeRequest, params);
	if (!answer) return;
	const { problem, test: name, reports, passed } = answer;
	if (problem !== '') return void window.showWarningMessage(`Linkscape: ${problem}`);
	const ran = `${name === '' ? 'all tests of the package' : name} with ${chosen}`;
	if (reports === 0) {
		const end = passed ? 'nothing was reported' : 'nothing was reported, but the tests fail';
		return void window.showInformationMessage(`Linkscape: ${ran}: ${end}.`);
	}
	const show = 'Show Problems';
	const sum = `${reports} ${reports === 1 ? 'report' : 'reports'}`;
	const answered = await window.showWarningMessage(`Linkscape: ${ran}: ${sum}.`, show);
	if (answered === show) await commands.executeCommand('workbench.actions.view.problems');
}
