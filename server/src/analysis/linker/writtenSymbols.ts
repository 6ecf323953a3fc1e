/** Symbols of other packages that a source mentions, by its text alone: more than what counts, and never less. Much cheaper than to read it. */

/** The targets of all `//go:linkname` lines, in comments and texts too. */
export function directedSymbols(text: string): string[] {
	const found: string[] = [];
	for (let at = text.indexOf('//go:linkname'); at >= 0; at = text.indexOf('//go:linkname', at + 1)) {
		const end = text.indexOf('\n', at);
		const words = text
			.slice(at, end < 0 ? undefined : end)
			.trim()
			.split(/\s+/);
		if (words[2] !== undefined) found.push(words[2]);
	}
	return found;
}

/**
 * The names in assembly that begin with a package, spelt as the linker does: `runtime·memmove` is runtime.memmove. A macro can join no two
 * names to another one, so that each stands in the text, or in what it includes.
 */
export function qualifiedNames(text: string): string[] {
	const found = new Set<string>();
	for (let dot = text.indexOf('\u00b7'); dot >= 0; dot = text.indexOf('\u00b7', dot + 1)) {
		let start = dot;
		while (start > 0 && isNamePart(text.charCodeAt(start - 1))) start--;
		// A name of the package itself.
		if (start === dot) continue;
		let end = dot + 1;
		while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
		found.add(text.slice(start, end).replaceAll('\u2215', '/').replaceAll('\u00b7', '.'));
		dot = end - 1;
	}
	return [...found];
}

/** The names in assembly that stand for something of the package itself: `·sum` is sum. */
export function unqualifiedNames(text: string): string[] {
	const found = new Set<string>();
	for (let dot = text.indexOf('\u00b7'); dot >= 0; dot = text.indexOf('\u00b7', dot + 1)) {
		if (dot > 0 && isNamePart(text.charCodeAt(dot - 1))) continue;
		let end = dot + 1;
		while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
		// Symbols that are local to the file have none of the package.
		if (!text.startsWith('<>', end)) found.add(text.slice(dot + 1, end).replaceAll('\u00b7', '.'));
	}
	return [...found];
}

/** What ends a name: blanks, and `,()$<>+-*;"` and their like. */
function isNamePart(code: number): boolean {
	// `%`, `.`, `/`, digits, letters, `_`, `~`, and everything beyond ASCII.
	return (
		code === 37 ||
		(code >= 46 && code <= 57) ||
		(code >= 65 && code <= 90) ||
		(code >= 97 && code <= 122) ||
		code === 95 ||
		code >= 126
	);
}
