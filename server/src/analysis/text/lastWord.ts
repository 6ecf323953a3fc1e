/** The name that a text ends with, blanks behind it apart: `Buffer` for `b *Buffer `. Empty when it ends with something else. */
export function lastWord(text: string): string {
	const trimmed = text.trimEnd();
	let start = trimmed.length;
	while (start > 0 && /[\p{L}\p{N}_]/u.test(characterBefore(trimmed, start))) {
		start -= characterBefore(trimmed, start).length;
	}
	return trimmed.slice(start);
}

/** Letters beyond U+FFFF are two units. */
function characterBefore(text: string, end: number): string {
	const last = text.charCodeAt(end - 1);
	return text.slice(last >= 0xdc00 && last <= 0xdfff ? Math.max(0, end - 2) : end - 1, end);
}
