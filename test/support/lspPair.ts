/** A server and a bare client in one process, joined by two streams: LSP as it is spoken, without a process or an editor. */
import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
	type CancellationToken,
	createMessageConnection,
	StreamMessageReader,
	StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { createConnection } from 'vscode-languageserver/node';
import type { Diagnostic, InitializeResult, Range } from 'vscode-languageserver';
import { bundledTargets } from '../../server/src/bundledTargets.ts';
import { startServer } from '../../server/src/lsp/server.ts';
import type { MoreFixes } from '../../server/src/analysis/linkname/targets/checkTarget.ts';
import type { Explain } from '../../server/src/escape/hints/outputReader.ts';
import type { FlowQueries } from '../../server/src/flow/flowQueries.ts';
import type { GoModules } from '../../server/src/world/go/goModules.ts';
import { explainNothing } from './explainNothing.ts';
import { createGoWorkspace } from '../../server/src/session/createGoWorkspace.ts';
import type { GoWorkspace } from '../../server/src/session/goWorkspace.ts';

export interface LspOptions {
	readonly capabilities?: object;
	readonly initializationOptions?: object;
	/** What the client answers when it is asked for its settings. */
	readonly configuration?: object | null;
	readonly explain?: Explain;
	readonly moreFixes?: MoreFixes;
	readonly flow?: (modules: GoModules) => Promise<FlowQueries>;
	readonly environment?: Record<string, string | undefined>;
	/** An existing folder to work in; it stays when the pair stops. */
	readonly folder?: string;
}

export interface LspPair {
	readonly folder: string;
	readonly initialized: InitializeResult;
	readonly workspace: GoWorkspace;
	uri(file: string): string;
	open(file: string, text: string): Promise<void>;
	change(file: string, version: number, range: Range | undefined, text: string): Promise<void>;
	notify(method: string, params: unknown): Promise<void>;
	request<T>(method: string, params: unknown, token?: CancellationToken): Promise<T>;
	/** The next published diagnostics of a file that fulfil `until`. */
	diagnostics(file: string, until?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
	/** All notifications and requests of a method so far. */
	received(method: string): readonly unknown[];
	/** The methods of everything that the server has sent by itself so far. */
	receivedMethods(): readonly string[];
	stop(): Promise<void>;
}

/** Writes `files` (paths relative to a new folder) and starts a server on them. */
export async function lspPair(files: Readonly<Record<string, string>>, options: LspOptions = {}): Promise<LspPair> {
	const folder = options.folder ?? (await realpath(await mkdtemp(join(tmpdir(), 'linkscape-lsp-'))));
	for (const [name, text] of Object.entries(files)) {
		await mkdir(dirname(join(folder, name)), { recursive: true });
		await writeFile(join(folder, name), text);
	}
	const [toServer, toClient] = [new PassThrough(), new PassThrough()];
	const serverSide = createConnection(toServer, toClient);
	const client = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
	let workspace: GoWorkspace | undefined;
	startServer(serverSide, {
		version: 'test',
		createWorkspace: (setup) => {
			workspace = createGoWorkspace({
				setup,
				environment: options.environment ?? process.env,
				explain: options.explain ?? explainNothing,
				targets: bundledTargets(options.environment ?? process.env),
				moreFixes: options.moreFixes ?? (() => []),
				...(options.flow && { flow: options.flow }),
				log: () => {},
			});
			return workspace;
		},
	});

	const notifications = new Map<string, unknown[]>();
	const published = new Map<string, readonly Diagnostic[]>();
	const waiting = new Set<() => void>();
	const note = (method: string, params: unknown) => {
		notifications.set(method, [...(notifications.get(method) ?? []), params]);
	};
	client.onNotification((method: string, params: unknown) => {
		note(method, params);
		if (method === 'textDocument/publishDiagnostics') {
			const { uri, diagnostics } = params as { uri: string; diagnostics: Diagnostic[] };
			published.set(uri, diagnostics);
			for (const wake of waiting) wake();
		}
	});
	client.onUnhandledProgress((params) => note('$/progress', params));
	client.onRequest((method: string, params: unknown) => {
		note(method, params);
		if (method === 'workspace/configuration')
			return (params as { items: unknown[] }).items.map(() =>
				options.configuration === null ? null : (options.configuration ?? {}),
			);
		return null;
	});
	client.listen();

	const uri = (file: string) => pathToFileURL(join(folder, file)).href;
	const initialized = await client.sendRequest<InitializeResult>('initialize', {
		processId: null,
		rootUri: pathToFileURL(folder).href,
		workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'test' }],
		capabilities: options.capabilities ?? {},
		initializationOptions: options.initializationOptions ?? {},
	});
	await client.sendNotification('initialized', {});
	if (!workspace) throw new Error('The server made no workspace.');

	return {
		folder,
		initialized,
		workspace,
		uri,
		open: (file, text) =>
			client.sendNotification('textDocument/didOpen', {
				textDocument: { uri: uri(file), languageId: 'go', version: 1, text },
			}),
		change: (file, version, range, text) =>
			client.sendNotification('textDocument/didChange', {
				textDocument: { uri: uri(file), version },
				contentChanges: [range ? { range, text } : { text }],
			}),
		notify: (method, params) => client.sendNotification(method, params),
		request: (method, params, token) =>
			token ? client.sendRequest(method, params, token) : client.sendRequest(method, params),
		diagnostics: (file, until = () => true) =>
			new Promise((resolve, reject) => {
				const late = setTimeout(() => {
					waiting.delete(look);
					reject(new Error(`No such diagnostics for ${file}; last: ${JSON.stringify(published.get(uri(file)))}`));
				}, 20_000);
				const look = () => {
					const found = published.get(uri(file));
					if (!found || !until(found)) return;
					clearTimeout(late);
					waiting.delete(look);
					published.delete(uri(file));
					resolve(found);
				};
				waiting.add(look);
				look();
			}),
		received: (method) => notifications.get(method) ?? [],
		receivedMethods: () => [...notifications.keys()],
		async stop() {
			await client.sendRequest('shutdown');
			client.dispose();
			if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
		},
	};
}
