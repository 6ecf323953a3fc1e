/** The language server: capabilities, the life of a session, and who is told when something changes. */
import {
	CodeLensRefreshRequest,
	CodeLensRequest,
	type Connection,
	DidChangeConfigurationNotification,
	DidChangeWatchedFilesNotification,
	HoverRequest,
	type InitializeParams,
	type InitializeResult,
	Position,
	TextDocumentSyncKind,
} from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import {
	chosenProfileNotification,
	environmentNotification,
	type EscapeFilter,
	escapesChangedNotification,
	type EnvironmentParams,
	type FolderEnvironment,
	filterNotification,
	type InitializationOptions,
	noFilter,
	serverCommands,
	statusNotification,
} from '../protocol/requests.ts';
import type { LinkscapeSettings } from '../protocol/settings.ts';
import type { GoWorkspace, WorkspaceSetup } from '../session/goWorkspace.ts';
import { allFeatures } from './allFeatures.ts';
import { answerAssembly } from './features/assembly.ts';
import { clientFeatures } from './clientFeatures.ts';
import { Documents, type OpenDocument } from './documents.ts';
import { agreeOnEncoding } from './encoding.ts';
import { joinFileNotifications } from './fileNotifications.ts';
import { registerDiagnostics } from './features/diagnostics.ts';
import { registerProfile } from './features/profileRequests.ts';
import { registerProgress } from './features/progress.ts';
import { toModuleStatus } from './features/status.ts';
import type { Logger } from './logger.ts';
import { send, withSignal } from './requestScope.ts';
import type { Session } from './session.ts';
import { readChosenProfile, readEnvironment, readFilter } from './notifications.ts';
import { readSettings } from './settingsReader.ts';

export interface ServerDeps {
	readonly version: string;
	/** Makes the workspace once the client has said what it is and what it allows. */
	readonly createWorkspace: (setup: WorkspaceSetup, logger: Logger) => GoWorkspace;
}

const watchedFiles = [
	'**/*.go',
	'**/*.s',
	'**/go.mod',
	'**/go.sum',
	'**/go.work',
	'**/vendor/modules.txt',
	'**/linkscape.json',
];

