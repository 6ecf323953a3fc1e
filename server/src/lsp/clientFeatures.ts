/**
 * Which optional parts of LSP the client speaks, and which of ours: a request, a notification or a registration that a client did not
 * announce is not sent to it. Code actions as literals, in LSP since 3.8, are assumed.
 */
import { type ClientCapabilities, type DiagnosticTag, type DocumentFilter, MarkupKind } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol/requests.ts';

export interface ClientFeatures {
	/** The client can be asked for its settings. */
	readonly configuration: boolean;
	/** It tells of changed settings when somebody registers for that. */
	readonly registersConfiguration: boolean;
	readonly pullDiagnostics: boolean;
	/** What a diagnostic may hold beside its range, severity, code and message. */
	readonly diagnostics: {
		readonly relatedInformation: boolean;
		readonly codeDescription: boolean;
		readonly tags: readonly DiagnosticTag[];
	};
	readonly refreshDiagnostics: boolean;
	readonly refreshInlayHints: boolean;
	readonly refreshCodeLenses: boolean;
	readonly workDoneProgress: boolean;
	readonly watchedFiles: boolean;
	/** `documentChanges` with versions in a WorkspaceEdit. */
	readonly versionedEdits: boolean;
	/** Code actions may come without their edit, which the client asks for when one is chosen. */
	readonly resolvesCodeActions: boolean;
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
	/**
	 * The documents for which hovers and code lenses are registered after the start, so that they come below those of gopls; undefined
	 * when the client does not want that or cannot do it, and they are announced at once.
	 */
	readonly lateHovers: DocumentFilter[] | undefined;
	readonly lateLenses: DocumentFilter[] | undefined;
	/** The client has our own commands (`linkscape.copy`, `linkscape.openUri`): VS Code with our extension. */
	readonly ownCommands: boolean;
	/** The client has a use for our own notifications (`linkscape/status` and the others of `protocol/`). */
	readonly ownNotifications: boolean;
}

export function clientFeatures(capabilities: ClientCapabilities, options: InitializationOptions): ClientFeatures {
	const { workspace, textDocument, window } = capabilities;
	const versionedEdits = workspace?.workspaceEdit?.documentChanges === true;
	const operations = versionedEdits ? (workspace.workspaceEdit?.resourceOperations ?? []) : [];
	const codeAction = textDocument?.codeAction;
	const formats = textDocument?.hover?.contentFormat;
	const ownCommands = options.ownCommands === true;
	const late = options.lateSelector?.length ? [...options.lateSelector] : undefined;
	return {
		configuration: workspace?.configuration === true,
		registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
		diagnostics: diagnosticParts(capabilities),
		pullDiagnostics: textDocument?.diagnostic !== undefined,
		refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
		refreshInlayHints: workspace?.inlayHint?.refreshSupport === true,
		refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
		workDoneProgress: window?.workDoneProgress === true,
		watchedFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
		versionedEdits,
		resolvesCodeActions:
			codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
		createFiles: operations.includes('create'),
		deleteFiles: operations.includes('delete'),
		changeAnnotations: versionedEdits && workspace.workspaceEdit?.changeAnnotationSupport !== undefined,
		markdownHovers: formats === undefined || formats.includes(MarkupKind.Markdown),
		definitionLinks: textDocument?.definition?.linkSupport === true,
		linkTooltips: textDocument?.documentLink?.tooltipSupport === true,
		codeLenses: textDocument?.codeLens !== undefined,
		lateHovers: textDocument?.hover?.dynamicRegistration ? late : undefined,
		lateLenses: textDocument?.codeLens?.dynamicRegistration ? late : undefined,
		ownCommands,
		ownNotifications: options.ownNotifications ?? (ownCommands || options.trusted !== undefined),
	};
}

/** LSP 3.17 announces them for published diagnostics, which stands for pulled ones as well; 3.18 for each of the two. */
function diagnosticParts({ textDocument }: ClientCapabilities): ClientFeatures['diagnostics'] {
	const announced = [textDocument?.publishDiagnostics, textDocument?.diagnostic];
	return {
		relatedInformation: announced.some((one) => one?.relatedInformation === true),
		codeDescription: announced.some((one) => one?.codeDescriptionSupport === true),
		tags: announced.flatMap((one) => one?.tagSupport?.valueSet ?? []),
	};
}
