/** The vocabulary that every adapter shares: what was found, where, and what would mend it. Plain data. */
import type { RuleId } from './linkname/rules.ts';
import type { Severity } from './severity.ts';
import type { Span } from './text/span.ts';
import type { TextEdit } from './text/textEdit.ts';

export interface Finding {
	readonly rule: RuleId;
	readonly severity: Severity;
	/** The file the finding stands in: an absolute path. */
	readonly file: string;
	readonly span: Span;
	/** One sentence, shown at the squiggle and in the terminal. */
	readonly message: string;
	/** The symbol that the finding is about, e.g. `runtime.nanotime`. */
	readonly target?: string;
	/** The code is useless rather than wrong: editors fade it. */
	readonly unnecessary?: boolean;
	/** The line above the directive says it as well: an editor that shows that one needs no second mark. */
	readonly inLens?: boolean;
	readonly related?: readonly RelatedPlace[];
	readonly fixes: readonly Fix[];
}

export interface RelatedPlace {
	readonly file: string;
	readonly span: Span;
	readonly message: string;
}

/** A change that mends a finding. All spans are in the texts that the finding was computed from. */
export interface Fix {
	readonly title: string;
	/** `safe` cannot change what the program does and may be applied without a choice (fix all, `--fix`). */
	readonly safety: 'safe' | 'choice';
	readonly preferred?: boolean;
	readonly edits: readonly FileEdit[];
	/** Instead of edits: something that only an editor can do. */
	readonly action?: FixAction;
}

export type FileEdit =
	| { readonly kind: 'change'; readonly file: string; readonly edits: readonly TextEdit[] }
	| { readonly kind: 'create'; readonly file: string; readonly text: string }
	| { readonly kind: 'delete'; readonly file: string };

export type FixAction =
	| { readonly kind: 'copy'; readonly text: string }
	| { readonly kind: 'open'; readonly target: string };
