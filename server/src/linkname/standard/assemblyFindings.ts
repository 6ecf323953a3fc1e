/** What the linker refuses to the assembly of a module or does not find, at the lines that name it. */
import type { Finding } from '../../analysis/finding.ts';
import type { ReportContext } from '../../analysis/linkname/modules/dependencyRefused.ts';
import { brokenOperand } from '../../analysis/linkname/modules/brokenOperand.ts';
import { dirname } from '../../toolchain/paths.ts';
import type { Build } from '../../world/modules/build.ts';
import { brokenOperands, codeOfLine } from '../modules/brokenOperands.ts';
import { namesSuspects } from '../modules/suspectPackages.ts';

export async function findingsInAssembly(
	build: Build,
	isLookedAt: (path: string) => boolean,
	judging: ReportContext,
): Promise<readonly Finding[]> {
	if (!(await anyNamesSuspects(build))) return [];
	const graph = await build.graph();
	const module = dirname(build.options.moduleFile);
	const own = graph.own.filter((one) => one.module.directory === module && one.hasForeignSources);
	const found = await Promise.all(own.map((from) => brokenOperands(from, graph, build)));
	const shown = found.flat().filter(({ path }) => isLookedAt(path));
	return Promise.all(
		shown.map(async (operand) => {
			const text = (await build.options.files.readText(operand.path)) ?? '';
			return brokenOperand(operand, { file: operand.path, span: codeOfLine(text, operand.line) }, judging);
		}),
	);
}

async function anyNamesSuspects(build: Build): Promise<boolean> {
	const { index } = build.options;
	if (!index) return false;
	for (const own of await build.ownForeign()) if (await namesSuspects(own, index, build)) return true;
	return false;
}
