/** Names of a package that only its files for other versions of Go declare. */
import { predeclared } from '../../analysis/linkname/packageNames.ts';
import { sureCalls } from '../../analysis/reference/sureCalls.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage } from '../../world/modules/importGraph.ts';

/**
 * Functions that the package calls, and that only files for other versions of Go declare: it does not compile. Each with the base name of
 * such a file.
 */
export async function undeclaredIn(
	from: Pick<GraphPackage, 'importPath' | 'directory' | 'name'>,
	build: Build,
): Promise<ReadonlyMap<string, string>> {
	const symbols = await build.symbols(from);
	const files = symbols.files.map(({ file }) => file);
	const missing = new Map<string, string>();
	if (symbols.uncertain || files.some(({ imports }) => imports.some(({ name }) => name === '.'))) return missing;
	for (const { path, name } of sureCalls(files)) {
		if (path !== undefined || predeclared.has(name) || Object.hasOwn(symbols.facts.names, name)) continue;
		const [home] = symbols.elsewhere.get(name) ?? [];
		if (home !== undefined) missing.set(name, home);
	}
	return missing;
}
