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
}

/**
 * Each key is loaded once; a load that fails counts as no answer.
 *
 * @param onFailure what is missing on a disk is an answer: what fails here is a fault of ours, and silences a rule
 */
export function createLookups(onFailure: (error: unknown) => void): Lookups {
	const known = new Map<string, unknown>();
	const loading = new Map<string, Promise<void>>();

	function start(key: string, load: () => Promise<unknown>): Promise<void> {
		const done: Promise<void> = load()
			.catch((error: unknown) => {
				onFailure(error);
				return undefined;
			})
			.then((answer) => {
				// Forgotten meanwhile: whoever asks again gets a newer one.
				if (loading.get(key) !== done) return;
				loading.delete(key);
				known.set(key, answer);
			});
		loading.set(key, done);
		return done;
	}

	function round(): Round {
		const waiting: Promise<void>[] = [];
		const parts: Round[] = [];
		return {
			ask<T>(key: string, load: () => Promise<T>): T | undefined {
				if (known.has(key)) return known.get(key) as T;
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
		forget(prefix) {
			for (const map of [known, loading]) {
				for (const key of map.keys()) if (key.startsWith(prefix)) map.delete(key);
			}
		},
	};
}
