/** Long work beside others: it is cut into slices, between which everybody else has a turn. */

/** Milliseconds of a slice: a keystroke waits no longer. */
const longest = 8;

/** To be asked between two pieces of work: waits for a turn of the event loop once a slice is over, and is undefined before. */
export function createSlices(): () => Promise<void> | undefined {
	let started = performance.now();
	return () => {
		if (performance.now() - started < longest) return undefined;
		return new Promise((resolve) => {
			setImmediate(() => {
				started = performance.now();
				resolve();
			});
		});
	};
}
