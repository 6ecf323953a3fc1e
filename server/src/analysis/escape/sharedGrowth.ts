/** One hint for a slice that several appends of a function grow: which of them finds it full, no code shows. */
import type { EscapeHint } from './escapeHint.ts';
import { growthOfOthers, growthShared } from './wording.ts';

/**
 * Leaves of the hints that grow the same slice one as it is, which then speaks for all: the first in a loop, else the first. The others get
 * the reason `shared-growth`.
 *
 * @param hints of one file, in order of their places
 */
export function withSharedGrowth(hints: readonly EscapeHint[]): readonly EscapeHint[] {
	const groups = new Map<string, EscapeHint[]>();
	for (const hint of hints) {
		if (hint.grows === undefined || hint.because !== 'growth') continue;
		const group = groups.get(hint.grows);
		if (group) group.push(hint);
		else groups.set(hint.grows, [hint]);
	}
	const first = new Map<EscapeHint, number>();
	const others = new Set<EscapeHint>();
	for (const group of groups.values()) {
		const usual = group.filter(({ coldPath }) => coldPath === undefined);
		const speaker = usual.find(({ inLoop }) => inLoop) ?? usual[0] ?? group[0];
		if (speaker === undefined || group.length === 1) continue;
		first.set(speaker, group.length - 1);
		for (const hint of group) if (hint !== speaker) others.add(hint);
	}
	return hints.map((hint) => {
		const count = first.get(hint);
		if (count !== undefined) return { ...hint, message: growthOfOthers(sliceName(hint), count) };
		if (!others.has(hint)) return hint;
		return { ...hint, because: 'shared-growth', message: growthShared(sliceName(hint)), advice: '' };
	});
}

function sliceName({ grows = '' }: EscapeHint): string {
	return grows.slice(grows.lastIndexOf(' ') + 1);
}
