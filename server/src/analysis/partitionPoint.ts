/**
 * How many of the first `count` things, which are in order, come before what is looked for: `isBefore` holds for these and for none behind
 * them.
 */
export function partitionPoint(count: number, isBefore: (index: number) => boolean): number {
	let [low, high] = [0, count];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isBefore(middle)) low = middle + 1;
		else high = middle;
	}
	return low;
}
