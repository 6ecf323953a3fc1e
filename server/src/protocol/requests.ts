/** Names and shapes of what client and server say to each other beyond LSP. */

/** Server → client, a notification: what the status item shows. Sent whenever it changes. */
export const statusNotification = 'linkscape/status';

export interface StatusParams {
	/** One entry per module with an open file; the client shows the one of the active editor. */
	readonly modules: readonly ModuleStatus[];
}

export interface ModuleStatus {
	/** URI of the directory that holds go.mod (or of the file's directory where there is none). */
	readonly uri: string;
	readonly state: 'ready' | 'analysing' | 'paused' | 'no-go' | 'restricted';
	/** e.g. `go1.26.8`; empty when unknown. */
	readonly go: string;
	/** Where the go command was found and why that one: `/usr/local/go/bin/go, from PATH`. */
	readonly goSource: string;
	/** One sentence of what is wrong or missing; empty when all is well. */
	readonly detail: string;
}

/** Commands the server executes (`workspace/executeCommand`). */
export const serverCommands = {
	reanalyse: 'linkscape.server.reanalyse',
} as const;

/** Commands that only an editor can run; the VS Code client registers them. Each takes one string. */
export const clientCommands = {
	/** Puts the text on the clipboard. */
	copy: 'linkscape.copy',
	/** Opens a URI: `file:///a/b.go#L12,5` in the editor at line 12, column 5, anything else in the browser. */
	open: 'linkscape.open',
} as const;

/** Client → server, a notification: the workspace was trusted or the settings of another extension changed. */
export const environmentNotification = 'linkscape/environment';

export interface EnvironmentParams {
	readonly trusted: boolean;
	/** What the user told the Go extension, already limited to the user's level where the workspace is not trusted. */
	readonly goExtension: GoExtensionSettings;
	/** The same for each workspace folder; `goExtension` holds for files outside of them. */
	readonly folders?: readonly FolderEnvironment[];
}

export interface FolderEnvironment {
	readonly uri: string;
	readonly goExtension: GoExtensionSettings;
}

export interface GoExtensionSettings {
	readonly goroot?: string;
	readonly alternateTools?: Readonly<Record<string, string>>;
	readonly toolsEnvVars?: Readonly<Record<string, string>>;
	readonly buildTags?: string;
	readonly buildFlags?: readonly string[];
	readonly goplsEnv?: Readonly<Record<string, string>>;
	readonly goplsBuildFlags?: readonly string[];
}

/** `initializationOptions` of the server. Everything is optional, so that any client can start it. */
export interface InitializationOptions {
	/** False: parse only, run nothing. Default true. */
	readonly trusted?: boolean;
	/** The same object as the `linkscape` section of the settings. */
	readonly settings?: unknown;
	readonly goExtension?: GoExtensionSettings;
	readonly folders?: readonly FolderEnvironment[];
	/** The client has registered {@link clientCommands}; without them, fixes that need them are not offered. */
	readonly ownCommands?: boolean;
}
