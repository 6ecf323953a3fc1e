/** Names of symbols in object files. */

/** The import path in a symbol: `net/http` of `net/http.(*Client).Do`, `slices` of `slices.Sort[go.shape.[]int]`. Empty when it has none. */
export function symbolPackage(symbol: string): string {
	const name = symbol.split('[', 1)[0] ?? '';
	// A receiver stands in brackets, and its package was named before.
	const end = name.indexOf('.', name.slice(0, name.includes('(') ? name.indexOf('(') : undefined).lastIndexOf('/') + 1);
	return end < 0 ? '' : name.slice(0, end);
}

/** As Go writes it: `http.(*Client).Do`, without the directories of its package and without the shapes of type arguments. */
export function readableSymbol(symbol: string): string {
	const path = symbolPackage(symbol);
	const name = symbol.slice(path.length).replace(/\[go\.shape\..*?\](?=[).]|$)/g, '[…]');
	return path.slice(path.lastIndexOf('/') + 1) + name;
}
