/** Answers that take a while: each is worked out once, for all who ask, and kept until what it depends on changes. */
import type { Cause, Changes } from './changes.ts';

export interface Answers<V> {
	/**
	 * The answer to a question. Who asks while it is worked out gets the same one; one that fails is worked out again for who asks next.
	 * Rejects when `signal` aborts; the work is given up (its own signal aborts) once nobody waits for it any more.
	 */
	of(question: string, work: (signal: AbortSignal) => Promise<V>, signal?: AbortSignal): Promise<V>;
	/** The answer, where it is there already. */
	known(question: string): V | undefined;
	/** Whether there is none. */
	isEmpty(): boolean;
}

export interface AnswersOptions {
	/** Says what changed. */
	readonly changes: Changes;
	readonly dependsOn: readonly Cause[];
	/** Answers that are kept; those that were asked for longest ago go first. */
	readonly most: number;
}

interface Work<V> {
	readonly promise: Promise<V>;
	readonly abort: AbortController;
	/** Those who wait and could give up; one who cannot keeps it going to its end. */
	waiting: number;
	answer: { readonly value: V } | undefined;
}

export function createAnswers<V>({ changes, dependsOn, most }: AnswersOptions): Answers<V> {
	const works = new Map<string, Work<V>>();
	// What is being worked out is of no use to who asks from now on; who waits for it already asked before the change.
	changes.on(dependsOn, () => works.clear());

	function begin(question: string, work: (signal: AbortSignal) => Promise<V>): Work<V> {
		const abort = new AbortController();
		const begun: Work<V> = { promise: work(abort.signal), abort, waiting: 0, answer: undefined };
		begun.promise.then(
			(value) => void (begun.answer = { value }),
			() => drop(question, begun),
		);
		return begun;
	}

	function drop(question: string, work: Work<V>): void {
		if (works.get(question) === work) works.delete(question);
	}

	return {
		async of(question, work, signal) {
			signal?.throwIfAborted();
			const asked = works.get(question) ?? begin(question, work);
			// Asked for last.
			works.delete(question);
			works.set(question, asked);
			const [oldest] = works.keys();
			if (oldest !== undefined && works.size > most) works.delete(oldest);
			asked.waiting++;
			try {
				return await (signal ? unlessAborted(asked.promise, signal) : asked.promise);
			} finally {
				if (--asked.waiting === 0 && !asked.answer) {
					drop(question, asked);
					asked.abort.abort();
				}
			}
		},
		known: (question) => works.get(question)?.answer?.value,
		isEmpty: () => works.size === 0,
	};
}

/** Rejects when the signal aborts before the promise settles. */
function unlessAborted<V>(promise: Promise<V>, signal: AbortSignal): Promise<V> {
	return new Promise((resolve, reject) => {
		const giveUp = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
		signal.addEventListener('abort', giveUp, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
	});
}
