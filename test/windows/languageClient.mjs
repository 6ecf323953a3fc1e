// A bare language client that talks to the server on Windows over a socket.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createMessageConnection, SocketMessageReader, SocketMessageWriter } from 'vscode-jsonrpc/node';
import { windowsPath } from './windows.mjs';

/**
 * The URI of a file as VS Code on Windows spells it: the drive letter in lower case, the colon encoded.
 * @param {string} path absolute path of this machine
 */
export function windowsUri(path) {
	const [, ...parts] = windowsPath(path).split('\\');
	return `file:///z%3A/${parts.map(encodeURIComponent).join('/')}`;
}

/** Starts the server and initializes it with one folder. */
export async function startClient({ windows, serverFile, folder, settings = {} }) {
	const listener = createServer().listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const { port } = listener.address();
	const server = windows.startNode([windowsPath(serverFile), `--socket=${port}`], { cwd: folder });
	const died = server.ended.then(({ code, stdout, stderr }) => {
		throw new Error(`The server ended with ${code}\n${stdout}${stderr}`);
	});
	died.catch(() => {});
	const [socket] = await Promise.race([once(listener, 'connection'), died]);
	listener.close();
	socket.on('error', () => {});
	const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket));
	const published = new Map();
	connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
		published.set(uri.toLowerCase(), diagnostics);
	});
	connection.onRequest('client/registerCapability', () => null);
	connection.listen();
	const request = (method, params) => Promise.race([connection.sendRequest(method, params), died]);
	await request('initialize', {
		processId: null,
		rootUri: windowsUri(folder),
		workspaceFolders: [{ uri: windowsUri(folder), name: 'folder' }],
		capabilities: {
			textDocument: {
				codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
				hover: { contentFormat: ['markdown'] },
				inlayHint: {},
			},
		},
		initializationOptions: { settings },
	});
	await connection.sendNotification('initialized', {});
	return {
		request,
		notify: (method, params) => connection.sendNotification(method, params),
		/** What is published for a file. */
		diagnostics: (uri) => published.get(uri.toLowerCase()) ?? [],
		async close() {
			await request('shutdown', undefined);
			await connection.sendNotification('exit');
			const { code } = await server.ended;
			connection.dispose();
			socket.destroy();
			return code;
		},
	};
}
