import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks until the answer is true or a value, and returns it.
 * @template T
 * @param {string} what named in the error after a minute without
 * @param {() => T | Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function poll(what, ask) {
	for (const end = Date.now() + 60_000; Date.now() < end; await pause(100)) {
		const answer = await ask();
		if (answer) return answer;
	}
	throw new Error(`waited a minute for ${what}`);
}
