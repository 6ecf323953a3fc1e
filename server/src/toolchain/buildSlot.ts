import pLimit from 'p-limit';

/** Lets one build at a time happen for each key; the others wait in order. */
export interface BuildSlots {
	/** Waits for its turn, then runs `build`. Rejects with `signal.reason` when aborted while waiting. */
	run<T>(key: string, build: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createBuildSlots(): BuildSlots {
	const slots = new Map<string, ReturnType<typeof pLimit>>();
	return {
		async run(key, build, signal) {
			const slot = slots.get(key) ?? pLimit(1);
			slots.set(key, slot);
			try {
				return await slot(() => {
					signal.throwIfAborted();
					return build();
				});
			} finally {
				if (slot.activeCount === 0 && slot.pendingCount === 0) slots.delete(key);
			}
		},
	};
}
