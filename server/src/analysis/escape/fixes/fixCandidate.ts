/** What may mend an allocation. It is a guess until the compiler has seen the result; see `isProven`. */
import type { PackageDeclarations } from '../../syntax/declarations.ts';
import type { SyntaxTable } from '../../syntax/syntaxTable.ts';
import type { Span } from '../../text/span.ts';
import type { TextEdit } from '../../text/textEdit.ts';
import type { EscapeHint } from '../escapeHint.ts';

export interface FixCandidate {
	readonly title: string;
	/** In the file of the hint; they do not overlap. */
	readonly edits: readonly TextEdit[];
	readonly proof: Proof;
}

/** What compiling the result has to show. Spans are in the text after the edits. */
export type Proof =
	/** The allocation is there no more. */
	| { readonly kind: 'gone' }
	/** It stands at `place`, in front of the loop that repeated it. */
	| { readonly kind: 'once'; readonly place: Span }
	/**
	 * One allocation at `place`, and nothing else is new. That the slice does not grow any more follows from the shape of the
	 * loop: the compiler does not say it of an `append`.
	 */
	| { readonly kind: 'sized'; readonly place: Span }
	/** It is there no more; what stands at `places` in its stead allocates for sure at most `sure` times. */
	| { readonly kind: 'replaced'; readonly places: readonly Span[]; readonly sure: number }
	/** It stands at `place` only, behind a condition that seldom holds. */
	| { readonly kind: 'seldom'; readonly place: Span };

/** A place that allocates, and the package around it. */
export interface FixContext {
	readonly hint: EscapeHint;
	/** Of the text that the hint's span stands in. */
	readonly table: SyntaxTable;
	readonly declarations: PackageDeclarations;
	/** The language version of the package, `22` of go1.22; 0 when nobody said. */
	readonly languageMinor: number;
}

export type FixKind = (context: FixContext) => FixCandidate | undefined;
