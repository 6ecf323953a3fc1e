/** Go text cut where a sign stands outside of all brackets. */

/** The parts between the signs, comments left out; a line end counts as `;` where Go puts one. */
export function splitAtTop(text: string, sign: ',' | ';' | '|'): string[] {
	const parts: string[] = [];
	let part = '';
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		const character = text.charAt(at);
		const comment = character === '/' ? /^\/(?:\/[^\n]*|\*[^]*?\*\/)/.exec(text.slice(at, at + 4096))?.[0] : undefined;
		if (comment !== undefined) {
			at += comment.length - 1;
			continue;
		}
		if (character === '"' || character === '`') {
			const end = text.indexOf(character, at + 1);
			part += text.slice(at, end < 0 ? undefined : end + 1);
			at = end < 0 ? text.length : end;
			continue;
		}
		if ('([{'.includes(character)) depth++;
		else if (')]}'.includes(character)) depth--;
		const endsLine = sign === ';' && character === '\n' && !/[|,]\s*$/.test(part);
		if (depth === 0 && (character === sign || endsLine)) {
			parts.push(part);
			part = '';
		} else part += character;
	}
	return [...parts, part].map((each) => each.trim()).filter((each) => each !== '');
}
