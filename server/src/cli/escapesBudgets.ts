/** The budgets of compiled packages. */
import { dirname } from 'node:path';
import { LineIndex } from '../analysis/text/lineIndex.ts';
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
 * @param nameOf the path to show for an absolute one
 * @throws CannotRun for a policy that is not understood
 */
export async function exceededBudgets(
	packages: readonly AnalysedPackage[],
	policyOf: PolicyOf,
	nameOf: (path: string) => string,
): Promise<readonly ReportedBudget[]> {
	const exceeded: ReportedBudget[] = [];
	for (const { importPath, escapes, sources } of packages) {
		const [file] = sources.keys();
		if (file === undefined) continue;
		const { policy, problems } = await policyOf(dirname(file));
		const [problem] = problems;
		if (problem !== undefined) throw new CannotRun(problem);
		const checked = checkBudgets({ importPath, hints: escapes.hints }, policy.budgets);
		exceeded.push(
			...checked.filter(({ found, allowed }) => found > allowed).map((one) => reported(one, sources, nameOf)),
		);
	}
	return exceeded;
}

function reported(
	budget: CheckedBudget,
	sources: ReadonlyMap<string, string>,
	nameOf: (path: string) => string,
): ReportedBudget {
	const { importPath, function: name, allowed, found, hints } = budget;
	const who = name === undefined ? importPath : `${name} of ${importPath}`;
	const first = hints[allowed];
	const file = first?.file ?? '';
	const index = new LineIndex(sources.get(file) ?? '');
	const start = index.position(first?.span.start ?? 0);
	const end = index.position(first?.span.end ?? 0);
	return {
		file: nameOf(file),
		line: start.line + 1,
		column: start.column + 1,
		endLine: end.line + 1,
		endColumn: end.column + 1,
		package: importPath,
		...(name !== undefined && { function: name }),
		allowed,
		found,
		message: `${who} has ${plural(found, 'place')} that allocate${found === 1 ? 's' : ''}, and its budget is ${allowed}.`,
	};
}
