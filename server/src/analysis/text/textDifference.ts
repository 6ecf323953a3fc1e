import type { TextChange } from './textEdit.ts';

/** The one stretch that differs between two texts, as if it had been replaced. */
export function textDifference(before: string, after: string): TextChange {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	let same = 0;
	while (
		same < shorter - start &&
		before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
	) {
		same++;
	}
	return { start, oldEnd: before.length - same, newEnd: after.length - same };
}
