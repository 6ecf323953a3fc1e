import type { LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** What commands are made of. */
export interface Parts {
	readonly client: LanguageClient;
	readonly log: LogOutputChannel;
	/** Every escape class, for the filter. */
	readonly classes: readonly string[];
}
