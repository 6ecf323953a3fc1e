import type { EscapeHint } from '../analysis/escape/escapeHint.ts';

/** Hints by the name of their function, empty for package level, in the order of their first hint. */
export function hintsByFunction(hints: readonly EscapeHint[]): ReadonlyMap<string, readonly EscapeHint[]> {
	const groups = new Map<string, EscapeHint[]>();
	for (const hint of hints) {
		const group = groups.get(hint.function);
		if (group) group.push(hint);
		else groups.set(hint.function, [hint]);
	}
	return groups;
}
