// A language client for the benchmarks: starts a server, opens files, waits for what it says.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { runQuietly } from '../../../scripts/run.mjs';
import { cpuSeconds } from './processTime.mjs';

/**
 * Starts a server on stdio and introduces a client that takes pushed diagnostics.
 * @param {readonly string[]} command
 * @param {string} folder the workspace folder
 */
export async function startLanguageServer(command, folder) {
	const server = new LanguageServer(command);
	await server.initialize(folder);
	return server;
}

class LanguageServer {
	/** When the process was started, on the clock of performance.now(). */
	startedAt = performance.now();
	/** What the server is answered when it asks for a section of the settings; null: nothing was set. */
	configuration = null;
	#process;
	#connection;
	#listeners = new Set();
	#onRefresh = () => {};

	constructor([file, ...args]) {
		this.#process = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] });
		const { stdin, stdout } = this.#process;
		this.#connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
		this.#connection.onNotification('textDocument/publishDiagnostics', (params) => {
			for (const listener of this.#listeners) listener(params);
		});
		this.#connection.onRequest('workspace/configuration', ({ items }) => items.map(() => this.configuration));
		this.#connection.onRequest((method) => {
			if (method === 'workspace/inlayHint/refresh') this.#onRefresh();
			return null;
		});
		this.#connection.listen();
	}

	async initialize(folder) {
		const uri = pathToFileURL(folder).href;
		const capabilities = {
			workspace: { configuration: true, inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } },
			textDocument: { publishDiagnostics: { relatedInformation: true }, inlayHint: {} },
			window: { workDoneProgress: true },
		};
		const workspaceFolders = [{ uri, name: 'module' }];
		await this.request('initialize', { processId: process.pid, rootUri: uri, workspaceFolders, capabilities });
		this.notify('initialized', {});
	}

	get pid() {
		return this.#process.pid;
	}

	request(method, params) {
		return this.#connection.sendRequest(method, params);
	}

	notify(method, params) {
		void this.#connection.sendNotification(method, params);
	}

	/** Opens a Go file and returns its URI. */
	open(file) {
		const uri = pathToFileURL(file).href;
		const text = readFileSync(file, 'utf8');
		this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'go', version: 1, text } });
		return uri;
	}

	/**
	 * Resolves with the diagnostics of a file, of a version at least, once one of them is as `wanted` says. Call it before
	 * what causes them.
	 */
	diagnostics(uri, wanted = () => true, version = 0) {
		return new Promise((resolve) => {
			const listener = (params) => {
				if (params.uri !== uri || (params.version ?? version) < version || !params.diagnostics.some(wanted)) return;
				this.#listeners.delete(listener);
				resolve(params.diagnostics);
			};
			this.#listeners.add(listener);
		});
	}

	/** Replaces what stands in a range, or everything without one. */
	change(uri, version, text, range) {
		this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text }] });
	}

	/** Calls back whenever the server wants its inlay hints asked for again. */
	onRefresh(listener) {
		this.#onRefresh = listener;
	}

	/** Seconds of CPU, those of the programs it has run included; Linux only. */
	cpuSeconds() {
		return cpuSeconds(this.#process.pid);
	}

	/** The memory of the server's own process, in megabytes. */
	async residentMegabytes() {
		const { output } = await runQuietly(['ps', '-o', 'rss=', '-p', String(this.#process.pid)]);
		return Number(output) / 1024;
	}

	async stop() {
		const gone = new Promise((resolve) => this.#process.once('exit', resolve));
		await this.request('shutdown').catch(() => {});
		this.notify('exit');
		const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
		await gone;
		clearTimeout(timer);
		this.#connection.dispose();
	}
}
