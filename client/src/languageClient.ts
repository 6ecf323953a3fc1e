/** Starts the server as a Node process of its own and keeps it running. */
import { languages, type LogOutputChannel, type TextDocument } from 'vscode';
import {
	CloseAction,
	type CloseHandlerResult,
	ErrorAction,
	type ErrorHandler,
	LanguageClient,
	RevealOutputChannelOn,
	TransportKind,
} from 'vscode-languageclient/node';
import { clientCommands, type InitializationOptions } from '../../server/src/protocol/requests.ts';
import type { WorkspaceFilter } from './escapeFilter.ts';
import { createRestartPolicy } from './restartPolicy.ts';
import { withoutWhatGoplsSays } from './saidByGopls.ts';
import { environment } from './trust.ts';

/** The port that `.vscode/launch.json` attaches to. */
const inspectPort = 6009;

/** go.mod has a language of its own where the Go extension is there. */
const ourDocuments = [
	{ scheme: 'file', language: 'go' },
	{ scheme: 'file', language: 'go.mod' },
	{ scheme: 'file', pattern: '**/go.mod' },
	// The policy.
	{ scheme: 'file', pattern: '**/linkscape.json' },
];

/**
 * VS Code puts hovers and lenses of equally well fitting selectors in the order in which they were registered, which beside gopls
 * is by chance. Ours fit worse than any that names Go, so that they always come after gopls's; the documents are sorted out here.
 */
function isOurs(document: TextDocument): boolean {
	return languages.match(ourDocuments, document) > 0;
}

/**
 * A client for the server bundle at the absolute path `module`; nothing runs until `start()`.
 *
 * @param profile see `chosenProfile`
 */
export function createLanguageClient(
	module: string,
	log: LogOutputChannel,
	filter: WorkspaceFilter,
	profile: () => string | undefined,
): LanguageClient {
	// With room for 3 × 16 MB of new objects, as by default, V8 takes 20 MB more and is not faster here.
	const server = { module, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=4'] } };
	return new LanguageClient(
		'linkscape',
		'Linkscape',
		{ run: server, debug: { ...server, options: { execArgv: ['--nolazy', `--inspect=${inspectPort}`] } } },
		{
			documentSelector: [...ourDocuments],
			outputChannel: log,
			revealOutputChannelOn: RevealOutputChannelOn.Never,
			initializationOptions: (): InitializationOptions => ({
				...environment(),
				ownCommands: true,
				ownNotifications: true,
				filter: filter.value,
				profile: profile() ?? null,
				lateSelector: [{ language: '*' }],
			}),
			middleware: {
				...withoutWhatGoplsSays,
				provideHover: (document, position, token, next) =>
					isOurs(document) ? next(document, position, token) : undefined,
				provideCodeLenses: (document, token, next) => (isOurs(document) ? next(document, token) : undefined),
				// VS Code underlines every link for good, and Ctrl+click follows a definition without one.
				provideDocumentLinks: () => undefined,
			},
			// What hovers may run: nothing but to show something.
			markdown: {
				isTrusted: { enabledCommands: [clientCommands.explain, clientCommands.quickFix, clientCommands.showOnlyClass] },
			},
			initializationFailedHandler: () => false,
			errorHandler: politeErrorHandler(),
		},
	);
}

/** Both are told in the output and by the status item only: what crashes once is likely to crash again while typing. */
function politeErrorHandler(): ErrorHandler {
	const crashed = createRestartPolicy(Date.now);
	return {
		error: () => ({ action: ErrorAction.Continue, handled: true }),
		closed(): CloseHandlerResult {
			const { restart, message } = crashed();
			return { action: restart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true, message };
		},
	};
}
