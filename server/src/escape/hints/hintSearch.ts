/** Looks something up about the hints of open files in the background, when they have stayed the same for a moment. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import type { Cause, Changes } from '../../world/answers/changes.ts';
import type { FileEscapes } from './fileEscapes.ts';

export interface HintSearch<T> {
	/**
	 * What was found about the hints of a file; undefined while they are stale, and until their search has ended. Asking starts a search,
	 * unless one has been made of the same hints; `onFound` is called when it has ended.
	 */
	of(path: string): ReadonlyMap<EscapeHint, T> | undefined;
	dispose(): void;
}

export interface HintSearchDeps<T> {
	readonly escapes: (path: string) => FileEscapes;
	/** Begins a search of a file: gives what looks at a few hints at a time, so that others get their turn. */
	readonly find: (path: string, signal: AbortSignal) => Promise<HintLook<T>>;
	readonly onFound: (path: string, found: ReadonlyMap<EscapeHint, T>) => void;
	/** A search failed, which is a fault of ours. */
	readonly onError: (error: unknown) => void;
	/** Milliseconds during which the hints have to stay the same before a search begins. */
	readonly pause: number;
	/** What was found holds no more when one of `dependsOn` changes, though the hints are the same. */
	readonly changes: Changes;
	readonly dependsOn: readonly Cause[];
}

export type HintLook<T> = (hints: readonly EscapeHint[]) => Promise<ReadonlyMap<EscapeHint, T>>;

/** Hints that are looked at before others get their turn. */
const atATime = 50;

interface Search<T> {
	readonly hints: readonly EscapeHint[];
	readonly abort: AbortController;
	found?: ReadonlyMap<EscapeHint, T>;
}

export function createHintSearch<T>(deps: HintSearchDeps<T>): HintSearch<T> {
	const { escapes, find, onFound, onError, pause, changes, dependsOn } = deps;
	const searches = new Map<string, Search<T>>();
	changes.on(dependsOn, drop);

	function begin(path: string, hints: readonly EscapeHint[]): Search<T> {
		const search: Search<T> = { hints, abort: new AbortController() };
		const isCurrent = () => {
			const now = escapes(path);
			return searches.get(path) === search && now.state === 'fresh' && now.hints === hints;
		};
		const timer = setTimeout(() => {
			if (!isCurrent()) return giveUp(path, search);
			run(path, search, isCurrent).catch((error: unknown) => {
				if (!search.abort.signal.aborted) onError(error);
			});
		}, pause).unref();
		search.abort.signal.addEventListener('abort', () => clearTimeout(timer));
		return search;
	}

	async function run(path: string, search: Search<T>, isCurrent: () => boolean): Promise<void> {
		const { hints, abort } = search;
		const look = await find(path, abort.signal);
		const found = new Map<EscapeHint, T>();
		for (let from = 0; from < hints.length; from += atATime) {
			for (const [hint, what] of await look(hints.slice(from, from + atATime))) found.set(hint, what);
			await new Promise(setImmediate);
			if (!isCurrent()) return giveUp(path, search);
		}
		search.found = found;
		onFound(path, found);
	}

	/** Its hints may be fresh again later, as after an edit that is taken back: then it is made anew. */
	function giveUp(path: string, search: Search<T>): void {
		if (searches.get(path) === search) searches.delete(path);
	}

	function drop(): void {
		for (const { abort } of searches.values()) abort.abort();
		searches.clear();
	}

	return {
		of(path) {
			const known = escapes(path);
			const search = searches.get(path);
			if (search?.hints === known.hints && known.state === 'fresh') return search.found;
			search?.abort.abort();
			searches.delete(path);
			if (known.state === 'fresh' && known.hints.length > 0) searches.set(path, begin(path, known.hints));
			return undefined;
		},
		dispose: drop,
	};
}
