/**
 * Which optional parts of LSP the client speaks, and which of ours: a request, a notification or a registration that a client did not
 * announce is not sent to it. Code actions as literals, in LSP since 3.8, are assumed.
 */
import { type ClientCapabilities, MarkupKind } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/requests.ts';

export interface ClientFeatures {
	/** The client can be asked for its settings. */
	readonly configuration: boolean;
	/** It tells of changed settings when somebody registers for that. */
	readonly registersConfiguration: boolean;
	readonly pullDiagnostics: boolean;
	readonly refreshDiagnostics: boolean;
	readonly refreshInlayHints: boolean;
	readonly refreshCodeLenses: boolean;
	readonly workDoneProgress: boolean;
	readonly watchedFiles: boolean;
	/** `documentChanges` with versions in a WorkspaceEdit. */
	readonly versionedEdits: boolean;
	/** These three only where there are `documentChanges`, which alone can hold them. */
	readonly createFiles: boolean;
	readonly deleteFiles: boolean;
	readonly changeAnnotations: boolean;
	/** Hovers may be Markdown; a client that names no format at all gets it, too. */
	readonly markdownHovers: boolean;
	/** A definition may say which text it was asked for. */
	readonly definitionLinks: boolean;
	readonly linkTooltips: boolean;
	readonly codeLenses: boolean;
	/** Hovers and code lenses may be registered after the start, for documents of their own choice. */
	readonly registersHovers: boolean;
	readonly registersCodeLenses: boolean;
	/** The client has our own commands (`linkscape.copy`, `linkscape.openUri`): VS Code with our extension. */
	readonly ownCommands: boolean;
	/** The client has a use for our own notifications (`linkscape/status` and the others of `protocol/`). */
	readonly ownNotifications: boolean;
}

export function clientFeatures(capabilities: ClientCapabilities, options: InitializationOptions): ClientFeatures {
	const { workspace, textDocument, window } = capabilities;
	const versionedEdits = workspace?.workspaceEdit?.documentChanges === true;
	const operations = versionedEdits ? (workspace.workspaceEdit?.resourceOperations ?? []) : [];
	const formats = textDocument?.hover?.contentFormat;
	const ownCommands = options.ownCommands === true;
	return {
		configuration: workspace?.configuration === true,
		registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
		pullDiagnostics: textDocument?.diagnostic !== undefined,
		refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
		refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
		refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
		workDoneProgress: window?.workDoneProgress === true,
		watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
		versionedEdits,
		createFiles: operations.includes('create'),
		deleteFiles: operations.includes('delete'),
		changeAnnotations: versionedEdits && workspace.workspaceEdit?.changeAnnotationSupport !== undefined,
		markdownHovers: formats === undefined || formats.includes(MarkupKind.Markdown),
		definitionLinks: textDocument?.definition?.linkSupport === true,
		linkTooltips: textDocument?.documentLink?.tooltipSupport === true,
		codeLenses: textDocument?.codeLens !== undefined,
		registersHovers: textDocument?.hover?.dynamicRegistration === true,
		registersCodeLenses: textDocument?.codeLens?.dynamicRegistration === true,
		ownCommands,
		ownNotifications: options.ownNotifications ?? (ownCommands || options.trusted !== undefined),
	};
}
