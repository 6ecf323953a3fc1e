/** What to do when the server ends by itself. */

const crashesBeforeGivingUp = 4;
const crashWindowMs = 3 * 60_000;

export interface Reaction {
	readonly restart: boolean;
	/** One line for the output channel. */
	readonly message: string;
}

/** Counts the crashes: restart, but not more than four times within three minutes. `now` is in milliseconds. */
export function createRestartPolicy(now: () => number): () => Reaction {
	let crashes: readonly number[] = [];
	return () => {
		crashes = [...crashes.filter((time) => now() - time < crashWindowMs), now()];
		return crashes.length <= crashesBeforeGivingUp
			? { restart: true, message: 'The server ended unexpectedly and is started again.' }
			: {
					restart: false,
					message: `The server ended ${crashes.length} times within three minutes and stays off. "Linkscape: Restart Server" starts it again.`,
				};
	};
}
