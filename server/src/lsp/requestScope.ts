/** Every request runs through here: cancellation becomes an AbortSignal, and no failure ends the server. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Logger } from './logger.ts';
import type { Session } from './session.ts';

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

/** What a request reports while it runs; `percentage` from 0 to 100. */
export type ReportProgress = (message: string, percentage?: number) => void;

/**
 * Runs `work`, and lets the client show what it reports, where that asked for it with a token.
 *
 * @param percentage where the bar begins; undefined for one that does not fill
 */
export async function withProgress<T>(
	{ connection, logger }: Pick<Session, 'connection' | 'logger'>,
	workDoneToken: string | number | undefined,
	work: (report: ReportProgress) => Promise<T>,
	percentage?: number,
): Promise<T> {
	const say = (value: object) => {
		if (workDoneToken === undefined) return;
		send(logger, connection.sendNotification('$/progress', { token: workDoneToken, value }));
	};
	const part = (done: number | undefined) => (done === undefined ? {} : { percentage: done });
	say({ kind: 'begin', title: 'Linkscape', ...part(percentage) });
	try {
		return await work((message, done) => say({ kind: 'report', message, ...part(done) }));
	} finally {
		say({ kind: 'end' });
	}
}

/** For messages to the client that nobody waits for: a connection that closes meanwhile is no error. */
export function send(logger: Logger, message: Promise<unknown> | undefined): void {
	message?.catch((error: unknown) => logger.debug(`not delivered: ${String(error)}`));
}
