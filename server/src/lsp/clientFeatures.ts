/** Which optional parts of LSP the client speaks. Everything else is assumed. */
import type { ClientCapabilities } from 'vscode-languageserver';

export interface ClientFeatures {
	readonly configuration: boolean;
	readonly pullDiagnostics: boolean;
	readonly refreshDiagnostics: boolean;
	readonly refreshInlayHints: boolean;
	readonly refreshCodeLenses: boolean;
	readonly workDoneProgress: boolean;
	readonly watchedFiles: boolean;
	/** `documentChanges` with versions in a WorkspaceEdit. */
	readonly versionedEdits: boolean;
	readonly createFiles: boolean;
	readonly deleteFiles: boolean;
	readonly changeAnnotations: boolean;
	/** A definition may say which text it was asked for. */
	readonly definitionLinks: boolean;
	readonly linkTooltips: boolean;
	readonly codeLenses: boolean;
	/** Hovers and code lenses may be registered after the start, for documents of their own choice. */
	readonly registersHovers: boolean;
	readonly registersCodeLenses: boolean;
	/** The client has our own commands (`linkscape.copy`, `linkscape.openUri`): VS Code with our extension. */
	readonly ownCommands: boolean;
}

export function clientFeatures(capabilities: ClientCapabilities, ownCommands: boolean): ClientFeatures {
	const { workspace, textDocument, window } = capabilities;
	const operations = workspace?.workspaceEdit?.resourceOperations ?? [];
	return {
		configuration: workspace?.configuration === true,
		pullDiagnostics: textDocument?.diagnostic !== undefined,
		refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
		refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
		refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
		workDoneProgress: window?.workDoneProgress === true,
		watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
		versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
		createFiles: operations.includes('create'),
		deleteFiles: operations.includes('delete'),
		changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
		definitionLinks: textDocument?.definition?.linkSupport === true,
		linkTooltips: textDocument?.documentLink?.tooltipSupport === true,
		codeLenses: textDocument?.codeLens !== undefined,
		registersHovers: textDocument?.hover?.dynamicRegistration === true,
		registersCodeLenses: textDocument?.codeLens?.dynamicRegistration === true,
		ownCommands,
	};
}
