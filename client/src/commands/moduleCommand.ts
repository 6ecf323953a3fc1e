import { commands, Uri, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
	type AnalyseModuleParams,
	analyseModuleRequest,
	type ModuleAnalysis,
} from '../../../server/src/protocol/requests.ts';
import { askWithProgress } from './askWithProgress.ts';
import type { PackageNode } from '../escapesViewModel.ts';

/** Compiles every package of a module, with progress and a button that ends it: of the package in question, or of the active file. */
export async function moduleCommand(client: LanguageClient, which?: PackageNode): Promise<void> {
	const uri = which ? Uri.parse(which.uri) : activePlace();
	if (!uri) return;
	await commands.executeCommand('linkscape.escapes.focus');
	const params: AnalyseModuleParams = { uri: client.code2ProtocolConverter.asUri(uri) };
	const answer = await askWithProgress<ModuleAnalysis>(client, 'analyzing the module', analyseModuleRequest, params);
	if (!answer) return;
	if (answer.problem !== '') void window.showWarningMessage(`Linkscape: ${answer.problem}`);
	else window.setStatusBarMessage(`Linkscape: ${summary(answer)}`, 8000);
}

/** `12 packages analyzed, 1 does not compile` */
function summary({ compiled, failed }: ModuleAnalysis): string {
	const done = `${compiled} ${compiled === 1 ? 'package' : 'packages'} analyzed`;
	if (failed === 0) return done;
	return `${done}, ${failed} ${failed === 1 ? 'does' : 'do'} not compile`;
}

function activePlace(): Uri | undefined {
	const document = window.activeTextEditor?.document;
	const isGo = document?.uri.scheme === 'file' && /^go(?:\.mod)?$/.test(document.languageId);
	return isGo ? document.uri : workspace.workspaceFolders?.[0]?.uri;
}
