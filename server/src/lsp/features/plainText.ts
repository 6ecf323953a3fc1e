/** Our own Markdown for clients that show none: the words stay, in the same lines. */

/** Tables and lists read well as they are. Code spans lose their fences, links their targets, `**bold**` and `*italics*` their stars. */
export function plainText(markdown: string): string {
	return markdown
		.split(/(^```[^]*?^```$|(?<!`)(`+)(?!`)[^]+?(?<!`)\2(?!`))/m)
		.filter((_, index) => index % 3 !== 2)
		.map((part, index) => (index % 2 === 1 ? code(part) : prose(part)))
		.join('');
}

function code(span: string): string {
	return span.startsWith('```') ? span.replace(/^```.*\n?/gm, '').trimEnd() : withoutFence(span);
}

function prose(text: string): string {
	return text
		.replace(/\[([^[\]\\]*)\]\([^()\s]*\)/g, '$1')
		.replace(/(?<!\\)\*+(?=\S)|(?<=[^\s\\])\*+/g, '')
		.replace(/\\([\\*_[\]<>#|`@~:.])/g, '$1');
}

function withoutFence(span: string): string {
	const fence = /^`+/.exec(span)?.[0].length ?? 0;
	return span.slice(fence, span.length - fence);
}
