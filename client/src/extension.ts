/**
 * The client: it starts the server, shows what the server says, and hands over what only an editor knows.
 * It decides nothing about Go code, and from the server's sources it knows only `protocol/`.
 */
import { commands, type ExtensionContext, window } from 'vscode';
import { offerAssistantServer } from './assistantServer.ts';
import { registerAssistantTools } from './assistantTools.ts';
import { registerCommands } from './commands/index.ts';
import { followFilter, WorkspaceFilter } from './escapeFilter.ts';
import { createEscapesView } from './escapesView.ts';
import { createFlowView } from './flowView.ts';
import { createInventoryView } from './inventoryView.ts';
import { createLanguageClient } from './languageClient.ts';
import { createPathWords } from './pathWords.ts';
import { followGopls } from './saidByGopls.ts';
import { createStatusItem } from './statusItem.ts';
import { followEnvironment } from './trust.ts';
import { chosenProfile, followProfile } from './workspaceProfile.ts';

let stopServer: (() => Promise<void>) | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
	const log = window.createOutputChannel('Linkscape', { log: true });
	const filter = new WorkspaceFilter(context.workspaceState);
	const server = context.asAbsolutePath('server/out/lspMain.mjs');
	const client = createLanguageClient(server, log, filter, () => chosenProfile(context.workspaceState));
	const profile = followProfile(client, context.workspaceState);
	const view = createEscapesView(client, filter, context.workspaceState);
	const flowView = createFlowView();
	const inventoryView = createInventoryView(client);
	// We start with the first Go file: from now on there is something to show in the Explorer.
	void commands.executeCommand('setContext', 'linkscape.active', true);
	const status = createStatusItem(client, filter, profile);
	const pathWords = createPathWords();
	context.subscriptions.push(
		log,
		view,
		flowView,
		inventoryView,
		profile,
		status,
		pathWords,
		followEnvironment(client),
		followFilter(client, filter),
		followGopls(client),
		registerAssistantTools(client),
		offerAssistantServer(context.asAbsolutePath('server/out/cliMain.mjs'), context.extension.packageJSON.version, log),
		registerCommands({
			client,
			log,
			filter,
			view,
			flowView,
			inventoryView,
			profile,
			pathWords,
			status,
			memory: context.globalState,
			storage: context.storageUri,
			classes: hiddenClassNames(context),
		}),
	);
	stopServer = () => client.stop();
	// A server that does not start has said why in the output and in the status item; a rejection would add a pop-up.
	await client.start().catch((error: unknown) => log.error('The server did not start.', error));
}

/** VS Code waits for this promise before it ends the extension host, so that no `go` run is left behind. */
export async function deactivate(): Promise<void> {
	await stopServer?.().catch(() => {});
}

/** The escape classes as the manifest lists them for the setting, so that there is no second list. */
function hiddenClassNames(context: ExtensionContext): readonly string[] {
	const sections: readonly { properties: Record<string, { items?: { enum?: readonly string[] } }> }[] =
		context.extension.packageJSON.contributes.configuration;
	for (const { properties } of sections) {
		const names = properties['linkscape.escape.hiddenClasses']?.items?.enum;
		if (names) return names;
	}
	return [];
}
