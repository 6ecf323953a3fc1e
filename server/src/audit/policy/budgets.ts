/** What packages and functions may allocate, as the policy says, and what they do. */
import type { EscapeHint } from '../../analysis/escape/escapeHint.ts';
import type { Budget } from '../../analysis/policy/policy.ts';

export interface BudgetedPackage {
	readonly importPath: string;
	readonly hints: readonly EscapeHint[];
}

export interface CheckedBudget {
	readonly importPath: string;
	/** Undefined for the budget of the whole package. */
	readonly function: string | undefined;
	/** How many places may allocate for sure, and how many do. */
	readonly allowed: number;
	readonly found: number;
	/** Those places, in order. */
	readonly hints: readonly EscapeHint[];
}

/**
 * The budgets that speak about a package. Of several about the same the first counts: the nearest policy's. Tests have none.
 *
 * @param budgets the nearest policy's first
 */
export function checkBudgets({ importPath, hints }: BudgetedPackage, budgets: readonly Budget[]): CheckedBudget[] {
	const sure = hints.filter(({ verdict, file }) => verdict === 'heap' && !file.endsWith('_test.go'));
	const checked = new Map<string, CheckedBudget>();
	for (const budget of budgets) {
		const key = budget.function ?? '';
		if (!speaksOf(budget.package, importPath) || checked.has(key)) continue;
		const own = budget.function === undefined ? sure : sure.filter((hint) => hint.function === budget.function);
		checked.set(key, {
			importPath,
			function: budget.function,
			allowed: budget.heap,
			found: own.length,
			hints: own,
		});
	}
	return [...checked.values()];
}

function speaksOf(pattern: string, importPath: string): boolean {
	if (!pattern.endsWith('/...')) return pattern === importPath;
	const root = pattern.slice(0, -'/...'.length);
	return importPath === root || importPath.startsWith(`${root}/`);
}
