/** What the linker refuses to the assembly of a module or does not find, at the lines that name it. */
import type { Finding } from '../../analysis/finding.ts';
import type { ReportContext } from '../../analysis/linkname/modules/dependencyRefused.ts';
import { brokenOperand, missingOperand } from '../../analysis/linkname/modules/brokenOperand.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { Build } from '../../world/modules/build.ts';
import type { AssemblyLine } from '../../world/modules/packageAssembly.ts';
import { brokenOperands, codeOfLine } from '../modules/brokenOperands.ts';
import { missingOperands, namesMissing } from '../modules/missingOperands.ts';
import { namesSuspects } from '../modules/suspectPackages.ts';

export async function findingsInAssembly(
	build: Build,
	isLookedAt: (path: string) => boolean,
	judging: ReportContext,
): Promise<readonly Finding[]> {
	if (!(await anySuspicious(build))) return [];
	const graph = await build.graph();
	const module = dirname(build.options.moduleFile);
	const own = graph.own.filter((one) => one.module.directory === module && one.hasForeignSources);
	const broken = (await Promise.all(own.map((from) => brokenOperands(from, graph, build)))).flat();
	const missing = (await Promise.all(own.map((from) => missingOperands(from, graph, build)))).flat();
	const placeOf = async ({ path, line }: AssemblyLine) => {
		return { file: path, span: codeOfLine((await build.options.files.readText(path)) ?? '', line) };
	};
	const shown = <T extends AssemblyLine>(operands: readonly T[]) => operands.filter(({ path }) => isLookedAt(path));
	return Promise.all([
		...shown(broken).map(async (operand) => brokenOperand(operand, await placeOf(operand), judging)),
		...shown(missing).map(async (operand) => missingOperand(operand, await placeOf(operand))),
	]);
}

async function anySuspicious(build: Build): Promise<boolean> {
	const { index } = build.options;
	if (!index) return false;
	for (const own of await build.ownForeign()) {
		if ((await namesSuspects(own, index, build)) || (await namesMissing(own, build))) return true;
	}
	return false;
}
