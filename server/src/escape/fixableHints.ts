/** Which hints of the open files a quick fix may mend: looked up in the background, so that an editor can mark them. */
import type { EscapeHint } from '../analysis/escape/escapeHint.ts';
import type { FileEscapes } from './hints/fileEscapes.ts';
import type { ProvenFixes } from './provenFixes.ts';

export interface FixableHints {
	/**
	 * The titles of the fixes, as far as they are known; empty while the hints are stale. Asking starts a search of the file when
	 * nothing has changed for a moment; `onFound` is called when it finds a fix.
	 */
	of(path: string): ReadonlyMap<EscapeHint, string>;
	dispose(): void;
}

export interface FixableHintsDeps {
	readonly fixes: Pick<ProvenFixes, 'possible'>;
	readonly escapes: (path: string) => FileEscapes;
	readonly onFound: (path: string) => void;
	/** A search failed, which is a fault of ours. */
	readonly onError: (error: unknown) => void;
	/** Milliseconds during which the hints have to stay the same before a search begins. */
	readonly pause?: number;
}

/** Longer than between two keys: a search reads the whole file. */
const usualPause = 800;

/** Hints that are searched before others get their turn. */
const atATime = 50;

interface Search {
	readonly hints: readonly EscapeHint[];
	readonly abort: AbortController;
	readonly found: Map<EscapeHint, string>;
}

export function createFixableHints({ fixes, escapes, onFound, onError, pause }: FixableHintsDeps): FixableHints {
	const searches = new Map<string, Search>();

	function begin(path: string, hints: readonly EscapeHint[]): Search {
		const search: Search = { hints, abort: new AbortController(), found: new Map() };
		const isCurrent = () => searches.get(path) === search && isFresh(escapes(path), hints);
		const timer = setTimeout(() => {
			if (!isCurrent()) return;
			run(path, search, isCurrent).catch((error: unknown) => {
				if (!search.abort.signal.aborted) onError(error);
			});
		}, pause ?? usualPause).unref();
		search.abort.signal.addEventListener('abort', () => clearTimeout(timer));
		return search;
	}

	async function run(path: string, { hints, abort, found }: Search, isCurrent: () => boolean): Promise<void> {
		const titles = new Map<EscapeHint, string>();
		for (let from = 0; from < hints.length; from += atATime) {
			const some = { path, hints: hints.slice(from, from + atATime) };
			for (const { hint, title } of await fixes.possible(some, abort.signal)) titles.set(hint, title);
			await new Promise(setImmediate);
			if (!isCurrent()) return;
		}
		for (const [hint, title] of titles) found.set(hint, title);
		if (found.size > 0) onFound(path);
	}

	return {
		of(path) {
			const known = escapes(path);
			const search = searches.get(path);
			if (search?.hints === known.hints && known.state === 'fresh') return search.found;
			search?.abort.abort();
			searches.delete(path);
			if (known.state === 'fresh' && known.hints.length > 0) searches.set(path, begin(path, known.hints));
			return nothing;
		},
		dispose() {
			for (const { abort } of searches.values()) abort.abort();
			searches.clear();
		},
	};
}

const nothing: ReadonlyMap<EscapeHint, string> = new Map();

function isFresh({ hints, state }: FileEscapes, expected: readonly EscapeHint[]): boolean {
	return state === 'fresh' && hints === expected;
}
