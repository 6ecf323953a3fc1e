/** Every request runs through here: cancellation becomes an AbortSignal, and no failure ends the server. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Logger } from './logger.ts';

/**
 * Runs `work` with a signal that follows `token`. A cancelled request answers RequestCancelled; any other failure is
 * logged and answers `fallback`.
 */
export async function withSignal<T>(
	token: CancellationToken,
	logger: Logger,
	fallback: T,
	work: (signal: AbortSignal) => Promise<T> | T,
): Promise<T | ResponseError<never>> {
	const controller = new AbortController();
	const subscription = token.onCancellationRequested(() => controller.abort());
	try {
		return await work(controller.signal);
	} catch (error) {
		if (token.isCancellationRequested) return new ResponseError<never>(LSPErrorCodes.RequestCancelled, 'cancelled');
		logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
		return fallback;
	} finally {
		subscription.dispose();
	}
}

/** For messages to the client that nobody waits for: a connection that closes meanwhile is no error. */
export function send(logger: Logger, message: Promise<unknown> | undefined): void {
	message?.catch((error: unknown) => logger.debug(`not delivered: ${String(error)}`));
}