/** Serves `connection` until it closes. Nothing that happens in a request or a notification ends the process. */
export function startServer(connection: Connection, deps: ServerDeps): void {
	const logger: Logger = {
		error: (message) => connection.console.error(message),
		warn: (message) => connection.console.warn(message),
		info: (message) => connection.console.info(message),
		debug: (message) => connection.console.debug(message),
	};

	connection.onInitialize((params): InitializeResult => {
		const options = (params.initializationOptions ?? {}) as InitializationOptions;
		const encoding = agreeOnEncoding(params.capabilities);
		const client = clientFeatures(params.capabilities, options);
		let settings = readSettings(options.settings);
		let environment: EnvironmentParams = {
			// Only what says so is trusted; a client that says nothing does not know of trust.
			trusted: options.trusted === undefined || options.trusted === true,
			goExtension: options.goExtension ?? {},
			folders: options.folders ?? foldersOf(params),
			gopls: options.gopls ?? false,
		};

		let chosenProfile = options.profile ?? null;
		const setup = () => setupOf(settings, environment, chosenProfile);

		const workspace = deps.createWorkspace(setup(), logger);
		const documents = new Documents({
			opened: (document) => {
				workspace.opened(document.path, document.text);
				diagnostics.edited(document);
			},
			changed: (document, changes) => {
				workspace.changed(document.path, document.text, changes);
				diagnostics.edited(document);
			},
			saved: (document) => workspace.saved(document.path),
			closed: (document) => {
				workspace.closed(document.path);
				diagnostics.closed(document);
			},
		});
		let filter: EscapeFilter = { ...noFilter, ...options.filter };
		const session: Session = {
			connection,
			documents,
			workspace,
			logger,
			client,
			encoding,
			settings: () => settings,
			besideGopls: () => environment.gopls === true,
			filter: () => filter,
		};
		const diagnostics = registerDiagnostics(session);
		for (const { register } of allFeatures) register(session);
		const profile = registerProfile(session);
		const progress = registerProgress(session);
		documents.listen(connection, encoding);

		const refreshView = () => {
			if (client.refreshInlayHints) send(logger, connection.languages.inlayHint.refresh());
			if (client.refreshCodeLenses) send(logger, connection.sendRequest(CodeLensRefreshRequest.type));
			if (client.ownNotifications) send(logger, connection.sendNotification(escapesChangedNotification));
		};
		workspace.listen({
			findingsChanged: (paths) => diagnostics.refresh(paths.flatMap((path) => documents.byPath(path) ?? [])),
			escapesChanged: (paths) => {
				refreshView();
				const changed = paths.flatMap((path) => documents.byPath(path) ?? []);
				const told = settings.escape.diagnostics ? changed : changed.filter(mayHaveContracts);
				if (told.length > 0) diagnostics.refresh(told);
			},
			statusChanged: (states) => {
				progress.follow(states);
				if (!client.ownNotifications) return;
				send(logger, connection.sendNotification(statusNotification, { modules: states.map(toModuleStatus) }));
			},
			profileChanged: () => {
				profile.tell();
				refreshView();
				if (settings.escape.diagnostics && filter.onlyHot) diagnostics.refresh(documents.all());
			},
		});

		const reconfigure = () => {
			workspace.configure(setup());
			diagnostics.refresh(documents.all());
			refreshView();
		};
		const readConfiguration = async () => {
			// A client that can be asked and was told nothing answers null: what it started with holds.
			settings = readSettings((await connection.workspace.getConfiguration('linkscape')) ?? options.settings);
			reconfigure();
		};
		connection.onInitialized(() => {
			if (client.registersConfiguration)
				send(logger, connection.client.register(DidChangeConfigurationNotification.type, { section: 'linkscape' }));
			if (client.configuration) {
				readConfiguration().catch((error: unknown) => logger.error(`The settings could not be read: ${String(error)}`));
			}
			const { lateHovers, lateLenses } = client;
			if (lateHovers) send(logger, connection.client.register(HoverRequest.type, { documentSelector: lateHovers }));
			if (lateLenses) send(logger, connection.client.register(CodeLensRequest.type, { documentSelector: lateLenses }));
			if (client.watchedFiles) {
				const watchers = watchedFiles.map((globPattern) => ({ globPattern }));
				send(logger, connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
			}
		});
		connection.onDidChangeConfiguration(async (change: { settings?: { linkscape?: unknown } | null }) => {
			if (client.configuration) return readConfiguration();
			settings = readSettings(change.settings?.linkscape ?? options.settings);
			reconfigure();
		});
		const files = joinFileNotifications((paths) => workspace.filesChanged(paths));
		connection.onDidChangeWatchedFiles(({ changes }) =>
			files.tell(changes.map((change) => URI.parse(change.uri).fsPath)),
		);
		const refused = (method: string) => logger.warn(`A malformed ${method} was refused.`);
		connection.onNotification(environmentNotification, (params: unknown) => {
			const next = readEnvironment(params);
			if (!next) return refused(environmentNotification);
			if (JSON.stringify(next) === JSON.stringify(environment)) return;
			environment = next;
			reconfigure();
		});
		connection.onNotification(chosenProfileNotification, (params: unknown) => {
			const next = readChosenProfile(params);
			if (!next) return refused(chosenProfileNotification);
			chosenProfile = next.path;
			workspace.configure(setup());
		});
		connection.onNotification(filterNotification, (params: unknown) => {
			const next = readFilter(params);
			if (!next) return refused(filterNotification);
			filter = { ...noFilter, ...next };
			refreshView();
			if (settings.escape.diagnostics) diagnostics.refresh(documents.all());
		});
		connection.onExecuteCommand(({ command, arguments: [uri, position] = [] }, token) => {
			if (typeof uri !== 'string') return undefined;
			const path = URI.parse(uri).fsPath;
			if (command === serverCommands.assembly) {
				if (!Position.is(position)) return undefined;
				return withSignal(token, logger, '', async (signal) => {
					const { problem, text } = await answerAssembly(session, { uri, position }, signal);
					return problem === '' ? text : problem;
				});
			}
			if (command === serverCommands.reanalyse) workspace.reanalyse(path);
			if (command !== serverCommands.details) return undefined;
			return withSignal(token, logger, '', (signal) => workspace.toggleDetails(path, signal));
		});
		connection.onShutdown(() => {
			files.dispose();
			return workspace.dispose();
		});

		logger.info(`Linkscape ${deps.version}, positions in ${encoding}${environment.trusted ? '' : ', restricted mode'}`);
		return {
			serverInfo: { name: 'linkscape', version: deps.version },
			capabilities: {
				positionEncoding: encoding,
				textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
				...Object.assign({}, ...allFeatures.map(({ capabilities }) => capabilities?.(session))),
				executeCommandProvider: { commands: Object.values(serverCommands) },
				...(client.pullDiagnostics && {
					diagnosticProvider: { identifier: 'linkscape', interFileDependencies: true, workspaceDiagnostics: false },
				}),
			},
		};
	});
	connection.listen();
}

/** Contracts are diagnostics whatever the settings say about the other hints. */
function mayHaveContracts({ text }: OpenDocument): boolean {
	return text.includes('//linkscape:');
}

function foldersOf(params: InitializeParams): readonly FolderEnvironment[] {
	const uris = params.workspaceFolders?.map((folder) => folder.uri) ?? (params.rootUri ? [params.rootUri] : []);
	return uris.map((uri) => ({ uri, goExtension: {} }));
}

function setupOf(
	settings: LinkscapeSettings,
	environment: EnvironmentParams,
	chosenProfile: string | null,
): WorkspaceSetup {
	const folders = (environment.folders ?? []).map((folder) => ({
		path: URI.parse(folder.uri).fsPath,
		goExtension: folder.goExtension,
	}));
	return {
		trusted: environment.trusted,
		goPath: settings.go.path,
		allowDownloads: settings.go.allowDownloads,
		goExtension: environment.goExtension,
		folders,
		checkDisabled: settings.linkname.checkDisabled,
		escapes: settings.escape.enabled,
		delay: settings.escape.delay,
		profile: chosenProfile ?? settings.profile,
		savingWeight: settings.savingWeight,
	};
}
