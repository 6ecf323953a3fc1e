/** Which hints are counted but not shown at their line. */
import type { EscapeHint } from './escapeHint.ts';

/** A "maybe" on a path that runs rarely: where an error is made, or something panics. Sure allocations there stay. */
export function isColdMaybe(hint: { readonly verdict: string; readonly coldPath?: string | undefined }): boolean {
	const { verdict, coldPath } = hint;
	return verdict === 'maybe-heap' && (coldPath === 'error' || coldPath === 'panic');
}

/**
 * True for what seldom matters: allocations of cold paths and copies of inlined code. A sure allocation in a loop and
 * what a profile calls hot are never folded.
 *
 * @param isHot what the loaded profile says; undefined without one
 */
export function isFolded(hint: EscapeHint, isHot: ((hint: EscapeHint) => boolean) | undefined): boolean {
	if (hint.coldPath === undefined) return false;
	if (hint.verdict === 'heap' && hint.inLoop) return false;
	return isHot?.(hint) !== true;
}
