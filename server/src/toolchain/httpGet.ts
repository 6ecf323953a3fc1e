/** The only place that asks a server of somebody's: one GET, no redirects, nothing kept. */
import http from 'node:http';
import https from 'node:https';

export interface HttpRequest {
	/** `http:` or `https:`. */
	readonly url: URL;
	readonly headers: Readonly<Record<string, string>>;
	/** Milliseconds without a byte until it is given up. */
	readonly timeout: number;
	/** Bytes of the answer until it is given up. */
	readonly mostBytes: number;
}

export interface HttpAnswer {
	readonly status: number;
	/** Where a redirect would have led; empty for none. */
	readonly location: string;
	readonly body: Uint8Array;
}

/**
 * Answers a few words about why there is no answer, such as `connection refused`. A redirect is an answer and is not followed: headers go to
 * the server that was named, and to no other.
 *
 * @throws `signal.reason` when that is aborted
 */
export async function httpGet(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer | string> {
	signal.throwIfAborted();
	const { get } = request.url.protocol === 'https:' ? https : http;
	const found = await new Promise<HttpAnswer | string>((resolve) => {
		const options = { headers: request.headers, timeout: request.timeout, signal, agent: false };
		const asked = get(request.url, options, (answer) => {
			const chunks: Buffer[] = [];
			let size = 0;
			answer.on('data', (chunk: Buffer) => {
				size += chunk.length;
				if (size > request.mostBytes) {
					resolve(`the answer is larger than ${Math.round(request.mostBytes / 2 ** 20)} MiB`);
					asked.destroy();
				} else chunks.push(chunk);
			});
			answer.on('error', () => resolve('the connection broke off'));
			answer.on('aborted', () => resolve('the connection broke off'));
			answer.on('end', () => {
				const { statusCode: status = 0, headers } = answer;
				resolve({ status, location: headers.location ?? '', body: Buffer.concat(chunks) });
			});
		});
		asked.on('timeout', () => {
			resolve('it does not answer in time');
			asked.destroy();
		});
		asked.on('error', (error: NodeJS.ErrnoException) => resolve(reasonOf(error)));
	});
	signal.throwIfAborted();
	return found;
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
	const reasons: Readonly<Record<string, string>> = {
		ECONNREFUSED: 'nothing listens there',
		ENOTFOUND: 'there is no such host',
		EAI_AGAIN: 'the name of the host could not be looked up',
		ECONNRESET: 'the connection broke off',
		ETIMEDOUT: 'it does not answer in time',
	};
	return reasons[code] ?? message.split('\n', 1)[0] ?? code;
}
