/** Records a server that serves net/http/pprof, over HTTP. */
import { heapStatistics } from '../../analysis/recording/heapStatistics.ts';
import { makeDirectory, writeBytes, writeText } from '../../toolchain/files.ts';
import { type HttpAnswer, httpGet } from '../../toolchain/httpGet.ts';
import { gunzipped } from '../../toolchain/inflate.ts';
import { join } from '../../toolchain/paths.ts';
import { withTemporaryDirectory } from '../../toolchain/temporaryDirectory.ts';
import { recordedNames, unusableFolder, writeCapture } from './captureFolder.ts';
import type { CaptureOutcome, OnCaptureProgress } from './captureTest.ts';
import { isThisMachine, parseHeaders, pprofAddresses } from './serverAddress.ts';

export interface ServerCapture {
	/** `http://127.0.0.1:6060`, with or without the path of its profiles. */
	readonly url: string;
	/** `Name: value` each. */
	readonly headers: readonly string[];
	/** Absolute path of the directory to write. */
	readonly out: string;
	/** Milliseconds that are recorded. */
	readonly duration: number;
	/** Snapshots of the heap in that time, at least 2. */
	readonly snapshots: number;
}

/** Bytes of one answer. */
const mostBytes = 256 * 2 ** 20;

/** Milliseconds that an answer may take beyond what was asked to be recorded. */
const patience = 15_000;

/** Seconds. A trace grows fast. */
const longestTrace = 5;

export async function captureServer(
	request: ServerCapture,
	onProgress: OnCaptureProgress,
	signal: AbortSignal,
): Promise<CaptureOutcome> {
	const problem = (text: string): CaptureOutcome => ({ kind: 'problem', problem: text });
	const unusable = await unusableFolder(request.out);
	if (unusable !== undefined) return problem(unusable);
	const headers = parseHeaders(request.headers);
	if (typeof headers === 'string') return problem(headers);
	const addresses = pprofAddresses(request.url);
	if (typeof addresses === 'string') return problem(addresses);
	const [{ url, hasCredential }] = addresses;
	if (url.protocol === 'http:' && !isThisMachine(url.hostname) && (hasCredential || Object.keys(headers).length > 0)) {
		return problem(
			`Nothing was sent to ${url.host}: over plain http to another machine a credential can be read by others; use https.`,
		);
	}

	const get = (base: URL, what: string, milliseconds: number) => {
		const asked = new URL(what, base);
		for (const [name, value] of base.searchParams) asked.searchParams.set(name, value);
		return httpGet({ url: asked, headers, timeout: milliseconds + patience, mostBytes }, signal);
	};
	onProgress('connecting');
	let reason = '';
	for (const { url: base } of addresses) {
		const answer = await get(base, 'heap?debug=1', 0);
		if (typeof answer !== 'string' && answer.status === 200 && (await textOf(answer)).startsWith('heap profile:')) {
			return withTemporaryDirectory((temporary) => {
				onProgress('recording');
				return record(request, { base, temporary, get: (what, milliseconds) => get(base, what, milliseconds) });
			});
		}
		reason ||= failure(answer);
	}
	return problem(`${url.origin}${url.pathname} serves no profiles: ${reason}.`);
}

interface Recording {
	readonly base: URL;
	readonly temporary: string;
	readonly get: (what: string, milliseconds: number) => Promise<HttpAnswer | string>;
}

async function record(request: ServerCapture, { base, temporary, get }: Recording): Promise<CaptureOutcome> {
	const started = new Date().toISOString();
	const problems: string[] = [];
	await makeDirectory(temporary);
	const save = async (name: string, what: string, milliseconds = 0): Promise<boolean> => {
		const answer = await get(what, milliseconds);
		const good = typeof answer !== 'string' && answer.status === 200;
		if (!good) problems.push(`${what.split('?', 1)[0]} is missing: ${failure(answer)}.`);
		return good && writeBytes(join(temporary, name), answer.body);
	};
	const lines: string[] = [];
	let taken = 0;
	const snapshot = async () => {
		const name = `heap${String(taken++).padStart(3, '0')}.pb.gz`;
		const before = Date.now();
		if (!(await save(name, 'heap?gc=1'))) return;
		const took = Date.now() - before;
		const answer = await get('heap?debug=1', 0);
		const statistics = typeof answer === 'string' ? undefined : heapStatistics(await textOf(answer));
		if (statistics) lines.push(JSON.stringify({ file: name, at: before, took, ...statistics }));
	};

	await save('cmdline.txt', 'cmdline');
	await snapshot();
	const begun = Date.now();
	const { duration, snapshots } = request;
	const seconds = Math.max(1, Math.round(duration / 1000));
	const later = async () => {
		for (let index = 1; index < snapshots; index++) {
			const due = begun + (index * duration) / (snapshots - 1);
			await new Promise((after) => setTimeout(after, Math.max(0, due - Date.now())));
			await snapshot();
		}
	};
	await Promise.all([
		save('cpu.pb.gz', `profile?seconds=${seconds}`, duration),
		save('trace.out', `trace?seconds=${Math.min(seconds, longestTrace)}`, duration),
		save('mutex.pb.gz', `mutex?seconds=${seconds}`, duration),
		save('block.pb.gz', `block?seconds=${seconds}`, duration),
		save('allocs.pb.gz', `allocs?seconds=${seconds}`, duration),
		later(),
	]);
	await save('goroutine.pb.gz', 'goroutine');
	await save('goroutines.txt', 'goroutine?debug=2');
	await writeText(join(temporary, 'snapshots.jsonl'), lines.map((line) => `${line}\n`).join(''));
	if (lines.length === 0) return { kind: 'problem', problem: `${base.origin} has given no snapshot of its heap.` };
	const manifest = await writeCapture(request.out, temporary, await recordedNames(temporary), {
		mode: 'attach',
		started,
		go: '',
		package: '',
		// Without what may be a credential.
		command: [`${base.origin}${base.pathname}`],
		problems,
	});
	return typeof manifest === 'string' ? { kind: 'problem', problem: manifest } : { kind: 'written', manifest };
}

async function textOf({ body }: HttpAnswer): Promise<string> {
	const plain = body[0] === 0x1f && body[1] === 0x8b ? await gunzipped(body, mostBytes) : body;
	return new TextDecoder().decode(plain ?? new Uint8Array());
}

function failure(answer: HttpAnswer | string): string {
	if (typeof answer === 'string') return answer;
	if (answer.location !== '') return `it redirects (${answer.status}), which is not followed`;
	if (answer.status === 200) return 'it answers with something else';
	const said = new TextDecoder().decode(answer.body.subarray(0, 200)).trim().split('\n', 1)[0] ?? '';
	const words = /^[\p{L}\p{N}\p{P} ]+$/u.test(said) && !said.startsWith('<') ? ` (${said})` : '';
	return `it answers ${answer.status}${words}`;
}
