/** How long values live, and what would be saved, in words. */
import { duration, percent } from '../profile/costWords.ts';
import type { Residency } from './residency.ts';
import type { Saving } from './saving.ts';

/** `lives about 2.1 s ± 0.1 s, 1.3 collections`, `lives < 110 ms`, `nothing freed in the window of 30 s`. */
export function residencyWords(residency: Residency): string {
	switch (residency.kind) {
		case 'lasts': {
			const { seconds, error, collections } = residency;
			const cycles = collections === undefined ? '' : `, ${few(collections)} collections`;
			return `lives about ${time(seconds)} ± ${time(error)}${cycles}`;
		}
		case 'below':
			return `lives < ${time(residency.seconds)}`;
		case 'kept':
			return `nothing freed in the window of ${time(residency.window)}`;
		case 'few':
			return 'too few samples for a lifetime';
		case 'changing':
			return `what is live ${residency.grows ? 'grows' : 'shrinks'}: no lifetime`;
	}
}

/** `without this line: about 5.1 % less CPU time, 12 % less live heap (estimate)`; empty when it makes no difference. */
export function savingWords({ cpu, live }: Saving): string {
	const parts = [
		...(Math.abs(cpu) < 0.001 ? [] : [`${percent(Math.abs(cpu))} ${cpu < 0 ? 'more' : 'less'} CPU time`]),
		...(live < 0.001 ? [] : [`${percent(live)} less live heap`]),
	];
	return parts.length === 0 ? '' : `without this line: about ${parts.join(', ')} (estimate)`;
}

/** Two digits. */
function time(seconds: number): string {
	const nanoseconds = seconds * 1e9;
	return duration(Number(nanoseconds.toPrecision(nanoseconds >= 1e11 ? 3 : 2)));
}

function few(collections: number): string {
	return String(Number(collections.toPrecision(2)));
}
