/** Tools for the assistants of the editor: what the hovers say, for who has no mouse. Older editors have none, and are left alone. */
import * as vscode from 'vscode';
import { type LanguageClient, State } from 'vscode-languageclient/node';
import {
	type DescribeLineParams,
	type DescribeTargetParams,
	describeLineRequest,
	describeTargetRequest,
} from '../../server/src/protocol/requests.ts';

/** The part of VS Code 1.95 that the types of the oldest supported editor do not have. */
interface ToolApi {
	readonly lm?: { registerTool?<T>(name: string, tool: Tool<T>): vscode.Disposable };
	readonly LanguageModelToolResult: new (content: readonly unknown[]) => object;
	readonly LanguageModelTextPart: new (text: string) => object;
}

interface Tool<T> {
	invoke(options: { readonly input: T }, token: vscode.CancellationToken): Promise<object>;
}

interface LinknameInput {
	readonly target: string;
	readonly file?: string;
}

interface EscapeInput {
	readonly file: string;
	/** Counted from 1. */
	readonly line: number;
}

export function registerAssistantTools(client: LanguageClient): vscode.Disposable {
	const api = vscode as unknown as ToolApi;
	const { lm } = api;
	if (!lm?.registerTool) return vscode.Disposable.from();
	const register = lm.registerTool.bind(lm);
	const tool = <T>(name: string, answer: (input: T, token: vscode.CancellationToken) => Promise<string>) =>
		register<T>(name, {
			invoke: async ({ input }, token) =>
				new api.LanguageModelToolResult([new api.LanguageModelTextPart(await answer(input, token))]),
		});
	return vscode.Disposable.from(
		tool<LinknameInput>('linkscape_explainLinkname', async ({ target, file }, token) => {
			const uri = await opened(client, file);
			if (uri === undefined) return 'There is no such Go file.';
			const params: DescribeTargetParams = { uri, target };
			return client.sendRequest<string>(describeTargetRequest, params, token);
		}),
		tool<EscapeInput>('linkscape_explainEscape', async ({ file, line }, token) => {
			const uri = await opened(client, file);
			if (uri === undefined) return 'There is no such Go file.';
			const params: DescribeLineParams = { uri, line: line - 1 };
			return client.sendRequest<string>(describeLineRequest, params, token);
		}),
	);
}

/**
 * The URI by which the server knows a file that is opened for this: an absolute path, one of a workspace folder, or else the file that
 * the user looks at. Only files of the workspace are opened.
 */
async function opened(client: LanguageClient, file: string | undefined): Promise<string | undefined> {
	if (client.state !== State.Running) return undefined;
	for (const uri of placesOf(file)) {
		try {
			const document = await vscode.workspace.openTextDocument(uri);
			if (document.languageId === 'go') return client.code2ProtocolConverter.asUri(document.uri);
		} catch {
			// Not in this folder.
		}
	}
	return undefined;
}

function placesOf(file: string | undefined): readonly vscode.Uri[] {
	const active = vscode.window.activeTextEditor?.document.uri;
	if (!file) return active ? [active] : [];
	const folders = vscode.workspace.workspaceFolders ?? [];
	const absolute = vscode.Uri.file(file);
	const inside = vscode.workspace.getWorkspaceFolder(absolute) !== undefined;
	return inside ? [absolute] : folders.map((folder) => vscode.Uri.joinPath(folder.uri, file));
}
