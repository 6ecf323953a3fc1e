/** What the comments of a Go tree say about a symbol that it keeps for known users. */
import type { Declaration, GoFile } from '../../source/goFile.ts';

/** The comment lines right above a declaration, directives among them; spec by spec in a group. */
export function commentAbove({ text }: GoFile, { span }: Declaration): string {
	let start = text.lastIndexOf('\n', span.start - 1) + 1;
	const lines: string[] = [];
	while (start > 0) {
		const above = text.lastIndexOf('\n', start - 2) + 1;
		const line = text.slice(above, start).trim();
		if (!line.startsWith('//')) break;
		lines.unshift(line);
		start = above;
	}
	return lines.join('\n');
}

/** `//   - github.com/bytedance/sonic` below "Notable members of the hall of shame include:" (Go 1.23 to 1.27). */
export function knownUsers(comment: string): string[] {
	if (!comment.includes('hall of shame')) return [];
	return [...comment.matchAll(/^\/\/\s+- (\S+)/gm)].map((match) => match[1] ?? '');
}
