/** Offers `linkscape mcp` to the editor's assistants. Editors without that interface are left alone. */
import * as vscode from 'vscode';

/** The part of VS Code 1.101 that the types of the oldest supported editor do not have. */
interface McpApi {
	readonly lm?: {
		registerMcpServerDefinitionProvider?(id: string, provider: McpProvider): vscode.Disposable;
	};
	readonly McpStdioServerDefinition?: new (
		label: string,
		command: string,
		args: readonly string[],
		env: Readonly<Record<string, string>>,
		version: string,
	) => object;
}

interface McpProvider {
	readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
	provideMcpServerDefinitions(): readonly object[];
}

/** As the manifest lists it. */
const providerId = 'linkscape.mcp';

/**
 * One server for the folders of the workspace, none while it is not trusted: it runs the go command.
 *
 * @param program absolute path of the command line's bundle
 * The first editors with this interface want another entry in the manifest and throw: what is only an offer must not keep the
 * extension from starting.
 *
 * @param version of this extension
 */
export function offerAssistantServer(
	program: string,
	version: string,
	log: vscode.LogOutputChannel,
): vscode.Disposable {
	try {
		return offered(program, version);
	} catch (error) {
		log.info(`The server for assistants is not offered to this editor: ${String(error)}`);
		return vscode.Disposable.from();
	}
}

function offered(program: string, version: string): vscode.Disposable {
	const { lm, McpStdioServerDefinition } = vscode as unknown as McpApi;
	if (!lm?.registerMcpServerDefinitionProvider || !McpStdioServerDefinition) return vscode.Disposable.from();
	const changed = new vscode.EventEmitter<void>();
	const provider: McpProvider = {
		onDidChangeMcpServerDefinitions: changed.event,
		provideMcpServerDefinitions() {
			const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
			if (!vscode.workspace.isTrusted || folders.length === 0) return [];
			const args = [program, 'mcp', ...folders.map(({ uri }) => uri.fsPath)];
			// The editor's own program, which runs as Node when it is told to.
			const env = { ELECTRON_RUN_AS_NODE: '1' };
			return [new McpStdioServerDefinition('Linkscape', process.execPath, args, env, version)];
		},
	};
	return vscode.Disposable.from(
		changed,
		lm.registerMcpServerDefinitionProvider(providerId, provider),
		vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
		vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
	);
}
