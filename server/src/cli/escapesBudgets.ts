/** The budgets of compiled packages. */
import { dirname } from 'node:path';
import { type CheckedBudget, checkBudgets } from '../audit/policy/budgets.ts';
import type { AnalysedPackage } from '../escape/runs/analysePatterns.ts';
import type { DirectoryPolicy } from '../audit/policy/policyFiles.ts';
import type { ReportedBudget } from './escapesReport.ts';
import { plural } from './plural.ts';
import { CannotRun } from './terminal.ts';

export type PolicyOf = (directory: string) => Promise<DirectoryPolicy>;

/**
 * Only those that are exceeded.
 *
 * @throws CannotRun for a policy that is not understood
 */
export async function exceededBudgets(
	packages: readonly AnalysedPackage[],
	policyOf: PolicyOf,
): Promise<readonly ReportedBudget[]> {
	const exceeded: ReportedBudget[] = [];
	for (const { importPath, escapes, sources } of packages) {
		const [file] = sources.keys();
		if (file === undefined) continue;
		const { policy, problems } = await policyOf(dirname(file));
		const [problem] = problems;
		if (problem !== undefined) throw new CannotRun(problem);
		const checked = checkBudgets({ importPath, hints: escapes.hints }, policy.budgets);
		exceeded.push(...checked.filter(({ found, allowed }) => found > allowed).map(reported));
	}
	return exceeded;
}

function reported(budget: CheckedBudget): ReportedBudget {
	const { importPath, function: name, allowed, found } = budget;
	const who = name === undefined ? importPath : `${name} of ${importPath}`;
	return {
		package: importPath,
		...(name !== undefined && { function: name }),
		allowed,
		found,
		message: `${who} has ${plural(found, 'place')} that allocate${found === 1 ? 's' : ''}, and its budget is ${allowed}.`,
	};
}
