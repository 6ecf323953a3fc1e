/** Who the standard library itself names as pulling a symbol: the "hall of shame" in the comment above a directive (Go 1.23). */

/** Import paths in the comment block that ends at the line of `offset`; none when it is no such comment. */
export function knownUsersAbove(text: string, offset: number): string[] {
	const users: string[] = [];
	let inHall = false;
	let end = text.lastIndexOf('\n', offset - 1);
	while (end > 0) {
		const start = text.lastIndexOf('\n', end - 1) + 1;
		const line = text.slice(start, end).trim();
		if (!line.startsWith('//')) break;
		if (line.includes('hall of shame')) {
			inHall = true;
			break;
		}
		// The next directive upwards has a hall of its own.
		if (line.startsWith('//go:linkname')) break;
		const user = /^\/\/\s+- (\S+)/.exec(line)?.[1];
		if (user) users.unshift(user);
		end = start - 1;
	}
	return inHall ? users : [];
}
