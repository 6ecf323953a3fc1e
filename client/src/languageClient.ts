/** Starts the server as a Node process of its own and keeps it running. */
import type { LogOutputChannel } from 'vscode';
import {
	CloseAction,
	type CloseHandlerResult,
	ErrorAction,
	type ErrorHandler,
	LanguageClient,
	RevealOutputChannelOn,
	TransportKind,
} from 'vscode-languageclient/node';
import type { InitializationOptions } from '../../server/src/protocol/requests.ts';
import { environment } from './trust.ts';

const crashesBeforeGivingUp = 4;
const crashWindow = 3 * 60_000;
/** The port that `.vscode/launch.json` attaches to. */
const inspectPort = 6009;

/** A client for the server bundle at the absolute path `module`; nothing runs until `start()`. */
export function createLanguageClient(module: string, log: LogOutputChannel): LanguageClient {
	const server = { module, transport: TransportKind.ipc };
	return new LanguageClient(
		'linkscape',
		'Linkscape',
		{ run: server, debug: { ...server, options: { execArgv: ['--nolazy', `--inspect=${inspectPort}`] } } },
		{
			documentSelector: [{ scheme: 'file', language: 'go' }],
			outputChannel: log,
			revealOutputChannelOn: RevealOutputChannelOn.Never,
			initializationOptions: (): InitializationOptions => ({ ...environment(), ownCommands: true }),
			initializationFailedHandler: () => false,
			errorHandler: politeErrorHandler(Date.now),
		},
	);
}

/**
 * Restarts a crashed server, and gives up after the fifth crash within three minutes.
 *
 * Both are told in the output and by the status item only: whatever crashes once is likely to crash again while typing.
 */
function politeErrorHandler(now: () => number): ErrorHandler {
	let crashes: number[] = [];
	return {
		error: () => ({ action: ErrorAction.Continue, handled: true }),
		closed(): CloseHandlerResult {
			crashes = [...crashes.filter((time) => now() - time < crashWindow), now()];
			if (crashes.length <= crashesBeforeGivingUp) {
				return {
					action: CloseAction.Restart,
					handled: true,
					message: 'The server ended unexpectedly and is started again.',
				};
			}
			return {
				action: CloseAction.DoNotRestart,
				handled: true,
				message: `The server ended ${crashes.length} times within three minutes and stays off. "Linkscape: Restart Server" starts it again.`,
			};
		},
	};
}
