/**
 * The offset of the first character behind blanks and whole comments, `text.length` when there is none. A block comment without
 * an end is where it stops. Takes time linear in what it skips.
 *
 * @param start an offset outside of comments, in UTF-16 units
 */
export function skipComments(text: string, start: number): number {
	let at = start;
	while (at < text.length) {
		if (text.startsWith('//', at)) at = behind(text, '\n', at, text.length);
		else if (text.startsWith('/*', at)) {
			const end = behind(text, '*/', at + 2, -1);
			if (end < 0) break;
			at = end;
		} else if (/\s/.test(text.charAt(at))) at++;
		else break;
	}
	return at;
}

function behind(text: string, mark: string, from: number, otherwise: number): number {
	const found = text.indexOf(mark, from);
	return found < 0 ? otherwise : found + mark.length;
}
