/** Names of a package that only its files for other versions of Go declare. */
import { predeclared } from '../../analysis/linkname/packageNames.ts';
import { hasOnlyMethods, methodUses, variableTypes } from '../../analysis/reference/methodUses.ts';
import { sureCalls } from '../../analysis/reference/sureCalls.ts';
import type { Build } from '../../world/modules/build.ts';
import type { GraphPackage } from '../../world/modules/importGraph.ts';

/**
 * Functions that the package calls and methods that it selects (`T.m`), and that only files for other versions of Go declare: it does not
 * compile. Each with the base name of such a file.
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
	const variables = variableTypes(files);
	for (const { type, name } of files.flatMap((file) => methodUses(file, variables))) {
		const method = `${type}.${name}`;
		const [home] = symbols.elsewhere.get(method) ?? [];
		if (home === undefined || Object.hasOwn(symbols.facts.names, method)) continue;
		const file = files.find(({ declarations }) => declarations.some((one) => one.kind === 'type' && one.name === type));
		const declaration = file?.declarations.find((one) => one.kind === 'type' && one.name === type);
		if (file && declaration?.kind === 'type' && hasOnlyMethods(file, declaration, name)) missing.set(method, home);
	}
	return missing;
}
