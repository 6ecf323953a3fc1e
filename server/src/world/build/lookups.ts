/** Answers that have to be fetched, asked for by code that does not wait. */

/** One attempt at a question that may need several answers. */
export interface Round {
	/** The answer, or undefined while it is being fetched (and when there is none). */
	ask<T>(key: string, load: () => Promise<T>): T | undefined;
	/** Settles when what this round and its parts asked in vain is there; undefined when they lacked nothing. */
	missing(): Promise<void> | undefined;
	/** A part of the question that may be answered while others are not. */
	part(): Round;
}

export interface Lookups {
	round(): Round;
	/** Forgets the answers to keys that begin like this. */
	forget(prefix: string): void;
	/** How many answers are known. */
	size(): number;
}

/** Milliseconds until a load that has failed is tried again, doubled each time it fails again, and the most. */
const [firstPause, longestPause] = [1_000, 300_000];

interface Failure {
	/** When it may be tried again; milliseconds. */
	readonly until: number;
	readonly pause: number;
}

/**
 * Each key is loaded once. A load that fails counts as no answer for a while; it is tried again when somebody asks after that.
 *
 * @param onFailure what is missing on a disk is an answer: what fails here is a fault of ours, and silences a rule
 * @param now milliseconds
 */
export function createLookups(onFailure: (error: unknown) => void, now: () => number = Date.now): Lookups {
	const known = new Map<string, unknown>();
	const failed = new Map<string, Failure>();
	const loading = new Map<string, Promise<void>>();

	function start(key: string, load: () => Promise<unknown>): Promise<void> {
		const settle = (answer: unknown, failure: Failure | undefined) => {
			// Forgotten meanwhile: whoever asks again gets a newer one.
			if (loading.get(key) !== done) return;
			loading.delete(key);
			known.set(key, answer);
			if (failure) failed.set(key, failure);
			else failed.delete(key);
		};
		const done: Promise<void> = load().then(
			(answer) => settle(answer, undefined),
			(error: unknown) => {
				onFailure(error);
				const pause = Math.min(longestPause, (failed.get(key)?.pause ?? firstPause / 2) * 2);
				settle(undefined, { until: now() + pause, pause });
			},
		);
		loading.set(key, done);
		return done;
	}

	function round(): Round {
		const waiting: Promise<void>[] = [];
		const parts: Round[] = [];
		return {
			ask<T>(key: string, load: () => Promise<T>): T | undefined {
				const isDue = now() >= (failed.get(key)?.until ?? Infinity);
				if (known.has(key) && !isDue) return known.get(key) as T;
				waiting.push(loading.get(key) ?? start(key, load));
				return undefined;
			},
			missing() {
				const all = [...waiting, ...parts.flatMap((part) => part.missing() ?? [])];
				return all.length === 0 ? undefined : Promise.all(all).then(() => {});
			},
			part() {
				const part = round();
				parts.push(part);
				return part;
			},
		};
	}

	return {
		round,
		size: () => known.size,
		forget(prefix) {
			for (const map of [known, failed, loading]) {
				for (const key of map.keys()) if (key.startsWith(prefix)) map.delete(key);
			}
		},
	};
}
