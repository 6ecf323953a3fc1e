/** Milliseconds for which further notifications are joined, doubled each time that there were some, and the most. */
const [firstPause, longestPause] = [200, 3_200];

/**
 * Joins what clients tell about files: each round makes everything that was derived from files be looked at again, and a checkout
 * of another branch tells of thousands, in some editors one by one. The first is handed on at once, those that come within
 * a pause together at its end. While they go on the pauses grow: of a flood of ten seconds there are six rounds.
 *
 * @param changed called with absolute paths, each once
 */
export function joinFileNotifications(changed: (paths: readonly string[]) => void) {
	const waiting = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	let pause = firstPause;
	const handOn = () => {
		timer = undefined;
		if (waiting.size === 0) {
			pause = firstPause;
			return;
		}
		const paths = [...waiting];
		waiting.clear();
		timer = setTimeout(handOn, pause);
		pause = Math.min(longestPause, pause * 2);
		changed(paths);
	};
	return {
		/** Absolute paths. */
		tell(paths: readonly string[]) {
			for (const path of paths) waiting.add(path);
			if (timer === undefined) handOn();
		},
		/** Nothing is handed on any more. */
		dispose() {
			clearTimeout(timer);
			waiting.clear();
		},
	};
}
