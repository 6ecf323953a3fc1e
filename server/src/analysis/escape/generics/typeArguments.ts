/** The type arguments in the name of an instance, as a reader would write them. */

/** `int, string` of `(*Map[go.shape.int,go.shape.string]).Load.func1`; undefined for what is no instance. */
export function typeArgumentsOf(name: string): string | undefined {
	const start = name.indexOf('[go.shape.');
	if (start < 0) return undefined;
	let depth = 0;
	let part = '';
	const parts: string[] = [];
	for (const character of name.slice(start)) {
		if ('[({'.includes(character)) depth++;
		if ('])}'.includes(character)) depth--;
		if (depth === 0) break;
		if (depth === 1 && character === ',') {
			parts.push(part);
			part = '';
		} else if (depth > 1 || character !== '[') part += character;
	}
	return [...parts, part].map(spelled).join(', ');
}

/** All pointers share one shape, whose name is that of `*uint8`. */
function spelled(shape: string): string {
	const type = shape.trim().replaceAll('go.shape.', '');
	if (type === '*uint8') return 'pointers';
	const head = /^(?:struct|interface)(?= \{)/.exec(type)?.[0];
	return head === undefined || type.length <= 24 ? type : `${head} {…}`;
}
