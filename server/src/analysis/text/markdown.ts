/** Text that somebody else wrote, in our Markdown: it is shown as it is, and never becomes a link, an image or a command. */

/** A code span of one line, fenced by more back quotes than the text has in a row (CommonMark 0.31, 6.1). Empty for an empty text. */
export function codeSpan(text: string): string {
	const line = text.replace(/\s/g, ' ');
	if (line.trim() === '') return '';
	const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	// One blank on both sides belongs to the fence, and keeps it apart from back quotes of the text.
	const pad = /^[ `]|[ `]$/.test(line) ? ' ' : '';
	return `${fence}${pad}${line}${pad}${fence}`;
}

/** Prose that may hold code spans: outside of those nothing of it is taken for Markdown. */
export function escapeProse(text: string): string {
	const runs = [...text.matchAll(/`+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
	// For each length, where runs of that length begin, the last first.
	const left = new Map<number, number[]>();
	runs.forEach(({ start, end }, index) => left.set(end - start, [...(left.get(end - start) ?? []), index]));
	for (const indices of left.values()) indices.reverse();
	let prose = '';
	let at = 0;
	for (let index = 0; index < runs.length; ) {
		const opening = runs[index];
		if (!opening) break;
		const same = left.get(opening.end - opening.start) ?? [];
		while ((same.at(-1) ?? Infinity) <= index) same.pop();
		const closing = same.at(-1);
		if (closing === undefined) {
			prose += `${escapeMarkup(text.slice(at, opening.start))}${'\\`'.repeat(opening.end - opening.start)}`;
			at = opening.end;
			index++;
			continue;
		}
		const end = runs[closing]?.end ?? opening.end;
		prose += escapeMarkup(text.slice(at, opening.start)) + text.slice(opening.start, end);
		at = end;
		index = closing + 1;
	}
	return prose + escapeMarkup(text.slice(at));
}

/** Editors make links of bare addresses, as GitHub's Markdown does (GFM 0.29, 6.9): `https://…`, `www.…` and `name@host`. */
function escapeMarkup(text: string): string {
	return text.replace(/[\\*_[\]<>#|@~]|:(?=\/\/)|(?<=www)\./gi, '\\$&');
}
