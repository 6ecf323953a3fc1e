/** The sizes of `make([]T, n, m)`, from the text that the compiler prints. */

/** The size that counts, the last one, when it is constant: the capacity of a slice, the hint of a map; 0 for none at all. */
export function constantSize(subject: string): number | undefined {
	const size = sizesOf(subject).at(-1) ?? '0';
	return /^\d+$/.test(size) ? Number(size) : undefined;
}

export function hasNoElements(subject: string): boolean {
	const sizes = sizesOf(subject);
	return sizes.length > 0 && sizes.every((size) => size === '0');
}

/** The `n` and `m` of `make([]T, n, m)`. */
function sizesOf(subject: string): string[] {
	const list = /^make\((.*)\)$/s.exec(subject)?.[1] ?? '';
	const parts: string[] = [];
	let depth = 0;
	let start = 0;
	for (let at = 0; at < list.length; at++) {
		const sign = list.charAt(at);
		if ('([{'.includes(sign)) depth++;
		else if (')]}'.includes(sign)) depth--;
		else if (sign === ',' && depth === 0) {
			parts.push(list.slice(start, at).trim());
			start = at + 1;
		}
	}
	parts.push(list.slice(start).trim());
	return parts.slice(1);
}
