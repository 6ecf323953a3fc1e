import type { LogOutputChannel, Memento, Uri } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { WorkspaceFilter } from '../escapeFilter.ts';
import type { EscapesView } from '../escapesView.ts';
import type { FlowView } from '../flowView.ts';
import type { InventoryView } from '../inventoryView.ts';
import type { PathWords } from '../pathWords.ts';
import type { StatusItem } from '../statusItem.ts';
import type { WorkspaceProfile } from '../workspaceProfile.ts';

/** What commands are made of. */
export interface Parts {
	readonly client: LanguageClient;
	readonly log: LogOutputChannel;
	/** Every escape class, for the filter. */
	readonly classes: readonly string[];
	readonly filter: WorkspaceFilter;
	readonly view: EscapesView;
	readonly flowView: FlowView;
	readonly inventoryView: InventoryView;
	readonly status: StatusItem;
	readonly profile: WorkspaceProfile;
	readonly pathWords: PathWords;
	/** Of this user, in all workspaces. */
	readonly memory: Memento;
	/** Where files of this workspace may be kept, outside of it; undefined without a workspace. */
	readonly storage: Uri | undefined;
}
