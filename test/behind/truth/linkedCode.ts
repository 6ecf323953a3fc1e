/** What `go tool objdump` says of a linked program. */

/** A place in the code of a function. */
export interface LinkedPlace {
	/** Bytes from the start of the function. */
	readonly pc: number;
	/** Without its directory, as objdump prints it. */
	readonly file: string;
	/** 1-based. */
	readonly line: number;
}

/**
 * Symbol → its instructions; a symbol that stands there twice (a function and the wrapper of its name) has two lists.
 *
 * @param text without `-S`: with it the source stands between the same lines
 */
export function readObjdump(text: string): ReadonlyMap<string, readonly (readonly LinkedPlace[])[]> {
	const found = new Map<string, LinkedPlace[][]>();
	let current: LinkedPlace[] | undefined;
	let start: number | undefined;
	for (const line of text.split('\n')) {
		const symbol = /^TEXT (.*)\(SB\)/.exec(line)?.[1];
		if (symbol !== undefined) {
			current = [];
			start = undefined;
			const known = found.get(symbol);
			if (known) known.push(current);
			else found.set(symbol, [current]);
			continue;
		}
		const [, file = '', number = '', at = ''] = /^ {2}(\S+):(-?\d+)\t+0x([0-9a-f]+)\t/.exec(line) ?? [];
		if (at === '' || !current) continue;
		const address = Number.parseInt(at, 16);
		start ??= address;
		current.push({ pc: address - start, file, line: Number(number) });
	}
	return found;
}
