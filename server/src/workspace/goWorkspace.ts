/**
 * The façade: everything an editor may ask about the Go files it has open. It knows neither LSP nor a terminal; paths are
 * absolute, positions are UTF-16 offsets in the text as it was last given.
 */
import type { EscapeHint, FunctionReport } from '../analysis/escape/escapeHint.ts';
import type { Finding } from '../analysis/finding.ts';
import type { Span } from '../analysis/text/span.ts';
import type { TextChange } from '../analysis/text/textEdit.ts';
import type { GoExtension } from './go/goSettings.ts';

/** What the user allows and prefers; given at the start and whenever it changes. */
export interface WorkspaceSetup {
	/** False: parse only, run nothing. */
	readonly trusted: boolean;
	/** `linkscape.go.path`; empty: found by itself. */
	readonly goPath: string;
	readonly allowDownloads: boolean;
	readonly goExtension: GoExtension;
	readonly folders: readonly { readonly path: string; readonly goExtension: GoExtension }[];
	/** Modules are linked with `-checklinkname=0`. */
	readonly checkDisabled: boolean;
	/** Escape analysis is wanted. */
	readonly escapes: boolean;
	/** Milliseconds without an edit before unsaved text is compiled. */
	readonly delay: number;
}

export interface FileEscapes {
	/** `stale`: from an older text, moved along with the edits since; `none`: nothing is known yet. */
	readonly state: 'fresh' | 'stale' | 'none';
	readonly hints: readonly EscapeHint[];
	readonly functions: readonly FunctionReport[];
}

/** What the status item says about one module. */
export interface ModuleState {
	readonly directory: string;
	readonly state: 'ready' | 'analysing' | 'paused' | 'no-go' | 'restricted';
	readonly go: string;
	readonly goSource: string;
	readonly detail: string;
}

/** A text for a place: a hover in Markdown. */
export interface Description {
	readonly span: Span;
	readonly markdown: string;
}

/** A short line about a directive. */
export interface DirectiveSummary {
	readonly span: Span;
	readonly title: string;
}

export interface WorkspaceListener {
	/** The findings of these open files may have changed for another reason than their own edit. */
	findingsChanged(paths: readonly string[]): void;
	escapesChanged(paths: readonly string[]): void;
	statusChanged(states: readonly ModuleState[]): void;
}

export interface GoWorkspace {
	configure(setup: WorkspaceSetup): void;
	listen(listener: WorkspaceListener): void;
	opened(path: string, text: string): void;
	/** `changes` lead, one after the other, from the text given before to `text`. */
	changed(path: string, text: string, changes: readonly TextChange[]): void;
	saved(path: string): void;
	closed(path: string): void;
	/** Files were made, changed or deleted on disk. */
	filesChanged(paths: readonly string[]): void;
	findings(path: string): Promise<readonly Finding[]>;
	describe(path: string, offset: number): Promise<Description | undefined>;
	directiveSummaries(path: string): Promise<readonly DirectiveSummary[]>;
	/** What is known now; asking starts nothing. */
	escapes(path: string): FileEscapes;
	/** Compile the package of a file again, whether or not something changed. */
	reanalyse(path: string): void;
	/** Stop the compiler run of a module. */
	cancel(directory: string): void;
	/** The text of a file that was read already: open in the editor, or beside one that is. */
	knownText(path: string): string | undefined;
	dispose(): void;
}
