/** Which hints of the open files a quick fix may mend: looked up in the background, so that an editor can mark them. */
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import { createHintSearch, type HintSearch, type HintSearchDeps } from './hints/hintSearch.ts';
import type { ProvenFixes } from './provenFixes.ts';

export interface FixableHintsDeps extends Pick<HintSearchDeps<string>, 'escapes' | 'onError' | 'changes'> {
	readonly fixes: Pick<ProvenFixes, 'possible'>;
	readonly onFound: (path: string) => void;
}

/** Milliseconds, longer than between two keys: a search reads the syntax of the whole package. */
const pause = 800;

/** Finds the title of a fix for each hint that has one. */
export function createFixableHints({
	fixes,
	escapes,
	onFound,
	onError,
	changes,
}: FixableHintsDeps): HintSearch<string> {
	return createHintSearch({
		escapes,
		find: async (path, signal) => async (hints) => {
			const possible = await fixes.possible({ path, hints }, signal);
			return new Map<EscapeHint, string>(possible.map(({ hint, title }) => [hint, title]));
		},
		onFound(path, found) {
			if (found.size > 0) onFound(path);
		},
		onError,
		pause,
		changes,
		// What another file or Go changes about a fix, it changes about the hints.
		dependsOn: [],
	});
}
