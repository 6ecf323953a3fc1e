/**
 * Whether an import path is one of the standard library's, or would be: its first element is that of a standard package.
 *
 * @param from import path of the package that names it: a module may call itself anything, `corp/tools` is no part of Go
 * @param packages those of the standard library; asked only when they decide
 */
export function looksStandard(importPath: string, from: string, packages: () => Iterable<string>): boolean {
	const [root = ''] = importPath.split('/');
	if (root === '' || root.includes('.') || from.split('/')[0] === root) return false;
	return [...packages()].some((path) => path === root || path.startsWith(`${root}/`));
}
