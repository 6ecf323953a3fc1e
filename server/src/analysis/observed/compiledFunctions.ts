import { belongsTo, functionName } from '../profile/frameNames.ts';

/** Whether a program has code for a function, or for a literal in it: one that is inlined into all its callers has none. */
export interface CompiledFunctions {
	/**
	 * True where nothing is known of the package.
	 *
	 * @param declared as hints name it: `newP`, `(*T).M`
	 * @param itself a literal in it does not count
	 */
	has(importPath: string, declared: string, itself?: boolean): boolean;
}

/** @param tables what `go tool nm` prints (Go 1.21 to 1.27), of several programs */
export function compiledFunctions(tables: readonly string[]): CompiledFunctions {
	const byPackage = new Map<string, Set<string>>();
	for (const table of tables) {
		for (const [, symbol = ''] of table.matchAll(/^ *[0-9a-f]+ [Tt] (\S.*)$/gm)) {
			const { package: path, name } = functionName(symbol);
			const names = byPackage.get(path);
			if (names) names.add(name);
			else byPackage.set(path, new Set([name]));
		}
	}
	return {
		has(importPath, declared, itself = false) {
			const names = byPackage.get(importPath);
			if (!names || names.has(declared)) return true;
			if (itself) return false;
			for (const name of names) if (belongsTo(name, declared)) return true;
			return false;
		},
	};
}
