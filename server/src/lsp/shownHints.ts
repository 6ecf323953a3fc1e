/** Which escape hints the user wants to see at the end of lines and in the Problems panel. */
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import type { LinkscapeSettings } from '../protocol/settings.ts';

export function shownHints(hints: readonly EscapeHint[], { escape }: LinkscapeSettings): readonly EscapeHint[] {
	if (!escape.enabled) return [];
	const verdicts = new Set<string>(escape.verdicts);
	const hidden = new Set(escape.hiddenClasses);
	return hints.filter((hint) => verdicts.has(hint.verdict) && !hidden.has(hint.class));
}
