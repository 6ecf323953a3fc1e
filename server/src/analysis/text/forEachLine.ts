/** Calls `visit` with each line of a text, without its line end (`\n` or `\r\n`); an empty last line is none. */
export function forEachLine(text: string, visit: (line: string) => void): void {
	for (let start = 0; start < text.length; ) {
		const newline = text.indexOf('\n', start);
		const end = newline < 0 ? text.length : newline;
		visit(text.slice(start, text.charCodeAt(end - 1) === 13 ? end - 1 : end));
		start = end + 1;
	}
}
